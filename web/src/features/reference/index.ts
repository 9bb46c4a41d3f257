// SPDX-License-Identifier: Apache-2.0
export { ReferencePage } from './reference_page';
