// SPDX-License-Identifier: Apache-2.0
// Range after range, or name after name under a right wildcard.
#include "search/record_scan.h"

#include <algorithm>
#include <array>
#include <utility>

#include "dns/name.h"
#include "dns/rdata.h"
#include "record/key.h"

namespace spoor::search {
namespace {

using record::Index;
using record::OwnedKey;

constexpr std::uint64_t kOpening = 16;  // records: what finding a range costs about
constexpr std::size_t kMaxLabel = 63;   // octets
/// What the sort form of the least name below another ends with, where that one has its last 0x00.
constexpr std::string_view kLeastLabel("\x01\x01\0\0", 4);
constexpr std::size_t kMostNames = 64;  // HIP may list that many servers within reason

/// Types of which one record has at most one host: they cannot turn up twice.
bool has_one_host(dns::RrType type) {
  switch (type) {
    case dns::RrType::kNs:
    case dns::RrType::kCname:
    case dns::RrType::kPtr:
    case dns::RrType::kMx:
    case dns::RrType::kSoa:
    case dns::RrType::kSrv:
    case dns::RrType::kA:
    case dns::RrType::kAaaa:
      return true;
    default:
      return false;
  }
}

std::string forward_form(Bytes wire) {
  std::string form;
  dns::append_forward_form(form, wire);
  return form;
}

std::string forward_of_sort_form(std::string_view form) {
  const auto name = dns::name_from_sort_form(form);
  return name ? forward_form(name->wire()) : std::string();
}

}  // namespace

std::optional<OwnedKey> key_before(const OwnedKey& key) {
  if (key.bailiwick > 0)
    return OwnedKey{key.head, key.rdata, static_cast<std::uint8_t>(key.bailiwick - 1)};
  if (key.rdata.empty()) return std::nullopt;
  OwnedKey earlier = key;
  earlier.bailiwick = record::kBailiwickUnknown;
  const auto last = static_cast<std::uint8_t>(earlier.rdata.back());
  earlier.rdata.pop_back();
  if (last > 0) {
    earlier.rdata += static_cast<char>(last - 1);
    earlier.rdata.append(8, '\xFF');
  }
  return earlier;
}

std::string_view found_name(Index index, std::string_view head) noexcept {
  if (index == Index::kByValue) {
    const std::size_t value = record::value_length(head);
    return value == 0 ? std::string_view() : head.substr(1, value - 1);
  }
  return head.substr(0, dns::sort_form_length(head));
}

RecordScan::RecordScan(std::shared_ptr<const record::Snapshot> snapshot,
                       const SearchRequest& request, std::optional<OwnedKey> from)
    : snapshot_(std::move(snapshot)),
      request_(request),
      plan_(make_plan(request.query, request.filters)),
      bailiwicks_(request.filters.bailiwicks),
      owners_(request.filters),
      rdata_(request.filters.rdata),
      knowledge_(request.filters),
      from_(std::move(from)) {}

Status RecordScan::open(const PlannedRange& range) {
  record::RangeQuery query{plan_.index, range.lower, range.upper, std::nullopt,
                           request_.with_details};
  if (from_ && query.lower <= from_->head) {
    query.lower = from_->head;
    query.after = key_before(*from_);
  }
  range_ = &range;
  SPOOR_TRY(records_, snapshot_->find(std::move(query)));
  found_ = nullptr;
  return {};
}

Result<Step> RecordScan::open_next_name() {
  if (!names_) {
    std::string lower = plan_.forward;
    if (from_) lower = std::max(lower, forward_of_sort_form(found_name(plan_.index, from_->head)));
    SPOOR_TRY(names_, snapshot_->find_names(std::move(lower), plan_.forward_upper));
  }
  SPOOR_TRY(const std::string_view form, names_->next());
  if (form.empty()) return Step::kEnd;
  SPOOR_TRY(const dns::Name name, dns::name_from_forward_form(form));
  if (from_ && !forward_now_.empty()) from_.reset();  // it only bounds the first name
  forward_now_.assign(form);
  if (from_ && forward_of_sort_form(found_name(plan_.index, from_->head)) != forward_now_)
    from_.reset();
  std::string prefix;
  if (plan_.index == Index::kByValue) prefix += static_cast<char>(record::ValueKind::kName);
  dns::append_sort_form(prefix, name.wire());
  name_range_ = prefix_range(std::move(prefix));
  SPOOR_CHECK(open(name_range_));
  return Step::kRow;
}

/// The list's entry that a key was found by.
std::string RecordScan::text_entry(const OwnedKey& key) const {
  const std::string_view head = key.head;
  if (plan_.index == Index::kByName) return forward_of_sort_form(found_name(plan_.index, head));
  const std::string_view tail = head.substr(record::value_length(head));
  std::string entry;
  dns::RrType type{};
  if (record::read_type(tail.substr(dns::sort_form_length(tail)), type))
    record::append_value_entry(entry, type, key.rdata);
  return entry;
}

Result<Step> RecordScan::open_next_text(Budget& budget) {
  if (!texts_) {
    SPOOR_TRY(texts_, PatternScan::open(*snapshot_, request_.query,
                                        from_ ? text_entry(*from_) : std::string()));
  }
  SPOOR_TRY(const Step step, texts_->next(budget));
  if (step != Step::kRow) return step;
  if (from_ && text_entry(*from_) != texts_->entry()) from_.reset();  // it bounds one range only
  if (plan_.index == Index::kByName) {
    SPOOR_TRY(const dns::Name name, dns::name_from_forward_form(texts_->entry()));
    name_range_ = name_range(name, request_.filters.types);
  } else {
    SPOOR_TRY(auto value, record::parse_value_entry(texts_->entry()));
    name_range_ = rdata_range(value.type, std::move(value.rdata));
  }
  SPOOR_CHECK(open(name_range_));
  return Step::kRow;
}

/// A key at or behind an entry of the list that a pattern is matched against.
std::optional<OwnedKey> RecordScan::text_key(const PatternScan::Place& place) const {
  OwnedKey key;
  if (!place.is_behind) key.bailiwick = 0;
  if (plan_.index == Index::kByName) {
    const auto name = dns::name_from_forward_form(place.entry);
    if (!name) return std::nullopt;
    dns::append_sort_form(key.head, name->wire());
    if (place.is_behind) key.head += '\xFF';  // above every type
    return key;
  }
  const auto value = record::parse_value_entry(place.entry);
  if (!value) return std::nullopt;
  key.rdata = value->rdata;
  key.head = rdata_range(value->type, key.rdata).lower;
  // An owner before all others, or behind all that are met.
  if (place.is_behind) key.head.append(kMaxLabel, '\xFF').append(1, '\0');
  key.head += '\0';
  record::append_type(key.head, value->type);
  return key;
}

/// Where the rdata of the range goes on behind a record of the same value. A key tells its text by
/// type and rdata: they must be those of the range.
OwnedKey RecordScan::key_behind(const record::StoredRecord& found) const {
  const auto& [type, rdata] = range_->wanted.front();
  const std::string_view lead =
      found.key.head.substr(0, record::value_length(found.key.head) + found.name.size());
  OwnedKey key{std::string(lead), rdata, 0};
  record::append_type(key.head, type);
  if (record::compare(key.view(), found.key) > 0) return key;
  key.head.assign(lead.substr(0, lead.size() - 1)).append(kLeastLabel);  // the next owner there is
  record::append_type(key.head, type);
  return key;
}

Result<Step> RecordScan::open_next(Budget& budget) {
  if (plan_.by_pattern) return open_next_text(budget);
  if (!plan_.forward.empty()) return open_next_name();
  while (next_range_ < plan_.ranges.size()) {
    const PlannedRange& range = plan_.ranges[next_range_++];
    if (from_ && !range.upper.empty() && range.upper <= from_->head) continue;
    SPOOR_CHECK(open(range));
    return Step::kRow;
  }
  return Step::kEnd;
}

bool RecordScan::is_first_value(const record::StoredRecord& found) const {
  if (has_one_host(found.type)) return true;
  std::array<dns::RdataName, kMostNames> names;
  const Bytes rdata = as_bytes(found.key.rdata);
  const std::size_t count = dns::find_rdata_names(found.type, rdata, names.data(), names.size());
  if (count < 2) return true;
  const std::string_view mine = found_name(Index::kByValue, found.key.head);
  const bool is_forward = !plan_.forward.empty();
  const std::string own = is_forward ? forward_of_sort_form(mine) : std::string(mine);
  for (std::size_t i = 0; i < count; ++i) {
    if (names[i].role != dns::NameRole::kHost) continue;
    const Bytes wire = rdata.subspan(names[i].offset, names[i].size);
    std::string other;
    bool in_range = false;
    if (is_forward) {
      other = forward_form(wire);
      in_range = other.starts_with(plan_.forward);
    } else {
      dns::append_sort_form(other, wire);
      in_range = other.starts_with(std::string_view(range_->lower).substr(1));
    }
    if (in_range && other < own) return false;
  }
  return true;
}

bool RecordScan::is_wanted(const record::StoredRecord& found) const {
  return std::any_of(range_->wanted.begin(), range_->wanted.end(), [&](const WantedRdata& w) {
    return w.type == found.type && w.rdata == found.key.rdata;
  });
}

bool RecordScan::matches(const record::StoredRecord& found) {
  const Filters& filters = request_.filters;
  if (found.sightings.empty()) return false;
  if (!filters.types.accepts(found.type)) return false;
  if (!filters.refused_types.is_open() && filters.refused_types.accepts(found.type)) return false;
  if (!bailiwicks_.is_open() && !bailiwicks_.accepts(found.key.bailiwick, found.name)) return false;
  if (!owners_.is_open() && !owners_.accepts(found.name)) return false;
  if (!rdata_.is_open() && !rdata_.accepts(found.type, found.key.rdata)) return false;
  if (!range_->wanted.empty() && !is_wanted(found)) return false;
  if (plan_.may_repeat && !is_first_value(found)) return false;
  return knowledge_.is_open() || knowledge_.accepts(found);
}

Result<Step> RecordScan::next(Budget& budget) {
  while (true) {
    if (!records_) {
      if (is_done_) return Step::kEnd;
      budget.take(kOpening);
      is_at_match_ = false;
      SPOOR_TRY(const Step opened, open_next(budget));
      if (opened == Step::kPaused) return opened;
      is_done_ = opened == Step::kEnd;
      continue;
    }
    if (budget.is_spent()) return Step::kPaused;
    budget.take(1);
    is_at_match_ = false;
    SPOOR_TRY(found_, records_->next());
    if (found_ == nullptr) {
      records_.reset();
      continue;
    }
    if (from_ && record::compare(found_->key, from_->view()) < 0) continue;
    if (!matches(*found_)) continue;
    is_at_match_ = true;
    return Step::kRow;
  }
}

/// A pause finds a range open, and either a record of it at hand or nothing read of it; or it finds
/// texts being matched.
std::optional<OwnedKey> RecordScan::place() const {
  if (!records_) {
    if (!texts_ || !texts_->place()) return std::nullopt;
    return text_key(*texts_->place());
  }
  if (found_ == nullptr) {
    if (from_ && range_->lower <= from_->head) return std::nullopt;
    if (plan_.by_pattern) return text_key({texts_->entry(), false});
    return OwnedKey{range_->lower, {}, 0};
  }
  if (from_ && record::compare(found_->key, from_->view()) < 0) return std::nullopt;
  if (plan_.by_pattern && !range_->wanted.empty() && !is_wanted(*found_))
    return key_behind(*found_);
  OwnedKey key;
  key.assign(found_->key);
  return key;
}

}  // namespace spoor::search
