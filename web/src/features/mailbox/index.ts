// SPDX-License-Identifier: Apache-2.0
export { MailboxPage } from './mailbox_page';
