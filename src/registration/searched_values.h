// SPDX-License-Identifier: Apache-2.0
// Which values of a registration a search finds it by, and in which form they are compared.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "registration/registration.h"

namespace spoor::registration {

/// What can be searched. The numbers are on disk.
enum class Field : std::uint8_t {
  kDomain = 0,
  kMailbox = 1,
  kName = 2,
  kOrganization = 3,
  kPhone = 4,
  kAddress = 5,  ///< Street, city, state, postal code and country of one contact, joined by ", ".
  kRegistrar = 6,
  kNameServer = 7,
};

/// "domain", "mailbox", "name", "organization", "phone", "address", "registrar", "nameserver".
std::string_view field_text(Field field) noexcept;
/// The same back; "email" and "organisation" too. Empty: no field.
std::optional<Field> parse_field(std::string_view text) noexcept;

/// Whether single words of this field are searched too: domain (its labels), name, organisation,
/// address.
bool has_words(Field field) noexcept;

/// `text` in the form in which values of `field` are compared: domains and mailboxes as in
/// mailbox.h, telephone numbers as their digits, all else in lower case with single blanks. Errors:
/// kInvalid, what was expected.
Result<std::string> to_searched(Field field, std::string_view text);

/// The words of a text: runs of letters and digits in lower case; each once, in order.
std::vector<std::string> words_of(std::string_view text);

/// Whether a value only says that nothing is said: "REDACTED FOR PRIVACY", "Data Protected", "N/A",
/// the address of a contact form. Such values are kept and shown, but nobody is found by them.
bool is_placeholder(std::string_view text);

struct SearchedValue {
  Field field{};
  std::string value;
  auto operator<=>(const SearchedValue&) const = default;
};

/// All values by which `registration` is found, without its domain; each once, in order.
std::vector<SearchedValue> searched_values(const Registration& registration);
/// All words by which it is found.
std::vector<SearchedValue> searched_words(const Registration& registration);

/// Street, city, state, postal code, country, joined by ", "; without what is not told.
std::string address_text(const Contact& contact);

}  // namespace spoor::registration
