// SPDX-License-Identifier: Apache-2.0
// From questions to runs of keys.
#include "search/plan.h"

#include <algorithm>
#include <map>
#include <utility>

#include "dns/rdata.h"
#include "record/key.h"
#include "record/pivot.h"

namespace spoor::search {
namespace {

using record::ValueKind;

constexpr std::uint32_t kLastTypeWithNames =
    300;  // far above SVCB, HTTPS and whatever follows them

char kind_octet(ValueKind kind) {
  return static_cast<char>(kind);
}

std::string sort_form(const dns::Name& name) {
  std::string form;
  dns::append_sort_form(form, name.wire());
  return form;
}

/// The prefix that `name` and all names below it share.
std::string subtree_prefix(const dns::Name& name) {
  std::string form = sort_form(name);
  form.pop_back();
  return form;
}

std::string address_key(const IpAddress& address) {
  std::string key(1, kind_octet(address.is_v6 ? ValueKind::kIpv6 : ValueKind::kIpv4));
  key += as_chars(address.bytes());
  return key;
}

/// Where rdata equal to `octets` may stand, whatever its type; and as a beginning, for the types
/// without names.
std::vector<PlannedRange> raw_ranges(const std::string& octets, const TypeFilter& types) {
  std::map<std::string, std::vector<WantedRdata>> by_value;
  record::PivotFinder finder;
  for (std::uint32_t number = 1; number < kLastTypeWithNames; ++number) {
    const auto type = static_cast<dns::RrType>(number);
    if (dns::is_meta_type(type) || !types.accepts(type)) continue;
    auto rdata = dns::canonical_rdata(type, as_bytes(octets));
    if (!rdata) continue;
    const auto& values = finder.find(type, *rdata);
    const auto value = std::min_element(values.begin(), values.end());
    const bool is_raw = std::any_of(values.begin(), values.end(), [](std::string_view v) {
      return v.front() == kind_octet(ValueKind::kRaw);
    });
    if (value == values.end() || is_raw) continue;  // the prefix below finds these
    by_value[std::string(*value)].push_back({type, *std::move(rdata)});
  }
  std::vector<PlannedRange> ranges;
  for (auto& [value, wanted] : by_value) {
    PlannedRange range = prefix_range(value);
    range.wanted = std::move(wanted);
    ranges.push_back(std::move(range));
  }
  std::string prefix(1, kind_octet(ValueKind::kRaw));
  record::append_escaped(prefix, octets);
  ranges.push_back(prefix_range(std::move(prefix)));
  return ranges;
}

Plan rdata_name_plan(const Query& query) {
  Plan plan{record::Index::kByValue, {}, {}, {}, query.kind != QueryKind::kExact};
  std::string prefix(1, kind_octet(ValueKind::kName));
  prefix += query.kind == QueryKind::kExact ? sort_form(query.name) : subtree_prefix(query.name);
  plan.ranges.push_back(prefix_range(std::move(prefix)));
  return plan;
}

/// Sorts ranges, each a name or a subtree, and drops those that lie in others.
std::vector<PlannedRange> apart(std::vector<PlannedRange> ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const PlannedRange& a, const PlannedRange& b) {
    return a.lower != b.lower ? a.lower < b.lower : b.upper < a.upper;
  });
  std::vector<PlannedRange> kept;
  for (PlannedRange& range : ranges) {
    const bool is_inside =
        !kept.empty() && (kept.back().upper.empty() || range.lower < kept.back().upper);
    if (!is_inside) kept.push_back(std::move(range));
  }
  return kept;
}

/// What is asked for at or below a name, narrowed to the owners that are wanted.
std::vector<PlannedRange> ranges_below(const Query& query, const Filters& filters) {
  std::vector<PlannedRange> ranges;
  if (!filters.names.wanted.empty()) {
    for (const dns::Name& name : filters.names.wanted) {
      if (dns::is_at_or_below(name.wire(), query.name.wire()))
        ranges.push_back(name_range(name, filters.types));
    }
    return apart(std::move(ranges));
  }
  const std::vector<dns::Name>& above =
      filters.domains.wanted.empty() ? filters.tlds.wanted : filters.domains.wanted;
  for (const dns::Name& name : above) {
    if (dns::is_at_or_below(name.wire(), query.name.wire())) {
      ranges.push_back(prefix_range(subtree_prefix(name)));
    } else if (dns::is_at_or_below(query.name.wire(), name.wire())) {
      ranges.push_back(prefix_range(subtree_prefix(query.name)));
    }
  }
  if (above.empty()) ranges.push_back(prefix_range(subtree_prefix(query.name)));
  return apart(std::move(ranges));
}

Plan owner_plan(const Query& query, const Filters& filters) {
  Plan plan;
  if (query.kind == QueryKind::kBelow) {
    plan.ranges = ranges_below(query, filters);
  } else {
    plan.ranges.push_back(name_range(query.name, filters.types));
  }
  return plan;
}

/// Whether all records of the plan stand under one value, owner after owner.
bool has_one_value(const Query& query) {
  switch (query.kind) {
    case QueryKind::kExact:
      return query.in != QueryIn::kName;
    case QueryKind::kAddresses:
      return query.low == query.high;
    case QueryKind::kMailbox:
    case QueryKind::kToken:
      return true;
    default:
      return false;
  }
}

/// Under one value: only the owners that are wanted.
void narrow_to_owners(Plan& plan, const Filters& filters) {
  const std::string value = plan.ranges.front().lower;
  std::vector<PlannedRange> ranges;
  for (const dns::Name& name : filters.names.wanted) {
    PlannedRange range = name_range(name, filters.types);
    range.lower.insert(0, value);
    range.upper.insert(0, value);
    ranges.push_back(std::move(range));
  }
  plan.ranges = apart(std::move(ranges));
}

}  // namespace

PlannedRange prefix_range(std::string prefix) {
  std::string upper = record::after_prefix(prefix);
  return {std::move(prefix), std::move(upper), {}};
}

PlannedRange name_range(const dns::Name& name, const TypeFilter& types) {
  const std::string form = sort_form(name);
  const auto& listed = types.only_listed();
  if (listed.empty()) return prefix_range(form);
  PlannedRange range{form, form, {}};
  record::append_type(range.lower, listed.front());
  record::append_type(range.upper, listed.back());
  range.upper = record::after_prefix(range.upper);
  return range;
}

PlannedRange rdata_range(dns::RrType type, std::string rdata) {
  record::PivotFinder finder;
  const auto& values = finder.find(type, rdata);
  PlannedRange range = prefix_range(std::string(*std::min_element(values.begin(), values.end())));
  range.wanted.push_back({type, std::move(rdata)});
  return range;
}

Plan make_plan(const Query& query, const Filters& filters) {
  Plan plan{record::Index::kByValue, {}, {}, {}, false};
  switch (query.kind) {
    case QueryKind::kExact:
    case QueryKind::kBelow:
      if (query.in == QueryIn::kName) return owner_plan(query, filters);
      plan = rdata_name_plan(query);
      break;
    case QueryKind::kForward:
      plan.index = query.in == QueryIn::kName ? record::Index::kByName : record::Index::kByValue;
      plan.may_repeat = query.in != QueryIn::kName;
      dns::append_forward_form(plan.forward, query.name.wire());
      plan.forward.pop_back();
      plan.forward_upper = record::after_prefix(plan.forward);
      break;
    case QueryKind::kAddresses:
      plan.ranges.push_back(
          {address_key(query.low), record::after_prefix(address_key(query.high)), {}});
      break;
    case QueryKind::kMailbox:
      plan.ranges.push_back(prefix_range(kind_octet(ValueKind::kMailbox) + sort_form(query.name)));
      break;
    case QueryKind::kToken:
      plan.ranges.push_back(prefix_range(record::token_value_key(query.octets)));
      break;
    case QueryKind::kRaw:
      plan.ranges = raw_ranges(query.octets, filters.types);
      break;
    case QueryKind::kPattern:
      plan.index = query.in == QueryIn::kName ? record::Index::kByName : record::Index::kByValue;
      plan.by_pattern = true;
      break;
  }
  if (has_one_value(query) && !filters.names.wanted.empty()) narrow_to_owners(plan, filters);
  return plan;
}

}  // namespace spoor::search
