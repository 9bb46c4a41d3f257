// SPDX-License-Identifier: Apache-2.0
// Where in a name the part begins that people register (publicsuffix.org).
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/result.h"

struct psl_ctx_st;

namespace spoor::enrich {

/// A public suffix list, private section included; a top-level domain without a rule follows `*`.
/// Immutable, thread-safe.
class PublicSuffixes {
 public:
  /// The list built into libpsl.
  static PublicSuffixes builtin();
  /// Errors: kIo with the path; kMalformed when there is no rule in it.
  static Result<PublicSuffixes> load(const std::string& path);

  /// Offset of the public suffix in a valid lower-cased wire name; a name that is a suffix itself,
  /// and the root: 0.
  [[nodiscard]] std::size_t suffix_at(Bytes wire) const noexcept;

  [[nodiscard]] std::uint64_t rules() const noexcept;
  /// Unix seconds; 0 when the list does not say.
  [[nodiscard]] std::uint32_t date_s() const noexcept { return date_s_; }

 private:
  struct Free {
    void operator()(psl_ctx_st* list) const noexcept;
  };
  PublicSuffixes() = default;

  std::unique_ptr<psl_ctx_st, Free> loaded_;  // null: built in
  const psl_ctx_st* list_ = nullptr;
  std::uint32_t date_s_ = 0;
};

}  // namespace spoor::enrich
