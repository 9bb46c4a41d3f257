// SPDX-License-Identifier: Apache-2.0
// Registrations as JSON: for our own API and for the command line.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "feed/cof_writer.h"
#include "registration/registration.h"
#include "registration/search.h"
#include "registration/store.h"

namespace spoor::api {

struct RegistrationForm {
  feed::TimeStyle times = feed::TimeStyle::kUnix;
  bool with_raw = false;  ///< The text as it came.
};

/// Appends Unix seconds of the years 1970 to 9999 in this style.
void append_long_time(std::string& out, std::int64_t unix_s, feed::TimeStyle style);

/// Appends `{"domain":…}`; what is not told is left out.
void append_version(std::string& out, const registration::Version& version,
                    const RegistrationForm& form);

/// The same, and `"current"`; for a mailbox also in which `"roles"` it stands.
void append_found(std::string& out, const registration::Found& found, std::string_view mailbox,
                  const RegistrationForm& form);

/// Appends `"rows":[…],"returned":…,"total":…,"complete":…` of a history, without braces.
void append_history(std::string& out, const registration::History& history, std::uint64_t offset,
                    const RegistrationForm& form);
/// The same of a search that is done; for one of mailboxes also the roles.
void append_search(std::string& out, const registration::SearchCursor& cursor,
                   const registration::SearchRequest& request, const RegistrationForm& form);

/// In which roles a mailbox, in the form in which it is compared, stands in a registration.
std::vector<registration::Role> roles_of(const registration::Registration& registration,
                                         std::string_view mailbox);

}  // namespace spoor::api
