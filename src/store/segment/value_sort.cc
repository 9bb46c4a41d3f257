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

/// The first sixteen octets of a text as two numbers. Zero octets stand in for what a shorter text
/// lacks; that a text with real zero octets there may look the same is settled by the comparison of
/// the whole texts.
std::uint64_t second_eight(std::string_view text) noexcept {
  return text.size() > 8 ? read_big_endian(text.data() + 8, text.size() - 8) : 0;
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
    strings_.push_back({read_big_endian(kept.data(), kept.size()), second_eight(kept), kept.data(),
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
    if (a.more != b.more) return a.more < b.more;
    const int order = record::compare_bytes({a.at, a.size}, {b.at, b.size});
    return order != 0 ? order < 0 : a.row < b.row;
  });
}

void StringSort::add(std::string_view text) {
  if (!texts_.empty() && at(texts_.size() - 1) == text) return;
  const std::string_view kept = arena_.copy(text);
  texts_.push_back({read_big_endian(kept.data(), kept.size()), second_eight(kept), kept.data(),
                    static_cast<std::uint32_t>(kept.size())});
}

void StringSort::sort() {
  std::sort(texts_.begin(), texts_.end(), [](const Text& a, const Text& b) {
    if (a.prefix != b.prefix) return a.prefix < b.prefix;
    if (a.more != b.more) return a.more < b.more;
    return record::compare_bytes({a.at, a.size}, {b.at, b.size}) < 0;
  });
  const auto same = [](const Text& a, const Text& b) {
    return a.prefix == b.prefix && a.more == b.more &&
           std::string_view(a.at, a.size) == std::string_view(b.at, b.size);
  };
  texts_.erase(std::unique(texts_.begin(), texts_.end(), same), texts_.end());
}

}  // namespace spoor::store
