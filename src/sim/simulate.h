// SPDX-License-Identifier: Apache-2.0
// The door of the simulator.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace spoor::sim {

struct SimOptions {
  std::uint64_t seed = 1;
  std::string out_dir;  ///< Made when it is not there.
  std::uint32_t scale =
      1;  ///< Multiplies the ordinary traffic, 1..100; the stories stay as they are.
};

/// What was written.
struct SimSummary {
  std::uint64_t packets = 0;
  std::uint64_t questions = 0;  ///< Put by the resolver to authoritative servers.
  std::uint64_t records = 0;    ///< Distinct (name, type, rdata, bailiwick).
};

/// Writes capture.pcap, root.hints, records.cof.ndjson, truth.json, registration.ndjson,
/// prefixes.csv and popular.csv. The same seed and scale give the same bytes, everywhere. Errors:
/// kInvalid for the options, kIo with the path.
Result<SimSummary> simulate(const SimOptions& options);

}  // namespace spoor::sim
