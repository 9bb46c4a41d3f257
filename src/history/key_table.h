// SPDX-License-Identifier: Apache-2.0
// Values by octets, bounded: what lanes and comparisons gather. Inside the room only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string_view>
#include <vector>

#include "record/batch.h"

namespace spoor::history {

/// A hash table whose keys lie one behind the other in an arena. Never forgets.
template <class Value>
class KeyTable {
 public:
  struct Entry {
    std::string_view key;
    std::size_t hash = 0;
    Value value{};
  };
  static constexpr std::size_t kMostEntries = 200'000;
  static constexpr std::size_t kMostKeyBytes = std::size_t{32} << 20;

  /// Null when it is not there.
  [[nodiscard]] Value* find(std::string_view key) noexcept {
    if (entries_.empty()) return nullptr;
    const std::uint32_t at = slots_[slot_of(key, std::hash<std::string_view>{}(key))];
    return at == 0 ? nullptr : &entries_[at - 1].value;
  }
  /// The value of `key`, `first` where it is new; null when there is no room for another.
  [[nodiscard]] Value* find_or_add(std::string_view key, const Value& first) {
    if (2 * (entries_.size() + 1) > slots_.size()) grow();
    const std::size_t hash = std::hash<std::string_view>{}(key);
    std::uint32_t& at = slots_[slot_of(key, hash)];
    if (at != 0) return &entries_[at - 1].value;
    if (entries_.size() == kMostEntries || keys_.bytes() + key.size() > kMostKeyBytes)
      return nullptr;
    entries_.push_back({keys_.copy(key), hash, first});
    at = static_cast<std::uint32_t>(entries_.size());
    return &entries_.back().value;
  }
  [[nodiscard]] std::size_t size() const noexcept { return entries_.size(); }
  /// In the order in which they came.
  [[nodiscard]] std::vector<Entry>& entries() noexcept { return entries_; }

 private:
  /// The slot of `key`, or the empty one where it would go.
  [[nodiscard]] std::size_t slot_of(std::string_view key, std::size_t hash) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = hash & mask;
    while (slots_[at] != 0) {
      const Entry& entry = entries_[slots_[at] - 1];
      if (entry.hash == hash && entry.key == key) break;
      at = (at + 1) & mask;
    }
    return at;
  }
  void grow() {
    slots_.assign(slots_.empty() ? std::size_t{64} : 2 * slots_.size(), 0);
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = 0; i < entries_.size(); ++i) {
      std::size_t at = entries_[i].hash & mask;
      while (slots_[at] != 0) at = (at + 1) & mask;
      slots_[at] = static_cast<std::uint32_t>(i + 1);
    }
  }

  record::Arena keys_;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> slots_;  // a power of two; 1 + the place in entries_, 0: empty
};

}  // namespace spoor::history
