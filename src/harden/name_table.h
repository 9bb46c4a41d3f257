// SPDX-License-Identifier: Apache-2.0
// A bounded table of names that forgets what was not touched for longest.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"

namespace spoor::harden {

/// Values by name (any octets) with a hash that the caller computed. An index stays good until its
/// entry leaves; (index, generation) tells whether it did. Not thread-safe.
template <class Value>
class NameTable {
 public:
  static constexpr std::uint32_t kNone = 0xFFFFFFFF;

  /// Holds at most `max_entries` (at least one).
  explicit NameTable(std::size_t max_entries)
      : max_(std::max<std::size_t>(max_entries, 1)), slots_(16) {}

  /// The entry's index, kNone when there is none.
  [[nodiscard]] std::uint32_t find(Bytes name, std::uint64_t hash) const noexcept {
    const std::size_t mask = slots_.size() - 1;
    for (std::size_t i = hash & mask; slots_[i].index != kNone; i = (i + 1) & mask) {
      if (slots_[i].tag != tag_of(hash)) continue;
      const std::string& held = entries_[slots_[i].index].name;
      if (held.size() == name.size() && std::memcmp(held.data(), name.data(), name.size()) == 0)
        return slots_[i].index;
    }
    return kNone;
  }

  /// A new entry with an empty value for a name that is not in the table. Where it is full, the
  /// entry that was not touched for longest leaves.
  std::uint32_t insert(Bytes name, std::uint64_t hash) {
    if (size_ == max_) {
      ++evicted_;
      erase(oldest_);
    }
    if ((size_ + 1) * 2 > slots_.size()) grow();
    std::uint32_t index = 0;
    if (free_.empty()) {
      index = static_cast<std::uint32_t>(entries_.size());
      entries_.emplace_back();
    } else {
      index = free_.back();
      free_.pop_back();
    }
    Entry& entry = entries_[index];
    entry.hash = hash;
    entry.name.assign(as_chars(name));
    entry.value = Value{};
    insert_slot(hash, index);
    link_newest(index);
    ++size_;
    return index;
  }

  void erase(std::uint32_t index) noexcept {
    unlink(index);
    remove_slot(index);
    ++entries_[index].generation;
    entries_[index].value = Value{};
    free_.push_back(index);  // never more than entries_: its room was made with theirs
    --size_;
  }

  /// Makes the entry the one that leaves last.
  void touch(std::uint32_t index) noexcept {
    if (newest_ == index) return;
    unlink(index);
    link_newest(index);
  }

  [[nodiscard]] Value& operator[](std::uint32_t index) noexcept { return entries_[index].value; }
  [[nodiscard]] const Value& operator[](std::uint32_t index) const noexcept {
    return entries_[index].value;
  }
  [[nodiscard]] std::uint32_t generation(std::uint32_t index) const noexcept {
    return entries_[index].generation;
  }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] std::uint64_t evicted() const noexcept { return evicted_; }

 private:
  struct Entry {
    std::uint64_t hash = 0;
    std::uint32_t newer = kNone;
    std::uint32_t older = kNone;
    std::uint32_t generation = 0;
    std::string name;
    Value value{};
  };
  struct Slot {
    std::uint32_t tag = 0;
    std::uint32_t index = kNone;
  };

  // Tag and place in the table come from different bits, so that neighbours rarely share a tag.
  static std::uint32_t tag_of(std::uint64_t hash) noexcept {
    return static_cast<std::uint32_t>(hash >> 32);
  }

  void insert_slot(std::uint64_t hash, std::uint32_t index) noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t i = hash & mask;
    while (slots_[i].index != kNone) i = (i + 1) & mask;
    slots_[i] = {tag_of(hash), index};
  }

  void grow() {
    const std::vector<Slot> old = std::exchange(slots_, std::vector<Slot>(slots_.size() * 2));
    for (const Slot& slot : old) {
      if (slot.index != kNone) insert_slot(entries_[slot.index].hash, slot.index);
    }
    free_.reserve(slots_.size() / 2);
  }

  // Closes the gap by moving back what was pushed beyond it: no marks of deletion are left behind.
  void remove_slot(std::uint32_t index) noexcept {
    const std::size_t mask = slots_.size() - 1;
    std::size_t hole = entries_[index].hash & mask;
    while (slots_[hole].index != index) hole = (hole + 1) & mask;
    for (std::size_t i = (hole + 1) & mask; slots_[i].index != kNone; i = (i + 1) & mask) {
      const std::size_t home = entries_[slots_[i].index].hash & mask;
      if (((i - home) & mask) < ((i - hole) & mask)) continue;
      slots_[hole] = slots_[i];
      hole = i;
    }
    slots_[hole] = Slot{};
  }

  void link_newest(std::uint32_t index) noexcept {
    entries_[index].older = newest_;
    entries_[index].newer = kNone;
    if (newest_ != kNone) entries_[newest_].newer = index;
    newest_ = index;
    if (oldest_ == kNone) oldest_ = index;
  }

  void unlink(std::uint32_t index) noexcept {
    const Entry& entry = entries_[index];
    (entry.newer != kNone ? entries_[entry.newer].older : newest_) = entry.older;
    (entry.older != kNone ? entries_[entry.older].newer : oldest_) = entry.newer;
  }

  std::size_t max_;
  std::size_t size_ = 0;
  std::uint64_t evicted_ = 0;
  std::uint32_t newest_ = kNone;
  std::uint32_t oldest_ = kNone;
  std::vector<Entry> entries_;
  std::vector<std::uint32_t> free_;
  std::vector<Slot> slots_;
};

}  // namespace spoor::harden
