// SPDX-License-Identifier: Apache-2.0
// A whole zone from a server that gives it away (AXFR over TCP, RFC 5936).
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <optional>

#include "base/result.h"
#include "dns/name.h"
#include "resolve/server_address.h"
#include "resolve/tsig.h"
#include "resolve/zone_records.h"

namespace spoor::resolve {

struct TransferOptions {
  ServerAddress server;
  dns::Name zone;
  std::optional<TsigKey> key;
  std::chrono::milliseconds silence{30'000};  ///< Longest time without an octet.
  std::chrono::seconds longest{3600};         ///< Of the whole of it.
  std::uint64_t max_octets = std::uint64_t{4} << 30;
};

struct TransferStats {
  std::uint64_t messages = 0;
  std::uint64_t records = 0;
  std::uint64_t octets = 0;
  std::uint32_t serial = 0;
};

/// Hands every record on as it comes: what was handed on counts only when this ends well. Errors:
/// kIo (no connection, cut off), kTruncated (too slow, stopped), kLimit (too large), kDenied
/// (refused, signature), kMalformed, the sink's.
Result<TransferStats> transfer_zone(const TransferOptions& options, ZoneRecordSink& sink,
                                    const std::atomic<bool>& stop);

}  // namespace spoor::resolve
