// SPDX-License-Identifier: Apache-2.0
// Reading of questions: which of the forms of query.h a text is, and its value.
#include "search/query.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace spoor::search {
namespace {

constexpr std::string_view kGlobMark = "glob:", kSubstringMark = "has:";

constexpr std::size_t kShownOctets = 80;

Error invalid(std::string_view what, std::string_view text) {
  std::string shown(text.substr(0, kShownOctets));
  for (char& c : shown) {
    if (c < 0x20 || c == 0x7F) c = '?';
  }
  if (text.size() > kShownOctets) shown += "...";
  return {ErrorCode::kInvalid, what, 0, std::move(shown)};
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const auto from = text.find_first_not_of(kBlank);
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(kBlank) - from + 1);
}

bool has_non_ascii(std::string_view text) {
  return std::any_of(text.begin(), text.end(),
                     [](char c) { return static_cast<std::uint8_t>(c) >= 0x80; });
}

/// Position of `wanted` where no backslash stands before it; the last one when `last`.
std::size_t find_unescaped(std::string_view text, char wanted, bool last = false) {
  std::size_t found = std::string_view::npos;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\') {
      ++i;
    } else if (text[i] == wanted) {
      if (!last) return i;
      found = i;
    }
  }
  return found;
}

// ---- addresses

void mask(Query& query, unsigned prefix) {
  const std::size_t octets = query.low.is_v6 ? 16 : 4;
  for (std::size_t i = 0; i < octets; ++i) {
    const std::size_t bit = i * 8;
    const unsigned kept = prefix >= bit + 8 ? 8
                          : prefix > bit    ? static_cast<unsigned>(prefix - bit)
                                            : 0;
    const auto net = static_cast<std::uint8_t>(0xFF00U >> kept);
    query.low.octets[i] = static_cast<std::uint8_t>(query.low.octets[i] & net);
    query.high.octets[i] =
        static_cast<std::uint8_t>(query.low.octets[i] | static_cast<std::uint8_t>(~net));
  }
}

Result<Query> parse_prefix(std::string_view text, IpAddress address, std::string_view length) {
  Query query{QueryIn::kRdata, QueryKind::kAddresses, {}, address, address, {}};
  unsigned prefix = 0;
  const auto [end, fault] = std::from_chars(length.data(), length.data() + length.size(), prefix);
  const unsigned most = address.is_v6 ? 128 : 32;
  if (fault != std::errc{} || end != length.data() + length.size() || prefix > most) {
    return invalid(address.is_v6 ? "expected a prefix length of 0 to 128 after an IPv6 address"
                                 : "expected a prefix length of 0 to 32 after an IPv4 address",
                   text);
  }
  mask(query, prefix);
  return query;
}

Result<Query> parse_range(std::string_view text, const IpAddress& low, std::string_view to) {
  const auto high = parse_ip_address(trim(to));
  if (!high) return invalid("expected an address on both sides of '-'", text);
  if (high->is_v6 != low.is_v6)
    return invalid("both ends of a range must be IPv4, or both IPv6", text);
  if (*high < low) return invalid("a range must begin with its lower address", text);
  return Query{QueryIn::kRdata, QueryKind::kAddresses, {}, low, *high, {}};
}

/// Empty when `text` has nothing of an address.
std::optional<Result<Query>> parse_addresses(std::string_view text) {
  if (const auto one = parse_ip_address(text)) {
    return Result<Query>(Query{QueryIn::kRdata, QueryKind::kAddresses, {}, *one, *one, {}});
  }
  if (text.empty() || text.back() == '.') return std::nullopt;  // a final dot makes it a name
  const auto split = text.find_first_of("/,-");
  if (split == std::string_view::npos) return std::nullopt;
  const auto low = parse_ip_address(trim(text.substr(0, split)));
  if (!low) return std::nullopt;
  const std::string_view rest = text.substr(split + 1);
  // 192.0.2.1-dynamic.example.com is a name; 192.0.2.1-192.0.2.300 is a mistake worth a word.
  if (rest.find_first_not_of("0123456789abcdefABCDEF:. ") != std::string_view::npos &&
      rest.find('.') != std::string_view::npos) {
    return std::nullopt;
  }
  return text[split] == '-' ? parse_range(text, *low, rest) : parse_prefix(text, *low, rest);
}

// ---- names

Result<dns::Name> parse_plain_name(std::string_view text, std::string_view whole) {
  if (find_unescaped(text, '*') != std::string_view::npos) {
    return invalid(
        "a star may only be the whole first or last label (a literal star is written \\*)", whole);
  }
  auto name = dns::parse_name(text);
  if (!name)
    return invalid("expected a domain name such as www.example.com, *.example.com or www.example.*",
                   whole);
  return name;
}

/// `text` without a last label that is a star; empty when it has none.
std::optional<std::string_view> before_last_star(std::string_view text) {
  if (!text.empty() && text.back() == '.') text.remove_suffix(1);
  if (text.size() < 3 || text.back() != '*') return std::nullopt;
  const std::string_view head = text.substr(0, text.size() - 2);
  const char dot = text[text.size() - 2];
  std::size_t slashes = 0;
  while (slashes < head.size() && head[head.size() - 1 - slashes] == '\\') ++slashes;
  return dot == '.' && slashes % 2 == 0 ? std::optional(head) : std::nullopt;
}

Result<Query> parse_name_query(std::string_view text, QueryIn in) {
  Query query;
  query.in = in;
  if (has_non_ascii(text))
    return invalid("write names in ASCII: an internationalised name in its xn-- (punycode) form",
                   text);
  if (text.find_first_of(" \t\r\n") != std::string_view::npos)
    return invalid("a name holds no blanks (\\032 is one in a label)", text);
  if (text == "*" || text == "*.") {
    query.kind = QueryKind::kBelow;
    return query;
  }
  std::string_view rest = text;
  if (text.starts_with("*.")) {
    query.kind = QueryKind::kBelow;
    rest.remove_prefix(2);
  } else if (const auto head = before_last_star(text)) {
    query.kind = QueryKind::kForward;
    rest = *head;
  }
  SPOOR_TRY(query.name, parse_plain_name(rest, text));
  if (query.kind == QueryKind::kForward && query.name.is_root())
    return invalid("expected a label before the star", text);
  return query;
}

/// `local@domain`; a dot in the local part is part of the first label (RFC 1035 section 8).
Result<Query> parse_mailbox(std::string_view text) {
  if (has_non_ascii(text))
    return invalid(
        "write mailboxes in ASCII: an internationalised name in its xn-- (punycode) form", text);
  const std::size_t at = find_unescaped(text, '@', true);
  std::string escaped;
  for (std::size_t i = 0; i < at; ++i) {
    if (text[i] == '.') escaped += '\\';
    escaped += text[i];
    if (text[i] == '\\' && i + 1 < at) escaped += text[++i];
  }
  escaped += '.';
  if (text.substr(at + 1) != ".") escaped += text.substr(at + 1);
  auto name = dns::parse_name(escaped);
  if (!name || at == 0) return invalid("expected a mailbox such as hostmaster@example.com", text);
  return Query{QueryIn::kRdata, QueryKind::kMailbox, *name, {}, {}, {}};
}

Query text_token(std::string_view text) {
  if (text.size() >= 2 && text.front() == '"' && text.back() == '"')
    text = text.substr(1, text.size() - 2);
  return Query{QueryIn::kRdata, QueryKind::kToken, {}, {}, {}, std::string(text)};
}

Result<Query> parse_rdata_query(std::string_view text) {
  if (auto addresses = parse_addresses(text)) return *std::move(addresses);
  if (text.find_first_of(" \t=\"") != std::string_view::npos) {
    Query token = text_token(text);
    if (token.octets.empty()) return invalid("expected text between the quotes", text);
    return token;
  }
  if (find_unescaped(text, '@') != std::string_view::npos) return parse_mailbox(text);
  return parse_name_query(text, QueryIn::kRdata);
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  const char lower = static_cast<char>(c | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

Result<Query> parse_raw_query(std::string_view text) {
  Query query{QueryIn::kRaw, QueryKind::kRaw, {}, {}, {}, {}};
  int high = -1;
  for (const char c : text) {
    if (c == ' ') continue;
    const int digit = hex_value(c);
    if (digit < 0) return invalid("expected rdata as hex digits, such as c0000201", text);
    if (high < 0) {
      high = digit;
    } else {
      query.octets += static_cast<char>(high << 4 | digit);
      high = -1;
    }
  }
  if (high >= 0) return invalid("expected an even number of hex digits", text);
  if (query.octets.size() > 65535) return invalid("rdata has at most 65535 octets", text);
  return query;
}

// ---- canonical text

/// The presentation form in which `*`, `=` and `"` cannot be taken for query syntax.
std::string guarded_name(Bytes wire) {
  std::string plain;
  dns::append_name_text(plain, wire);
  std::string out;
  for (std::size_t i = 0; i < plain.size(); ++i) {
    if (plain[i] == '\\' && i + 1 < plain.size()) {
      ++i;
      if (plain[i] == '"') {
        out += "\\034";
      } else {
        out += '\\';
        out += plain[i];
      }
    } else if (plain[i] == '*') {
      out += "\\*";
    } else if (plain[i] == '=') {
      out += "\\061";
    } else {
      out += plain[i];
    }
  }
  return out;
}

std::string mailbox_text(Bytes wire) {
  const std::string name = guarded_name(wire);
  const std::size_t dot = find_unescaped(name, '.');
  std::string out;
  for (std::size_t i = 0; i < dot && i < name.size(); ++i) {
    if (name[i] == '\\' && i + 1 < name.size()) {
      if (name[i + 1] != '.') out += '\\';
      out += name[++i];
    } else {
      out += name[i];
    }
  }
  out += '@';
  if (dot != std::string::npos) out += name.substr(dot + 1);
  if (out.back() == '@') out += '.';
  return out;
}

std::string raw_text(std::string_view octets) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string out;
  for (const char c : octets) {
    out += kDigits[static_cast<std::uint8_t>(c) >> 4];
    out += kDigits[static_cast<std::uint8_t>(c) & 15];
  }
  return out;
}

std::string addresses_text(const Query& query) {
  std::string out;
  append_ip_text(out, query.low.bytes());
  if (query.high == query.low) return out;
  out += '-';
  append_ip_text(out, query.high.bytes());
  return out;
}

/// A pattern by its marks; nothing when there are none.
std::optional<Result<Query>> read_pattern_query(std::string_view text, QueryIn in) {
  Query query;
  query.in = in == QueryIn::kRdata ? QueryIn::kRdata : QueryIn::kName;
  query.kind = QueryKind::kPattern;
  std::size_t mark = 0;
  if (text.size() > 2 && text.front() == '/' && text.back() == '/') {
    query.syntax = PatternSyntax::kRegex;
    query.pattern = text.substr(1, text.size() - 2);
    mark = 1;
  } else if (text.starts_with(kGlobMark)) {
    query.syntax = PatternSyntax::kGlob;
    query.pattern = text.substr(mark = kGlobMark.size());
  } else if (text.starts_with(kSubstringMark)) {
    query.syntax = PatternSyntax::kSubstring;
    query.pattern = text.substr(mark = kSubstringMark.size());
  } else {
    return std::nullopt;
  }
  if (const auto pattern = parse_pattern(query.pattern, query.syntax); !pattern) {
    Error error = pattern.error();
    error.offset += mark;
    return error;
  }
  return query;
}

std::string pattern_text(const Query& query) {
  switch (query.syntax) {
    case PatternSyntax::kGlob:
    case PatternSyntax::kFlexGlob:
      return std::string(kGlobMark) + query.pattern;
    case PatternSyntax::kSubstring:
      return std::string(kSubstringMark) + query.pattern;
    case PatternSyntax::kRegex:
    case PatternSyntax::kFcre:
      break;
  }
  return '/' + query.pattern + '/';
}

}  // namespace

Result<Query> parse_query(std::string_view text, QueryIn in) {
  const char* const begin = text.data();
  text = trim(text);
  if (text.empty()) return invalid("expected a name, address, CIDR or range", "query");
  if (text.size() > kMaxQueryText) return invalid("the query is longer than any record", text);
  if (text.find('\0') != std::string_view::npos) return invalid("a query holds no NUL", text);
  if (in != QueryIn::kRaw) {
    if (auto pattern = read_pattern_query(text, in)) {
      if (*pattern) return *std::move(pattern);
      Error error = pattern->error();
      error.offset += static_cast<std::size_t>(text.data() - begin);
      return error;
    }
  }
  switch (in) {
    case QueryIn::kName:
      return parse_name_query(text, QueryIn::kName);
    case QueryIn::kRdata:
      return parse_rdata_query(text);
    case QueryIn::kRaw:
      return parse_raw_query(text);
    case QueryIn::kAuto:
      break;
  }
  if (auto addresses = parse_addresses(text)) return *std::move(addresses);
  if (find_unescaped(text, '@') != std::string_view::npos &&
      text.find('=') == std::string_view::npos)
    return parse_mailbox(text);
  return parse_name_query(text, QueryIn::kName);
}

std::string query_text(const Query& query) {
  switch (query.kind) {
    case QueryKind::kExact:
      return guarded_name(query.name.wire());
    case QueryKind::kBelow:
      return query.name.is_root() ? "*." : "*." + guarded_name(query.name.wire());
    case QueryKind::kForward:
      return guarded_name(query.name.wire()) + "*";
    case QueryKind::kAddresses:
      return addresses_text(query);
    case QueryKind::kMailbox:
      return mailbox_text(query.name.wire());
    case QueryKind::kToken:
      return '"' + query.octets + '"';
    case QueryKind::kRaw:
      return raw_text(query.octets);
    case QueryKind::kPattern:
      return pattern_text(query);
  }
  return {};
}

Status check_pattern(const Query& query) {
  if (query.kind != QueryKind::kPattern) {
    if (query.exclude.empty()) return {};
    return Error{ErrorCode::kInvalid, "goes with a pattern only: /…/, glob:… or has:…", 0,
                 "exclude"};
  }
  for (const auto& [text, where] :
       {std::pair<const std::string&, const char*>(query.pattern, "pattern"),
        std::pair<const std::string&, const char*>(query.exclude, "exclude")}) {
    if (&text == &query.exclude && text.empty()) continue;
    if (const auto read = parse_pattern(text, query.syntax); !read) {
      Error error = read.error();
      error.where = where;
      return error;
    }
  }
  return {};
}

Result<QueryIn> parse_query_in(std::string_view text) {
  if (text == "name") return QueryIn::kName;
  if (text == "rdata") return QueryIn::kRdata;
  if (text == "raw") return QueryIn::kRaw;
  if (text == "auto") return QueryIn::kAuto;
  return invalid("expected name, rdata, raw or auto", text);
}

}  // namespace spoor::search
