// SPDX-License-Identifier: Apache-2.0
#include "record/key.h"

#include "dns/name.h"

namespace spoor::record {

std::size_t value_length(std::string_view head) noexcept {
  if (head.empty()) return 0;
  std::size_t size = 0;
  switch (static_cast<ValueKind>(head[0])) {
    case ValueKind::kIpv4:
      size = 5;
      break;
    case ValueKind::kIpv6:
      size = 17;
      break;
    case ValueKind::kName:
    case ValueKind::kMailbox: {
      const std::size_t name = dns::sort_form_length(head.substr(1));
      return name == 0 ? 0 : name + 1;
    }
    case ValueKind::kToken:
    case ValueKind::kRaw: {
      const std::size_t end = head.find('\0', 1);
      return end == std::string_view::npos ? 0 : end + 1;
    }
    default:
      return 0;
  }
  return size <= head.size() ? size : 0;
}

std::string after_prefix(std::string_view prefix) {
  std::string bound(prefix);
  while (!bound.empty() && static_cast<std::uint8_t>(bound.back()) == 0xFF) bound.pop_back();
  if (!bound.empty()) bound.back() = static_cast<char>(static_cast<std::uint8_t>(bound.back()) + 1);
  return bound;
}

}  // namespace spoor::record
