// SPDX-License-Identifier: Apache-2.0
// Names in order, added up by registered domain; then the best so many.
#include "search/groups.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "dns/name.h"
#include "search/best.h"
#include "search/name_totals.h"
#include "search/owner_parts.h"

namespace spoor::search {
namespace {

/// Of the same index as GroupOrder.
constexpr std::array<std::string_view, 6> kTexts{"domain", "names",      "rows",
                                                 "count",  "first_seen", "last_seen"};

constexpr char kIsSuffix = 's';
constexpr char kIsDomain = 'd';

std::uint64_t value_of(const Group& group, GroupOrder by) {
  switch (by) {
    case GroupOrder::kDomain:
      return 0;
    case GroupOrder::kNames:
      return group.names;
    case GroupOrder::kRows:
      return group.rows;
    case GroupOrder::kCount:
      return group.count;
    case GroupOrder::kFirstSeen:
      return group.first;
    case GroupOrder::kLastSeen:
      return group.last;
  }
  return 0;
}

class Groups final : public GroupCursor {
 public:
  Groups(std::unique_ptr<NameTotals> names, const SearchRequest& request, GroupOptions options)
      : names_(std::move(names)),
        options_(std::move(options)),
        owner_(*options_.enrichment),
        table_(request.sort_bytes / 2, request.scratch_dir) {}

  Result<bool> advance(std::uint64_t records) override {
    Budget budget(records);
    while (!is_read_) {
      SPOOR_TRY(const bool is_ready, table_.work(budget));
      if (!is_ready) return false;
      SPOOR_TRY(const Step step, names_->next(budget));
      if (step == Step::kPaused) return false;
      if (step == Step::kEnd) {
        is_read_ = true;
        table_.finish(TotalsTable::Reading::kInAnyOrder);
      } else {
        SPOOR_CHECK(add());
      }
    }
    return read(budget);
  }
  void stop() override { names_->stop(); }
  [[nodiscard]] const GroupAnswer& answer() const override { return answer_; }

 private:
  /// Keys are sort forms with a mark behind, so that key order is the order of domains.
  Status add() {
    std::array<std::uint8_t, dns::kMaxNameOctets> wire;
    const std::size_t size = dns::write_wire_from_sort_form(wire.data(), names_->form());
    if (size == 0) return dns::name_from_sort_form(names_->form()).error();
    owner_.take(Bytes(wire).first(size));
    const std::string_view domain = owner_.domain();
    key_.clear();
    if (domain.empty()) {
      key_ = names_->form();
    } else {
      dns::append_sort_form(key_, as_bytes(domain));
    }
    key_ += domain.empty() ? kIsSuffix : kIsDomain;
    table_.add(key_, names_->totals());
    answer_.num_results += names_->totals().rows;
    ++answer_.names;
    return {};
  }

  Result<bool> read(Budget& budget) {
    const std::size_t most = static_cast<std::size_t>(options_.limit + options_.offset);
    const auto is_better = [this](const Group& a, const Group& b) { return is_before(a, b); };
    while (!is_done_) {
      SPOOR_TRY(const bool is_ready, table_.work(budget));
      if (!is_ready || budget.is_spent()) return false;
      budget.take(1);
      SPOOR_TRY(const bool has, table_.next());
      if (!has) break;
      ++answer_.num_groups;
      keep_best(answer_.groups, most, is_better, [this] { return std::optional(group()); });
    }
    if (is_done_) return true;
    is_done_ = true;
    std::sort(answer_.groups.begin(), answer_.groups.end(), is_better);
    const auto skipped = std::min<std::uint64_t>(options_.offset, answer_.groups.size());
    answer_.groups.erase(answer_.groups.begin(),
                         answer_.groups.begin() + static_cast<std::ptrdiff_t>(skipped));
    return true;
  }

  [[nodiscard]] Group group() const {
    const std::string_view key = table_.key();
    const Totals& t = table_.totals();
    return {std::string(key.substr(0, key.size() - 1)),
            key.back() == kIsSuffix,
            t.names,
            t.rows,
            t.count,
            t.first,
            t.last};
  }

  [[nodiscard]] bool is_before(const Group& a, const Group& b) const {
    const GroupSort& sort = options_.sort;
    if (sort.by == GroupOrder::kDomain)
      return sort.descending ? b.domain < a.domain : a.domain < b.domain;
    const std::uint64_t x = value_of(a, sort.by), y = value_of(b, sort.by);
    if (x != y) return sort.descending ? x > y : x < y;
    return a.domain < b.domain;
  }

  std::unique_ptr<NameTotals> names_;
  GroupOptions options_;
  OwnerParts owner_;
  TotalsTable table_;
  std::string key_;
  bool is_read_ = false;
  bool is_done_ = false;
  GroupAnswer answer_;
};

}  // namespace

Result<GroupSort> parse_group_sort(std::string_view text) {
  GroupSort sort;
  sort.descending = text.starts_with('-');
  const auto* const at =
      std::find(kTexts.begin(), kTexts.end(), text.substr(sort.descending ? 1 : 0));
  if (at == kTexts.end()) {
    return Error{ErrorCode::kInvalid,
                 "expected domain, names, rows, count, first_seen or last_seen, with '-' before it "
                 "for descending",
                 0, std::string(text.substr(0, 40))};
  }
  sort.by = static_cast<GroupOrder>(at - kTexts.begin());
  return sort;
}

Result<std::unique_ptr<GroupCursor>> open_groups(const record::RecordStore& store,
                                                 const SearchRequest& request,
                                                 GroupOptions options) {
  if (options.limit > kMostGroups)
    return Error{ErrorCode::kInvalid, "expected 10000 groups at most", 0, "limit"};
  if (options.offset > kDeepestGroup)
    return Error{ErrorCode::kInvalid, "expected 100000 at most", 0, "offset"};
  SPOOR_TRY(auto names, NameTotals::open(store, request));
  return std::unique_ptr<GroupCursor>(
      std::make_unique<Groups>(std::move(names), request, std::move(options)));
}

}  // namespace spoor::search
