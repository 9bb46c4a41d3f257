// SPDX-License-Identifier: Apache-2.0
// What was understood, written back: for programs, which must read the same out of it, and people.
#include <algorithm>
#include <array>
#include <utility>

#include "search/ask.h"
#include "search/defang.h"
#include "search/idn.h"

namespace spoor::search {
namespace {

bool is_plain(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

void append_octet(std::string& out, std::uint8_t octet) {
  out += '\\';
  out += static_cast<char>('0' + octet / 100);
  out += static_cast<char>('0' + octet / 10 % 10);
  out += static_cast<char>('0' + octet % 10);
}

/// Presentation text in which nothing can be taken for the grammar of the box: every octet that is
/// no letter, digit, hyphen, underscore or dot as \DDD.
std::string armoured(std::string_view text, std::string_view allowed) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    std::uint8_t octet = 0;
    const bool is_escape = text[at] == '\\' && dns::read_escape(text, at, octet);
    if (!is_escape) octet = static_cast<std::uint8_t>(text[at++]);
    const char c = static_cast<char>(octet);
    const bool fits = (is_plain(c) && !(is_escape && c == '.')) ||
                      (!is_escape && allowed.find(c) != std::string_view::npos);
    if (!fits || (out.empty() && c == '-')) {
      append_octet(out, octet);
    } else {
      out += c;
    }
  }
  return out;
}

/// Whether the text of a name would be read as an address, a network or the number of an item.
bool looks_numeric(std::string_view text) {
  if (text.find_first_not_of("0123456789.*") == std::string_view::npos) return true;
  const std::size_t hyphen = text.find('-');
  return hyphen != std::string_view::npos && parse_ip_address(text.substr(0, hyphen)).has_value();
}

std::string name_words(const Query& query) {
  std::string out = armoured(query_text(query), "*");
  if (query.kind == QueryKind::kMailbox) out = armoured(query_text(query), "@");
  const std::size_t digit = out.find_first_of("0123456789");
  if (looks_numeric(out) && digit != std::string::npos) {
    std::string escaped;
    append_octet(escaped, static_cast<std::uint8_t>(out[digit]));
    out.replace(digit, 1, escaped);
  }
  return out;
}

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string value_text(std::string_view value) {
  const bool is_safe = !value.empty() && std::all_of(value.begin(), value.end(), [](char c) {
    return is_plain(c) || std::string_view(",:/*+").find(c) != std::string_view::npos;
  }) && value.back() != ',';
  return is_safe ? std::string(value) : quoted(value);
}

/// Whether a value names owners, which are read out of their disguises where no quotes keep them.
bool has_names(FilterKey key) {
  switch (key) {
    case FilterKey::kName:
    case FilterKey::kNotName:
    case FilterKey::kTld:
    case FilterKey::kNotTld:
    case FilterKey::kDomain:
    case FilterKey::kNotDomain:
      return true;
    default:
      return false;
  }
}

bool looks_disguised(const std::string& value) {
  TracedText text;
  text.push(value, 0);
  text.finish(value.size());
  return bare(refang(text)).text() != value;
}

std::string filter_text(const FilterWord& word) {
  const bool must_quote = has_names(word.key) && looks_disguised(word.value);
  const std::string value = must_quote ? quoted(word.value) : value_text(word.value);
  switch (word.key) {
    case FilterKey::kNotType:
      return "-type:" + value;
    case FilterKey::kNotSource:
      return "-source:" + value;
    case FilterKey::kNotAsn:
      return "-asn:" + value;
    case FilterKey::kNotCountry:
      return "-country:" + value;
    case FilterKey::kNotBailiwick:
      return "-bailiwick:" + value;
    case FilterKey::kNotName:
      return "-name:" + value;
    case FilterKey::kNotRdata:
      return "-rdata:" + value;
    case FilterKey::kNotTld:
      return "-tld:" + value;
    case FilterKey::kNotDomain:
      return "-domain:" + value;
    case FilterKey::kTag:
      return "is:" + value;
    case FilterKey::kNotTag:
      return "-is:" + value;
    case FilterKey::kFirstAfter:
      return "first>=" + value;
    case FilterKey::kFirstBefore:
      return "first<=" + value;
    case FilterKey::kLastAfter:
      return "last>=" + value;
    case FilterKey::kLastBefore:
      return "last<=" + value;
    case FilterKey::kCountMin:
      return "count>=" + value;
    case FilterKey::kCountMax:
      return "count<=" + value;
    default:
      return std::string(filter_parameter(word.key)) + ':' + value;
  }
}

/// The filter that is itself the question (kAsn, kCountry).
std::size_t subject_of(const Understood& understood) {
  const auto& words = *understood.words;
  if (understood.kind != AskKind::kAsn && understood.kind != AskKind::kCountry) return words.size();
  const FilterKey key = understood.kind == AskKind::kAsn ? FilterKey::kAsn : FilterKey::kCountry;
  return static_cast<std::size_t>(
      std::find_if(words.begin(), words.end(), [&](const FilterWord& w) { return w.key == key; }) -
      words.begin());
}

// ---- for people

/// "2019-07-01" where a time is the first (or last) second of its day.
std::string short_time(std::string_view value, std::string_view second) {
  if (value.size() == 20 && value.substr(10) == second) value.remove_suffix(10);
  if (value.starts_with('-')) return std::string(value.substr(1)) + " ago";
  return std::string(value);
}

std::string listed(std::string_view values, std::string_view last) {
  std::string out;
  while (true) {
    const std::size_t comma = values.find(',');
    out += values.substr(0, comma);
    if (comma == std::string_view::npos) return out;
    values.remove_prefix(comma + 1);
    out += values.find(',') == std::string_view::npos ? last : ", ";
  }
}

std::string days_text(const std::string& value) {
  const std::size_t dots = value.find("..");
  if (dots == std::string::npos)
    return value.starts_with('-') ? "within " + value.substr(1) : "on " + value;
  if (dots == 0) return "up to " + value.substr(2);
  if (dots + 2 == value.size()) return "from " + value.substr(0, dots) + " on";
  return "from " + value.substr(0, dots) + " to " + value.substr(dots + 2);
}

std::string time_sentence(const FilterWord& word) {
  const std::string from = short_time(word.value, "T00:00:00Z");
  const std::string to = short_time(word.value, "T23:59:59Z");
  switch (word.key) {
    case FilterKey::kFirstAfter:
      return "first seen " + from + " or later";
    case FilterKey::kFirstBefore:
      return "first seen " + to + " or earlier";
    case FilterKey::kLastAfter:
      return "last seen " + from + " or later";
    case FilterKey::kLastBefore:
      return "last seen " + to + " or earlier";
    case FilterKey::kSince:
      return "seen since " + from;
    case FilterKey::kUntil:
      return "seen until " + to;
    case FilterKey::kSeen:
      return "seen " + days_text(word.value);
    default:
      return "seen only " + days_text(word.value);
  }
}

std::string filter_sentence(const FilterWord& word) {
  switch (word.key) {
    case FilterKey::kType:
      return "of type " + listed(word.value, " or ");
    case FilterKey::kNotType:
      return "not of type " + listed(word.value, " or ");
    case FilterKey::kSource:
      return "told by " + listed(word.value, " or ");
    case FilterKey::kNotSource:
      return "not told by " + listed(word.value, " or ");
    case FilterKey::kBailiwick:
      return "in the bailiwick " + listed(word.value, " or ");
    case FilterKey::kNotBailiwick:
      return "not in the bailiwick " + listed(word.value, " or ");
    case FilterKey::kName:
      return "of the name " + listed(word.value, " or ");
    case FilterKey::kNotName:
      return "not of the name " + listed(word.value, " or ");
    case FilterKey::kRdata:
      return "with the value " + word.value;
    case FilterKey::kNotRdata:
      return "without the value " + word.value;
    case FilterKey::kTld:
      return "under " + listed(word.value, " or ");
    case FilterKey::kNotTld:
      return "not under " + listed(word.value, " or ");
    case FilterKey::kDomain:
      return "of the domain " + listed(word.value, " or ");
    case FilterKey::kNotDomain:
      return "not of the domain " + listed(word.value, " or ");
    case FilterKey::kCountMin:
      return "seen " + word.value + " times or more";
    case FilterKey::kCountMax:
      return "seen " + word.value + " times or less";
    case FilterKey::kAsn:
      return "on an address of " + listed(word.value, " or ");
    case FilterKey::kNotAsn:
      return "not on an address of " + listed(word.value, " or ");
    case FilterKey::kCountry:
      return "on an address in " + listed(word.value, " or ");
    case FilterKey::kNotCountry:
      return "not on an address in " + listed(word.value, " or ");
    case FilterKey::kTag:
      return "known as " + listed(word.value, " or ");
    case FilterKey::kNotTag:
      return "not known as " + listed(word.value, " or ");
    case FilterKey::kMerge:
      return word.value == "none" ? "a row per source" : word.value + " merged";
    case FilterKey::kSort:
      return "sorted by " +
             (word.value.starts_with('-') ? word.value.substr(1) + ", descending" : word.value);
    case FilterKey::kExclude:
      return "but not " + word.value;
    case FilterKey::kLimit:
      return word.value == "0" ? "without limit" : "at most " + word.value + " rows";
    default:
      return time_sentence(word);
  }
}

/// A name without its final dot.
std::string shown_name(const Query& query) {
  std::string text = query_text(query);
  if (text.size() > 1 && text.ends_with('.')) text.pop_back();
  return text;
}

std::string name_sentence(const Understood& understood) {
  const Query& query = understood.query;
  Query exact = query;
  exact.kind = QueryKind::kExact;
  const std::string name = shown_name(exact);
  std::string subject;
  if (query.kind == QueryKind::kExact) {
    subject =
        understood.kind == AskKind::kUrl ? "the host " + name + " of a URL" : "the name " + name;
  } else if (query.kind == QueryKind::kForward) {
    subject = name + " under any ending";
  } else {
    subject = query.name.is_root() ? "every name" : name + " and every name below it";
  }
  return query.in == QueryIn::kRdata ? "what points to " + subject : subject;
}

std::string pattern_sentence(const Understood& understood) {
  const std::string where = understood.query.in == QueryIn::kRdata ? "values" : "names";
  const std::string& pattern = understood.query.pattern;
  if (understood.kind == AskKind::kRegex)
    return where + " that match the regular expression /" + pattern + '/';
  if (understood.kind == AskKind::kSubstring) return where + " that hold " + pattern;
  return where + " that match the pattern " + pattern;
}

std::string subject_sentence(const Understood& understood) {
  const std::string text = query_text(understood.query);
  switch (understood.kind) {
    case AskKind::kAddress:
      return "what pointed to the address " + text;
    case AskKind::kCidr:
      return "what pointed into the network " + text;
    case AskKind::kRange:
      return "what pointed to the addresses " + text;
    case AskKind::kMailbox:
      return "what names the mailbox " + shown_name(understood.query);
    case AskKind::kText:
      return "TXT records with the text " + text;
    case AskKind::kRaw:
      return "rdata of the octets " + text;
    case AskKind::kRegex:
    case AskKind::kGlob:
    case AskKind::kSubstring:
      return pattern_sentence(understood);
    case AskKind::kAsn:
    case AskKind::kCountry:
      return "every name";
    case AskKind::kUrl:
      if (understood.query.kind == QueryKind::kAddresses)
        return "what pointed to the address " + text + " of a URL";
      break;
    default:
      break;
  }
  return name_sentence(understood);
}

}  // namespace

std::string_view ask_kind_text(AskKind kind) noexcept {
  constexpr std::array<std::string_view, 16> kTexts{"",     "name",  "below", "forward", "address",
                                                    "cidr", "range", "url",   "mailbox", "text",
                                                    "raw",  "regex", "glob",  "asn",     "country"};
  return kTexts[static_cast<std::size_t>(kind)];
}

std::string ask_question_text(const Understood& understood) {
  const std::string place = understood.query.in == QueryIn::kRdata ? " in:rdata" : "";
  switch (understood.kind) {
    case AskKind::kText:
      return "text:" + quoted(understood.query.octets);
    case AskKind::kRaw:
      return query_text(understood.query) + " in:raw";
    case AskKind::kRegex:
      return '/' + understood.query.pattern + '/' + place;
    case AskKind::kGlob:
      return "glob:" + value_text(understood.query.pattern) + place;
    case AskKind::kSubstring:
      return "has:" + value_text(understood.query.pattern) + place;
    case AskKind::kAsn:
    case AskKind::kCountry:
      return filter_text((*understood.words)[subject_of(understood)]);
    default:
      break;
  }
  switch (understood.query.kind) {
    case QueryKind::kAddresses:
      return query_text(understood.query);
    case QueryKind::kMailbox:
      return name_words(understood.query);
    default:
      return name_words(understood.query) + place;
  }
}

std::string ask_text(const Understood& understood) {
  std::string out = ask_question_text(understood);
  const std::size_t subject = subject_of(understood);
  for (std::size_t i = 0; i < understood.words->size(); ++i) {
    if (i != subject) out += ' ' + filter_text((*understood.words)[i]);
  }
  return out;
}

std::string ask_sentence(const Understood& understood) {
  std::string out = subject_sentence(understood);
  for (const FilterWord& word : *understood.words) out += ", " + filter_sentence(word);
  return out;
}

std::string ask_unicode(const Understood& understood) {
  if (understood.query.kind == QueryKind::kAddresses || understood.query.name.is_root()) return {};
  return to_unicode(shown_name(understood.query));
}

}  // namespace spoor::search
