// SPDX-License-Identifier: Apache-2.0
#include "enrich/address_range.h"

#include <charconv>
#include <system_error>

namespace spoor::enrich {

std::optional<AddressRange> parse_address_range(std::string_view text) noexcept {
  const std::size_t slash = text.find('/');
  const auto address = parse_ip_address(text.substr(0, slash));
  if (!address) return std::nullopt;
  AddressRange range{*address, *address};
  if (slash == std::string_view::npos) return range;
  const unsigned octets = address->is_v6 ? 16 : 4;
  unsigned length = 0;
  const char* end = text.data() + text.size();
  const auto [at, fault] = std::from_chars(text.data() + slash + 1, end, length);
  if (fault != std::errc{} || at != end || length > octets * 8) return std::nullopt;
  for (unsigned i = 0; i < octets; ++i) {
    const unsigned kept = length > i * 8 ? length - i * 8 : 0;  // bits of this octet and later ones
    const auto host = static_cast<std::uint8_t>(kept >= 8 ? 0 : 0xFFU >> kept);
    range.first.octets[i] = static_cast<std::uint8_t>(range.first.octets[i] & ~host);
    range.last.octets[i] = static_cast<std::uint8_t>(range.last.octets[i] | host);
  }
  return range;
}

}  // namespace spoor::enrich
