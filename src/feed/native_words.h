// SPDX-License-Identifier: Apache-2.0
// The words of the native form, one table for both directions. Inside the room only.
#pragma once

#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "record/source.h"

namespace spoor::feed {

template <class Value, std::size_t kSize>
using WordTable = std::array<std::pair<Value, std::string_view>, kSize>;

inline constexpr WordTable<record::SourceKind, 5> kKindWords{
    {{record::SourceKind::kSensor, "sensor"},
     {record::SourceKind::kFeed, "feed"},
     {record::SourceKind::kResolver, "resolver"},
     {record::SourceKind::kCrawl, "crawl"},
     {record::SourceKind::kZone, "zone"}}};
inline constexpr WordTable<record::FeedMode, 2> kModeWords{
    {{record::FeedMode::kTotal, "total"}, {record::FeedMode::kDelta, "delta"}}};
inline constexpr WordTable<record::How, 2> kHowWords{
    {{record::How::kSensor, "sensor"}, {record::How::kZone, "zone"}}};

template <class Value, std::size_t kSize>
constexpr std::string_view word_of(const WordTable<Value, kSize>& table, Value value) {
  for (const auto& [each, word] : table) {
    if (each == value) return word;
  }
  return {};
}

template <class Value, std::size_t kSize>
constexpr std::optional<Value> value_of(const WordTable<Value, kSize>& table,
                                        std::string_view word) {
  for (const auto& [value, each] : table) {
    if (each == word) return value;
  }
  return std::nullopt;
}

}  // namespace spoor::feed
