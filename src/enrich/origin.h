// SPDX-License-Identifier: Apache-2.0
// Whose an address is, and what can tell.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "base/ip_address.h"

namespace spoor::enrich {

/// Whose an address is. Views live as long as what told it.
struct Origin {
  std::uint32_t asn = 0;     ///< 0: not known.
  std::string_view country;  ///< ISO 3166 alpha-2, upper case; empty: not known.
  std::string_view holder;   ///< Empty: not known.

  [[nodiscard]] bool is_whole() const noexcept {
    return asn != 0 && !country.empty() && !holder.empty();
  }
};

/// One file that tells origins. Immutable, thread-safe.
class OriginTable {
 public:
  OriginTable() = default;
  OriginTable(const OriginTable&) = delete;
  OriginTable& operator=(const OriginTable&) = delete;
  virtual ~OriginTable() = default;
  /// Fills in what `origin` does not have yet. A holder goes with its ASN: of one table only.
  virtual void complete(const IpAddress& address, Origin& origin) const = 0;
};

/// Two ASCII letters of either case, in upper case; the view is static. Empty when it is none.
std::string_view country_code(std::string_view text) noexcept;

/// "64500", "AS64500", "as64500"; 0 for "" and "0"; empty when it is no 32-bit number.
std::optional<std::uint32_t> parse_asn(std::string_view text) noexcept;

}  // namespace spoor::enrich
