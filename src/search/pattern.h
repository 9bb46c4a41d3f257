// SPDX-License-Identifier: Apache-2.0
// Patterns as people write them, as trees. Pure: nothing is matched here.
#pragma once

#include <bitset>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace spoor::search {

/// How a pattern is written. In tokens: never renumber.
enum class PatternSyntax : std::uint8_t {
  kRegex = 1,      ///< POSIX extended, with `\d \w \s`, `(?:…)` and lazy repeats; `$` also before a
                   ///< final dot.
  kGlob = 2,       ///< The whole text: `*`, `?`, `[…]`, `[!…]`, `\`; its final dot may be left out.
  kSubstring = 3,  ///< The text anywhere, as it stands.
  kFcre = 4,       ///< DNSDB's regular expressions: POSIX extended without collation, back
                   ///< references, or escapes but of special characters; `$` is the very end.
  kFlexGlob = 5,   ///< DNSDB's globs: the whole text, final dot and all.
};

inline constexpr std::size_t kMaxPatternText = 4096;  ///< Octets.

/// Octets that a place of a pattern takes: printable ASCII, letters in both cases or none.
using OctetSet = std::bitset<128>;

struct PatternNode {
  enum class Kind : std::uint8_t {
    kSequence = 0,  ///< `parts` one after the other; without parts, nothing.
    kEither = 1,    ///< One of `parts`.
    kSet = 2,       ///< One octet of `set`.
    kRepeat = 3,    ///< parts[0], from `least` to `most` times.
    kBegin = 4,     ///< The text begins here.
    kEnd = 5,       ///< The text ends here.
    kEndOrDot = 6,  ///< The text ends here, or behind a dot.
  };
  static constexpr std::uint16_t kNoMost = 0xFFFF;

  Kind kind = Kind::kSequence;
  OctetSet set;
  std::uint16_t least = 0, most = 0;
  std::vector<PatternNode> parts;
};

/// The whole of printable ASCII.
OctetSet any_octet();

/// Errors: kInvalid with the offset of the fault and what would be right there; kLimit for a
/// pattern that is too long, too deep, or repeats too much.
Result<PatternNode> parse_pattern(std::string_view text, PatternSyntax syntax);

/// In the common tongue of Hyperscan and RE2, to be compiled without regard to case; no octet set
/// takes a line feed.
std::string to_expression(const PatternNode& pattern);

/// What every match begins with, in lower case, when the pattern says so; empty otherwise.
std::string fixed_beginning(const PatternNode& pattern);

}  // namespace spoor::search
