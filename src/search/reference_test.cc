// SPDX-License-Identifier: Apache-2.0
// The reference, and what random questions are made of.
#include "search/reference_test.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include <gtest/gtest.h>

#include "dns/rdata.h"
#include "enrich/prefix_table.h"
#include "enrich/warning_list.h"
#include "record/pivot.h"
#include "record/text_list.h"
#include "search/pattern_matcher.h"

namespace spoor::search {
namespace {

using record::How;
using record::Sightings;

std::string form_of(Bytes wire) {
  std::string form;
  dns::append_sort_form(form, wire);
  return form;
}

bool begins_with_labels(Bytes wire, const dns::Name& start) {
  const Bytes head = start.wire().first(start.size() - 1);
  return wire.size() > head.size() && std::equal(head.begin(), head.end(), wire.begin());
}

bool name_answers(const Query& query, Bytes wire) {
  switch (query.kind) {
    case QueryKind::kExact:
      return std::equal(wire.begin(), wire.end(), query.name.wire().begin(),
                        query.name.wire().end());
    case QueryKind::kBelow:
      return dns::is_at_or_below(wire, query.name.wire());
    case QueryKind::kForward:
      return begins_with_labels(wire, query.name);
    default:
      return false;
  }
}

bool any_name(const FakeRecord& r, dns::NameRole role, const auto& accept) {
  std::array<dns::RdataName, 8> names;
  const Bytes rdata = as_bytes(r.rdata);
  const std::size_t count = dns::find_rdata_names(r.type, rdata, names.data(), names.size());
  for (std::size_t i = 0; i < count; ++i) {
    if (names[i].role == role && accept(rdata.subspan(names[i].offset, names[i].size))) return true;
  }
  return false;
}

bool address_answers(const Query& query, const FakeRecord& r) {
  const bool is_v6 = r.type == dns::RrType::kAaaa;
  if ((!is_v6 && r.type != dns::RrType::kA) || is_v6 != query.low.is_v6) return false;
  const Bytes low = query.low.bytes(), high = query.high.bytes(), at = as_bytes(r.rdata);
  return !std::lexicographical_compare(at.begin(), at.end(), low.begin(), low.end()) &&
         !std::lexicographical_compare(high.begin(), high.end(), at.begin(), at.end());
}

bool has_value(const FakeRecord& r, std::string_view key) {
  record::PivotFinder finder;
  const auto& values = finder.find(r.type, r.rdata);
  return std::find(values.begin(), values.end(), key) != values.end();
}

bool raw_answers(const Query& query, const FakeRecord& r) {
  record::PivotFinder finder;
  const auto& values = finder.find(r.type, r.rdata);
  const bool prefix = std::any_of(values.begin(), values.end(), [](std::string_view v) {
    return v[0] == static_cast<char>(record::ValueKind::kRaw);
  });
  if (prefix) return r.rdata.starts_with(query.octets);
  const auto canonical = dns::canonical_rdata(r.type, as_bytes(query.octets));
  return canonical && *canonical == r.rdata;
}

std::uint32_t count_days(const Sightings& s) {
  std::uint32_t count = 0;
  for (std::uint32_t day = record::day_of(s.first); day <= record::day_of(s.last); ++day)
    count += s.confirmed_on(day) ? 1U : 0U;
  return count;
}

/// <0, 0, >0 by one column.
int compare_column(const FakeStore& store, OrderKey key, const PlainRow& a, const PlainRow& b) {
  const auto sign = [](const auto& x, const auto& y) { return x < y ? -1 : y < x ? 1 : 0; };
  const auto type_text = [&](const PlainRow& r) {
    return store.type_text(static_cast<dns::RrType>(r.type));
  };
  const auto zone = [](const PlainRow& r) {
    const auto name = *dns::name_from_sort_form(r.name_form);
    const bool is_known = r.bailiwick <= static_cast<int>(dns::count_labels(name.wire()));
    if (!is_known) return std::string("\xFF");
    return form_of(dns::ancestor(name.wire(), static_cast<std::size_t>(r.bailiwick)));
  };
  const auto value = [](const PlainRow& r) {
    const auto type = static_cast<dns::RrType>(r.type);
    if (type == dns::RrType::kA) return std::tuple(1, r.rdata, r.rdata);
    if (type == dns::RrType::kAaaa) return std::tuple(2, r.rdata, r.rdata);
    std::array<dns::RdataName, 8> names;
    if (dns::find_rdata_names(type, as_bytes(r.rdata), names.data(), names.size()) > 0)
      return std::tuple(3, form_of(as_bytes(r.rdata).subspan(names[0].offset, names[0].size)),
                        r.rdata);
    return std::tuple(4, type == dns::RrType::kTxt ? r.rdata.substr(1) : r.rdata, r.rdata);
  };
  switch (key) {
    case OrderKey::kFirstSeen:
      return sign(a.first, b.first);
    case OrderKey::kLastSeen:
      return sign(a.last, b.last);
    case OrderKey::kCount:
      return sign(a.count, b.count);
    case OrderKey::kName:
      return sign(a.name_form, b.name_form);
    case OrderKey::kType:
      return sign(type_text(a), type_text(b));
    case OrderKey::kRdata:
      return sign(value(a), value(b));
    case OrderKey::kSource:
      return sign(a.source, b.source);
    case OrderKey::kBailiwick:
      return sign(zone(a), zone(b));
    case OrderKey::kDaysSeen:
      return sign(a.days, b.days);
    case OrderKey::kTtl:
      return sign(a.ttl, b.ttl);
    case OrderKey::kKey:
      break;
  }
  return 0;
}

/// Whether one of the values that a record has is wanted, and none refused.
template <class Value>
bool is_chosen(const Choice<Value>& choice, const std::set<Value>& has) {
  const auto is_had = [&](const Value& value) { return has.contains(value); };
  return (choice.wanted.empty() ||
          std::any_of(choice.wanted.begin(), choice.wanted.end(), is_had)) &&
         std::none_of(choice.refused.begin(), choice.refused.end(), is_had);
}

bool is_known_as(const FakeRecord& r, const Filters& filters) {
  const auto enrichment = random_enrichment();
  std::set<std::uint32_t> asns;
  std::set<std::string> countries;
  std::set<enrich::Tag> tags;
  const auto add_tags = [&](enrich::TagSet set) {
    for (const enrich::Tag tag : enrich::kAllTags) {
      if (set.has(tag)) tags.insert(tag);
    }
  };
  add_tags(enrichment->tags(r.owner.wire()));
  if (r.type == dns::RrType::kA || r.type == dns::RrType::kAaaa) {
    const Bytes octets = as_bytes(r.rdata);
    const IpAddress address =
        r.type == dns::RrType::kA ? IpAddress::v4(octets) : IpAddress::v6(octets);
    const enrich::Origin origin = enrichment->origin(address);
    if (origin.asn != 0) asns.insert(origin.asn);
    if (!origin.country.empty()) countries.emplace(origin.country);
    add_tags(enrichment->tags(address));
  }
  return is_chosen(filters.asns, asns) && is_chosen(filters.countries, countries) &&
         is_chosen(filters.tags, tags);
}

/// Whether one of the wanted texts fits, if there are any, and none of the refused ones.
template <class Value, class Fits>
bool is_chosen_by(const Choice<Value>& choice, const Fits& fits) {
  return (choice.wanted.empty() || std::any_of(choice.wanted.begin(), choice.wanted.end(), fits)) &&
         std::none_of(choice.refused.begin(), choice.refused.end(), fits);
}

bool is_exactly(const FakeRecord& r, const Filters& filters) {
  const Bytes owner = r.owner.wire();
  const std::size_t labels = dns::count_labels(owner);
  const auto is_same = [](Bytes a, const dns::Name& b) {
    return std::equal(a.begin(), a.end(), b.wire().begin(), b.wire().end());
  };
  const auto at = random_enrichment()->registered_at(owner);
  return is_chosen_by(filters.names, [&](const dns::Name& name) { return is_same(owner, name); }) &&
         is_chosen_by(filters.tlds,
                      [&](const dns::Name& name) {
                        return labels > 0 && is_same(dns::ancestor(owner, 1), name);
                      }) &&
         is_chosen_by(
             filters.domains,
             [&](const dns::Name& name) { return at && is_same(owner.subspan(*at), name); }) &&
         is_chosen_by(filters.rdata,
                      [&](const std::string& text) {
                        return dns::rdata_text(r.type, as_bytes(r.rdata)) == text;
                      }) &&
         is_chosen_by(filters.bailiwicks, [&](const Zone& zone) {
           if (r.bailiwick > labels) return !zone;
           return zone && is_same(dns::ancestor(owner, r.bailiwick), *zone);
         });
}

/// Day by day, by the words of docs/formats/ask.md.
Presence presence_by_definition(const TimeFences& fences, const Sightings& s) {
  if (!fences.seen_from && !fences.seen_to) return Presence::kNotAsked;
  const std::uint32_t from = fences.seen_from ? fences.seen_from->unix_s / 86400 : 0;
  const std::uint32_t to = fences.seen_to ? fences.seen_to->unix_s / 86400 : 1000;
  for (std::uint32_t day = from; day <= to; ++day) {
    if (s.confirmed_on(day)) return Presence::kCertain;
  }
  const bool is_around = s.first / 86400 < from && s.last / 86400 > to;
  const bool is_dated = s.undated == 0 && s.told == 0;
  return is_around && !is_dated ? Presence::kPossible : Presence::kAbsent;
}

bool is_row_wanted(const Filters& filters, const Sightings& s) {
  const TimeFences& f = filters.fences;
  if ((f.first_after && s.first < f.first_after->unix_s) ||
      (f.first_before && s.first > f.first_before->unix_s) ||
      (f.last_after && s.last < f.last_after->unix_s) ||
      (f.last_before && s.last > f.last_before->unix_s))
    return false;
  if (filters.count_min && s.count() < *filters.count_min) return false;
  if (filters.count_max && s.count() > *filters.count_max) return false;
  return presence_by_definition(f, s) != Presence::kAbsent;
}

bool is_named(const std::vector<std::string>& names, const std::string& source) {
  return std::any_of(names.begin(), names.end(), [&](const std::string& w) {
    return w == source || (w.ends_with("/*") && source.starts_with(w.substr(0, w.size() - 1)));
  });
}

bool is_source_wanted(const Filters& filters, const std::string& source) {
  if (!filters.sources.empty() && !is_named(filters.sources, source)) return false;
  return !is_named(filters.refused_sources, source);
}

bool is_wanted(const FakeRecord& r, const SearchRequest& request) {
  const Filters& filters = request.filters;
  if (!answers(request.query, r) || !filters.types.accepts(r.type)) return false;
  if (!filters.refused_types.is_open() && filters.refused_types.accepts(r.type)) return false;
  return is_known_as(r, filters) && is_exactly(r, filters);
}

const std::vector<std::string>& some_names() {
  static const std::vector<std::string> kNames = {".",
                                                  "com",
                                                  "example.com",
                                                  "www.example.com",
                                                  "www.example.net",
                                                  "www.example",
                                                  "a.www.example.com",
                                                  "examplex.com",
                                                  "example.org",
                                                  "\\001.example.com",
                                                  "\\*.example.com",
                                                  "mail.example.org",
                                                  "ns1.example.net",
                                                  "www.example.co.test",
                                                  "deep.example.co.uk",
                                                  "co.uk"};
  return kNames;
}

const std::string& some_name(std::mt19937& random) {
  return some_names()[random() % some_names().size()];
}

}  // namespace

bool pattern_answers(const Query& query, const FakeRecord& r) {
  if (query.in == QueryIn::kRdata && !record::has_searched_text(r.type)) return false;
  std::string text = query.in == QueryIn::kName ? dns::name_to_text(r.owner)
                                                : dns::rdata_text(r.type, as_bytes(r.rdata));
  if (r.owner.is_root() && query.in == QueryIn::kName) text.clear();
  const auto matches = [&](const std::string& pattern) {
    const auto matcher =
        PatternMatcher::make(*parse_pattern(pattern, query.syntax), PatternMatcher::Engine::kRe2);
    return (*matcher)->matches(text);
  };
  return matches(query.pattern) && (query.exclude.empty() || !matches(query.exclude));
}

bool answers(const Query& query, const FakeRecord& r) {
  const auto accept = [&](Bytes wire) { return name_answers(query, wire); };
  switch (query.kind) {
    case QueryKind::kExact:
    case QueryKind::kBelow:
    case QueryKind::kForward:
      return query.in == QueryIn::kName ? accept(r.owner.wire())
                                        : any_name(r, dns::NameRole::kHost, accept);
    case QueryKind::kAddresses:
      return address_answers(query, r);
    case QueryKind::kMailbox:
      return any_name(r, dns::NameRole::kMailbox, [&](Bytes wire) {
        return std::equal(wire.begin(), wire.end(), query.name.wire().begin(),
                          query.name.wire().end());
      });
    case QueryKind::kToken:
      return has_value(r, record::token_value_key(query.octets));
    case QueryKind::kRaw:
      return raw_answers(query, r);
    case QueryKind::kPattern:
      return pattern_answers(query, r);
  }
  return false;
}

using RowKey = std::tuple<std::string, std::uint32_t, std::string, int, std::string, int>;

/// What joins into one row, and who told it.
struct JoinedRow {
  Sightings sightings;
  std::set<std::string> sources;
};

RowKey row_key(const FakeRecord& r, const record::SourcedSightings& s, Grouping grouping,
               const std::string& source) {
  return {form_of(r.owner.wire()),
          dns::to_number(r.type),
          r.rdata,
          grouping == Grouping::kMergeBailiwicks ? -1 : r.bailiwick,
          grouping == Grouping::kPerSource ? source : std::string(),
          static_cast<int>(s.how)};
}

void join(JoinedRow& row, const Sightings& s, bool is_new) {
  if (is_new) {
    row.sightings = s;
    return;
  }
  const std::uint64_t told = row.sightings.told + s.told;
  row.sightings.merge(s);
  row.sightings.told = told;
}

std::map<RowKey, JoinedRow> joined_rows(const FakeStore& store, const SearchRequest& request) {
  std::map<RowKey, JoinedRow> rows;
  for (const FakeRecord& r : store.records()) {
    if (!is_wanted(r, request)) continue;
    for (const auto& s : r.sightings) {
      const std::string source = store.source(s.source)->name;
      if (!is_source_wanted(request.filters, source)) continue;
      auto [at, is_new] = rows.try_emplace(row_key(r, s, request.grouping, source));
      join(at->second, s.sightings, is_new);
      at->second.sources.insert(source);
    }
  }
  return rows;
}

std::vector<PlainRow> reference_rows(const FakeStore& store, const SearchRequest& request) {
  const bool tells_sources = request.with_sources && request.grouping != Grouping::kPerSource;
  std::vector<PlainRow> out;
  for (const auto& [key, row] : joined_rows(store, request)) {
    const Sightings& s = row.sightings;
    if (!is_row_wanted(request.filters, s)) continue;
    const auto& [form, type, rdata, bailiwick, source, how] = key;
    std::string told;
    if (tells_sources)
      for (const std::string& each : row.sources) told += (told.empty() ? "" : " ") + each;
    out.push_back({form, type, rdata, bailiwick, source, how, s.first, s.last, s.count(),
                   count_days(s), s.has_ttl() ? s.ttl_max : 0,
                   static_cast<int>(presence_by_definition(request.filters.fences, s)), told});
  }
  return out;
}

bool is_before(const FakeStore& store, const Order& order, const PlainRow& a, const PlainRow& b) {
  std::vector<OrderColumn> columns{{order.key, order.descending}};
  columns.insert(columns.end(), order.then.begin(), order.then.end());
  for (const OrderColumn& column : columns) {
    const int sign = compare_column(store, column.key, a, b);
    if (sign != 0) return column.descending ? sign > 0 : sign < 0;
  }
  return a < b;
}

FakeStore random_store(std::mt19937& random, int rows) {
  using dns::RrType;
  FakeStore store;
  for (const char* name : {"zeta", "alpha", "mid/1", "mid/2"}) store.source_named(name);
  const RrType label = *store.intern_type_label("NAME");
  for (int i = 0; i < rows; ++i) {
    const std::string owner = some_name(random);
    const std::vector<std::pair<RrType, std::string>> values = {
        {RrType::kA, "192.0.2." + std::to_string(random() % 4)},
        {RrType::kAaaa, "2001:db8::" + std::to_string(random() % 3)},
        {RrType::kNs, some_name(random)},
        {RrType::kCname, some_name(random)},
        {RrType::kMx, "10 " + some_name(random)},
        {RrType::kPx, "5 " + some_name(random) + " " + some_name(random)},
        {RrType::kTxt, "\"v=1 key=" + std::to_string(random() % 3) + "\""},
        {RrType::kSoa, some_name(random) + " host\\.master.example.com 1 2 3 4 5"},
        {RrType::kDs, "1 8 2 00AA"},
        {label, "example.com."}};
    const auto& [type, text] = values[random() % values.size()];
    const auto labels = static_cast<unsigned>(dns::count_labels(dns::parse_name(owner)->wire()));
    const auto bailiwick = random() % 3 == 0 ? record::kBailiwickUnknown
                                             : static_cast<std::uint8_t>(random() % (labels + 1));
    const auto first = static_cast<std::uint32_t>(1000 + random() % 20);
    const auto last = static_cast<std::uint32_t>(first + random() % 20);
    const record::SourceId source{static_cast<std::uint32_t>(1 + random() % 4)};
    const How how = random() % 5 == 0 ? How::kZone : How::kSensor;
    Sightings sightings = random() % 2 == 0 ? Sightings::told_total(first, last, 1 + random() % 5)
                                            : Sightings::seen(first, last, 1 + random() % 5);
    if (random() % 3 == 0)  // dated days, with holes
      sightings.merge(Sightings::seen_once(
          first + record::kSecondsPerDay * static_cast<std::uint32_t>(1 + random() % 5), 60));
    if (random() % 4 == 0)
      sightings.merge(Sightings::seen(
          first, first + record::kSecondsPerDay * static_cast<std::uint32_t>(1 + random() % 3), 2));
    if (random() % 3 == 0) sightings.widen_ttl(static_cast<std::uint32_t>(60 + random() % 3));
    store.add(owner, type, text, {source, how, sightings}, bailiwick);
  }
  return store;
}

std::shared_ptr<const enrich::Enrichment> random_enrichment() {
  static const auto kEnrichment = [] {
    std::vector<enrich::LoadedFile> files(3);
    files[0].origins = *enrich::PrefixTable::parse(
        "192.0.2.0/31,64500,DE,Example\n192.0.2.2/32,64501,FR,Other\n2001:db8::/"
        "127,64500,US,More\n",
        files[0].file);
    files[1].labels =
        *enrich::parse_warning_list(R"({"name":"a","type":"hostname","list":["example.com"]})",
                                    enrich::Tag::kCdn, files[1].file);
    files[2].labels = *enrich::parse_warning_list(
        R"({"name":"b","type":"cidr","list":["192.0.2.1/32","2001:db8::2/128"]})",
        enrich::Tag::kParking, files[2].file);
    return std::make_shared<const enrich::Enrichment>(std::move(files));
  }();
  return kEnrichment;
}

namespace {

/// Filters of every other kind.
void add_random_filters(std::mt19937& random, Filters& filters) {
  const FakeStore no_store;
  filters.enrichment = random_enrichment();
  if (random() % 4 == 0) {
    const std::array<const char*, 4> types = {"A", "ANY", "MX,NS", "ANY-DNSSEC"};
    EXPECT_TRUE(filters.refused_types.add(types[random() % types.size()], no_store));
  }
  if (random() % 5 == 0) filters.refused_sources = {random() % 2 == 0 ? "alpha" : "mid/*"};
  if (random() % 5 == 0) filters.count_min = random() % 6;
  if (random() % 5 == 0) filters.count_max = filters.count_min.value_or(1) + random() % 8;
  const auto day = [&] {
    return Moment{static_cast<std::uint32_t>(random() % 7 * 86400 + random() % 86400), {}};
  };
  if (random() % 3 == 0) filters.fences.seen_from = day();
  if (random() % 3 == 0) filters.fences.seen_to = day();
  if (filters.fences.seen_from && filters.fences.seen_to &&
      filters.fences.seen_from->unix_s > filters.fences.seen_to->unix_s)
    std::swap(filters.fences.seen_from, filters.fences.seen_to);
  const auto choose = [&](auto& choice, const auto& values) {
    if (random() % 8 == 0) choice.wanted = {values[random() % values.size()]};
    if (random() % 8 == 0) choice.refused = {values[random() % values.size()]};
  };
  choose(filters.asns, std::array<std::uint32_t, 3>{64500, 64501, 64502});
  choose(filters.countries, std::array<std::string, 3>{"DE", "FR", "US"});
  choose(filters.tags, std::array{enrich::Tag::kCdn, enrich::Tag::kParking, enrich::Tag::kCloud});
}

/// Owners, rdata and bailiwicks, one or several.
void add_exact_filters(std::mt19937& random, Filters& filters) {
  const auto some = [&](auto& choice, const auto& make) {
    for (auto* values : {&choice.wanted, &choice.refused}) {
      if (random() % 5 != 0) continue;
      for (unsigned more = 1 + static_cast<unsigned>(random() % 4); more > 0; --more)
        values->push_back(make());
    }
  };
  const auto name = [&] { return *dns::parse_name(some_name(random)); };
  const auto zone = [&] { return random() % 3 == 0 ? Zone() : Zone(name()); };
  const auto one_of = [&](const auto& texts) {
    return std::string(texts[random() % texts.size()]);
  };
  some(filters.names, name);
  some(filters.tlds, [&] {
    return *dns::parse_name(one_of(std::array{"com", "net", "org", "example", "uk", "test"}));
  });
  some(filters.domains, [&] {
    return *dns::parse_name(one_of(std::array{"example.com", "example.net", "example.co.uk",
                                              "co.uk", "www.example.com", "co.test"}));
  });
  some(filters.rdata, [&] {
    return one_of(std::array{"192.0.2.1", "192.0.2.2", "2001:db8::1", "10 example.com.",
                             "example.com.", "\"v=1 key=1\"", "1 8 2 00AA"});
  });
  some(filters.bailiwicks, zone);
}

}  // namespace

Order random_order(std::mt19937& random) {
  Order order{static_cast<OrderKey>(random() % 11), random() % 2 == 0};
  while (order.key != OrderKey::kKey && random() % 2 == 0)
    order.then.push_back({static_cast<OrderKey>(1 + random() % 10), random() % 2 == 0});
  return order;
}

SearchRequest random_request(std::mt19937& random) {
  SearchRequest request;
  const std::vector<std::pair<std::string, QueryIn>> queries = {
      {some_name(random), QueryIn::kName},
      {"*.example.com", QueryIn::kName},
      {"*", QueryIn::kName},
      {"*.com", QueryIn::kName},
      {"www.example.*", QueryIn::kName},
      {"www.*", QueryIn::kName},
      {some_name(random), QueryIn::kRdata},
      {"*.example.com", QueryIn::kRdata},
      {"*", QueryIn::kRdata},
      {"www.example.*", QueryIn::kRdata},
      {"www.*", QueryIn::kRdata},
      {"192.0.2.0/31", QueryIn::kAuto},
      {"192.0.2.1-192.0.2.3", QueryIn::kAuto},
      {"2001:db8::1", QueryIn::kAuto},
      {"host.master@example.com", QueryIn::kAuto},
      {"key=1", QueryIn::kRdata},
      {"c0000202", QueryIn::kRaw},
      {"0876", QueryIn::kRaw},
      {"0001", QueryIn::kRaw},
      {"03777777076578616d706c6503636f6d00", QueryIn::kRaw},
      {"000a03777777076578616d706c6503636f6d00", QueryIn::kRaw}};
  const auto& [text, in] = queries[random() % queries.size()];
  request.query = *parse_query(text == "\\*.example.com" ? "\\*.example.com" : text, in);
  const FakeStore no_store;
  if (random() % 3 == 0) {
    const std::array<const char*, 5> types = {"A", "ANY", "ANY-DNSSEC", "MX,NS", "TXT,ANY-DNSSEC"};
    EXPECT_TRUE(request.filters.types.add(types[random() % types.size()], no_store));
  }
  if (random() % 4 == 0)
    request.filters.bailiwicks.wanted = {
        *dns::parse_name(random() % 2 == 0 ? "example.com" : "com")};
  if (random() % 3 == 0) request.filters.sources = {random() % 2 == 0 ? "alpha" : "mid/*"};
  const auto moment = [&] {
    return Moment{static_cast<std::uint32_t>(1000 + random() % 40), std::nullopt};
  };
  TimeFences& fences = request.filters.fences;
  for (auto* fence :
       {&fences.first_after, &fences.first_before, &fences.last_after, &fences.last_before}) {
    if (random() % 5 == 0) *fence = moment();
  }
  if (random() % 2 == 0) add_random_filters(random, request.filters);
  if (random() % 3 == 0) add_exact_filters(random, request.filters);
  request.with_sources = random() % 2 == 0;
  request.grouping = static_cast<Grouping>(random() % 3);
  request.order = random_order(random);
  request.limit = kNoLimit;
  return request;
}

PlainRow to_plain(const Row& row) {
  std::string sources;
  for (const std::string_view name : row.sources.names) {
    if (!sources.empty()) sources += ' ';
    sources += name;
  }
  EXPECT_EQ(row.sources.total, row.sources.names.size());
  return {form_of(row.owner),
          dns::to_number(row.type),
          std::string(row.rdata),
          row.bailiwick,
          std::string(row.source_name),
          static_cast<int>(row.how),
          row.sightings->first,
          row.sightings->last,
          row.sightings->count(),
          count_days(*row.sightings),
          row.sightings->has_ttl() ? row.sightings->ttl_max : 0,
          static_cast<int>(row.presence),
          sources};
}

std::vector<PlainRow> read_all(RowCursor& cursor) {
  std::vector<PlainRow> rows;
  while (true) {
    const auto row = cursor.next();
    if (!row) {
      ADD_FAILURE() << describe(row.error());
      return rows;
    }
    if (*row == nullptr) return rows;
    rows.push_back(to_plain(**row));
  }
}

std::vector<PlainRow> ask(const FakeStore& store, const SearchRequest& request) {
  const auto cursor = search(store, request);
  if (!cursor) {
    ADD_FAILURE() << describe(cursor.error());
    return {};
  }
  return read_all(**cursor);
}

std::string describe_request(const SearchRequest& request) {
  return query_text(request.query) + " in " + std::to_string(static_cast<int>(request.query.in)) +
         " types " + request.filters.types.text() + " grouping " +
         std::to_string(static_cast<int>(request.grouping)) + " order " + order_text(request.order);
}

}  // namespace spoor::search
