// SPDX-License-Identifier: Apache-2.0
export { NamePage } from './name_page';
