// SPDX-License-Identifier: Apache-2.0
export { BulkPage } from './bulk_page';
