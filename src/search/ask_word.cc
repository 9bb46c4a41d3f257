// SPDX-License-Identifier: Apache-2.0
// A line cut into words, and what a filter word says.
#include "search/ask_word.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>
#include <utility>

#include "base/plain_text.h"
#include "search/time_span.h"

namespace spoor::search {
namespace {

constexpr std::uint32_t kLastSecond = std::numeric_limits<std::uint32_t>::max();

enum class Shape : std::uint8_t {
  kPlain = 1,  ///< `key:value`, one filter of this key.
  kNames,      ///< The same of names, which may be disguised.
  kRdata,      ///< The same of a text, as it was pasted.
  kSpan,       ///< `key:SPAN`, made canonical.
  kStart,      ///< `key:TIME`, where a day means its first second.
  kEnd,        ///< Its last second.
  kBounds,     ///< `first>…`: `filter` is the lower bound, the next key the upper one.
  kNumber,     ///< The same of numbers.
  kPlace,
  kText,
  kGlob,
  kSubstring,
  kHint,  ///< `ip:192.0.2.1`: what follows is read without it.
};

struct KeyForm {
  std::string_view key;
  Shape shape;
  FilterKey filter;
  bool may_negate;
};

constexpr std::array<KeyForm, 56> kKeys{{
    {"type", Shape::kPlain, FilterKey::kType, true},
    {"rrtype", Shape::kPlain, FilterKey::kType, true},
    {"not_type", Shape::kPlain, FilterKey::kNotType, false},
    {"source", Shape::kPlain, FilterKey::kSource, true},
    {"not_source", Shape::kPlain, FilterKey::kNotSource, false},
    {"bailiwick", Shape::kPlain, FilterKey::kBailiwick, true},
    {"not_bailiwick", Shape::kPlain, FilterKey::kNotBailiwick, false},
    {"name", Shape::kNames, FilterKey::kName, true},
    {"not_name", Shape::kNames, FilterKey::kNotName, false},
    {"rdata", Shape::kRdata, FilterKey::kRdata, true},
    {"not_rdata", Shape::kRdata, FilterKey::kNotRdata, false},
    {"tld", Shape::kNames, FilterKey::kTld, true},
    {"not_tld", Shape::kNames, FilterKey::kNotTld, false},
    {"domain", Shape::kNames, FilterKey::kDomain, true},
    {"not_domain", Shape::kNames, FilterKey::kNotDomain, false},
    {"since", Shape::kStart, FilterKey::kSince, false},
    {"until", Shape::kEnd, FilterKey::kUntil, false},
    {"first_after", Shape::kStart, FilterKey::kFirstAfter, false},
    {"first_before", Shape::kEnd, FilterKey::kFirstBefore, false},
    {"last_after", Shape::kStart, FilterKey::kLastAfter, false},
    {"last_before", Shape::kEnd, FilterKey::kLastBefore, false},
    {"first", Shape::kBounds, FilterKey::kFirstAfter, false},
    {"first_seen", Shape::kBounds, FilterKey::kFirstAfter, false},
    {"last", Shape::kBounds, FilterKey::kLastAfter, false},
    {"last_seen", Shape::kBounds, FilterKey::kLastAfter, false},
    {"seen", Shape::kSpan, FilterKey::kSeen, false},
    {"only", Shape::kSpan, FilterKey::kOnly, false},
    {"count", Shape::kNumber, FilterKey::kCountMin, false},
    {"count_min", Shape::kPlain, FilterKey::kCountMin, false},
    {"count_max", Shape::kPlain, FilterKey::kCountMax, false},
    {"asn", Shape::kPlain, FilterKey::kAsn, true},
    {"not_asn", Shape::kPlain, FilterKey::kNotAsn, false},
    {"country", Shape::kPlain, FilterKey::kCountry, true},
    {"not_country", Shape::kPlain, FilterKey::kNotCountry, false},
    {"tag", Shape::kPlain, FilterKey::kTag, true},
    {"is", Shape::kPlain, FilterKey::kTag, true},
    {"not_tag", Shape::kPlain, FilterKey::kNotTag, false},
    {"merge", Shape::kPlain, FilterKey::kMerge, false},
    {"sort", Shape::kPlain, FilterKey::kSort, false},
    {"limit", Shape::kPlain, FilterKey::kLimit, false},
    {"exclude", Shape::kPlain, FilterKey::kExclude, false},
    {"in", Shape::kPlace, FilterKey::kType, false},
    {"text", Shape::kText, FilterKey::kType, false},
    {"txt", Shape::kText, FilterKey::kType, false},
    {"glob", Shape::kGlob, FilterKey::kType, false},
    {"has", Shape::kSubstring, FilterKey::kType, false},
    {"host", Shape::kHint, FilterKey::kType, false},
    {"hostname", Shape::kHint, FilterKey::kType, false},
    {"fqdn", Shape::kHint, FilterKey::kType, false},
    {"ip", Shape::kHint, FilterKey::kType, false},
    {"address", Shape::kHint, FilterKey::kType, false},
    {"cidr", Shape::kHint, FilterKey::kType, false},
    {"url", Shape::kHint, FilterKey::kType, false},
    {"uri", Shape::kHint, FilterKey::kType, false},
    {"email", Shape::kHint, FilterKey::kType, false},
    {"mail", Shape::kHint, FilterKey::kType, false},
}};

const KeyForm* find_key(std::string_view key) {
  const auto at =
      std::find_if(kKeys.begin(), kKeys.end(), [&](const KeyForm& f) { return f.key == key; });
  return at == kKeys.end() ? nullptr : &*at;
}

/// What `name:` and `domain:` are: beside a question they choose of its rows, alone they only say
/// what follows.
enum class NameKeys : std::uint8_t { kHints = 1, kFilters = 2 };

bool may_be_hint(const KeyForm& form) {
  return form.filter == FilterKey::kName || form.filter == FilterKey::kDomain;
}

bool is_blank(char c) {
  return c == ' ';
}
bool is_separator(char c) {
  return c == ' ' || c == ',' || c == ';';
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// What stands between quotes: `\"` and `\\` are one character.
std::string unquoted(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && (text[i + 1] == '"' || text[i + 1] == '\\')) ++i;
    out += text[i];
  }
  return out;
}

/// Cuts words off a line.
class Splitter {
 public:
  Splitter(const TracedText& line, std::string_view whole, NameKeys names)
      : line_(line), whole_(whole), names_(names) {}

  /// Whether a key was read as a hint that could be a filter.
  [[nodiscard]] bool has_name_hints() const noexcept { return has_name_hints_; }

  std::vector<AskWord> split() {
    skip_bullet();
    if (is_txt_record()) {
      AskWord word = cut(AskWordKind::kText, line_.size());
      word.value = raw(at_, line_.size());
      while (!word.value.empty() && is_blank(word.value.back())) word.value.pop_back();
      words_.push_back(std::move(word));
      return std::move(words_);
    }
    while (true) {
      while (at_ < text().size() && is_separator(text()[at_])) ++at_;
      if (at_ == text().size()) return std::move(words_);
      if (take_regex() || take_quoted() || take_filter() || take_tag()) continue;
      take_plain();
    }
  }

 private:
  [[nodiscard]] std::string_view text() const { return line_.view(); }
  /// As it was pasted.
  [[nodiscard]] std::string raw(std::size_t from, std::size_t to) const {
    const std::size_t begin = line_.origin(from);
    return std::string(whole_.substr(begin, line_.origin(to) - begin));
  }
  AskWord cut(AskWordKind kind, std::size_t end) {
    AskWord word;
    word.kind = kind;
    word.text = line_.part(at_, end);
    word.offset = word.value_offset = line_.origin(at_);
    word.end = line_.origin(end);
    return word;
  }
  /// Whether `c` stands at `at`, and stood there when it was pasted too.
  [[nodiscard]] bool is_raw(std::size_t at, char c) const {
    return text()[at] == c && whole_[line_.origin(at)] == c;
  }
  /// The next `c` from `at` on before which no backslash stands; `opener` says whether it must have
  /// been pasted as it is.
  [[nodiscard]] std::size_t find_close(std::size_t at, char c, std::size_t opener) const {
    const bool must_be_raw = is_raw(opener, c);
    for (; at < text().size(); ++at) {
      if (is_raw(at, '\\')) {
        ++at;
      } else if (text()[at] == c && is_raw(at, c) == must_be_raw) {
        return at;
      }
    }
    return std::string_view::npos;
  }
  /// The quote that ends what the one at `opener` begins.
  [[nodiscard]] std::size_t closing_quote(std::size_t opener) const {
    std::size_t close = find_close(opener + 1, '"', opener);
    while (close != std::string_view::npos && !ends_at(close + 1))
      close = find_close(close + 1, '"', opener);
    return close;
  }
  [[nodiscard]] bool ends_at(std::size_t at) const {
    return at == text().size() || is_separator(text()[at]);
  }

  /// `* `, `- `, `+ `, `1. ` or `2) ` before something else is an item of a list.
  void skip_bullet() {
    while (at_ < text().size() && is_blank(text()[at_])) ++at_;
    std::size_t end = at_;
    while (end < text().size() && text()[end] >= '0' && text()[end] <= '9') ++end;
    const bool is_number =
        end > at_ && end < text().size() && (text()[end] == '.' || text()[end] == ')');
    const bool is_mark = end == at_ && end < text().size() &&
                         std::string_view("*-+").find(text()[end]) != std::string_view::npos;
    if (!is_number && !is_mark) return;
    ++end;
    if (end >= text().size() || !is_blank(text()[end])) return;
    const std::size_t next = text().find_first_not_of(' ', end);
    if (next == std::string_view::npos) return;
    if (is_mark && text()[at_] == '*' && take_filter_at(next)) return;  // `* type:MX` asks for all
    at_ = next;
  }
  bool take_filter_at(std::size_t at) {
    const std::size_t held = std::exchange(at_, at);
    const std::size_t had = words_.size();
    const bool is_filter = take_filter() || take_tag();
    if (words_.size() > had) words_.pop_back();  // a hint before nothing leaves no word
    at_ = held;
    return is_filter;
  }

  /// `v=spf1 …`, `v=DMARC1; …`: blanks and semicolons are part of it.
  [[nodiscard]] bool is_txt_record() const {
    const std::string_view rest = text().substr(at_);
    if (rest.size() < 4 || lower(rest[0]) != 'v' || rest[1] != '=') return false;
    std::size_t end = 2;
    while (end < rest.size() && !is_separator(rest[end])) ++end;
    return end > 2 && end < rest.size() && rest[end] != ',';
  }

  bool take_regex() {
    if (text()[at_] != '/' || at_ + 1 >= text().size() || text()[at_ + 1] == '/') return false;
    std::size_t end = find_close(at_ + 1, '/', at_);
    while (end != std::string_view::npos) {
      std::size_t flags = end + 1;
      while (flags < text().size() && lower(text()[flags]) >= 'a' && lower(text()[flags]) <= 'z')
        ++flags;
      if (ends_at(flags)) {
        AskWord word = cut(AskWordKind::kRegex, flags);
        word.value = raw(at_ + 1, end);
        word.value_offset = line_.origin(at_ + 1);
        word.flags = std::string(text().substr(end + 1, flags - end - 1));
        words_.push_back(std::move(word));
        at_ = flags;
        return true;
      }
      end = find_close(end + 1, '/', at_);
    }
    return false;
  }

  bool take_quoted() {
    if (text()[at_] != '"') return false;
    const std::size_t close = closing_quote(at_);
    if (close == std::string_view::npos) return false;
    AskWord word = cut(AskWordKind::kQuoted, close + 1);
    word.value = unquoted(raw(at_ + 1, close));
    word.value_offset = line_.origin(at_ + 1);
    words_.push_back(std::move(word));
    at_ = close + 1;
    return true;
  }

  /// The end of a filter's value that begins at `from`; whether it was quoted.
  [[nodiscard]] std::size_t value_end(std::size_t from, bool& is_quoted) const {
    is_quoted = false;
    if (from < text().size() && text()[from] == '"') {
      const std::size_t close = closing_quote(from);
      if (close != std::string_view::npos) {
        is_quoted = true;
        return close + 1;
      }
    }
    std::size_t end = from;
    while (end < text().size() && !is_blank(text()[end])) ++end;
    while (end > from && is_separator(text()[end - 1])) --end;
    return end;
  }

  /// What stands before a filter's value.
  struct FilterHead {
    const KeyForm* form = nullptr;
    bool is_negated = false;
    std::string_view op;
    std::size_t value_at = 0;
  };
  bool take_filter() {
    const std::optional<FilterHead> head = filter_head();
    if (!head) return false;
    bool is_quoted = false;
    const std::size_t from = head->value_at;
    const std::size_t end = value_end(from, is_quoted);
    const Shape shape = head->form->shape;
    if (!head->is_negated && is_hint(*head->form, end > from)) {
      if (end > from) at_ = from;  // what follows is the question
      return end > from ? take_behind_hint() : skip_to(end);
    }
    AskWord word = cut(kind_of(shape), end);
    word.key = head->form->key;
    word.op = head->op;
    word.is_negated = head->is_negated;
    word.value = is_quoted ? unquoted(raw(from + 1, end - 1)) : raw_or_plain(shape, from, end);
    word.value_offset = line_.origin(is_quoted ? from + 1 : from);
    words_.push_back(std::move(word));
    at_ = end;
    return true;
  }
  /// `type:`, `-type:`, `count>=`; nothing when no filter begins here.
  [[nodiscard]] std::optional<FilterHead> filter_head() const {
    FilterHead head;
    std::size_t at = at_;
    head.is_negated = text()[at] == '-' || text()[at] == '!';
    if (head.is_negated) ++at;
    const std::string key = key_at(at);
    head.form = find_key(key);
    if (head.form == nullptr) return std::nullopt;
    at += key.size();
    head.op = operator_at(at);
    const bool has_bounds =
        head.form->shape == Shape::kBounds || head.form->shape == Shape::kNumber;
    if (head.op.empty() || (head.op != ":" && !has_bounds)) return std::nullopt;
    if (text().substr(at).starts_with("://")) return std::nullopt;  // a scheme
    head.value_at = at + head.op.size();
    return head;
  }
  /// The letters and underscores at `at`, in lower case.
  [[nodiscard]] std::string key_at(std::size_t at) const {
    const auto is_of_key = [](char c) { return c == '_' || (lower(c) >= 'a' && lower(c) <= 'z'); };
    std::string key;
    for (; at < text().size() && is_of_key(text()[at]); ++at) key += lower(text()[at]);
    return key;
  }
  bool is_hint(const KeyForm& form, bool has_value) {
    if (form.shape == Shape::kHint) return true;
    if (!may_be_hint(form)) return false;
    if (!has_value) return true;  // `domain: example.com`
    if (names_ == NameKeys::kFilters) return false;
    has_name_hints_ = true;
    return true;
  }
  [[nodiscard]] std::string raw_or_plain(Shape shape, std::size_t from, std::size_t end) const {
    if (shape == Shape::kNames) return bare(refang(line_.part(from, end))).text();
    const bool is_raw = shape == Shape::kText || shape == Shape::kGlob ||
                        shape == Shape::kSubstring || shape == Shape::kRdata;
    return is_raw ? raw(from, end) : std::string(text().substr(from, end - from));
  }
  bool take_behind_hint() {
    if (!take_regex() && !take_quoted()) take_plain();
    words_.back().is_hinted = true;
    return true;
  }
  bool skip_to(std::size_t end) {
    at_ = end;
    return true;
  }
  /// The longest operator that stands at `at`; empty when none does.
  [[nodiscard]] std::string_view operator_at(std::size_t at) const {
    constexpr std::array<std::string_view, 6> kOperators{"<=", ">=", "<", ">", ":", "="};
    const std::string_view rest = text().substr(at);
    const auto found = std::find_if(kOperators.begin(), kOperators.end(),
                                    [&](std::string_view each) { return rest.starts_with(each); });
    return found == kOperators.end() ? std::string_view() : *found;
  }
  static AskWordKind kind_of(Shape shape) {
    if (shape == Shape::kPlace) return AskWordKind::kIn;
    if (shape == Shape::kGlob) return AskWordKind::kGlob;
    if (shape == Shape::kSubstring) return AskWordKind::kSubstring;
    return shape == Shape::kText ? AskWordKind::kText : AskWordKind::kFilter;
  }

  /// `-cdn`; also what is no tag, so that it is told.
  bool take_tag() {
    if ((text()[at_] != '-' && text()[at_] != '!') || at_ + 1 == text().size()) return false;
    if (is_separator(text()[at_ + 1])) return false;
    std::size_t end = at_;
    while (!ends_at(end)) ++end;
    AskWord word = cut(AskWordKind::kTag, end);
    word.value = std::string(text().substr(at_ + 1, end - at_ - 1));
    word.value_offset = line_.origin(at_ + 1);
    words_.push_back(std::move(word));
    at_ = end;
    return true;
  }

  void take_plain() {
    std::size_t end = at_;
    bool has_slashes = false;
    while (end < text().size() && !is_blank(text()[end])) {
      const char c = text()[end];
      if (end > at_ && text().substr(end - 1, 2) == "//") has_slashes = true;
      if ((c == ',' || c == ';') && !is_part(end, has_slashes)) break;
      ++end;
    }
    words_.push_back(cut(AskWordKind::kPlain, end));
    at_ = end;
  }
  /// Whether the comma or semicolon at `at` belongs to the word: `192.0.2.0,24`, or inside a URL
  /// unless another one begins behind it.
  [[nodiscard]] bool is_part(std::size_t at, bool is_url) const {
    const std::string_view rest = text().substr(at + 1);
    if (is_url) {
      const std::size_t next = std::min(rest.find_first_of(" ,;"), rest.size());
      return next > 0 && rest.substr(0, next).find("//") == std::string_view::npos;
    }
    std::size_t digits = 0;
    while (digits < rest.size() && rest[digits] >= '0' && rest[digits] <= '9') ++digits;
    const bool ends = digits == rest.size() || is_separator(rest[digits]);
    return text()[at] == ',' && digits > 0 && digits <= 3 && ends &&
           parse_ip_address(text().substr(at_, at - at_)).has_value();
  }

  const TracedText& line_;
  std::string_view whole_;
  NameKeys names_;
  bool has_name_hints_ = false;
  std::size_t at_ = 0;
  std::vector<AskWord> words_;
};

/// Whether a word asks for something by itself.
bool is_question(const AskWord& word) {
  switch (word.kind) {
    case AskWordKind::kPlain: {
      const std::string_view text = word.text.view();
      return !word.is_hinted && std::any_of(text.begin(), text.end(), [](char c) {
        return c == '*' || (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') ||
               static_cast<unsigned char>(c) >= 0x80;
      });
    }
    case AskWordKind::kFilter:  // a question where there is no other
      return !word.is_negated && (word.key == "asn" || word.key == "country");
    case AskWordKind::kTag:
    case AskWordKind::kIn:
      return false;
    default:
      return !word.is_hinted;
  }
}

/// `evil dot example (dot) com` as one word.
std::vector<AskWord> joined(std::vector<AskWord> words, std::string_view whole) {
  std::vector<AskWord> out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool is_between = !out.empty() && out.back().kind == AskWordKind::kPlain &&
                            words[i].kind == AskWordKind::kPlain && i + 1 < words.size() &&
                            words[i + 1].kind == AskWordKind::kPlain;
    const char plain = is_between ? lone_disguise(words[i].text.view()) : '\0';
    const auto is_near = [&](std::size_t from, std::size_t to) {
      return from <= to &&
             whole.substr(from, to - from).find_first_of(",;") == std::string_view::npos;
    };
    if (plain == 0 || !is_near(out.back().end, words[i + 1].offset)) {
      out.push_back(std::move(words[i]));
      continue;
    }
    TracedText dot;
    dot.push(plain, words[i].offset);
    dot.finish(words[i].end);
    out.back().text.append(dot);
    out.back().text.append(words[i + 1].text);
    out.back().end = words[i + 1].end;
    ++i;
  }
  return out;
}

// ---- what a filter says

Error fault(const AskWord& word, std::string_view what, std::size_t in_value = 0) {
  return {ErrorCode::kInvalid, what, word.value_offset + in_value, word.text.text()};
}

/// Adds a canonical filter and checks that it can be read.
Status push(const AskWord& word, FilterKey key, std::string value, std::vector<FilterWord>& out) {
  out.push_back({key, std::move(value), word.offset, word.value_offset});
  return {};
}

bool is_relative(const std::optional<Moment>& moment) {
  return moment && moment->ago_s;
}

std::string iso(std::uint32_t unix_s) {
  std::string out;
  append_iso_time(out, unix_s);
  return out;
}

Result<MomentSpan> span_of(const AskWord& word, std::uint32_t now_s) {
  auto span = parse_span(word.value, now_s);
  if (!span) return fault(word, span.error().what, span.error().offset);
  return *span;
}

std::string span_text(const AskWord& word, const MomentSpan& span, bool is_by_day) {
  if (is_relative(span.from) || is_relative(span.to)) return word.value;
  const auto end_text = [&](const std::optional<Moment>& end, std::uint32_t whole) {
    if (!end) return std::string();
    const std::string text = iso(end->unix_s);
    const bool is_day = is_by_day || end->unix_s % record::kSecondsPerDay == whole;
    return is_day ? text.substr(0, 10) : text;
  };
  const std::string from = end_text(span.from, 0);
  const std::string to = end_text(span.to, record::kSecondsPerDay - 1);
  return from == to && from.size() == 10 ? from : from + ".." + to;
}

/// `first>=2024`: the bound that a comparison with a span of time sets.
Status push_bound(const AskWord& word, const KeyForm& form, const MomentSpan& span,
                  std::vector<FilterWord>& out) {
  const bool is_lower = word.op[0] == '>';
  const bool is_strict = word.op.size() == 1;
  const auto upper = static_cast<FilterKey>(static_cast<std::uint8_t>(form.filter) + 1);
  if (is_relative(span.from) || is_relative(span.to))
    return push(word, is_lower ? form.filter : upper, word.value, out);
  if (!span.from || !span.to || word.value.find("..") != std::string::npos)
    return fault(word, "expected one time or day after a comparison");
  const std::uint32_t end = is_lower == is_strict ? span.to->unix_s : span.from->unix_s;
  if (is_strict && (is_lower ? end == kLastSecond : end == 0))
    return fault(word, "no time lies beyond this one");
  const std::uint32_t bound = !is_strict ? end : is_lower ? end + 1 : end - 1;
  return push(word, is_lower ? form.filter : upper, iso(bound), out);
}

Status push_times(const AskWord& word, const KeyForm& form, const MomentSpan& span,
                  std::vector<FilterWord>& out) {
  const auto upper = static_cast<FilterKey>(static_cast<std::uint8_t>(form.filter) + 1);
  const auto text = [&](const Moment& at) {
    if (!at.ago_s) return iso(at.unix_s);
    return *at.ago_s == 0 ? std::string("now") : "-" + std::to_string(*at.ago_s) + "s";
  };
  if (span.from) SPOOR_CHECK(push(word, form.filter, text(*span.from), out));
  if (span.to) SPOOR_CHECK(push(word, upper, text(*span.to), out));
  return {};
}

Status push_number(const AskWord& word, std::vector<FilterWord>& out) {
  std::uint64_t number = 0;
  const char* const end = word.value.data() + word.value.size();
  const auto [stop, error] = std::from_chars(word.value.data(), end, number);
  if (error != std::errc() || stop != end || number > record::kMaxCount)
    return fault(word, "expected a whole number, 0 or more, as in count>=10");
  if (word.op == "<" && number == 0) return fault(word, "no count lies below 0");
  const bool is_lower = word.op[0] != '<';
  const bool is_upper = word.op[0] != '>';
  if (is_lower)
    SPOOR_CHECK(
        push(word, FilterKey::kCountMin, std::to_string(number + (word.op == ">" ? 1 : 0)), out));
  if (is_upper)
    SPOOR_CHECK(
        push(word, FilterKey::kCountMax, std::to_string(number - (word.op == "<" ? 1 : 0)), out));
  return {};
}

FilterKey negated(FilterKey key) {
  switch (key) {
    case FilterKey::kType:
      return FilterKey::kNotType;
    case FilterKey::kSource:
      return FilterKey::kNotSource;
    case FilterKey::kAsn:
      return FilterKey::kNotAsn;
    case FilterKey::kCountry:
      return FilterKey::kNotCountry;
    case FilterKey::kBailiwick:
      return FilterKey::kNotBailiwick;
    case FilterKey::kName:
      return FilterKey::kNotName;
    case FilterKey::kRdata:
      return FilterKey::kNotRdata;
    case FilterKey::kTld:
      return FilterKey::kNotTld;
    case FilterKey::kDomain:
      return FilterKey::kNotDomain;
    default:
      return FilterKey::kNotTag;
  }
}

Status push_filter(const AskWord& word, const KeyForm& form, std::uint32_t now_s,
                   std::vector<FilterWord>& out) {
  if (form.shape == Shape::kNumber) return push_number(word, out);
  if (form.shape == Shape::kNames && word.value.starts_with('/'))
    return fault(word, "expected names, as they are: a pattern stands alone, as /expression/");
  const bool is_plain =
      form.shape == Shape::kPlain || form.shape == Shape::kNames || form.shape == Shape::kRdata;
  if (is_plain)
    return push(word, word.is_negated ? negated(form.filter) : form.filter, word.value, out);
  SPOOR_TRY(const MomentSpan span, span_of(word, now_s));
  switch (form.shape) {
    case Shape::kSpan:
      return push(word, form.filter, span_text(word, span, form.filter == FilterKey::kSeen), out);
    case Shape::kBounds:
      if (word.op[0] == '<' || word.op[0] == '>') return push_bound(word, form, span, out);
      return push_times(word, form, span, out);
    default:
      break;
  }
  if (word.value.find("..") != std::string::npos)
    return fault(word, "expected one time or day: a span goes with seen: and only:");
  const std::optional<Moment>& end = form.shape == Shape::kStart ? span.from : span.to;
  return push(word, form.filter,
              word.value.starts_with('-') || !end || end->ago_s ? word.value : iso(end->unix_s),
              out);
}

}  // namespace

std::vector<AskWord> split_words(const TracedText& line, std::string_view whole) {
  Splitter hinting(line, whole, NameKeys::kHints);
  std::vector<AskWord> words = hinting.split();
  if (hinting.has_name_hints()) {
    std::vector<AskWord> choosing = Splitter(line, whole, NameKeys::kFilters).split();
    if (std::any_of(choosing.begin(), choosing.end(), is_question)) words = std::move(choosing);
  }
  return joined(std::move(words), whole);
}

Status add_filter_words(const AskWord& word, std::uint32_t now_s, std::vector<FilterWord>& words) {
  if (word.kind == AskWordKind::kTag) {
    if (!enrich::parse_tag(word.value)) {
      return Error{ErrorCode::kInvalid,
                   "expected a tag after '-' (cdn, cloud, parking, sinkhole, dynamic-dns, "
                   "public-resolver, popular), or type:, source:, asn:, country:, name:, domain:, "
                   "tld:, rdata: (a name that begins so is written \\045...)",
                   word.offset, word.text.text()};
    }
    return push(word, FilterKey::kNotTag, word.value, words);
  }
  const KeyForm* form = find_key(word.key);
  if (word.value.empty()) return fault(word, "expected a value: the word ends here");
  if (word.is_negated && !form->may_negate) {
    return Error{ErrorCode::kInvalid,
                 "'-' goes before type:, source:, asn:, country:, tag:, name:, domain:, tld:, "
                 "rdata:, bailiwick: and tags only",
                 word.offset, word.text.text()};
  }
  const std::size_t had = words.size();
  SPOOR_CHECK(push_filter(word, *form, now_s, words));
  for (std::size_t i = had; i < words.size(); ++i) {  // by itself it must make sense
    SearchRequest alone;
    const Status applied = apply_filter(words[i], {now_s, nullptr}, alone);
    if (!applied) return fault(word, applied.error().what, applied.error().offset);
  }
  return {};
}

}  // namespace spoor::search
