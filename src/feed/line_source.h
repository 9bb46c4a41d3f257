// SPDX-License-Identifier: Apache-2.0
// A stream as lines, records of CSV, or the objects of one JSON array, ready for simdjson. Inside
// the room only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/input_stream.h"
#include "base/result.h"

namespace spoor::feed {

/// Where a line ends, and which are given.
enum class Framing : std::uint8_t {
  kLines = 0,    ///< Lines that are not blank, without the blanks before them.
  kArray = 1,    ///< The objects of one JSON array.
  kRaw = 2,      ///< Every line as it stands, empty ones too.
  kRecords = 3,  ///< Lines that are not empty; line ends within quotes (RFC 4180) are part of them.
};

/// One line.
struct FeedLine {
  std::string_view text;  ///< Without its end. At least kPadding octets behind it may be read (and
                          ///< mean nothing).
  std::uint64_t offset = 0;  ///< Of its first octet.
  std::uint64_t number = 0;  ///< From 1; of an array, the object's.
  bool is_ended = true;      ///< False when the input ends before the line does.
  bool is_too_long = false;  ///< Longer than the limit: `text` is empty, the line is passed over.
};

/// Cuts a stream into lines. Holds what the stream holds and one line.
class LineSource {
 public:
  static constexpr std::size_t kPadding = 64;
  /// A record with a quote that is still open behind so many octets ends with its first line.
  static constexpr std::size_t kMaxQuoted = std::size_t{64} << 10;

  /// `max_line`: octets of the longest line taken.
  LineSource(InputStream& input, std::size_t max_line, Framing framing);

  /// The next line; false at the end. The line lives until the next call of anything here. Errors:
  /// the stream's.
  Result<bool> next(FeedLine& line);

  /// The line just given is not taken after all. Not for lines that are too long.
  void give_back(const FeedLine& line) {
    pos_ = static_cast<std::size_t>(line.offset - base_);
    number_ = number_before_;
  }
  /// The end of the line just given is left to be read (and then passed over as blank).
  void give_back_end(const FeedLine& line) {
    pos_ = static_cast<std::size_t>(line.offset - base_) + line.text.size();
    --number_;
  }

  /// Whether further lines may come although next() had none.
  [[nodiscard]] bool may_grow() const noexcept { return !is_last_ && input_.may_grow(); }

  /// Tells the stream what was taken, so that its offset stands behind the last line.
  void commit();
  /// Offset behind the last line.
  [[nodiscard]] std::uint64_t offset() const noexcept { return base_ + pos_; }

 private:
  enum class Scan : std::uint8_t { kFound, kNeedsMore };

  void skip_blanks();
  Scan scan(std::size_t& end, std::size_t& after) const;
  Scan scan_record(std::size_t& end, std::size_t& after) const;
  Result<bool> refill(std::size_t wanted);
  Result<bool> next_item(FeedLine& line);
  Scan scan_line(std::size_t& end, std::size_t& after) const;
  Scan scan_element(std::size_t& end, std::size_t& after) const;
  Status skip_long_line();
  void give(FeedLine& line, std::size_t end);

  InputStream& input_;
  std::size_t max_line_;
  Framing framing_;
  bool is_last_ = false;  // the view reaches the end of the input
  Bytes view_;
  std::size_t pos_ = 0;
  std::uint64_t base_ = 0;                        // offset of view_[0]
  std::uint64_t number_ = 0, number_before_ = 0;  // lines that ended (objects given) up to pos_
  std::string padded_;
};

}  // namespace spoor::feed
