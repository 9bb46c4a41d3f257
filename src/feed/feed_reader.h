// SPDX-License-Identifier: Apache-2.0
// Other people's records, and our own: NDJSON in the Common Output Format or the native form, to
// sightings.
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
#include "record/observation.h"
#include "record/source.h"

namespace spoor::feed {

/// Who gives numbers to sources and partners' type labels: the importer, over a store. The reader
/// remembers answers and asks once for each.
class FeedSources {
 public:
  virtual ~FeedSources() = default;
  /// The source of a COF line: of the feed itself when `sensor_id` is empty, else NAME/sensor_id.
  virtual Result<record::SourceId> source_for(std::string_view sensor_id) = 0;
  /// A source as a native file names it.
  virtual Result<record::SourceId> source_of(const record::SourceSpec& spec) = 0;
  virtual Result<dns::RrType> type_for_label(std::string_view label) = 0;
};

struct FeedOptions {
  bool by_sensor = false;  ///< sensor_id makes sources of their own; else all lines are the feed's.
  record::FeedMode mode =
      record::FeedMode::kTotal;  ///< What COF counts mean. Native lines carry their own.
};

/// One of the first faults, for a message.
struct FeedFault {
  std::string_view reason;
  std::uint64_t line = 0;    ///< From 1; in an array, the object's number.
  std::uint64_t offset = 0;  ///< Of the line's first octet in the decompressed input.
};

struct FeedStats {
  std::string_view format;        ///< "cof" or "native".
  std::uint64_t lines = 0;        ///< Lines (or objects of an array) that are not blank.
  std::uint64_t accepted = 0;     ///< Lines of which at least one record was taken.
  std::uint64_t records = 0;      ///< Sightings handed to the sink.
  ReasonCounts rejected;          ///< Lines, or elements of their rdata, left out.
  ReasonCounts notes;             ///< Taken, but not as they stood.
  std::vector<FeedFault> faults;  ///< The first few.
};

inline constexpr std::uint64_t kNoStop = std::numeric_limits<std::uint64_t>::max();

/// Not thread-safe. A deterministic function of the input and the options. A fault in a line costs
/// that line only.
class FeedReader {
 public:
  static constexpr std::size_t kMaxLine = std::size_t{1} << 20;  ///< Longer lines are refused.
  static constexpr std::size_t kMaxFaults = 5;
  static constexpr std::size_t kLinesPerStep = 1000;

  /// Whether an input that begins with `head` (a few KiB, or all of it) is one of ours. A head that
  /// ends within its first line is judged by what is there.
  static bool recognises(Bytes head);

  /// All references must outlive the reader. Errors: of the stream; kMalformed when it is no feed
  /// of ours.
  static Result<std::unique_ptr<FeedReader>> open(InputStream& input, const FeedOptions& options,
                                                  FeedSources& sources,
                                                  record::ObservationSink& sink);
  virtual ~FeedReader() = default;

  /// Takes kLinesPerStep lines, or fewer when the input ends or a line ends at or behind offset
  /// `stop_at`. False at the end. Errors: of the stream (what came before it was delivered), and of
  /// FeedSources.
  virtual Result<bool> step(std::uint64_t stop_at = kNoStop) = 0;

  [[nodiscard]] virtual const FeedStats& stats() = 0;
};

}  // namespace spoor::feed
