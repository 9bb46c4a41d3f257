// SPDX-License-Identifier: Apache-2.0
// What became of one input.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/reason_counts.h"
#include "base/result.h"

namespace spoor::capture {
struct CaptureStats;
}
namespace spoor::harden {
struct HardenStats;
}

namespace spoor::intake {

enum class InputOutcome : std::uint8_t {
  kRead,       ///< To its end.
  kBrokenOff,  ///< What came before the fault stands; of a source that failed, what was merged.
  kUnknown,    ///< Of no known format.
  kRefused,    ///< Could not be opened, or its source or its Idempotency-Key refuses it.
};

/// One input. `responses` + all of `rejected` = DNS responses that were seen in it.
struct InputReport {
  std::string file;
  InputOutcome outcome = InputOutcome::kRead;
  std::string_view
      format;  ///< "pcap", "dnstap", "cdns", or a feed's (feed/format.h); empty when unknown.
  std::string_view compression;  ///< "gzip" …, or empty.
  std::uint64_t bytes = 0;       ///< Decompressed.
  std::uint64_t packets = 0;
  std::uint64_t messages = 0;
  std::uint64_t queries = 0;
  std::uint64_t responses = 0;
  std::uint64_t lines = 0;           ///< Of a feed.
  std::uint64_t records = 0;         ///< Observations (or sightings of a feed) that were accepted.
  ReasonCounts rejected;             ///< Responses, or lines of a feed, by reason.
  ReasonCounts refused_records;      ///< Records of accepted responses, by reason.
  std::uint64_t skipped_octets = 0;  ///< Of captures, behind broken records.
  /// Packets (and pieces) that were no DNS or could not be read, lines of a feed (and answers in
  /// them) that tell no record to take, by reason.
  ReasonCounts skipped;
  std::uint64_t batches = 0;        ///< Merged now.
  std::uint64_t known_batches = 0;  ///< Merged before.
  std::optional<Error> error;
  std::vector<std::string> remarks;  ///< For a person: first faults, offload.

  /// Everything in it was merged by an earlier import.
  [[nodiscard]] bool is_already_merged() const noexcept {
    return known_batches > 0 && batches == 0;
  }
  /// Something of it could be read.
  [[nodiscard]] bool was_read() const noexcept {
    return outcome == InputOutcome::kRead ||
           (outcome == InputOutcome::kBrokenOff && packets + lines > 0);
  }
};

/// Fills in what became of packets, frames and messages.
void take_message_stats(InputReport& report, const capture::CaptureStats& capture,
                        const harden::HardenStats& harden);

/// The report as a JSON object and LF: a line of --report, the server's answer to an upload.
void append_report_line(std::string& out, const InputReport& report);

}  // namespace spoor::intake
