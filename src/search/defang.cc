// SPDX-License-Identifier: Apache-2.0
// Characters first, then disguises, then what stands around.
#include "search/defang.h"

#include <algorithm>
#include <array>

namespace spoor::search {
namespace {

constexpr char32_t kDropped = 0xFFFFFFFF;

struct CharacterRange {
  char32_t first, last;
  char plain;  // 0: dropped
};

/// What stands for a plain character, in order.
constexpr std::array<CharacterRange, 25> kRanges{
    {{0x0009, 0x0009, ' '}, {0x000D, 0x000D, ' '}, {0x00A0, 0x00A0, ' '},  {0x00AB, 0x00AB, '"'},
     {0x00AD, 0x00AD, 0},   {0x00BB, 0x00BB, '"'}, {0x2000, 0x200A, ' '},  {0x200B, 0x200B, 0},
     {0x200E, 0x200F, 0},   {0x2010, 0x2015, '-'}, {0x2018, 0x201B, '\''}, {0x201C, 0x201F, '"'},
     {0x2022, 0x2022, ' '}, {0x2024, 0x2024, '.'}, {0x2028, 0x2029, ' '},  {0x202A, 0x202E, 0},
     {0x202F, 0x202F, ' '}, {0x205F, 0x205F, ' '}, {0x2060, 0x2069, 0},    {0x2212, 0x2212, '-'},
     {0x3000, 0x3000, ' '}, {0x3002, 0x3002, '.'}, {0xFE0E, 0xFE0F, 0},    {0xFEFF, 0xFEFF, 0},
     {0xFF61, 0xFF61, '.'}}};

char32_t plain_of(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) return c - 0xFEE0;  // full width
  const auto at =
      std::lower_bound(kRanges.begin(), kRanges.end(), c,
                       [](const CharacterRange& range, char32_t v) { return range.last < v; });
  if (at == kRanges.end() || c < at->first) return c;
  return at->plain == 0 ? kDropped : static_cast<char32_t>(at->plain);
}

constexpr std::string_view kOpening = "[({<";
constexpr std::string_view kClosing = "])}>";

struct Disguise {
  std::string_view inside, plain;
};
constexpr std::array<Disguise, 10> kDisguises{{{".", "."},
                                               {"dot", "."},
                                               {"d0t", "."},
                                               {"punkt", "."},
                                               {":", ":"},
                                               {"://", "://"},
                                               {"/", "/"},
                                               {"//", "//"},
                                               {"@", "@"},
                                               {"at", "@"}}};

bool equals_lower(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(), [](char a, char b) {
    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a + 32) : a) == b;
  });
}

/// The disguise that stands whole in brackets at `at`; its length in `length`.
const Disguise* bracketed(std::string_view text, std::size_t at, std::size_t& length) {
  const std::size_t kind = kOpening.find(text[at]);
  if (kind == std::string_view::npos) return nullptr;
  const std::size_t close = text.substr(0, at + 8).find(kClosing[kind], at + 1);
  if (close == std::string_view::npos) return nullptr;
  const std::string_view inside = text.substr(at + 1, close - at - 1);
  for (const Disguise& each : kDisguises) {
    if (!equals_lower(inside, each.inside)) continue;
    length = close - at + 1;
    return &each;
  }
  return nullptr;
}

/// Whether half a pair of brackets disguises a dot at `at`: `evil[.example`, `evil.]example`.
bool is_half_bracketed(std::string_view text, std::size_t at) {
  if (at == 0 || at + 2 >= text.size()) return false;
  constexpr std::string_view kOpen = "[({";
  constexpr std::string_view kClose = "])}";
  return (kOpen.find(text[at]) != std::string_view::npos && text[at + 1] == '.') ||
         (text[at] == '.' && kClose.find(text[at + 1]) != std::string_view::npos);
}

std::size_t count(std::string_view text, char wanted) {
  return static_cast<std::size_t>(std::count(text.begin(), text.end(), wanted));
}

bool is_escaped(std::string_view text, std::size_t at) {
  std::size_t slashes = 0;
  while (slashes < at && text[at - 1 - slashes] == '\\') ++slashes;
  return slashes % 2 == 1;
}

/// Whether the last character is no part of a name, an address or a pattern.
bool ends_bare(std::string_view text) {
  const char last = text.back();
  if (is_escaped(text, text.size() - 1)) return true;
  if (std::string_view(",;!'\"`>").find(last) != std::string_view::npos) return false;
  if (last == ':') return text.size() > 1 && text[text.size() - 2] == ':';  // 2001:db8::
  if (last == '?') return text.find_first_of("*?") + 1 < text.size();       // a glob's
  if (last == '.') return text.size() < 2 || text[text.size() - 2] != '.';
  if (last == ')') return count(text, '(') >= count(text, ')');
  if (last == ']') return count(text, '[') >= count(text, ']');
  if (last == '}') return count(text, '{') >= count(text, '}');
  return true;
}

bool begins_bare(std::string_view text) {
  const char first = text.front();
  if (std::string_view("'\"`<,;").find(first) != std::string_view::npos) return false;
  const std::size_t kind = std::string_view("[({").find(first);
  if (kind == std::string_view::npos) return true;
  const char close = kClosing[kind];
  if (text.back() == close) {
    // [2001:db8::1] and (example.com), but not [2001:db8::1]:53
    return false;
  }
  return count(text, first) <= count(text, close);
}

}  // namespace

TracedText TracedText::part(std::size_t from, std::size_t to) const {
  TracedText out;
  out.text_ = text_.substr(from, to - from);
  out.origins_.assign(origins_.begin() + static_cast<std::ptrdiff_t>(from),
                      origins_.begin() + static_cast<std::ptrdiff_t>(to));
  out.finish(origin(to));
  return out;
}

void TracedText::append(const TracedText& more) {
  text_ += more.text_;
  origins_.insert(origins_.end(), more.origins_.begin(), more.origins_.end());
  end_ = more.end_;
}

Result<TracedText> plain_characters(std::string_view line, std::size_t origin) {
  TracedText out;
  for (std::size_t at = 0; at < line.size();) {
    const CodePoint point = read_code_point(line, at);
    if (point.length == 0)
      return Error{ErrorCode::kInvalid, "expected UTF-8 text: this octet is none", origin + at};
    const bool is_joiner = point.value == 0x200C || point.value == 0x200D;
    const bool is_in_ascii =
        out.size() == 0 || static_cast<unsigned char>(out.view().back()) < 0x80;
    const char32_t plain = is_joiner && is_in_ascii ? kDropped : plain_of(point.value);
    if (plain < 0x20 || plain == 0x7F)
      return Error{ErrorCode::kInvalid, "expected text: this is a control character", origin + at};
    if (plain < 0x80) {
      out.push(static_cast<char>(plain), origin + at);
    } else if (plain != kDropped) {
      std::string octets;
      append_code_point(octets, plain);
      out.push(octets, origin + at);
    }
    at += point.length;
  }
  out.finish(origin + line.size());
  return out;
}

TracedText refang(const TracedText& word) {
  TracedText out;
  const std::string_view text = word.view();
  bool has_backslashes = false;  // for slashes
  for (std::size_t at = 0; at < text.size();) {
    std::size_t length = 0;
    if (const Disguise* found = bracketed(text, at, length)) {
      out.push(found->plain, word.origin(at));
      at += length;
    } else if (is_half_bracketed(text, at)) {
      out.push('.', word.origin(at));
      at += 2;
    } else if (text.substr(at).starts_with(":\\\\")) {  // hxxp:\\evil.example
      out.push("://", word.origin(at));
      at += 3;
      has_backslashes = true;
    } else if (text[at] == '\\' && has_backslashes) {
      out.push('/', word.origin(at));
      ++at;
    } else if (text[at] == '\\' && at + 1 < text.size()) {
      const char next = text[at + 1];
      if (next != '.' && next != '/') out.push('\\', word.origin(at));
      out.push(next, word.origin(at + 1));
      at += 2;
    } else {
      out.push(text[at], word.origin(at));
      ++at;
    }
  }
  out.finish(word.origin(word.size()));
  return out;
}

TracedText bare(const TracedText& word) {
  std::size_t from = 0;
  std::size_t to = word.size();
  while (true) {
    const std::string_view text = word.view().substr(from, to - from);
    if (text.empty()) break;
    if (!ends_bare(text)) {
      --to;
    } else if (!begins_bare(text)) {
      ++from;
    } else {
      break;
    }
  }
  return word.part(from, to);
}

char lone_disguise(std::string_view word) noexcept {
  if (equals_lower(word, "dot")) return '.';
  if (equals_lower(word, "at")) return '@';
  std::size_t length = 0;
  if (word.empty()) return 0;
  const Disguise* found = bracketed(word, 0, length);
  if (found == nullptr || length != word.size() || found->plain.size() != 1) return 0;
  return found->plain[0] == '.' || found->plain[0] == '@' ? found->plain[0] : '\0';
}

CodePoint read_code_point(std::string_view text, std::size_t at) noexcept {
  const auto octet = [&](std::size_t i) {
    return at + i < text.size() ? static_cast<std::uint8_t>(text[at + i]) : std::uint8_t{0};
  };
  const std::uint8_t lead = octet(0);
  if (lead < 0x80) return {at < text.size() ? std::size_t{1} : 0, lead};
  const std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
  if (lead < 0xC2 || lead > 0xF4) return {};
  char32_t value = lead & (0xFFU >> (length + 1));
  for (std::size_t i = 1; i < length; ++i) {
    if ((octet(i) & 0xC0U) != 0x80U) return {};
    value = value << 6 | (octet(i) & 0x3FU);
  }
  const char32_t least = length == 4 ? 0x10000 : length == 3 ? 0x800 : 0x80;
  if (value < least || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {};
  return {length, value};
}

void append_code_point(std::string& out, char32_t value) {
  const auto push = [&](char32_t octet) { out += static_cast<char>(octet); };
  if (value < 0x80) {
    push(value);
  } else if (value < 0x800) {
    push(0xC0 | value >> 6);
    push(0x80 | (value & 0x3F));
  } else if (value < 0x10000) {
    push(0xE0 | value >> 12);
    push(0x80 | (value >> 6 & 0x3F));
    push(0x80 | (value & 0x3F));
  } else {
    push(0xF0 | value >> 18);
    push(0x80 | (value >> 12 & 0x3F));
    push(0x80 | (value >> 6 & 0x3F));
    push(0x80 | (value & 0x3F));
  }
}

}  // namespace spoor::search
