// SPDX-License-Identifier: Apache-2.0
// Random records and batches for the store's tests: few names and values, so that they meet again
// and again.
#pragma once

#include <cstdint>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "record/aggregator.h"
#include "record/record_store.h"

namespace spoor::store::testing {

class RandomHistory {
 public:
  explicit RandomHistory(std::uint64_t seed) : random_(seed) {}

  /// Adds up to `most` random sightings of random records to `sink`.
  void fill(record::ObservationSink& sink, const std::vector<record::SourceId>& sources,
            std::size_t most);
  record::Batch batch(record::BatchId id, const std::vector<record::SourceId>& sources,
                      std::size_t most);

  std::uint64_t below(std::uint64_t n) { return random_() % n; }
  std::string owner_wire();
  /// A random type and rdata that fits it (or, seldom, does not).
  std::pair<dns::RrType, std::string> data();

  record::Sightings sightings();

 private:
  std::string name_text();
  std::mt19937_64 random_;
};

/// Every record of a store by one index, as text lines: what two stores must agree on.
std::vector<std::string> dump(const record::Snapshot& snapshot, record::RangeQuery query);
std::vector<std::string> dump_names(const record::Snapshot& snapshot, const std::string& lower,
                                    const std::string& upper);
/// All texts of a list that lie in the range, each once, in order of their lines.
std::vector<std::string> dump_texts(const record::Snapshot& snapshot,
                                    const record::TextRange& range);

}  // namespace spoor::store::testing
