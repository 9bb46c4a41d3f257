// SPDX-License-Identifier: Apache-2.0
// IP fragments that wait for the rest of their datagram, both families. Overlapping fragments spoil
// the whole datagram (RFC 5722; the same for IPv4), exact duplicates do no harm. Bounded in
// datagrams, octets and time.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <optional>
#include <unordered_map>
#include <vector>

#include "base/bytes.h"
#include "capture/capture_options.h"
#include "capture/capture_stats.h"

namespace spoor::capture {

/// One fragment of a datagram's payload.
struct Fragment {
  Bytes source;
  Bytes destination;
  std::uint32_t id = 0;
  std::uint8_t protocol =
      0;  ///< IPv4: protocol. IPv6: next header; only the first fragment's counts.
  std::uint32_t offset = 0;  ///< Octets.
  bool more = false;
  bool header_bad = false;  ///< Its IPv4 header fails its checksum.
  bool unwanted = false;    ///< It is the first one and shows that the datagram is not ours.
  Bytes data;
};

/// A whole payload.
struct Datagram {
  std::vector<std::uint8_t> payload;
  std::uint8_t protocol = 0;
  bool header_bad = false;
};

class FragmentTable {
 public:
  FragmentTable(const FragmentLimits& limits, std::uint64_t hash_seed, CaptureStats& stats)
      : limits_(limits), stats_(stats), index_(0, KeyHash{hash_seed}) {}

  /// The datagram, when `piece` was the last missing one.
  std::optional<Datagram> add(const Fragment& piece, std::uint64_t time_us);
  /// Gives up and counts what is incomplete.
  void finish();
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::size_t datagrams() const noexcept { return waiting_.size(); }

 private:
  struct Key {
    std::array<std::uint8_t, 16> source{};
    std::array<std::uint8_t, 16> destination{};
    std::uint32_t id = 0;
    std::uint8_t protocol = 0;  // IPv4 only: in IPv6 fragments of one datagram may differ in it
    bool is_v6 = false;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::uint64_t seed = 0;
    std::size_t operator()(const Key& key) const noexcept;
  };
  struct Piece {
    std::uint32_t offset = 0;
    std::vector<std::uint8_t> data;
  };
  enum class State : std::uint8_t { kWaiting, kUnwanted, kSpoilt };
  struct Entry {
    Key key;
    std::uint64_t first_us = 0;
    std::vector<Piece> pieces;  // by offset, never overlapping
    std::uint32_t held = 0;     // octets in them
    std::uint32_t total = 0;    // 0 until the last fragment is known
    std::uint8_t protocol = 0;
    bool header_bad = false;
    State state = State::kWaiting;
  };
  using Entries = std::list<Entry>;  // oldest first
  enum class Fit : std::uint8_t { kNew, kDuplicate, kOverlap };

  Entry& entry_for(const Key& key, std::uint64_t time_us);
  static Fit fit(const Entry& entry, const Fragment& piece) noexcept;
  static bool contradicts_end(const Entry& entry, const Fragment& piece) noexcept;
  void insert(Entry& entry, const Fragment& piece);
  static Datagram assemble(Entry& entry);
  void give_up_pieces(Entry& entry, State state);
  void expire(std::uint64_t time_us);
  void remove_oldest(Reason reason);
  void remove(Entries::iterator at);

  FragmentLimits limits_;
  CaptureStats& stats_;
  Entries waiting_;
  std::unordered_map<Key, Entries::iterator, KeyHash> index_;
  std::size_t bytes_ = 0;
};

}  // namespace spoor::capture
