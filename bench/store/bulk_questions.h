// SPDX-License-Identifier: Apache-2.0
// A hundred thousand questions in one request, and what the history of a big domain tells: timed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "record/record_store.h"

namespace spoor::bench {

/// What `POST /api/v1/bulk` does with a list: every answer as a line of JSON.
struct BulkCost {
  double wall_s = 0, cpu_s = 0;
  std::uint64_t answered = 0, found = 0, octets = 0;
};
BulkCost ask_in_bulk(const record::RecordStore& store, const std::vector<std::string>& lines);

/// Lists of `count` addresses from the workload that `records` were loaded of: every one once, and
/// drawn as its records draw them, popular ones again and again.
struct AddressLists {
  std::vector<std::string> distinct, drawn;
};
AddressLists draw_addresses(std::uint64_t records, std::size_t count);

/// Runs a question about the past to its end; how many lanes or events there were.
std::uint64_t find_lanes(const record::RecordStore& store, const std::string& question);
std::uint64_t find_changes(const record::RecordStore& store, const std::string& question);

}  // namespace spoor::bench
