// SPDX-License-Identifier: Apache-2.0
export { ComparePage } from './compare_page';
