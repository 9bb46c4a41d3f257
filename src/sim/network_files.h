// SPDX-License-Identifier: Apache-2.0
// Whose the networks of the simulated world are, and which of its sites people visit most.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "sim/landscape.h"

namespace spoor::sim {

/// `prefix,asn,country,holder` with a head: every address range that the world uses, some of them
/// twice, so that the longest prefix matters. ASNs are reserved ones (RFC 5398, RFC 6996). Errors:
/// kIo.
Status write_prefixes(const std::string& path, std::uint64_t seed);

/// `rank,domain` with a head: the content networks, then the sites, the most visited first.
/// Errors: kIo.
Status write_popular(const std::string& path, const Landscape& landscape);

}  // namespace spoor::sim
