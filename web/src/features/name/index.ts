// SPDX-License-Identifier: Apache-2.0
export { beginName } from './begin';
export { NamePage } from './name_page';
