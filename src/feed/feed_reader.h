// SPDX-License-Identifier: Apache-2.0
// Other people's records, and our own, to sightings: lines of the formats of format.h.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/input_stream.h"
#include "base/reason_counts.h"
#include "base/result.h"
#include "dns/rr_type.h"
#include "feed/format.h"
#include "record/observation.h"
#include "record/source.h"

namespace spoor::feed {

/// Who gives numbers to sources and partners' type labels: the importer, over a store. The reader
/// remembers answers and asks once for each.
class FeedSources {
 public:
  virtual ~FeedSources() = default;
  /// The source of a line: of the feed itself when `sensor_id` is empty, else NAME/sensor_id.
  virtual Result<record::SourceId> source_for(std::string_view sensor_id) = 0;
  /// A source as a native file names it.
  virtual Result<record::SourceId> source_of(const record::SourceSpec& spec) = 0;
  virtual Result<dns::RrType> type_for_label(std::string_view label) = 0;
};

struct FeedOptions {
  bool by_sensor = false;  ///< sensor_id makes sources of their own; else all lines are the feed's.
  record::FeedMode mode =
      record::FeedMode::kTotal;        ///< What counts mean, where the format does not say it.
  const FormatInfo* format = nullptr;  ///< Null: as the input looks.
  bool is_strict = false;              ///< The first fault ends the input.
  /// When a zone file was as it is; Unix seconds. 0: the date in the serial of its SOA.
  std::uint32_t zone_time_s = 0;
  /// What relative names of a zone file stand below, absolute; empty: its own $ORIGIN alone.
  std::string zone_origin;
};

/// One of the first faults, for a message.
struct FeedFault {
  std::string_view reason;
  std::uint64_t line = 0;    ///< From 1; in an array, the object's number.
  std::uint64_t offset = 0;  ///< Of the line's first octet in the decompressed input.
};

struct FeedStats {
  std::string_view format;  ///< Its name: "cof".
  std::uint64_t lines = 0;  ///< Lines (or objects of an array) of data: neither blank nor header.
  std::uint64_t accepted = 0;     ///< Lines of which at least one record was taken.
  std::uint64_t records = 0;      ///< Sightings handed to the sink.
  ReasonCounts rejected;          ///< Lines, or records of them, left out because of a fault.
  ReasonCounts skipped;           ///< Sound lines, or parts of them, that tell no record to take.
  ReasonCounts notes;             ///< Taken, but not as they stood.
  std::vector<FeedFault> faults;  ///< The first few.
};

inline constexpr std::uint64_t kNoStop = std::numeric_limits<std::uint64_t>::max();

/// Not thread-safe. A deterministic function of the input and the options. A fault in a line costs
/// that line only.
class FeedReader {
 public:
  static constexpr std::size_t kMaxLine = std::size_t{1} << 20;  ///< Longer lines are refused.
  static constexpr std::size_t kMaxFaults = 10;
  static constexpr std::size_t kLinesPerStep = 1000;

  /// Whether an input that begins with `head` is one of ours (recognise_format).
  static bool recognises(Bytes head) { return recognise_format(head) != nullptr; }

  /// All references must outlive the reader. Errors: of the stream; kMalformed when it is no feed
  /// of ours; kInvalid when it looks like another format than the options name.
  static Result<std::unique_ptr<FeedReader>> open(InputStream& input, const FeedOptions& options,
                                                  FeedSources& sources,
                                                  record::ObservationSink& sink);
  virtual ~FeedReader() = default;

  /// Takes kLinesPerStep lines, or fewer when the input ends, waits (InputStream::is_waiting)
  /// or a line ends at or behind offset `stop_at`. False at the end. Errors: of the stream (what
  /// came before it was delivered), of FeedSources, kMalformed at the first fault where the options
  /// are strict.
  virtual Result<bool> step(std::uint64_t stop_at = kNoStop) = 0;

  [[nodiscard]] virtual const FeedStats& stats() = 0;
};

}  // namespace spoor::feed
