// SPDX-License-Identifier: Apache-2.0
#include "feed/zone_entry.h"

namespace spoor::feed {
namespace {

bool is_blank(char c) noexcept {
  return c == ' ' || c == '\t' || c == '\r';
}

}  // namespace

void ZoneEntry::clear() {
  text_.clear();
  words_.clear();
  depth_ = 0;
  is_begun_ = has_no_owner_ = false;
}

/// Adds the word at `at`; returns where it ends.
std::size_t ZoneEntry::read_word(std::string_view line, std::size_t at, std::string_view& fault) {
  const std::size_t begin = at;
  bool in_quotes = false;
  for (; at < line.size(); ++at) {
    const char c = line[at];
    if (c == '\\') {
      ++at;
    } else if (c == '"') {
      in_quotes = !in_quotes;
    } else if (!in_quotes && (is_blank(c) || c == ';' || c == '(' || c == ')')) {
      break;
    }
  }
  if (at > line.size()) at = line.size();
  if (in_quotes) fault = "quote that does not end";
  if (!words_.empty()) text_ += ' ';
  words_.push_back({text_.size(), at - begin});
  text_ += line.substr(begin, at - begin);
  return at;
}

std::string_view ZoneEntry::add_line(std::string_view line) {
  std::string_view fault;
  if (!is_begun_) has_no_owner_ = !line.empty() && is_blank(line[0]);
  for (std::size_t at = 0; at < line.size() && fault.empty();) {
    const char c = line[at];
    if (c == ';') break;
    if (is_blank(c)) {
      ++at;
    } else if (c == '(') {
      ++depth_;
      ++at;
    } else if (c == ')') {
      if (depth_ == 0) return "parenthesis that closes nothing";
      --depth_;
      ++at;
    } else {
      at = read_word(line, at, fault);
    }
  }
  if (text_.size() > kMaxOctets) fault = "entry longer than 256 KiB";
  is_begun_ = is_begun_ || !words_.empty() || depth_ > 0;
  return fault;
}

}  // namespace spoor::feed
