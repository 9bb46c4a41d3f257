// SPDX-License-Identifier: Apache-2.0
#include "resolve/query.h"

namespace spoor::resolve {
namespace {

void put16(std::vector<std::uint8_t>& out, std::uint32_t value) {
  out.push_back(static_cast<std::uint8_t>(value >> 8U));
  out.push_back(static_cast<std::uint8_t>(value));
}

}  // namespace

std::vector<std::uint8_t> write_query(const LookUp& look_up, std::uint16_t id,
                                      const QueryStyle& style) {
  constexpr std::uint32_t kRecursionDesired = 0x0100;
  constexpr std::uint32_t kClassIn = 1;
  const bool has_opt = style.edns_size != 0;
  const Bytes name = look_up.name.wire();
  std::vector<std::uint8_t> out;
  out.reserve(12 + name.size() + 4 + 11);
  put16(out, id);
  put16(out, style.wants_recursion ? kRecursionDesired : 0);
  put16(out, 1);  // questions
  put16(out, 0);
  put16(out, 0);
  put16(out, has_opt ? 1 : 0);
  out.insert(out.end(), name.begin(), name.end());
  put16(out, dns::to_number(look_up.type));
  put16(out, kClassIn);
  if (!has_opt) return out;
  out.push_back(0);  // the root
  put16(out, dns::to_number(dns::RrType::kOpt));
  put16(out, style.edns_size);
  put16(out, 0);  // extended RCODE, version 0
  put16(out, 0);  // flags: no DO
  put16(out, 0);  // no options
  return out;
}

}  // namespace spoor::resolve
