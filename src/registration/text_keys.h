// SPDX-License-Identifier: Apache-2.0
// The words by which WHOIS servers and CSV dumps name their fields. Inside the room only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "registration/registration.h"

namespace spoor::registration {

/// What a key says its value is.
enum class Meaning : std::uint8_t {
  kNothing = 0,  ///< Nothing that is kept.
  kDomain,
  kRegistrar,
  kIanaId,
  kWhoisServer,
  kState,
  kNameServer,
  kRegistered,
  kUpdated,
  kExpires,
  kObserved,  ///< When the database itself was up to date.
  kHandle,    ///< Under which a block of contact data is known.
  kRole,      ///< Alone: a section of this role begins, or its handle or name follows.
  // Of a contact; of the section's role where the key names none.
  kName,
  kOrganization,
  kMailbox,
  kTelephone,
  kStreet,
  kCity,
  kProvince,
  kPostalCode,
  kCountry,
};

struct KeyMeaning {
  Meaning meaning = Meaning::kNothing;
  std::optional<Role> role;
};

/// Blanks, case, dots, dashes, underscores and final digits of `key` do not matter.
KeyMeaning meaning_of(std::string_view key);

/// Puts a value where it belongs. What stands there already stays; streets, mailboxes, states and
/// name servers add up. Dates that cannot be read are left out. Not for kDomain, kRole, kHandle,
/// kObserved.
void put(Registration& registration, const KeyMeaning& meaning, std::string_view value);
/// The same for the meanings of a contact.
void put(Contact& contact, Meaning meaning, std::string_view value);

/// Whether the line is the head of a CSV file with a column of domains.
bool is_csv_head(std::string_view line);
/// ',', ';' or a tab, whichever stands in `head` most often.
char csv_separator(std::string_view head);

}  // namespace spoor::registration
