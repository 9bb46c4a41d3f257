// SPDX-License-Identifier: Apache-2.0
#include "store/segment/value_sort.h"

#include <algorithm>
#include <cstring>
#include <tuple>

namespace spoor::store {
namespace {

std::uint64_t read_big_endian(const char* at, std::size_t size) noexcept {
  std::uint64_t v = 0;
  std::memcpy(&v, at, std::min<std::size_t>(size, 8));
  return __builtin_bswap64(v);
}

// Behind equal prefixes of eight octets; a text shorter than eight has its end in the prefix, and
// zero octets behind it compare below everything but a longer text, which the sizes then decide.
int compare_tails(const char* a, std::uint32_t a_size, const char* b,
                  std::uint32_t b_size) noexcept {
  return record::compare_bytes({a, a_size}, {b, b_size});
}

}  // namespace

void ValueSort::add(std::string_view value, std::uint32_t row) {
  const auto kind = static_cast<record::ValueKind>(value[0]);
  if (kind == record::ValueKind::kIpv4 && value.size() == 5) {
    v4_.push_back((read_big_endian(value.data() + 1, 4) & 0xFFFFFFFF00000000ULL) | row);
  } else if (kind == record::ValueKind::kIpv6 && value.size() == 17) {
    v6_.push_back(
        {read_big_endian(value.data() + 1, 8), read_big_endian(value.data() + 9, 8), row});
  } else {
    const std::string_view kept = arena_.copy(value);
    strings_.push_back({read_big_endian(kept.data(), kept.size()), kept.data(),
                        static_cast<std::uint32_t>(kept.size()), row});
  }
}

void ValueSort::sort() {
  std::sort(v4_.begin(), v4_.end());
  std::sort(v6_.begin(), v6_.end(), [](const V6& a, const V6& b) {
    return std::tie(a.high, a.low, a.row) < std::tie(b.high, b.low, b.row);
  });
  std::sort(strings_.begin(), strings_.end(), [](const Text& a, const Text& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    const int order = compare_tails(a.at, a.size, b.at, b.size);
    return order != 0 ? order < 0 : a.row < b.row;
  });
}

void StringSort::add(std::string_view text) {
  if (!texts_.empty() && at(texts_.size() - 1) == text) return;
  const std::string_view kept = arena_.copy(text);
  texts_.push_back({read_big_endian(kept.data(), kept.size()), kept.data(),
                    static_cast<std::uint32_t>(kept.size())});
}

void StringSort::sort() {
  std::sort(texts_.begin(), texts_.end(), [](const Text& a, const Text& b) {
    return a.prefix != b.prefix ? a.prefix < b.prefix
                                : compare_tails(a.at, a.size, b.at, b.size) < 0;
  });
  const auto same = [](const Text& a, const Text& b) {
    return a.prefix == b.prefix && std::string_view(a.at, a.size) == std::string_view(b.at, b.size);
  };
  texts_.erase(std::unique(texts_.begin(), texts_.end(), same), texts_.end());
}

}  // namespace spoor::store
