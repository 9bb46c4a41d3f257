// SPDX-License-Identifier: Apache-2.0
// The rules of a public suffix list, hashed. libpsl walks its tables for half a microsecond a name;
// facets over millions of names want a twentieth of it. Tests hold the two together.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "enrich/name_table.h"

namespace spoor::enrich {

class SuffixRules {
 public:
  /// Takes over the rules of public_suffix_list.dat, those of non-ASCII names in punycode; returns
  /// how many lines were no rule.
  std::size_t read(std::string_view text);

  /// Where the public suffix begins in a valid lower-cased wire name that is not the root.
  [[nodiscard]] std::size_t suffix_at(Bytes wire) const noexcept;
  [[nodiscard]] std::uint64_t count() const noexcept { return count_; }

 private:
  bool add(std::string_view rule);

  NameTable known_;  // of a rule and of each of its ancestors: what holds for it
  std::uint64_t count_ = 0;
};

/// Appends RFC 3492 punycode with "xn--" for a label of UTF-8; an ASCII label as it is. False when
/// it is no UTF-8. Knows nothing of IDNA mapping: lists are written in mapped form.
bool append_ascii_label(std::string& out, std::string_view label);

}  // namespace spoor::enrich
