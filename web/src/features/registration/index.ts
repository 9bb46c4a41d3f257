// SPDX-License-Identifier: Apache-2.0
export { Addresses, DomainList } from './domain_list';
export { LineValue, pageOfField } from './line_values';
export {
  type Field,
  fields,
  type Found,
  latestOf,
  type Living,
  livingQuery,
  mailboxQuery,
  registrationQuery,
  registrationSearchQuery,
  type Version,
  type Zone,
} from './queries';
export { RegistrationPanel, type SeenFirst } from './registration_panel';
export { contactWords, differences, mailboxesOf, numbered, span, told } from './versions';
export { VersionsView } from './versions_view';
