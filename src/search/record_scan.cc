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
constexpr std::size_t kMostNames = 64;  // HIP may list that many servers within reason

/// The key just before `key`, or a little before it; empty when the head has none before it.
std::optional<OwnedKey> before(const OwnedKey& key) {
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
      plan_(make_plan(request.query, request.filters.types)),
      knowledge_(request.filters),
      from_(std::move(from)) {
  if (request.filters.bailiwick) {
    const Bytes zone = request.filters.bailiwick->wire();
    dns::append_sort_form(zone_prefix_, zone);
    zone_prefix_.pop_back();
    zone_labels_ = static_cast<std::uint8_t>(dns::count_labels(zone));
  }
}

Status RecordScan::open(const PlannedRange& range) {
  record::RangeQuery query{plan_.index, range.lower, range.upper, std::nullopt,
                           request_.with_details};
  if (from_ && query.lower <= from_->head) {
    query.lower = from_->head;
    query.after = before(*from_);
  }
  range_ = &range;
  SPOOR_TRY(records_, snapshot_->find(std::move(query)));
  found_ = nullptr;
  return {};
}

Result<bool> RecordScan::open_next_name() {
  if (!names_) {
    std::string lower = plan_.forward;
    if (from_) lower = std::max(lower, forward_of_sort_form(found_name(plan_.index, from_->head)));
    SPOOR_TRY(names_, snapshot_->find_names(std::move(lower), plan_.forward_upper));
  }
  SPOOR_TRY(const std::string_view form, names_->next());
  if (form.empty()) return false;
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
  return true;
}

Result<bool> RecordScan::open_next() {
  if (!plan_.forward.empty()) return open_next_name();
  while (next_range_ < plan_.ranges.size()) {
    const PlannedRange& range = plan_.ranges[next_range_++];
    if (from_ && !range.upper.empty() && range.upper <= from_->head) continue;
    SPOOR_CHECK(open(range));
    return true;
  }
  return false;
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

bool RecordScan::matches(const record::StoredRecord& found) {
  const Filters& filters = request_.filters;
  if (!filters.types.accepts(found.type)) return false;
  if (!filters.refused_types.is_open() && filters.refused_types.accepts(found.type)) return false;
  if (request_.filters.bailiwick &&
      (found.key.bailiwick != zone_labels_ || !found.name.starts_with(zone_prefix_)))
    return false;
  if (!range_->wanted.empty()) {
    const auto equals = [&](const WantedRdata& w) {
      return w.type == found.type && w.rdata == found.key.rdata;
    };
    if (std::none_of(range_->wanted.begin(), range_->wanted.end(), equals)) return false;
  }
  if (plan_.may_repeat && !is_first_value(found)) return false;
  return knowledge_.is_open() || knowledge_.accepts(found);
}

Result<Step> RecordScan::next(Budget& budget) {
  while (true) {
    if (!records_) {
      if (is_done_) return Step::kEnd;
      budget.take(kOpening);
      SPOOR_TRY(const bool opened, open_next());
      is_done_ = !opened;
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

/// A pause always finds a range open: either a record of it is at hand, or nothing was read of it.
std::optional<OwnedKey> RecordScan::place() const {
  if (found_ == nullptr) {
    if (from_ && range_->lower <= from_->head) return std::nullopt;
    return OwnedKey{range_->lower, {}, 0};
  }
  if (from_ && record::compare(found_->key, from_->view()) < 0) return std::nullopt;
  OwnedKey key;
  key.assign(found_->key);
  return key;
}

}  // namespace spoor::search
