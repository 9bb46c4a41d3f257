// SPDX-License-Identifier: Apache-2.0
// Where in a name the part begins that people register (publicsuffix.org).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "enrich/suffix_rules.h"

struct psl_ctx_st;

namespace spoor::enrich {

/// A public suffix list, private section included; a top-level domain without a rule follows `*`.
/// Immutable, thread-safe.
class PublicSuffixes {
 public:
  /// The list that libpsl brings: the text of it that the system has, else what is compiled in.
  static PublicSuffixes builtin();
  /// From the text of public_suffix_list.dat. Errors: kMalformed when there is no rule in it.
  static Result<PublicSuffixes> parse(std::string_view text);

  /// Offset of the public suffix in a valid lower-cased wire name; a name that is a suffix itself,
  /// and the root: 0.
  [[nodiscard]] std::size_t suffix_at(Bytes wire) const noexcept;
  /// Where the registered domain begins; empty when the name is itself a suffix, or the root.
  [[nodiscard]] std::optional<std::size_t> registered_at(Bytes wire) const noexcept;
  /// registered_at(), or 0: the whole name.
  [[nodiscard]] std::size_t domain_at(Bytes wire) const noexcept {
    return registered_at(wire).value_or(0);
  }

  [[nodiscard]] std::uint64_t rules() const noexcept;
  /// Unix seconds; 0 when the list does not say.
  [[nodiscard]] std::uint32_t date_s() const noexcept { return date_s_; }

 private:
  PublicSuffixes() = default;

  SuffixRules rules_;                  // empty: libpsl is asked
  const psl_ctx_st* asked_ = nullptr;  // static
  std::uint32_t date_s_ = 0;
};

}  // namespace spoor::enrich
