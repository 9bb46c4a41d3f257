// SPDX-License-Identifier: Apache-2.0
// Observations already merged and sorted: the unit in which anything enters a store.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/large_pages.h"
#include "dns/rr_type.h"
#include "record/key.h"
#include "record/sightings.h"
#include "record/source.h"

namespace spoor::record {

/// One unbroken sequence from a source: a sensor's random id, or a digest of a file's content and
/// options.
struct StreamId {
  std::array<std::uint8_t, 16> octets{};
  auto operator<=>(const StreamId&) const = default;
};

/// Identity of a batch: merged exactly once. Sequences of a stream count from 0 without holes, in
/// any order.
struct BatchId {
  SourceId source;
  StreamId stream;
  std::uint64_t sequence = 0;
  auto operator<=>(const BatchId&) const = default;
};

/// One (record, source, how) and its sightings. Views into the batch's arena.
struct BatchRow {
  std::string_view name;  ///< Sort form of the owner.
  std::string_view rdata;
  dns::RrType type{};
  SourceId source;
  std::uint8_t bailiwick = kBailiwickUnknown;
  How how = How::kSensor;
  Sightings sightings;
};

/// Read in other orders than their own: the index by value goes all over them.
using BatchRows = std::vector<BatchRow, LargePages<BatchRow>>;

/// <0, 0, >0: name, type, rdata, bailiwick, source, how.
int compare(const BatchRow& a, const BatchRow& b) noexcept;

/// Bytes that views point into; grows by chunks and never moves what it holds.
class Arena {
 public:
  Arena() = default;
  Arena(Arena&& other) noexcept;  ///< Leaves `other` empty and ready for use.
  Arena& operator=(Arena&& other) noexcept;
  Arena(const Arena&) = delete;
  Arena& operator=(const Arena&) = delete;
  ~Arena() = default;

  /// Room for `size` octets, valid for the arena's life.
  char* allocate(std::size_t size);
  std::string_view copy(std::string_view bytes);
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
  void clear() noexcept;

 private:
  struct FreeChunk {
    std::size_t size = 0;
    void operator()(char* at) const noexcept { free_large(at, size); }
  };
  char* add_chunk(std::size_t size);

  std::vector<std::unique_ptr<char[], FreeChunk>> chunks_;
  char* at_ = nullptr;
  std::size_t left_ = 0;
  std::size_t bytes_ = 0;
};

/// Rows sorted by compare(), each key once.
struct Batch {
  BatchId id;
  bool ends_stream = false;  ///< The stream has no later sequence.
  /// A hint: its writer brings another batch at once, so that a store need not yet pack this one
  /// for reading.
  bool more_follow = false;
  /// Notes committed with the batch: how far an input was read. Opaque to the store; the last write
  /// of a key wins.
  std::vector<std::pair<std::string, std::string>> notes;
  BatchRows rows;
  Arena arena;

  Batch() = default;
  Batch(Batch&&) = default;
  Batch& operator=(Batch&&) = default;
  Batch(const Batch&) = delete;
  Batch& operator=(const Batch&) = delete;
  ~Batch() = default;
};

}  // namespace spoor::record
