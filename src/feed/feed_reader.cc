// SPDX-License-Identifier: Apache-2.0
// Recognition, and the loop over lines.
#include "feed/feed_reader.h"

#include <utility>

#include "feed/line_source.h"
#include "feed/line_taker.h"

namespace spoor::feed {
namespace {

constexpr std::size_t kHead = std::size_t{64} << 10;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

struct Shape {
  LineFormat format = LineFormat::kUnknown;
  bool is_array = false;
  std::size_t skip = 0;  // octets before the first line: a byte order mark
};

/// A first line that the head does not hold to its end is judged by its keys alone.
LineFormat recognise_cut(std::string_view text) {
  if (text.find("\"rrname\"") != std::string_view::npos) return LineFormat::kCof;
  return LineFormat::kUnknown;
}

Shape shape_of(Bytes head) {
  Shape shape;
  if (as_chars(head).starts_with(kByteOrderMark)) shape.skip = kByteOrderMark.size();
  std::string_view text = as_chars(head).substr(shape.skip);
  const std::size_t start = text.find_first_not_of(" \t\r\n");
  if (start == std::string_view::npos) return shape;
  shape.is_array = text[start] == '[';
  if (!shape.is_array && text[start] != '{') return shape;
  const auto memory = InputStream::from_memory(as_bytes(text));
  LineSource lines(*memory, FeedReader::kMaxLine, shape.is_array);
  FeedLine line;
  const auto found = lines.next(line);
  if (!found || !*found) return shape;
  shape.format = recognise_line(line.text);
  if (shape.format == LineFormat::kUnknown && line.offset + line.text.size() == text.size())
    shape.format = recognise_cut(line.text);
  return shape;
}

class NdjsonReader final : public FeedReader {
 public:
  NdjsonReader(InputStream& input, const Shape& shape, std::unique_ptr<LineTaker> taker)
      : lines_(input, kMaxLine, shape.is_array), taker_(std::move(taker)), tally_(stats_) {
    stats_.format = shape.format == LineFormat::kNative ? "native" : "cof";
  }

  Result<bool> step(std::uint64_t stop_at) override {
    FeedLine line;
    for (std::size_t i = 0; i < kLinesPerStep; ++i) {
      SPOOR_TRY(const bool has, lines_.next(line));
      if (!has) {
        lines_.commit();
        return false;
      }
      const std::uint64_t accepted = stats_.accepted;
      tally_.begin(line);
      if (line.is_too_long) {
        tally_.reject("line longer than 1 MiB");
      } else {
        SPOOR_CHECK(taker_->take(line.text, tally_));
      }
      if (!line.is_ended && stats_.accepted == accepted) {  // still being written, perhaps
        lines_.give_back(line);
        lines_.commit();
        return false;
      }
      if (line.offset + line.text.size() == stop_at) lines_.give_back_end(line);
      if (lines_.offset() >= stop_at) break;
    }
    lines_.commit();
    return true;
  }
  [[nodiscard]] const FeedStats& stats() override { return stats_; }

 private:
  FeedStats stats_;
  LineSource lines_;
  std::unique_ptr<LineTaker> taker_;
  Tally tally_;
};

}  // namespace

bool FeedReader::recognises(Bytes head) {
  return shape_of(head).format != LineFormat::kUnknown;
}

Result<std::unique_ptr<FeedReader>> FeedReader::open(InputStream& input, const FeedOptions& options,
                                                     FeedSources& sources,
                                                     record::ObservationSink& sink) {
  SPOOR_TRY(const Bytes head, input.fill(kHead));
  const Shape shape = shape_of(head);
  if (shape.format == LineFormat::kUnknown) {
    return Error{ErrorCode::kMalformed, "no feed that Spoor reads: expected COF or native NDJSON",
                 0, input.path()};
  }
  input.consume(shape.skip);
  auto taker = shape.format == LineFormat::kNative ? make_native_taker(sources, sink)
                                                   : make_cof_taker(options, sources, sink);
  return std::unique_ptr<FeedReader>(
      std::make_unique<NdjsonReader>(input, shape, std::move(taker)));
}

}  // namespace spoor::feed
