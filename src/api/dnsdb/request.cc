// SPDX-License-Identifier: Apache-2.0
// Path components first, then parameters; whatever is wrong is named.
#include "api/dnsdb/request.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "dns/name.h"
#include "search/query.h"

namespace spoor::api::dnsdb {
namespace {

using search::Moment;
using search::Query;
using search::QueryIn;

constexpr std::uint64_t kMost = std::numeric_limits<std::uint64_t>::max();

Error invalid(std::string_view parameter, std::string_view what) {
  return {ErrorCode::kInvalid, what, 0, std::string(parameter)};
}

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return dns::to_lower(static_cast<std::uint8_t>(x)) ==
           dns::to_lower(static_cast<std::uint8_t>(y));
  });
}

// ---- path components

/// One client encodes what its user had encoded already. No ordinary name holds a '%' and two hex
/// digits, so the octets that must travel encoded (a slash, a comma) are looked for once more.
std::string decoded_again(const std::string& text) {
  for (std::size_t at = text.find('%'); at != std::string::npos; at = text.find('%', at + 1)) {
    const std::string_view escape = std::string_view(text).substr(at + 1, 2);
    if (equals_ignoring_case(escape, "2F") || equals_ignoring_case(escape, "2C"))
      return http::percent_decode(text, false).value_or(text);
  }
  return text;
}

bool has_one_label_wildcard(std::string_view name) {
  if (name.ends_with('.')) name.remove_suffix(1);
  return name.starts_with("+.") || name.ends_with(".+");
}

Result<Query> name_query(const std::string& name) {
  if (has_one_label_wildcard(name)) {
    return invalid("name",
                   "the wildcard + for exactly one label is not supported; * stands for any number "
                   "of labels");
  }
  auto query = search::parse_query(name, QueryIn::kName);
  if (!query) return invalid("name", query.error().what);
  if (query->kind == search::QueryKind::kPattern)
    return invalid("name", "expected a name; patterns have paths of their own: regex and glob");
  return query;
}

Result<Query> raw_query(const std::string& hex) {
  auto query = search::parse_query(hex, QueryIn::kRaw);
  if (!query) return invalid("raw", query.error().what);
  return query;
}

Result<Query> owner_of_wire(const std::string& hex) {
  SPOOR_TRY(const Query raw, raw_query(hex));
  auto name = dns::name_from_wire(as_bytes(raw.octets));
  if (!name)
    return invalid("raw",
                   "expected the hex digits of one name in wire form, such as "
                   "03777777076578616d706c6503636f6d00");
  Query query;
  query.name = *name;
  return query;
}

Result<Query> address_query(const std::string& ip) {
  constexpr std::string_view kExpected =
      "expected an address, a prefix such as 192.0.2.0,24 or a range such as 192.0.2.1-192.0.2.9";
  auto query = search::parse_query(ip, QueryIn::kRdata);
  const bool looks_like_one =
      ip.find_first_not_of("0123456789abcdefABCDEF:.,/-") == std::string::npos;
  if (!query) return invalid("ip", looks_like_one ? query.error().what : kExpected);
  if (query->kind != search::QueryKind::kAddresses) return invalid("ip", kExpected);
  return query;
}

Result<Query> parse_value(const std::string& value, Target target) {
  switch (target) {
    case Target::kRrsetName:
      return name_query(decoded_again(value));
    case Target::kRrsetRaw:
      return owner_of_wire(value);
    case Target::kRdataIp:
      return address_query(decoded_again(value));
    case Target::kRdataRaw:
      return raw_query(value);
    case Target::kRdataName:
      break;
  }
  SPOOR_TRY(Query query, name_query(decoded_again(value)));
  query.in = QueryIn::kRdata;
  return query;
}

/// No type is ANY, which leaves the DNSSEC types out: that is what their clients understand by it.
Status parse_type(std::string_view text, const record::RecordStore& store,
                  search::TypeFilter& types) {
  if (text.find(',') != std::string_view::npos)
    return invalid("rrtype", "expected one type; several types are several requests");
  if (const auto added = types.add(text, store); !added)
    return invalid("rrtype", added.error().what);
  return {};
}

Status parse_path(const std::vector<std::string>& values, Target target, const Setting& setting,
                  search::SearchRequest& out) {
  const auto value = [&](std::size_t at) {
    return at < values.size() ? values[at] : std::string();
  };
  SPOOR_TRY(out.query, parse_value(value(0), target));
  const std::string type = value(1);
  SPOOR_CHECK(parse_type(type.empty() ? "ANY" : type, setting.store, out.filters.types));
  if (const std::string zone = decoded_again(value(2)); !zone.empty()) {
    auto name = dns::parse_name(zone);
    if (!name) return invalid("bailiwick", "expected a zone such as example.com");
    out.filters.bailiwicks.wanted.emplace_back(*name);
  }
  return {};
}

// ---- parameters

/// The first of this name counts; null when there is none.
const std::string* parameter(const http::Request& request, std::string_view name) {
  for (const http::Field& each : request.query) {
    if (each.name == name) return &each.value;
  }
  return nullptr;
}

/// Digits alone; a number beyond 64 bits is the greatest.
std::optional<std::uint64_t> parse_digits(std::string_view text) {
  if (text.empty()) return std::nullopt;
  std::uint64_t number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    const auto digit = static_cast<std::uint64_t>(c - '0');
    number = number > (kMost - digit) / 10 ? kMost : number * 10 + digit;
  }
  return number;
}

Result<std::uint64_t> number_of(const http::Request& request, std::string_view name,
                                std::uint64_t absent) {
  const std::string* text = parameter(request, name);
  if (text == nullptr) return absent;
  const auto number = parse_digits(*text);
  if (!number) return invalid(name, "expected a number, 0 or greater");
  return *number;
}

Result<bool> truth_of(const http::Request& request, std::string_view name, bool absent) {
  constexpr std::array<std::string_view, 4> kTrue{"t", "true", "1", "yes"};
  constexpr std::array<std::string_view, 4> kFalse{"f", "false", "0", "no"};
  const std::string* text = parameter(request, name);
  if (text == nullptr) return absent;
  const auto is_text = [&](std::string_view word) { return equals_ignoring_case(*text, word); };
  if (std::any_of(kTrue.begin(), kTrue.end(), is_text)) return true;
  if (std::any_of(kFalse.begin(), kFalse.end(), is_text)) return false;
  return invalid(name, "expected true or false");
}

/// Unix seconds, or (negative) so many seconds before now. Times before 1970 are its first second,
/// times beyond 32 bits the last: nothing was seen then.
Result<std::optional<Moment>> fence_of(const http::Request& request, std::string_view name,
                                       std::uint32_t now_s) {
  const std::string* text = parameter(request, name);
  if (text == nullptr) return std::optional<Moment>();
  const bool is_relative = text->starts_with('-');
  const auto number = parse_digits(std::string_view(*text).substr(is_relative ? 1 : 0));
  if (!number)
    return invalid(name, "expected Unix seconds, or a negative number of seconds before now");
  constexpr std::uint64_t kLast = std::numeric_limits<std::uint32_t>::max();
  const std::uint64_t unix_s =
      is_relative ? now_s - std::min<std::uint64_t>(*number, now_s) : std::min(*number, kLast);
  return std::optional(Moment{static_cast<std::uint32_t>(unix_s), std::nullopt});
}

Status parse_fences(const http::Request& request, std::uint32_t now_s, search::TimeFences& out) {
  SPOOR_TRY(out.first_after, fence_of(request, "time_first_after", now_s));
  SPOOR_TRY(out.first_before, fence_of(request, "time_first_before", now_s));
  SPOOR_TRY(out.last_after, fence_of(request, "time_last_after", now_s));
  SPOOR_TRY(out.last_before, fence_of(request, "time_last_before", now_s));
  return {};
}

/// limit, offset, max_count.
Status parse_bounds(const http::Request& request, Verb verb, const Setting& setting,
                    Question& out) {
  SPOOR_TRY(const auto limit, number_of(request, "limit", search::kDefaultLimit));
  out.search.limit = limit == 0 ? setting.results_max : std::min(limit, setting.results_max);
  if (verb == Verb::kSummarize) {
    SPOOR_TRY(out.max_count, number_of(request, "max_count", kMost));
    if (out.max_count == 0) return invalid("max_count", "expected a number greater than 0");
    return {};
  }
  SPOOR_TRY(out.search.offset, number_of(request, "offset", 0));
  if (out.search.offset > setting.offset_max) {
    return Error{ErrorCode::kLimit,
                 setting.offset_max == 0 ? "this key may not use offsets other than 0"
                                         : "the offset is above this key's offset_max",
                 0, "offset"};
  }
  return {};
}

/// Rows of rdata lookups do not show the bailiwick: rows that differ in it alone are one.
search::Grouping grouping(Target target, bool aggregated) {
  if (!aggregated) return search::Grouping::kPerSource;
  return is_rdata(target) ? search::Grouping::kMergeBailiwicks : search::Grouping::kMergeSources;
}

// ---- Accept

std::string_view trim(std::string_view text) {
  while (!text.empty() && (text.front() == ' ' || text.front() == '\t')) text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '\t')) text.remove_suffix(1);
  return text;
}

/// `q=0`, `q=0.0` …: what is not acceptable (RFC 9110 section 12.4.2).
bool is_refused(std::string_view parameters) {
  while (!parameters.empty()) {
    const std::size_t end = std::min(parameters.find(';'), parameters.size());
    const std::string_view one = trim(parameters.substr(0, end));
    if (one.size() > 2 && equals_ignoring_case(one.substr(0, 2), "q="))
      return one.substr(2).find_first_not_of("0.") == std::string_view::npos;
    parameters.remove_prefix(std::min(end + 1, parameters.size()));
  }
  return false;
}

bool is_ours(std::string_view range) {
  constexpr std::array<std::string_view, 7> kOurs{
      "*/*",    "application/*", "application/x-ndjson", "application/jsonl", "application/json",
      "text/*", "text/plain"};
  const std::size_t end = std::min(range.find(';'), range.size());
  const std::string_view type = trim(range.substr(0, end));
  if (is_refused(range.substr(std::min(end + 1, range.size())))) return false;
  return std::any_of(kOurs.begin(), kOurs.end(),
                     [&](std::string_view ours) { return equals_ignoring_case(type, ours); });
}

}  // namespace

Result<Question> parse_question(const http::Request& request, Verb verb, Target target,
                                const Setting& setting) {
  SPOOR_TRY(Question question, parse_parameters(request, verb, setting));
  SPOOR_CHECK(parse_path(request.values, target, setting, question.search));
  SPOOR_TRY(const bool aggregated, truth_of(request, "aggr", true));
  question.search.grouping = grouping(target, aggregated);
  return question;
}

Result<Question> parse_parameters(const http::Request& request, Verb verb, const Setting& setting) {
  Question question;
  SPOOR_TRY(question.human_times, truth_of(request, "humantime", false));
  SPOOR_CHECK(parse_fences(request, setting.now_s, question.search.filters.fences));
  SPOOR_CHECK(parse_bounds(request, verb, setting, question));
  return question;
}

bool accepts_answers(const http::Request& request) {
  bool says_something = false;
  for (const http::Field& field : request.fields) {
    if (field.name != "accept") continue;
    std::string_view rest = field.value;
    while (!rest.empty()) {
      const std::size_t end = std::min(rest.find(','), rest.size());
      if (is_ours(rest.substr(0, end))) return true;
      says_something = says_something || !trim(rest.substr(0, end)).empty();
      rest.remove_prefix(std::min(end + 1, rest.size()));
    }
  }
  return !says_something;
}

}  // namespace spoor::api::dnsdb
