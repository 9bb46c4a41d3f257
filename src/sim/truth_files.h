// SPDX-License-Identifier: Apache-2.0
// The ground truth as files: truth.json, and the same records as a feed in Common Output Format.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "sim/resolver.h"
#include "sim/truth.h"

namespace spoor::sim {

/// One JSON object: seed, totals, stories, records, forged; a line for each record. Errors: kIo.
Status write_truth(const std::string& path, const Truth& truth, std::uint64_t seed);

/// The true records, RRSIG, NSEC and NSEC3 left out, as COF (draft-dulaunoy-dnsop-passive-dns-cof)
/// of the sensor "sim"; for the phishing campaign the published rows of the sensors A, B and D
/// instead. Errors: kIo.
Status write_feed(const std::string& path, const Truth& truth);

/// A root hints file (RFC 1035 master file). Errors: kIo.
Status write_hints(const std::string& path, const std::vector<RootHint>& hints);

}  // namespace spoor::sim
