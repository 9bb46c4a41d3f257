// SPDX-License-Identifier: Apache-2.0
// Lines by memchr; elements of an array by counting braces outside strings; records by quotes.
#include "feed/line_source.h"

#include <algorithm>
#include <cstring>

namespace spoor::feed {
namespace {

constexpr std::size_t kChunk = std::size_t{1} << 18;

bool is_blank(std::uint8_t c) noexcept {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

}  // namespace

LineSource::LineSource(InputStream& input, std::size_t max_line, Framing framing)
    : input_(input), max_line_(max_line), framing_(framing), base_(input.offset()) {}

void LineSource::commit() {
  input_.consume(pos_);
  base_ += pos_;
  view_ = view_.subspan(pos_);
  pos_ = 0;
}

/// False when the view already reaches the end.
Result<bool> LineSource::refill(std::size_t wanted) {
  if (is_last_) return false;
  commit();
  view_ = {};
  wanted = std::min(wanted, InputStream::kMaxFill);
  SPOOR_TRY(view_, input_.fill(wanted));
  is_last_ = view_.size() < wanted && !input_.may_grow();
  return true;
}

LineSource::Scan LineSource::scan_line(std::size_t& end, std::size_t& after) const {
  const void* found =
      view_.size() == pos_ ? nullptr : std::memchr(view_.data() + pos_, '\n', view_.size() - pos_);
  if (found == nullptr) {
    end = after = view_.size();
    return is_last_ ? Scan::kFound : Scan::kNeedsMore;
  }
  end = static_cast<std::size_t>(static_cast<const std::uint8_t*>(found) - view_.data());
  after = end + 1;
  return Scan::kFound;
}

/// An element ends at the comma, bracket or line end behind it, or with its last brace.
LineSource::Scan LineSource::scan_element(std::size_t& end, std::size_t& after) const {
  std::size_t depth = 0;
  bool in_string = false;
  for (std::size_t i = pos_; i < view_.size(); ++i) {
    const std::uint8_t c = view_[i];
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
      continue;
    }
    const bool ends_bare = depth == 0 && (c == ',' || c == ']' || c == '\n');
    if (c == '"') in_string = true;
    if (c == '{') ++depth;
    if (ends_bare || (c == '}' && depth <= 1)) {
      end = after = ends_bare ? i : i + 1;
      if (end == pos_) after = ++end;  // a stray separator: never stand still
      return Scan::kFound;
    }
    if (c == '}') --depth;
  }
  end = after = view_.size();
  return is_last_ ? Scan::kFound : Scan::kNeedsMore;
}

/// A quote counts where a field begins; within it, a doubled quote is one.
LineSource::Scan LineSource::scan_record(std::size_t& end, std::size_t& after) const {
  bool in_quotes = false, begins_field = true;
  std::size_t i = pos_;
  for (; i < view_.size() && !(in_quotes && i - pos_ > kMaxQuoted); ++i) {
    const std::uint8_t c = view_[i];
    if (in_quotes) {
      in_quotes = c != '"' || (i + 1 < view_.size() && view_[i + 1] == '"');
      if (c == '"' && in_quotes) ++i;
      continue;
    }
    if (c == '\n') {
      end = i;
      after = i + 1;
      return Scan::kFound;
    }
    in_quotes = c == '"' && begins_field;
    begins_field = c == ',' || c == ';';
  }
  if (i < view_.size() || (in_quotes && is_last_)) return scan_line(end, after);
  end = after = view_.size();
  return is_last_ ? Scan::kFound : Scan::kNeedsMore;
}

LineSource::Scan LineSource::scan(std::size_t& end, std::size_t& after) const {
  switch (framing_) {
    case Framing::kArray:
      return scan_element(end, after);
    case Framing::kRecords:
      return scan_record(end, after);
    case Framing::kLines:
    case Framing::kRaw:
      break;
  }
  return scan_line(end, after);
}

void LineSource::give(FeedLine& line, std::size_t end) {
  const Bytes taken = view_.subspan(pos_, end - pos_);
  line.is_too_long = false;
  line.offset = base_ + pos_;
  line.text = as_chars(taken);
  if (view_.size() - end < kPadding) {
    padded_.assign(line.text);
    padded_.append(kPadding, '\0');
    line.text = std::string_view(padded_).substr(0, taken.size());
  }
}

Status LineSource::skip_long_line() {
  while (true) {
    std::size_t end = 0, after = 0;
    const Scan scan = scan_line(end, after);
    pos_ = after;
    if (scan == Scan::kFound) {
      if (framing_ != Framing::kArray) ++number_;
      return {};
    }
    SPOOR_TRY(const bool more, refill(kChunk));
    if (!more) return {};
  }
}

Result<bool> LineSource::next_item(FeedLine& line) {
  std::size_t wanted = kChunk;
  number_before_ = number_;
  line.number = number_ + 1;
  while (true) {
    std::size_t end = 0, after = 0;
    const Scan found = scan(end, after);
    if (end - pos_ > max_line_) {
      line = {{}, base_ + pos_, line.number, true, true};
      if (framing_ == Framing::kArray) ++number_;
      SPOOR_CHECK(skip_long_line());
      return true;
    }
    if (found == Scan::kFound) {
      give(line, end);
      line.is_ended = framing_ == Framing::kArray || after > end;
      if (framing_ == Framing::kRecords)
        number_ += static_cast<std::uint64_t>(std::count(line.text.begin(), line.text.end(), '\n'));
      if (line.is_ended) ++number_;
      pos_ = after;
      return true;
    }
    wanted = std::max(wanted, 2 * (view_.size() - pos_));
    SPOOR_TRY(const bool more, refill(wanted));
    if (!more) return false;
  }
}

/// To where the next line begins: which blanks mean nothing depends on the framing.
void LineSource::skip_blanks() {
  if (framing_ == Framing::kRaw) return;
  for (; pos_ < view_.size(); ++pos_) {
    const std::uint8_t c = view_[pos_];
    const bool is_skipped = framing_ == Framing::kRecords ? c == '\n' || c == '\r' : is_blank(c);
    const bool is_separator = framing_ == Framing::kArray && (c == '[' || c == ']' || c == ',');
    if (!is_skipped && !is_separator) return;
    if (c == '\n' && framing_ != Framing::kArray) ++number_;
  }
}

Result<bool> LineSource::next(FeedLine& line) {
  while (true) {
    skip_blanks();
    if (pos_ < view_.size()) return next_item(line);
    SPOOR_TRY(const bool more, refill(kChunk));
    if (!more || view_.empty()) return false;
  }
}

}  // namespace spoor::feed
