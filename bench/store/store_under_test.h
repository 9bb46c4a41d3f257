// SPDX-License-Identifier: Apache-2.0
// The embedded store as the program itself uses it, for the measurements of bench/store.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>

#include "bench/store/prepared_rows.h"
#include "record/aggregator.h"
#include "record/record_store.h"

namespace spoor::bench {

/// Ends the program with a sentence when `status` is an error: a measurement that failed is none.
void require(const Status& status);

class StoreUnderTest {
 public:
  enum class Merging : bool { kAtTheEnd = false, kInBackground = true };

  /// Opens or makes the store in `directory`.
  explicit StoreUnderTest(const std::string& directory, Merging merging = Merging::kAtTheEnd);

  [[nodiscard]] const record::RecordStore& store() const noexcept { return *store_; }
  /// Aggregates the rows and merges them as one batch; durable when it returns.
  void merge(const PreparedRows& rows, std::uint64_t stream, std::uint64_t sequence,
             bool more_follow = false);
  void settle();
  void compact();
  [[nodiscard]] record::StoreStats stats() const;

 private:
  std::unique_ptr<record::RecordStore> store_;
  std::array<record::SourceId, 5> sources_{};  ///< By number of the sensor; 0 is not used.
  record::Aggregator aggregator_;
};

}  // namespace spoor::bench
