// SPDX-License-Identifier: Apache-2.0
// Deliveries in one file of SQLite beside the records (docs/formats/deliveries.md). Readers read
// while one writer writes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "ledger/delivery.h"

namespace spoor::ledger {

/// STORE/deliveries.sqlite3.
std::string ledger_path(const std::string& store_directory);

inline constexpr std::uint32_t kKeptDeliveries = 1000;  ///< One by one, of each source.
inline constexpr std::uint32_t kRecentDays = 60;        ///< In SourceTotals.

/// The newest deliveries of a source.
struct Deliveries {
  std::vector<Delivery> newest;  ///< Newest first.
  std::uint64_t total = 0;       ///< All there ever were.
};

/// Thread-safe: each call opens the file for itself, so that it may appear, go and change at any
/// time. Where there is no file nothing was delivered. Errors of every call: kIo, kDenied, kCorrupt
/// of the file; kInvalid when a newer spoor wrote it.
class Ledger {
 public:
  /// An empty path: nothing is remembered.
  explicit Ledger(std::string path) : path_(std::move(path)) {}

  /// Notes one input: all of it or nothing. Makes the file where there is none.
  [[nodiscard]] Status add(const std::vector<Entry>& entries) const;
  /// Notes what the store holds; the last sample of a UTC day stays.
  [[nodiscard]] Status add_sample(const StoreSample& sample) const;

  /// Every source that delivered, by name.
  [[nodiscard]] Result<std::vector<SourceTotals>> sources() const;
  /// At most `limit` of those that are kept.
  [[nodiscard]] Result<Deliveries> deliveries(std::string_view source, std::uint32_t limit) const;
  /// One for each day, ascending: the last `most` of them.
  [[nodiscard]] Result<std::vector<StoreSample>> samples(std::uint32_t most) const;
  /// Reads all of the file. Errors: kCorrupt with what is wrong first.
  [[nodiscard]] Status verify() const;

 private:
  std::string path_;
};

}  // namespace spoor::ledger
