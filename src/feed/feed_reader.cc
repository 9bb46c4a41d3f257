// SPDX-License-Identifier: Apache-2.0
// The loop over lines, whatever their format.
#include "feed/feed_reader.h"

#include <string>
#include <utility>

#include "feed/line_source.h"
#include "feed/line_taker.h"

namespace spoor::feed {
namespace {

constexpr std::size_t kHead = std::size_t{64} << 10;

class LinesReader final : public FeedReader {
 public:
  LinesReader(InputStream& input, const Format& format, const TakerNeeds& needs)
      : path_(input.path()),
        is_strict_(needs.options.is_strict),
        lines_(input, kMaxLine, format.framing(needs.head)),
        taker_(format.make(needs)),
        tally_(stats_) {
    stats_.format = format.info.name;
  }

  Result<bool> step(std::uint64_t stop_at) override {
    FeedLine line;
    for (std::size_t i = 0; i < kLinesPerStep; ++i) {
      SPOOR_TRY(const bool has, lines_.next(line));
      if (!has && lines_.may_grow()) break;
      if (!has) return end();
      const std::uint64_t accepted = stats_.accepted;
      const std::uint64_t rejections = tally_.rejections();
      SPOOR_CHECK(take(line));
      const bool is_taken = stats_.accepted != accepted;
      if (is_strict_ && tally_.rejections() != rejections) return stop(line, is_taken);
      if (!line.is_ended && !is_taken) {  // still being written, perhaps
        lines_.give_back(line);
        return end();
      }
      if (line.offset + line.text.size() == stop_at) lines_.give_back_end(line);
      if (lines_.offset() >= stop_at) break;
    }
    lines_.commit();
    return true;
  }
  [[nodiscard]] const FeedStats& stats() override { return stats_; }

 private:
  Status take(const FeedLine& line) {
    tally_.begin(line);
    if (!line.is_too_long) return taker_->take(line.text, tally_);
    taker_->take_long(tally_);
    return {};
  }

  Result<bool> end() {
    lines_.commit();
    const std::string_view missing = taker_->fault_at_end();
    if (missing.empty() || was_told_) return false;
    was_told_ = true;
    tally_.reject(missing);
    if (is_strict_) return fault();
    return false;
  }

  /// At a fault, where nothing further is wanted. A line of which something was taken counts as
  /// read.
  Result<bool> stop(const FeedLine& line, bool is_taken) {
    if (!is_taken && !line.is_too_long) lines_.give_back(line);
    lines_.commit();
    return fault();
  }
  [[nodiscard]] Error fault() const {
    const FeedFault& first = stats_.faults.front();
    return {ErrorCode::kMalformed, first.reason, static_cast<std::size_t>(first.offset),
            path_ + ": line " + std::to_string(first.line)};
  }

  std::string path_;
  bool is_strict_;
  bool was_told_ = false;
  FeedStats stats_;
  LineSource lines_;
  std::unique_ptr<LineTaker> taker_;
  Tally tally_;
};

}  // namespace

Result<std::unique_ptr<FeedReader>> FeedReader::open(InputStream& input, const FeedOptions& options,
                                                     FeedSources& sources,
                                                     record::ObservationSink& sink) {
  SPOOR_TRY(const Bytes octets, input.fill(kHead));
  auto chosen = choose_format(octets, options.format);
  if (!chosen) {
    Error error = chosen.error();
    error.where = error.where.empty() ? input.path() : input.path() + ": " + error.where;
    return error;
  }
  const FeedHead head = read_head(octets);
  input.consume(head.skip);
  auto reader = std::make_unique<LinesReader>(input, format_of(**chosen),
                                              TakerNeeds{options, sources, sink, head});
  return std::unique_ptr<FeedReader>(std::move(reader));
}

}  // namespace spoor::feed
