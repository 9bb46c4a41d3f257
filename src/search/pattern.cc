// SPDX-License-Identifier: Apache-2.0
// Recursive descent over a bounded text to a bounded depth.
#include "search/pattern.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include <fmt/format.h>

namespace spoor::search {
namespace {

using Kind = PatternNode::Kind;

constexpr int kMaxDepth = 64;
constexpr std::uint16_t kMaxRepeat = 255;      // no name is longer
constexpr std::uint64_t kMaxPlaces = 1 << 11;  // of the pattern written out: compiling takes time
constexpr char kFirstPrintable = 0x20, kLastPrintable = 0x7E;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
bool is_printable(char c) {
  return c >= kFirstPrintable && c <= kLastPrintable;
}

void add_octet(OctetSet& set, char c) {
  set.set(static_cast<std::size_t>(c));
  if (is_letter(c)) set.set(static_cast<std::size_t>(c ^ 0x20));
}

void add_range(OctetSet& set, char low, char high) {
  for (char c = low; c < high; ++c) add_octet(set, c);
  add_octet(set, high);
}

PatternNode set_node(OctetSet set) {
  PatternNode node;
  node.kind = Kind::kSet;
  node.set = set;
  return node;
}

PatternNode octet_node(char c) {
  OctetSet set;
  add_octet(set, c);
  return set_node(set);
}

PatternNode plain_node(Kind kind) {
  PatternNode node;
  node.kind = kind;
  return node;
}

PatternNode any_text() {
  PatternNode node = plain_node(Kind::kRepeat);
  node.most = PatternNode::kNoMost;
  node.parts.push_back(set_node(any_octet()));
  return node;
}

/// A class by name, as in `[[:digit:]]`.
std::optional<OctetSet> named_class(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 12> kClasses{{
      {"alnum", "azAZ09"},
      {"alpha", "azAZ"},
      {"blank", "  "},
      {"digit", "09"},
      {"graph", "!~"},
      {"lower", "az"},
      {"print", " ~"},
      {"punct", "!/:@[`{~"},
      {"space", "  "},
      {"upper", "AZ"},
      {"word", "azAZ09__"},
      {"xdigit", "09afAF"},
  }};
  for (const auto& [known, ranges] : kClasses) {
    if (known != name) continue;
    OctetSet set;
    for (std::size_t i = 0; i < ranges.size(); i += 2) add_range(set, ranges[i], ranges[i + 1]);
    return set;
  }
  return std::nullopt;
}

class PatternReader {
 public:
  PatternReader(std::string_view text, PatternSyntax syntax)
      : text_(text), is_fcre_(syntax == PatternSyntax::kFcre) {}

  Result<PatternNode> read_regex() {
    SPOOR_TRY(PatternNode node, read_either(0));
    if (!at_end()) return fault("a closing parenthesis without its opening one: write \\)");
    return node;
  }

  Result<PatternNode> read_glob(Kind end) {
    PatternNode sequence;
    sequence.parts.push_back(plain_node(Kind::kBegin));
    while (!at_end()) {
      const char c = text_[at_];
      if (c == '*') {
        ++at_;
        sequence.parts.push_back(any_text());
      } else if (c == '?') {
        ++at_;
        sequence.parts.push_back(set_node(any_octet()));
      } else if (c == '[') {
        SPOOR_TRY(PatternNode set, read_bracket('!'));
        sequence.parts.push_back(std::move(set));
      } else {
        if (c == '\\' && ++at_ == text_.size())
          return fault("a backslash at the end: write \\\\ for one");
        SPOOR_TRY(PatternNode octet, read_octet());
        sequence.parts.push_back(std::move(octet));
      }
    }
    sequence.parts.push_back(plain_node(end));
    return sequence;
  }

  Result<PatternNode> read_substring() {
    PatternNode sequence;
    while (!at_end()) {
      SPOOR_TRY(PatternNode octet, read_octet());
      sequence.parts.push_back(std::move(octet));
    }
    return sequence;
  }

 private:
  [[nodiscard]] bool at_end() const { return at_ == text_.size(); }
  [[nodiscard]] char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool take(std::string_view word) {
    if (!text_.substr(at_).starts_with(word)) return false;
    at_ += word.size();
    return true;
  }
  [[nodiscard]] Error fault(std::string_view what) const { return fault_at(at_, what); }
  [[nodiscard]] Error fault_at(std::size_t offset, std::string_view what) const {
    return Error{ErrorCode::kInvalid, what, offset, std::string(text_.substr(offset, 20))};
  }

  Result<PatternNode> read_octet() {
    const char c = text_[at_];
    if (!is_printable(c))
      return fault(
          "only printable ASCII may stand in a pattern: other octets are written \\\\DDD "
          "in names, so look for that");
    ++at_;
    return octet_node(c);
  }

  Result<PatternNode> read_either(int depth) {
    if (depth > kMaxDepth)
      return Error{ErrorCode::kLimit, "parentheses are nested too deep", at_, {}};
    SPOOR_TRY(PatternNode first, read_sequence(depth));
    if (peek() != '|') return first;
    PatternNode either = plain_node(Kind::kEither);
    either.parts.push_back(std::move(first));
    while (take("|")) {
      SPOOR_TRY(PatternNode next, read_sequence(depth));
      either.parts.push_back(std::move(next));
    }
    if (!is_fcre_) return either;
    for (const PatternNode& part : either.parts) {
      if (part.kind == Kind::kSequence && part.parts.empty())
        return fault("an alternative with nothing in it");
    }
    return either;
  }

  Result<PatternNode> read_sequence(int depth) {
    PatternNode sequence;
    while (!at_end() && peek() != '|' && peek() != ')') {
      const std::size_t begin = at_;
      SPOOR_TRY(PatternNode part, read_atom(depth));
      const bool is_place =
          part.kind != Kind::kBegin && part.kind != Kind::kEnd && part.kind != Kind::kEndOrDot;
      while (is_repeat()) {
        if (!is_place) return fault_at(begin, "an anchor cannot be repeated");
        SPOOR_TRY(part, read_repeat(std::move(part)));
      }
      sequence.parts.push_back(std::move(part));
    }
    if (sequence.parts.size() != 1) return sequence;
    PatternNode only = std::move(sequence.parts.front());
    return only;
  }

  [[nodiscard]] bool is_repeat() const {
    return !at_end() && std::string_view("*+?{").find(peek()) != std::string_view::npos;
  }

  Result<PatternNode> read_repeat(PatternNode what) {
    PatternNode repeat = plain_node(Kind::kRepeat);
    repeat.most = PatternNode::kNoMost;
    if (take("+")) {
      repeat.least = 1;
    } else if (take("?")) {
      repeat.most = 1;
    } else if (!take("*")) {
      SPOOR_CHECK(read_counts(repeat));
    }
    if (!is_fcre_) take("?");  // lazy or greedy: whether it matches is the same
    repeat.parts.push_back(std::move(what));
    return repeat;
  }

  Status read_counts(PatternNode& repeat) {
    const std::size_t begin = at_;
    ++at_;
    const auto least = read_number();
    repeat.least = least.value_or(0);
    repeat.most = repeat.least;
    if (take(",")) repeat.most = read_number().value_or(PatternNode::kNoMost);
    if (!least || !take("}"))
      return fault_at(begin, "expected {n}, {n,} or {n,m}; a brace itself is written \\{");
    if (repeat.least > kMaxRepeat ||
        (repeat.most != PatternNode::kNoMost && repeat.most > kMaxRepeat)) {
      return fault_at(begin, "repeats may count to 255");
    }
    if (repeat.least > repeat.most) return fault_at(begin, "repeats from more to fewer");
    return {};
  }

  std::optional<std::uint16_t> read_number() {
    if (!is_digit(peek())) return std::nullopt;
    unsigned number = 0;
    while (is_digit(peek())) number = std::min(number * 10 + unsigned(text_[at_++] - '0'), 9999U);
    return static_cast<std::uint16_t>(number);
  }

  Result<PatternNode> read_atom(int depth) {
    const char c = peek();
    switch (c) {
      case '(':
        return read_group(depth);
      case '[':
        return read_bracket('^');
      case '\\':
        return read_escape();
      case '.':
        ++at_;
        return set_node(any_octet());
      case '^':
        ++at_;
        return plain_node(Kind::kBegin);
      case '$':
        ++at_;
        return plain_node(is_fcre_ ? Kind::kEnd : Kind::kEndOrDot);
      case '*':
      case '+':
      case '?':
        return fault(
            "nothing stands before it that could repeat; itself it is written with a "
            "backslash");
      case '{':
        return fault("a brace itself is written \\{");
      default:
        return read_octet();
    }
  }

  Result<PatternNode> read_group(int depth) {
    const std::size_t begin = at_++;
    if (peek() == '?') {
      if (is_fcre_ || !take("?:"))
        return fault(
            "of groups that begin with ? only (?:…) is known: look-around cannot be "
            "searched for");
    }
    SPOOR_TRY(PatternNode group, read_either(depth + 1));
    if (!take(")")) return fault_at(begin, "a parenthesis that is never closed");
    if (is_fcre_ && group.kind == Kind::kSequence && group.parts.empty())
      return fault_at(begin, "parentheses with nothing in them");
    return group;
  }

  Result<PatternNode> read_escape() {
    const std::size_t begin = at_++;
    if (at_end()) return fault_at(begin, "a backslash at the end: write \\\\ for one");
    const char c = text_[at_];
    if (!is_letter(c) && !is_digit(c)) {
      const bool is_special = std::string_view(".[]()*+?{}|^$\\").find(c) != std::string_view::npos;
      if (is_fcre_ && !is_special)
        return fault_at(begin, "only .[]()*+?{}|^$ and \\ may be escaped");
      return read_octet();
    }
    if (is_fcre_) return fault_at(begin, "only .[]()*+?{}|^$ and \\ may be escaped");
    ++at_;
    const std::string_view name = c == 'd' || c == 'D'   ? "digit"
                                  : c == 'w' || c == 'W' ? "word"
                                  : c == 's' || c == 'S' ? "space"
                                                         : "";
    if (name.empty()) {
      return fault_at(begin, is_digit(c) ? "back references cannot be searched for"
                                         : "of escaped letters only \\d \\D \\w \\W \\s \\S are "
                                           "known");
    }
    const OctetSet set = *named_class(name);
    return set_node(is_letter(c) && c < 'a' ? any_octet() & ~set : set);
  }

  /// At the bracket; `negation` behind it turns the set round.
  Result<PatternNode> read_bracket(char negation) {
    const std::size_t begin = at_++;
    bool is_negated = false;
    if (peek() == negation || (negation == '!' && peek() == '^')) {
      is_negated = true;
      ++at_;
    }
    OctetSet set;
    for (bool is_first = true; is_first || peek() != ']'; is_first = false) {
      if (at_end()) return fault_at(begin, "a bracket that is never closed");
      SPOOR_CHECK(read_bracket_item(set));
    }
    ++at_;
    if (is_negated) set = any_octet() & ~set;
    if (set.none()) return fault_at(begin, "a bracket that takes no octet");
    return set_node(set);
  }

  Status read_bracket_item(OctetSet& set) {
    const std::size_t begin = at_;
    if (take("[:")) {
      const std::size_t end = text_.find(":]", at_);
      const auto named =
          end == std::string_view::npos ? std::nullopt : named_class(text_.substr(at_, end - at_));
      if (!named) return fault_at(begin, "expected a class such as [:alnum:] or [:digit:]");
      set |= *named;
      at_ = end + 2;
      return {};
    }
    if (take("[.") || take("[=")) return fault_at(begin, "collating symbols are not known");
    SPOOR_TRY(const char low, read_bracket_octet());
    if (peek() != '-' || at_ + 1 >= text_.size() || text_[at_ + 1] == ']') {
      add_octet(set, low);
      return {};
    }
    ++at_;
    SPOOR_TRY(const char high, read_bracket_octet());
    if (low > high) return fault_at(begin, "a range from more to less");
    add_range(set, low, high);
    return {};
  }

  Result<char> read_bracket_octet() {
    if (peek() == '\\' && at_ + 1 < text_.size() && !is_letter(text_[at_ + 1]) &&
        !is_digit(text_[at_ + 1])) {
      ++at_;
    }
    const char c = peek();
    if (!is_printable(c)) return fault("only printable ASCII may stand in a bracket");
    ++at_;
    return c;
  }

  std::string_view text_;
  std::size_t at_ = 0;
  bool is_fcre_;
};

/// Places of the pattern when repeats are written out.
std::uint64_t count_places(const PatternNode& node) {
  std::uint64_t places = 1;
  for (const PatternNode& part : node.parts) places += count_places(part);
  if (node.kind == Kind::kRepeat) {
    const std::uint16_t most = node.most == PatternNode::kNoMost ? node.least : node.most;
    places *= std::max<std::uint16_t>(most, 1);
  }
  return std::min<std::uint64_t>(places, kMaxPlaces + 1);
}

void append_octet(std::string& out, std::size_t octet) {
  const auto c = static_cast<char>(octet);
  if (is_letter(c) || is_digit(c)) {
    out += c;
  } else {
    out += fmt::format("\\x{:02x}", octet);
  }
}

void append_set(std::string& out, const OctetSet& set) {
  OctetSet lower = set;
  for (std::size_t c = 'A'; c <= 'Z'; ++c) lower.reset(c);  // compiled without regard to case
  if (lower.count() == 1) {
    append_octet(out, lower._Find_first());
    return;
  }
  out += '[';
  for (std::size_t low = 0; low < lower.size(); ++low) {
    if (!lower.test(low)) continue;
    std::size_t high = low;
    while (high + 1 < lower.size() && lower.test(high + 1)) ++high;
    append_octet(out, low);
    if (high > low) {
      out += '-';
      append_octet(out, high);
    }
    low = high;
  }
  out += ']';
}

void append_expression(std::string& out, const PatternNode& node) {
  switch (node.kind) {
    case Kind::kSequence:
      for (const PatternNode& part : node.parts) append_expression(out, part);
      break;
    case Kind::kEither:
      out += "(?:";
      for (std::size_t i = 0; i < node.parts.size(); ++i) {
        if (i > 0) out += '|';
        append_expression(out, node.parts[i]);
      }
      out += ')';
      break;
    case Kind::kSet:
      append_set(out, node.set);
      break;
    case Kind::kRepeat:
      out += "(?:";
      append_expression(out, node.parts.front());
      out += ')';
      if (node.most == PatternNode::kNoMost) {
        out += fmt::format("{{{},}}", node.least);
      } else {
        out += fmt::format("{{{},{}}}", node.least, node.most);
      }
      break;
    case Kind::kBegin:
      out += '^';
      break;
    case Kind::kEnd:
      out += '$';
      break;
    case Kind::kEndOrDot:
      out += "(?:\\x2e?$)";
      break;
  }
}

}  // namespace

OctetSet any_octet() {
  OctetSet set;
  for (int c = kFirstPrintable; c <= kLastPrintable; ++c) set.set(static_cast<std::size_t>(c));
  return set;
}

Result<PatternNode> parse_pattern(std::string_view text, PatternSyntax syntax) {
  if (text.empty()) return Error{ErrorCode::kInvalid, "expected a pattern", 0, {}};
  if (text.size() > kMaxPatternText)
    return Error{ErrorCode::kLimit, "a pattern has at most 4096 characters", kMaxPatternText, {}};
  PatternReader reader(text, syntax);
  const auto read = [&]() -> Result<PatternNode> {
    switch (syntax) {
      case PatternSyntax::kGlob:
        return reader.read_glob(Kind::kEndOrDot);
      case PatternSyntax::kFlexGlob:
        return reader.read_glob(Kind::kEnd);
      case PatternSyntax::kSubstring:
        return reader.read_substring();
      case PatternSyntax::kRegex:
      case PatternSyntax::kFcre:
        break;
    }
    return reader.read_regex();
  };
  SPOOR_TRY(PatternNode node, read());
  if (count_places(node) > kMaxPlaces)
    return Error{ErrorCode::kLimit, "a pattern that repeats so much cannot be searched for", 0, {}};
  return node;
}

std::string to_expression(const PatternNode& pattern) {
  std::string out;
  append_expression(out, pattern);
  return out;
}

std::string fixed_beginning(const PatternNode& pattern) {
  std::string beginning;
  if (pattern.kind != Kind::kSequence || pattern.parts.empty() ||
      pattern.parts.front().kind != Kind::kBegin) {
    return beginning;
  }
  for (std::size_t i = 1; i < pattern.parts.size(); ++i) {
    const PatternNode& part = pattern.parts[i];
    if (part.kind != Kind::kSet) break;
    OctetSet lower = part.set;
    for (std::size_t c = 'A'; c <= 'Z'; ++c) lower.reset(c);
    if (lower.count() != 1) break;
    beginning += static_cast<char>(lower._Find_first());
  }
  return beginning;
}

}  // namespace spoor::search
