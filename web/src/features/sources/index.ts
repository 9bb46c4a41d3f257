// SPDX-License-Identifier: Apache-2.0
export { statusQuery } from './queries';
export { SourcesPage } from './sources_page';
