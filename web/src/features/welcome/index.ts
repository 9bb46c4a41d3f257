// SPDX-License-Identifier: Apache-2.0
export { WelcomePage } from './welcome_page';
