// SPDX-License-Identifier: Apache-2.0
// Keys by counting braces outside strings: a head may end anywhere, which a JSON parser refuses.
#include "feed/feed_head.h"

#include <algorithm>

namespace spoor::feed {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
constexpr std::string_view kBlanks = " \t\r\n";
constexpr std::size_t kMaxKeys = 256;

/// The end of the string whose first character stands at `at`: its closing quote, or npos.
std::size_t end_of_string(std::string_view text, std::size_t at) {
  for (; at < text.size(); ++at) {
    if (text[at] == '\\') {
      ++at;
    } else if (text[at] == '"') {
      return at;
    }
  }
  return std::string_view::npos;
}

/// Fills keys, and returns the length of the object that `text` begins with (of all, when it does
/// not end).
std::size_t read_object(std::string_view text, std::vector<std::string_view>& keys) {
  std::size_t depth = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '{' || c == '[') ++depth;
    if ((c == '}' || c == ']') && --depth == 0) return i + 1;
    if (c != '"') continue;
    const std::size_t end = end_of_string(text, i + 1);
    if (end == std::string_view::npos) return text.size();
    const std::size_t behind = text.find_first_not_of(kBlanks, end + 1);
    const bool is_key = behind != std::string_view::npos && text[behind] == ':';
    if (depth == 1 && is_key && keys.size() < kMaxKeys)
      keys.push_back(text.substr(i + 1, end - i - 1));
    i = end;
  }
  return text.size();
}

}  // namespace

bool FeedHead::has_key(std::string_view key) const {
  return std::find(keys.begin(), keys.end(), key) != keys.end();
}

FeedHead read_head(Bytes octets) {
  FeedHead head;
  if (as_chars(octets).starts_with(kByteOrderMark)) head.skip = kByteOrderMark.size();
  head.text = as_chars(octets).substr(head.skip);
  std::size_t start = head.text.find_first_not_of(kBlanks);
  if (start == std::string_view::npos) return head;
  head.is_array = head.text[start] == '[';
  head.is_json = head.is_array || head.text[start] == '{';
  if (head.is_array) {
    start = head.text.find_first_not_of(" \t\r\n[", start);
    if (start == std::string_view::npos || head.text[start] != '{') return head;
  }
  const std::string_view rest = head.text.substr(start);
  const std::size_t size =
      head.is_json ? read_object(rest, head.keys) : std::min(rest.find('\n'), rest.size());
  head.line = rest.substr(0, size);
  head.is_cut = size == rest.size();
  return head;
}

std::string_view next_line(std::string_view text, std::string_view line) {
  const auto end = static_cast<std::size_t>(line.data() + line.size() - text.data());
  if (end >= text.size()) return {};
  const std::string_view rest = text.substr(end + 1);
  return rest.substr(0, rest.find('\n'));
}

}  // namespace spoor::feed
