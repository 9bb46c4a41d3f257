// SPDX-License-Identifier: Apache-2.0
#include "store/segment/value_wire.h"

#include <array>

#include "dns/name.h"
#include "record/key.h"

namespace spoor::store {
namespace {

bool unescape(std::string_view escaped, std::string& out) {
  out.clear();
  for (std::size_t i = 0; i < escaped.size(); ++i) {
    if (escaped[i] == 1) {
      if (++i == escaped.size() || (escaped[i] != 1 && escaped[i] != 2)) return false;
      out += static_cast<char>(escaped[i] - 1);
    } else {
      out += escaped[i];
    }
  }
  return true;
}

}  // namespace

bool value_to_wire(std::string_view value, std::string& out) {
  out.clear();
  if (value.empty()) return false;
  const std::string_view body = value.substr(1);
  switch (static_cast<record::ValueKind>(value[0])) {
    case record::ValueKind::kIpv4:
    case record::ValueKind::kIpv6:
      out.assign(body);
      return true;
    case record::ValueKind::kName:
    case record::ValueKind::kMailbox: {
      std::array<std::uint8_t, dns::kMaxNameOctets> wire;
      const std::size_t size = dns::write_wire_from_sort_form(wire.data(), body);
      out.assign(as_chars(Bytes(wire).first(size)));
      return size != 0;
    }
    case record::ValueKind::kToken:
      return true;
    case record::ValueKind::kRaw:
      return !body.empty() && body.back() == 0 && unescape(body.substr(0, body.size() - 1), out);
  }
  return false;
}

}  // namespace spoor::store
