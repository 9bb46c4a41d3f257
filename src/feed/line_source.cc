// SPDX-License-Identifier: Apache-2.0
// Lines by memchr; elements of an array by counting braces outside strings.
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

LineSource::LineSource(InputStream& input, std::size_t max_line, bool is_array)
    : input_(input), max_line_(max_line), is_array_(is_array), base_(input.offset()) {}

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
  is_last_ = view_.size() < wanted;
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
    if (scan == Scan::kFound) return {};
    SPOOR_TRY(const bool more, refill(kChunk));
    if (!more) return {};
  }
}

Result<bool> LineSource::next_item(FeedLine& line) {
  std::size_t wanted = kChunk;
  while (true) {
    std::size_t end = 0, after = 0;
    const Scan scan = is_array_ ? scan_element(end, after) : scan_line(end, after);
    if (end - pos_ > max_line_) {
      line = {{}, base_ + pos_, true, true};
      SPOOR_CHECK(skip_long_line());
      return true;
    }
    if (scan == Scan::kFound) {
      give(line, end);
      line.is_ended = is_array_ || after > end;
      pos_ = after;
      return true;
    }
    wanted = std::max(wanted, 2 * (view_.size() - pos_));
    SPOOR_TRY(const bool more, refill(wanted));
    if (!more) return false;
  }
}

Result<bool> LineSource::next(FeedLine& line) {
  while (true) {
    while (pos_ < view_.size() &&
           (is_blank(view_[pos_]) ||
            (is_array_ && std::strchr("[],", view_[pos_]) != nullptr && view_[pos_] != 0)))
      ++pos_;
    if (pos_ < view_.size()) return next_item(line);
    SPOOR_TRY(const bool more, refill(kChunk));
    if (!more || (is_last_ && view_.empty())) return false;
  }
}

}  // namespace spoor::feed
