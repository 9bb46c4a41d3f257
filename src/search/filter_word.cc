// SPDX-License-Identifier: Apache-2.0
// Filters by key: what each value means, and what is said when it means nothing.
#include "search/filter_word.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <limits>

#include "search/idn.h"
#include "search/time_span.h"

namespace spoor::search {
namespace {

constexpr std::array<std::string_view, kFilterKeys> kParameters{
    "type",         "not_type",      "source",      "not_source", "bailiwick", "first_after",
    "first_before", "last_after",    "last_before", "since",      "until",     "seen",
    "only",         "count_min",     "count_max",   "asn",        "not_asn",   "country",
    "not_country",  "tag",           "not_tag",     "merge",      "sort",      "limit",
    "exclude",      "not_bailiwick", "name",        "not_name",   "rdata",     "not_rdata",
    "tld",          "not_tld",       "domain",      "not_domain"};

constexpr std::string_view kSaidTwice = "this bound is set already: say it once";
constexpr std::size_t kMostValues = 1000;  // of one filter: a list of types or networks

Error fault(std::string_view what, std::string_view text, std::size_t offset = 0) {
  return {ErrorCode::kInvalid, what, offset, std::string(text.substr(0, 80))};
}

/// Where the next comma stands that no backslash makes part of a name.
std::size_t find_comma(std::string_view text, std::size_t at) {
  while (at < text.size() && text[at] != ',') at += text[at] == '\\' ? 2U : 1U;
  return std::min(at, text.size());
}

/// Calls `take` with each part between commas; its errors get the part's offset.
template <class Take>
Status each_part(std::string_view text, const Take& take) {
  std::size_t at = 0;
  while (true) {
    const std::size_t comma = find_comma(text, at);
    const std::string_view part = text.substr(at, comma - at);
    if (part.empty()) return fault("expected a value between the commas", text, at);
    if (Status taken = take(part); !taken) {
      Error error = taken.error();
      error.offset += at;
      return error;
    }
    if (comma == text.size()) return {};
    at = comma + 1;
  }
}

bool is_label_word(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return c > 0x20 && c < 0x7F && c != ',' && c != '"';
  });
}

Status add_types(std::string_view value, const FilterContext& context, TypeFilter& types) {
  return each_part(value, [&](std::string_view part) -> Status {
    Status added = types.add(part, context.store);
    if (added || (context.store == nullptr && is_label_word(part))) return {};
    return added;
  });
}

Status add_sources(std::string_view value, std::vector<std::string>& sources) {
  return each_part(value, [&](std::string_view part) -> Status {
    if (sources.size() == kMostValues) return fault("expected at most 1,000 sources", part);
    sources.emplace_back(part);
    return {};
  });
}

Status set_moment(std::string_view value, std::uint32_t now_s, std::optional<Moment>& fence) {
  if (fence) return fault(kSaidTwice, value);
  SPOOR_TRY(fence, parse_time(value, now_s));
  return {};
}

Status set_span(std::string_view value, std::uint32_t now_s,
                std::array<std::optional<Moment>*, 2> fence) {
  SPOOR_TRY(const MomentSpan span, parse_span(value, now_s));
  if ((span.from && *fence[0]) || (span.to && *fence[1])) return fault(kSaidTwice, value);
  if (span.from) *fence[0] = span.from;
  if (span.to) *fence[1] = span.to;
  return {};
}

Result<std::uint64_t> parse_number(std::string_view value) {
  std::uint64_t number = 0;
  const auto [stop, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || stop != value.data() + value.size())
    return fault("expected a whole number, 0 or more", value);
  return number;
}

Status set_number(std::string_view value, std::optional<std::uint64_t>& bound) {
  if (bound) return fault(kSaidTwice, value);
  SPOOR_TRY(bound, parse_number(value));
  return {};
}

template <class Value, class Parse>
Status add_values(std::string_view value, std::vector<Value>& values, const Parse& parse) {
  return each_part(value, [&](std::string_view part) -> Status {
    if (values.size() == kMostValues) return fault("expected at most 1,000 values", part);
    SPOOR_TRY(auto one, parse(part));
    values.push_back(std::move(one));
    return {};
  });
}

Result<dns::Name> parse_owner(std::string_view text) {
  const auto ascii = to_punycode(text);
  auto name = ascii ? dns::parse_name(*ascii) : ascii.error();
  if (!name) return fault("expected a name, such as www.example.com", text);
  return name;
}

Result<dns::Name> parse_tld(std::string_view text) {
  auto name = parse_owner(text);
  if (!name || dns::count_labels(name->wire()) != 1)
    return fault("expected a top-level domain: one label, such as com", text);
  return name;
}

Result<Zone> parse_zone(std::string_view text) {
  if (text == kUnknownBailiwick) return Zone();
  auto name = dns::parse_name(text);
  if (!name) return fault("expected a zone, such as com or example.com, or unknown", text);
  return Zone(*name);
}

Status add_rdata(std::string_view value, std::vector<std::string>& texts) {
  if (value.empty()) return fault("expected rdata as it is shown", value);
  if (texts.size() == kMostValues) return fault("expected at most 1,000 values", value);
  texts.emplace_back(value);
  return {};
}

/// What a record is exactly.
Status apply_exact(const FilterWord& word, Filters& filters) {
  const std::string& value = word.value;
  switch (word.key) {
    case FilterKey::kBailiwick:
      return add_values(value, filters.bailiwicks.wanted, parse_zone);
    case FilterKey::kNotBailiwick:
      return add_values(value, filters.bailiwicks.refused, parse_zone);
    case FilterKey::kName:
      return add_values(value, filters.names.wanted, parse_owner);
    case FilterKey::kNotName:
      return add_values(value, filters.names.refused, parse_owner);
    case FilterKey::kTld:
      return add_values(value, filters.tlds.wanted, parse_tld);
    case FilterKey::kNotTld:
      return add_values(value, filters.tlds.refused, parse_tld);
    case FilterKey::kDomain:
      return add_values(value, filters.domains.wanted, parse_owner);
    case FilterKey::kNotDomain:
      return add_values(value, filters.domains.refused, parse_owner);
    case FilterKey::kRdata:
      return add_rdata(value, filters.rdata.wanted);
    default:
      return add_rdata(value, filters.rdata.refused);
  }
}

Result<enrich::Tag> parse_tag(std::string_view text) {
  if (const auto tag = enrich::parse_tag(text)) return *tag;
  return fault(
      "expected a tag: cdn, cloud, parking, sinkhole, dynamic-dns, public-resolver or popular",
      text);
}

Status set_grouping(std::string_view value, Grouping& grouping) {
  if (value == "none") {
    grouping = Grouping::kPerSource;
  } else if (value == "sources") {
    grouping = Grouping::kMergeSources;
  } else if (value == "bailiwicks") {
    grouping = Grouping::kMergeBailiwicks;
  } else {
    return fault("expected none, sources or bailiwicks", value);
  }
  return {};
}

Status set_limit(std::string_view value, std::uint64_t& limit) {
  SPOOR_TRY(const std::uint64_t number, parse_number(value));
  limit = number == 0 ? kNoLimit : number;
  return {};
}

Status apply_time(const FilterWord& word, std::uint32_t now_s, TimeFences& fences) {
  switch (word.key) {
    case FilterKey::kFirstAfter:
      return set_moment(word.value, now_s, fences.first_after);
    case FilterKey::kFirstBefore:
    case FilterKey::kUntil:
      return set_moment(word.value, now_s, fences.first_before);
    case FilterKey::kLastAfter:
    case FilterKey::kSince:
      return set_moment(word.value, now_s, fences.last_after);
    case FilterKey::kLastBefore:
      return set_moment(word.value, now_s, fences.last_before);
    case FilterKey::kSeen:
      return set_span(word.value, now_s, {&fences.seen_from, &fences.seen_to});
    default:
      return set_span(word.value, now_s, {&fences.first_after, &fences.last_before});
  }
}

/// What an address or a name is known for.
Status apply_knowledge(const FilterWord& word, Filters& filters) {
  switch (word.key) {
    case FilterKey::kAsn:
      return add_values(word.value, filters.asns.wanted, parse_asn);
    case FilterKey::kNotAsn:
      return add_values(word.value, filters.asns.refused, parse_asn);
    case FilterKey::kCountry:
      return add_values(word.value, filters.countries.wanted, parse_country);
    case FilterKey::kNotCountry:
      return add_values(word.value, filters.countries.refused, parse_country);
    case FilterKey::kTag:
      return add_values(word.value, filters.tags.wanted, parse_tag);
    default:
      return add_values(word.value, filters.tags.refused, parse_tag);
  }
}

}  // namespace

std::string_view filter_parameter(FilterKey key) noexcept {
  return kParameters[static_cast<std::size_t>(key)];
}

Status apply_filter(const FilterWord& word, const FilterContext& context, SearchRequest& request) {
  Filters& filters = request.filters;
  switch (word.key) {
    case FilterKey::kType:
      return add_types(word.value, context, filters.types);
    case FilterKey::kNotType:
      return add_types(word.value, context, filters.refused_types);
    case FilterKey::kSource:
      return add_sources(word.value, filters.sources);
    case FilterKey::kNotSource:
      return add_sources(word.value, filters.refused_sources);
    case FilterKey::kCountMin:
      return set_number(word.value, filters.count_min);
    case FilterKey::kCountMax:
      return set_number(word.value, filters.count_max);
    case FilterKey::kMerge:
      return set_grouping(word.value, request.grouping);
    case FilterKey::kSort: {
      SPOOR_TRY(request.order, parse_order(word.value));
      return {};
    }
    case FilterKey::kLimit:
      return set_limit(word.value, request.limit);
    case FilterKey::kExclude:
      if (!request.query.exclude.empty()) return fault(kSaidTwice, word.value);
      request.query.exclude = word.value;  // read with the pattern, in its syntax
      return {};
    case FilterKey::kAsn:
    case FilterKey::kNotAsn:
    case FilterKey::kCountry:
    case FilterKey::kNotCountry:
    case FilterKey::kTag:
    case FilterKey::kNotTag:
      return apply_knowledge(word, filters);
    case FilterKey::kBailiwick:
    case FilterKey::kNotBailiwick:
    case FilterKey::kName:
    case FilterKey::kNotName:
    case FilterKey::kTld:
    case FilterKey::kNotTld:
    case FilterKey::kDomain:
    case FilterKey::kNotDomain:
    case FilterKey::kRdata:
    case FilterKey::kNotRdata:
      return apply_exact(word, filters);
    default:
      return apply_time(word, context.now_s, filters.fences);
  }
}

Result<std::uint32_t> parse_asn(std::string_view text) {
  std::string_view digits = text;
  if (digits.size() > 2 && (digits[0] | 0x20) == 'a' && (digits[1] | 0x20) == 's')
    digits.remove_prefix(2);
  const auto number = parse_number(digits);
  if (!number || *number > std::numeric_limits<std::uint32_t>::max())
    return fault("expected an autonomous system such as AS64500", text);
  return static_cast<std::uint32_t>(*number);
}

Result<std::string> parse_country(std::string_view text) {
  const auto is_letter = [](char c) { return (c | 0x20) >= 'a' && (c | 0x20) <= 'z'; };
  if (text.size() != 2 || !is_letter(text[0]) || !is_letter(text[1]))
    return fault("expected a country as two letters (ISO 3166), such as DE", text);
  return std::string{static_cast<char>(text[0] & ~0x20), static_cast<char>(text[1] & ~0x20)};
}

}  // namespace spoor::search
