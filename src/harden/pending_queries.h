// SPDX-License-Identifier: Apache-2.0
// The queries that wait for an answer. A response counts only if it was asked for: same client and
// server address and port, protocol, ID, question without case, within a minute. Memory is bounded,
// and nothing is allocated per query.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <vector>

#include "dns/message.h"
#include "harden/captured_message.h"

namespace spoor::harden {

/// Everything by which a response is matched to its query, compared whole.
class QueryKey {
 public:
  /// The key of a query, or of the query that a response would answer. Lives as long as the
  /// question's name.
  QueryKey(const CapturedMessage& message, const dns::Header& header,
           const dns::Question& question) noexcept;

  bool operator==(const QueryKey& other) const noexcept;

 private:
  friend class PendingQueries;

  // Where both addresses are IPv4 they are one word, client first; else each is two.
  std::array<std::uint64_t, 4> addresses_;
  std::uint64_t ends_;  // ports, ID and type
  std::uint16_t klass_;
  std::uint8_t kind_;  // transport, and which of the addresses are IPv6
  Bytes name_;
};

/// Queries lie one behind the other in a buffer, and a hash table points at them. When the buffer
/// is full, those that still wait move to its front; it grows while they fill more than half of it,
/// up to the bound, from where on the oldest are forgotten. So a sensor that sees each query
/// answered at once works in a few hundred kilobytes.
class PendingQueries {
 public:
  static constexpr std::uint64_t kWindowUs = 60'000'000;  ///< Of capture time, in either direction.

  /// `max_queries`: bound on what is remembered, rounded up to a power of two (at least 64).
  explicit PendingQueries(std::size_t max_queries);

  /// A query was seen. Asked twice, it may be answered twice.
  void add(const QueryKey& key, std::uint64_t time_us);
  /// A response was seen: whether a query waited for it. Uses that query up.
  bool take(const QueryKey& key, std::uint64_t time_us) noexcept;

  [[nodiscard]] std::uint64_t unanswered() const noexcept {
    return unanswered_;
  }  ///< Window over, without an answer.
  [[nodiscard]] std::uint64_t evicted() const noexcept {
    return evicted_;
  }  ///< Forgotten within the window.
  [[nodiscard]] std::size_t memory_bytes() const noexcept;
  /// Counts everything that still waits as unanswered and forgets it.
  void finish() noexcept;

 private:
  struct Waiting {  // in the buffer, ahead of the addresses, the class and the name
    std::uint64_t time_us;
    std::uint64_t ends;
    std::uint32_t hash;
    std::uint16_t times;  // answers still due
    std::uint8_t kind;
    std::uint8_t name_size;
  };
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t place = 0;  // in units of 8 octets, from 1; 0 = free
  };

  static constexpr std::size_t kFirstBytes = std::size_t{256} << 10;
  static constexpr std::size_t kBytesPerQuery =
      64;  // an ordinary one; longer names leave room for fewer

  /// Octets of a query in the buffer.
  static std::size_t size_of(const Waiting& waiting) noexcept;
  [[nodiscard]] std::uint8_t* at(std::size_t place) noexcept {
    return buffer_.get() + (place - 1) * 8;
  }
  [[nodiscard]] const std::uint8_t* at(std::size_t place) const noexcept {
    return buffer_.get() + (place - 1) * 8;
  }
  [[nodiscard]] std::uint32_t hash_of(const QueryKey& key) const noexcept;
  [[nodiscard]] const Slot* find(const QueryKey& key, std::uint32_t hash) const noexcept;
  static bool is_equal(const QueryKey& key, const std::uint8_t* held) noexcept;
  [[nodiscard]] static Waiting load(const std::uint8_t* held) noexcept;
  static void store(std::uint8_t* held, const Waiting& waiting) noexcept;
  void insert_slot(std::uint32_t hash, std::size_t place) noexcept;
  void make_room(std::uint64_t now_us);
  void resize(std::size_t bytes);
  void clear_slots();

  template <class Visit>
  void for_each(Visit visit) const {
    for (std::size_t pos = 0; pos < used_;) {
      const Waiting waiting = load(buffer_.get() + pos);
      visit(waiting);
      pos += size_of(waiting);
    }
  }

  std::array<std::uint64_t, 2> seeds_;
  std::size_t max_bytes_;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;  // octets of the buffer
  std::size_t held_ = 0;  // queries in it, waiting or not
  std::unique_ptr<std::uint8_t[]> buffer_;
  std::vector<Slot> slots_;
  std::uint64_t unanswered_ = 0;
  std::uint64_t evicted_ = 0;
};

}  // namespace spoor::harden
