// SPDX-License-Identifier: Apache-2.0
// Texts of other people made fit to be kept: valid UTF-8, no control characters, bounded.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "registration/registration.h"

namespace spoor::registration {

/// Without blanks (0x20, tabs, CR, LF) at both ends.
std::string_view trimmed(std::string_view text) noexcept;

/// ASCII letters, and those of Latin, Greek and Cyrillic scripts in UTF-8, in lower case; all else
/// unchanged.
std::string lower(std::string_view text);

/// One line: trimmed, runs of blanks and control characters as one blank, octets that are no UTF-8
/// as U+FFFD, at most kMaxValueBytes, cut between characters.
std::string tidy_line(std::string_view text);

/// Several lines: as tidy_line(), but LF and tabs stay, and the bound is kMaxRawBytes.
std::string tidy_text(std::string_view text);

/// Tidies all of `registration`; name servers that are no names, and what stands twice in a list,
/// are left out. Errors: kMalformed when the domain is none.
Status tidy(Registration& registration);

}  // namespace spoor::registration
