// SPDX-License-Identifier: Apache-2.0
// One line of a feed, to sightings; a format implements it. Inside the room only.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "feed/feed_reader.h"
#include "feed/line_source.h"
#include "record/observation.h"

namespace spoor::feed {

/// Counts what became of lines.
class Tally {
 public:
  explicit Tally(FeedStats& stats) : stats_(stats) {}
  void begin(const FeedLine& line) {
    ++stats_.lines;
    offset_ = line.offset;
  }
  void reject(std::string_view reason) {
    stats_.rejected.add(reason);
    if (stats_.faults.size() < FeedReader::kMaxFaults)
      stats_.faults.push_back({reason, stats_.lines, offset_});
  }
  void note(std::string_view what) { stats_.notes.add(what); }
  void accept(std::uint64_t records) {
    stats_.accepted += records == 0 ? 0 : 1;
    stats_.records += records;
  }

 private:
  FeedStats& stats_;
  std::uint64_t offset_ = 0;
};

class LineTaker {
 public:
  virtual ~LineTaker() = default;
  /// `line` has LineSource::kPadding octets behind it. What is wrong with it goes to `tally`.
  /// Errors: FeedSources'.
  virtual Status take(std::string_view line, Tally& tally) = 0;
};

std::unique_ptr<LineTaker> make_cof_taker(const FeedOptions& options, FeedSources& sources,
                                          record::ObservationSink& sink);
std::unique_ptr<LineTaker> make_native_taker(FeedSources& sources, record::ObservationSink& sink);

/// What a first line is.
enum class LineFormat : std::uint8_t { kUnknown = 0, kCof = 1, kNative = 2 };
/// `line` is one whole JSON object, padded.
LineFormat recognise_line(std::string_view line);

}  // namespace spoor::feed
