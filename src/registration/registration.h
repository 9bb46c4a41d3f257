// SPDX-License-Identifier: Apache-2.0
// What a registry or registrar says of one domain: who registered it, when, through whom.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace spoor::registration {

// Bounds of what is kept; the readers cut or leave out what goes beyond.
inline constexpr std::size_t kMaxValueBytes = 512;
inline constexpr std::size_t kMaxListed = 64;           ///< Name servers, states.
inline constexpr std::size_t kMaxMailboxes = 8;         ///< Of one contact.
inline constexpr std::size_t kMaxRawBytes = 32U << 10;  ///< The text as it came.

enum class Role : std::uint8_t { kRegistrant = 0, kAdmin, kTech, kBilling, kAbuse };
inline constexpr std::size_t kRoles = 5;

/// "registrant", "admin", "tech", "billing", "abuse".
std::string_view role_text(Role role) noexcept;

/// Empty texts: not told.
struct Contact {
  std::string name;
  std::string organization;
  std::vector<std::string> mailboxes;  ///< As written; see mailbox.h for the form that is searched.
  std::string telephone;
  std::string street;  ///< Lines joined by ", ".
  std::string city;
  std::string state;
  std::string postal_code;
  std::string country;

  [[nodiscard]] bool is_empty() const noexcept;
  bool operator==(const Contact&) const = default;
};

/// All text is valid UTF-8 without control characters (`raw` keeps line ends and tabs), within the
/// bounds above. Times are Unix seconds; 0: not told.
struct Registration {
  std::string domain;  ///< Lower case, ASCII (xn-- form), no final dot.
  std::string registrar;
  std::string registrar_iana_id;
  std::string whois_server;
  std::vector<std::string> states;        ///< As written: "clientTransferProhibited", "active".
  std::vector<std::string> name_servers;  ///< As domain.
  std::int64_t registered = 0;
  std::int64_t updated = 0;
  std::int64_t expires = 0;
  std::array<Contact, kRoles> contacts;  ///< By Role.
  std::string raw;                       ///< The text of a raw record; empty for RDAP and CSV.

  [[nodiscard]] Contact& contact(Role role) { return contacts[static_cast<std::size_t>(role)]; }
  [[nodiscard]] const Contact& contact(Role role) const {
    return contacts[static_cast<std::size_t>(role)];
  }
  bool operator==(const Registration&) const = default;
};

/// A registration as a store keeps it: one version of what one source said of a domain.
struct Version {
  Registration registration;
  std::string source;
  std::int64_t first_observed = 0;  ///< Unix seconds: between these two it was said unchanged.
  std::int64_t last_observed = 0;
};

}  // namespace spoor::registration
