// SPDX-License-Identifier: Apache-2.0
// Random bytes as heads, types and values: what is accepted must round trip, and order must agree
// with meaning.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "record/key.h"
#include "record/pivot.h"

using spoor::as_chars;
using spoor::dns::RrType;
using namespace spoor::record;

namespace {

void require(bool holds) {
  if (!holds) __builtin_trap();
}

void type_round_trips(std::string_view bytes) {
  RrType type{};
  if (!read_type(bytes, type)) return;
  std::string written;
  append_type(written, type);
  RrType again{};
  require(read_type(written, again) && again == type);
  require(written.size() <= bytes.size());  // what is written is the shortest form
}

void value_ends_where_it_says(std::string_view head) {
  const std::size_t size = value_length(head);
  require(size <= head.size());
  if (size == 0) return;
  require(value_length(head.substr(0, size)) == size);
  require(value_length(head.substr(0, size - 1)) == 0);
}

void escape_keeps_order(std::string_view input) {
  const std::string_view a = input.substr(0, input.size() / 2);
  const std::string_view b = input.substr(input.size() / 2);
  std::string escaped_a, escaped_b;
  append_escaped(escaped_a, a);
  append_escaped(escaped_b, b);
  require(escaped_b.starts_with(escaped_a) == b.starts_with(a));
  const auto sign = [](int v) { return v < 0 ? -1 : v > 0 ? 1 : 0; };
  require(sign(compare_bytes(escaped_a + '\0', escaped_b + '\0')) == sign(compare_bytes(a, b)));
}

void bound_is_above(std::string_view prefix) {
  const std::string bound = after_prefix(prefix);
  if (bound.empty()) return;
  require(compare_bytes(prefix, bound) < 0);
  require(compare_bytes(std::string(prefix) + "\xFF\xFF\xFF", bound) < 0);
  require(bound.size() <= prefix.size());
}

void pivots_are_wellformed(std::string_view input) {
  if (input.empty()) return;
  static PivotFinder finder;
  const auto type = static_cast<RrType>(static_cast<std::uint8_t>(input[0]));
  for (const std::string_view value : finder.find(type, input.substr(1)))
    require(value_length(value) == value.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input = as_chars({data, size});
  type_round_trips(input);
  value_ends_where_it_says(input);
  escape_keeps_order(input);
  bound_is_above(input);
  pivots_are_wellformed(input);
  return 0;
}
