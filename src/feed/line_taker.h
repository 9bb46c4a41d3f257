// SPDX-License-Identifier: Apache-2.0
// One line of a feed, to sightings; a format implements it. Inside the room only.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "feed/feed_head.h"
#include "feed/feed_reader.h"
#include "feed/format.h"
#include "feed/line_source.h"
#include "record/observation.h"

namespace spoor::feed {

/// Counts what became of lines. Each line is accepted, skipped, rejected or passed over; of a line
/// with several records some may be accepted and some rejected.
class Tally {
 public:
  explicit Tally(FeedStats& stats) : stats_(stats) {}
  void begin(const FeedLine& line) {
    ++stats_.lines;
    offset_ = line.offset;
    octets_ = line.text.size() + (line.is_ended ? 1 : 0);
    number_ = line.number;
  }
  /// The line breaks its format, or holds something that is not believed.
  void reject(std::string_view reason) {
    ++rejections_;
    stats_.rejected.add(reason);
    if (stats_.faults.size() < FeedReader::kMaxFaults)
      stats_.faults.push_back({reason, number_, offset_});
  }
  /// Nothing is wrong with it, and there is no record in it to take.
  void skip(std::string_view reason) { stats_.skipped.add(reason); }
  /// No line of data: a header, a remark, a blank.
  void pass() { --stats_.lines; }
  /// It is one after all.
  void unpass() { ++stats_.lines; }
  void note(std::string_view what) { stats_.notes.add(what); }
  void accept(std::uint64_t records) {
    stats_.accepted += records == 0 ? 0 : 1;
    stats_.records += records;
  }
  [[nodiscard]] std::uint64_t rejections() const noexcept { return rejections_; }
  /// Of the line's first octet.
  [[nodiscard]] std::uint64_t offset() const noexcept { return offset_; }
  /// Of the line, with its end.
  [[nodiscard]] std::uint64_t octets() const noexcept { return octets_; }

 private:
  FeedStats& stats_;
  std::uint64_t rejections_ = 0;
  std::uint64_t offset_ = 0, octets_ = 0;
  std::uint64_t number_ = 0;
};

class LineTaker {
 public:
  virtual ~LineTaker() = default;
  /// `line` has LineSource::kPadding octets behind it. What is wrong with it goes to `tally`.
  /// Errors: FeedSources', and kInvalid for an input that is refused whole.
  virtual Status take(std::string_view line, Tally& tally) = 0;
  /// A line was longer than FeedReader::kMaxLine, and passed over.
  virtual void take_long(Tally& tally) { tally.reject("line longer than 1 MiB"); }
  /// The input has ended: empty, or what is missing.
  [[nodiscard]] virtual std::string_view fault_at_end() const { return {}; }
};

/// What a taker is made of; all but the head outlives it.
struct TakerNeeds {
  const FeedOptions& options;
  FeedSources& sources;
  record::ObservationSink& sink;
  const FeedHead& head;
};

/// A row of the table of formats (formats.cc).
struct Format {
  FormatInfo info;
  bool (*looks_like)(const FeedHead& head);
  std::unique_ptr<LineTaker> (*make)(const TakerNeeds& needs);
  Framing (*framing)(const FeedHead& head);
};

/// The format that the head looks like; null when none.
const Format* recognise(const FeedHead& head);
/// The row of that format, which must be one of the table's.
const Format& format_of(const FormatInfo& info);

}  // namespace spoor::feed
