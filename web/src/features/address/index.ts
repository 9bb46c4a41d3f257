// SPDX-License-Identifier: Apache-2.0
export { AddressPage } from './address_page';
