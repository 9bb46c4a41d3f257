// SPDX-License-Identifier: Apache-2.0
// Stages: who lives there, who lives beside, which active names live elsewhere too, on which days
// those of the page were seen.
#include "analysis/hosting.h"

#include <algorithm>
#include <optional>
#include <tuple>
#include <utility>

#include "analysis/address_uses.h"
#include "analysis/address_walk.h"
#include "analysis/domain_roll.h"
#include "record/key.h"

namespace spoor::analysis {
namespace {

using record::StoredRecord;

constexpr std::uint64_t kMostNeighbourRecords = 1'000'000;
constexpr std::size_t kMostChecked = 1000;             // active names looked for elsewhere
constexpr std::uint64_t kMostElsewhereRecords = 4096;  // of one of them
constexpr std::uint64_t kMostDayRecords = 10'000;      // of one domain
constexpr std::size_t kMostSafer = 2;

/// How many addresses from low to high; more than kMostAddresses may be told as that and one.
std::uint64_t count_addresses(const IpAddress& low, const IpAddress& high) noexcept {
  std::uint64_t count = 0;
  for (std::size_t i = 0; i < (low.is_v6 ? 16U : 4U); ++i) {
    // Differences of leading octets stay small, or there are too many in any case.
    const std::int64_t digit = std::int64_t{high.octets[i]} - std::int64_t{low.octets[i]};
    const auto next = static_cast<std::int64_t>(count) * 256 + digit;
    if (next > static_cast<std::int64_t>(kMostAddresses) * 256) return kMostAddresses + 1;
    count = static_cast<std::uint64_t>(next);
  }
  return count + 1;
}

/// The /24 or /64 around an address.
void surround(const IpAddress& address, Neighbours& around) noexcept {
  around.low = around.high = address;
  const std::size_t size = address.is_v6 ? 16 : 4;
  for (std::size_t i = address.is_v6 ? 8 : 3; i < size; ++i) {
    around.low.octets[i] = 0;
    around.high.octets[i] = 0xFF;
  }
}

class Profiler final : public HostingCursor {
 public:
  Profiler(std::shared_ptr<const record::Snapshot> snapshot, HostingQuestion question)
      : snapshot_(std::move(snapshot)),
        question_(std::move(question)),
        windows_(question_.moment_s),
        is_one_(question_.low == question_.high),
        roll_(*question_.enrichment, windows_, question_.memory_bytes, is_one_),
        uses_(*question_.enrichment),
        names_(question_.moment_s) {}

  Status begin();
  Result<bool> advance(std::uint64_t records) override;
  void stop() override;
  [[nodiscard]] const HostingProfile& profile() const override { return profile_; }

 private:
  enum class Stage : std::uint8_t { kResidents, kNeighbours, kElsewhere, kDays, kDone };

  Status step();
  Status step_resident();
  Status step_neighbour();
  Status step_elsewhere();
  Status step_day();
  Status end_residents();
  void begin_elsewhere();
  void take_resident(const NameAtAddress* name);
  void sum_up();
  void sum_up_block();
  void make_page();
  HostedDomain to_hosted(const DomainRoll::Entry& entry) const;
  [[nodiscard]] bool is_suspect(Bytes domain) const noexcept;
  [[nodiscard]] bool is_elsewhere(const StoredRecord& found) const;

  std::shared_ptr<const record::Snapshot> snapshot_;
  HostingQuestion question_;
  Windows windows_;
  bool is_one_;
  DomainRoll roll_;
  AddressUses uses_;
  NameGatherer names_;
  HostingProfile profile_;
  Stage stage_ = Stage::kResidents;
  std::optional<AddressWalk> walk_;
  std::uint64_t walked_ = 0;         // records of this stage, or of this name or domain
  std::vector<dns::Name> suspects_;  // their registered domains

  std::vector<dns::Name> checks_;  // active names
  std::size_t check_ = 0;
  std::unique_ptr<record::RecordCursor> elsewhere_;  // of checks_[check_]
  std::size_t dated_ = 0;                            // of the page
  std::vector<std::uint32_t> days_;
};

Status Profiler::begin() {
  if (question_.low.is_v6 != question_.high.is_v6 || question_.high < question_.low ||
      count_addresses(question_.low, question_.high) > kMostAddresses) {
    return Error{ErrorCode::kInvalid, "expected an address, or a range of at most 4096", 0, {}};
  }
  question_.limit = std::min(question_.limit, kMostHosted);
  question_.offset = std::min(question_.offset, kDeepestHosted);
  if (question_.suspects.size() > kMostSuspects)
    return Error{ErrorCode::kInvalid, "expected at most 20 names to be rid of", 0, {}};
  for (const dns::Name& name : question_.suspects) {
    const std::size_t at = question_.enrichment->registered_at(name.wire()).value_or(0);
    auto domain = dns::name_from_wire(name.wire().subspan(at));
    if (domain) suspects_.push_back(*domain);
  }
  profile_.moment_s = question_.moment_s;
  profile_.addresses = count_addresses(question_.low, question_.high);
  const enrich::TagSet low = question_.enrichment->tags(question_.low);
  const enrich::TagSet high = question_.enrichment->tags(question_.high);
  for (const enrich::Tag tag : enrich::kAllTags) {
    if (low.has(tag) && high.has(tag)) profile_.tags.add(tag);
  }
  SPOOR_TRY(walk_, AddressWalk::open(snapshot_, question_.low, question_.high, question_.is_past));
  return {};
}

Result<bool> Profiler::advance(std::uint64_t records) {
  for (std::uint64_t left = std::max<std::uint64_t>(records, 1); left > 0; --left) {
    if (stage_ == Stage::kDone) return true;
    SPOOR_CHECK(step());
  }
  return stage_ == Stage::kDone;
}

void Profiler::stop() {
  if (stage_ == Stage::kDone) return;
  if (stage_ == Stage::kResidents) {
    take_resident(names_.finish());
    sum_up();
    profile_.is_complete = false;
  }
  if (stage_ <= Stage::kNeighbours) profile_.neighbours.is_complete = false;
  if (stage_ <= Stage::kElsewhere) profile_.block.is_complete = false;
  stage_ = Stage::kDone;
}

Status Profiler::step() {
  switch (stage_) {
    case Stage::kResidents:
      return step_resident();
    case Stage::kNeighbours:
      return step_neighbour();
    case Stage::kElsewhere:
      return step_elsewhere();
    case Stage::kDays:
      return step_day();
    case Stage::kDone:
      break;
  }
  return {};
}

void Profiler::take_resident(const NameAtAddress* name) {
  if (name == nullptr) return;
  profile_.seen.merge(name->seen);
  if (!is_one_) uses_.add(*name);
  if (!roll_.add(name->wire(), name->seen) || checks_.size() == kMostChecked) return;
  if (auto kept = dns::name_from_wire(name->wire())) checks_.push_back(*kept);
}

Status Profiler::step_resident() {
  SPOOR_TRY(const StoredRecord* found, walk_->next());
  if (found == nullptr) return end_residents();
  take_resident(names_.add(*found));
  return {};
}

Status Profiler::end_residents() {
  take_resident(names_.finish());
  sum_up();
  Neighbours& around = profile_.neighbours;
  if (!is_one_) {
    around.low = question_.low;
    around.high = question_.high;
    around.addresses = uses_.addresses();
    around.listed = uses_.listed();
    begin_elsewhere();
    return {};
  }
  surround(question_.low, around);
  SPOOR_TRY(walk_, AddressWalk::open(snapshot_, around.low, around.high, question_.is_past));
  stage_ = Stage::kNeighbours;
  return {};
}

Status Profiler::step_neighbour() {
  SPOOR_TRY(const StoredRecord* found, walk_->next());
  const bool is_too_much = ++walked_ > kMostNeighbourRecords;
  const bool is_over = found == nullptr || is_too_much;
  const NameAtAddress* const name = is_over ? names_.finish() : names_.add(*found);
  if (name != nullptr && !(name->address == question_.low)) uses_.add(*name);
  if (!is_over) return {};
  Neighbours& around = profile_.neighbours;
  around.is_complete = found == nullptr;
  around.addresses = uses_.addresses();
  around.listed = uses_.listed();
  begin_elsewhere();
  return {};
}

void Profiler::begin_elsewhere() {
  walk_.reset();
  stage_ = Stage::kElsewhere;
}

bool Profiler::is_elsewhere(const StoredRecord& found) const {
  const bool has_address = (found.type == dns::RrType::kA && found.key.rdata.size() == 4) ||
                           (found.type == dns::RrType::kAaaa && found.key.rdata.size() == 16);
  if (!has_address) return false;
  const IpAddress address = to_address(found.key.rdata);
  const bool is_here = address.is_v6 == question_.low.is_v6 && !(address < question_.low) &&
                       !(question_.high < address);
  return !is_here && windows_.is_active(seen_before(found.sightings, question_.moment_s));
}

// One record of one name.
Status Profiler::step_elsewhere() {
  BlockCost& block = profile_.block;
  if (check_ == checks_.size()) {
    block.is_complete = block.is_complete && block.checked == roll_.names().active;
    stage_ = is_one_ ? Stage::kDays : Stage::kDone;
    return {};
  }
  if (!elsewhere_) {
    record::RangeQuery query;
    dns::append_sort_form(query.lower, checks_[check_].wire());
    query.upper = record::after_prefix(query.lower);
    query.with_details = question_.is_past;
    SPOOR_TRY(elsewhere_, snapshot_->find(std::move(query)));
    walked_ = 0;
    ++block.checked;
  }
  SPOOR_TRY(const StoredRecord* found, elsewhere_->next());
  const bool is_end = found == nullptr || ++walked_ > kMostElsewhereRecords;
  if (!is_end && !is_elsewhere(*found)) return {};
  if (found == nullptr) {
    ++block.only_here;
  } else if (is_end) {
    block.is_complete = false;
  }
  elsewhere_.reset();
  ++check_;
  return {};
}

// One record of one domain of the page.
Status Profiler::step_day() {
  if (dated_ == profile_.page.size()) {
    walk_.reset();
    stage_ = Stage::kDone;
    return {};
  }
  HostedDomain& hosted = profile_.page[dated_];
  if (!walk_) {
    std::string form;
    dns::append_sort_form(form, hosted.domain.wire());
    SPOOR_TRY(walk_, AddressWalk::open_below(snapshot_, question_.low, form));
    walked_ = 0;
    days_.clear();
  }
  SPOOR_TRY(const StoredRecord* found, walk_->next());
  const bool is_too_much = ++walked_ > kMostDayRecords;
  if (found != nullptr && !is_too_much) {
    NameGatherer one(question_.moment_s);  // its name alone
    one.add(*found);
    const NameAtAddress* const name = one.finish();
    if (name == nullptr) return {};
    const std::size_t at = question_.enrichment->registered_at(name->wire()).value_or(0);
    if (as_chars(name->wire().subspan(at)) != as_chars(hosted.domain.wire())) return {};
    append_days(found->sightings, question_.moment_s, days_);
    return {};
  }
  std::sort(days_.begin(), days_.end());
  days_.erase(std::unique(days_.begin(), days_.end()), days_.end());
  if (!is_too_much) hosted.days = static_cast<std::uint32_t>(days_.size());
  walk_.reset();
  ++dated_;
  return {};
}

bool Profiler::is_suspect(Bytes domain) const noexcept {
  return std::any_of(suspects_.begin(), suspects_.end(), [&](const dns::Name& suspect) {
    return as_chars(suspect.wire()) == as_chars(domain);
  });
}

HostedDomain Profiler::to_hosted(const DomainRoll::Entry& entry) const {
  HostedDomain hosted;
  const Bytes domain = roll_.domain(entry);
  if (auto name = dns::name_from_wire(domain)) hosted.domain = *name;
  hosted.names = entry.names;
  hosted.seen = entry.seen;
  hosted.is_active = windows_.is_active(entry.seen);
  hosted.is_possible = windows_.is_possible(entry.seen);
  hosted.is_suspect = is_suspect(domain);
  hosted.rank = question_.enrichment->rank(domain);
  hosted.tags = question_.enrichment->tags(domain);
  return hosted;
}

void Profiler::make_page() {
  const auto& entries = roll_.entries();
  std::vector<std::uint32_t> numbers(entries.size());
  for (std::size_t i = 0; i < numbers.size(); ++i) numbers[i] = static_cast<std::uint32_t>(i);
  const auto rank = [&](std::uint32_t number) {
    const SeenBefore& seen = entries[number].seen;
    switch (question_.order) {
      case HostingOrder::kFirstSeen:
        return std::tuple<std::uint64_t, std::uint64_t>(seen.first, seen.last);
      case HostingOrder::kNames:
        return std::tuple<std::uint64_t, std::uint64_t>(entries[number].names, seen.last);
      case HostingOrder::kLastSeen:
        break;
    }
    return std::tuple<std::uint64_t, std::uint64_t>(seen.last, seen.first);
  };
  const auto goes_before = [&](std::uint32_t a, std::uint32_t b) {
    if (const auto one = rank(a), other = rank(b); one != other) return one > other;
    return as_chars(roll_.domain(entries[a])) < as_chars(roll_.domain(entries[b]));
  };
  const std::size_t end =
      std::min<std::size_t>(numbers.size(), std::size_t{question_.offset} + question_.limit);
  std::partial_sort(numbers.begin(), numbers.begin() + static_cast<std::ptrdiff_t>(end),
                    numbers.end(), goes_before);
  for (std::size_t i = question_.offset; i < end; ++i)
    profile_.page.push_back(to_hosted(entries[numbers[i]]));
}

// Without a suspect, what appeared last and nobody knows is what an alert is likely about.
void Profiler::sum_up_block() {
  BlockCost& block = profile_.block;
  block.is_guess = suspects_.empty();
  block.safer = suspects_;
  std::vector<std::pair<std::uint32_t, const DomainRoll::Entry*>> newest;
  for (const DomainRoll::Entry& entry : roll_.entries()) {
    const Bytes domain = roll_.domain(entry);
    if (!windows_.is_active(entry.seen) || is_suspect(domain)) continue;
    const bool is_popular = question_.enrichment->tags(domain).has(enrich::Tag::kPopular);
    ++block.domains;
    block.names += entry.active_names;
    if (is_popular) {
      ++block.popular;
    } else if (block.is_guess && entry.seen.first >= windows_.month_s) {
      newest.emplace_back(entry.seen.first, &entry);
    }
  }
  block.is_safe = !block.is_guess && block.names == 0;
  const auto end =
      newest.begin() + static_cast<std::ptrdiff_t>(std::min(newest.size(), kMostSafer));
  std::partial_sort(newest.begin(), end, newest.end(), [&](const auto& a, const auto& b) {
    if (a.first != b.first) return a.first > b.first;
    return as_chars(roll_.domain(*a.second)) < as_chars(roll_.domain(*b.second));
  });
  for (auto one = newest.begin(); one != end; ++one) {
    if (auto name = dns::name_from_wire(roll_.domain(*one->second))) block.safer.push_back(*name);
  }
}

void Profiler::sum_up() {
  for (const DomainRoll::Entry& entry : roll_.entries()) {
    ++profile_.domains;
    if (windows_.is_possible(entry.seen)) ++profile_.possible_30d;
    if (!windows_.is_active(entry.seen)) continue;
    ++profile_.domains_30d;
    if (windows_.is_active_in_week(entry.seen)) ++profile_.domains_7d;
    if (question_.enrichment->tags(roll_.domain(entry)).has(enrich::Tag::kPopular))
      ++profile_.popular_30d;
  }
  profile_.names = roll_.names().all;
  profile_.names_30d = roll_.names().active;
  profile_.names_7d = roll_.names().active_in_week;
  profile_.is_complete = roll_.is_complete();
  profile_.by_size = class_of_size(profile_.domains_30d);
  profile_.best = class_of(profile_.tags, profile_.by_size);
  sum_up_block();
  make_page();
}

}  // namespace

Result<std::unique_ptr<HostingCursor>> HostingCursor::open(
    std::shared_ptr<const record::Snapshot> snapshot, HostingQuestion question) {
  auto made = std::make_unique<Profiler>(std::move(snapshot), std::move(question));
  SPOOR_CHECK(made->begin());
  return std::unique_ptr<HostingCursor>(std::move(made));
}

}  // namespace spoor::analysis
