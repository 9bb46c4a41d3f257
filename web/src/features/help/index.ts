// SPDX-License-Identifier: Apache-2.0
export { HelpPage } from './help_page';
