// SPDX-License-Identifier: Apache-2.0
// Runs of equal names, or a table of them.
#include "search/name_totals.h"

#include <utility>

namespace spoor::search {
namespace {

/// Whether the index asked gives owners in the order of their sort form, each once.
bool comes_by_name(const Query& query) {
  switch (query.kind) {
    case QueryKind::kExact:
    case QueryKind::kMailbox:
    case QueryKind::kToken:
      return true;  // one name, or one value
    case QueryKind::kAddresses:
      return query.low == query.high;
    case QueryKind::kBelow:
      return query.in == QueryIn::kName;
    default:
      return false;
  }
}

}  // namespace

NameTotals::NameTotals(std::unique_ptr<RowStream> stream, const SearchRequest& request)
    : stream_(std::move(stream)),
      is_in_order_(comes_by_name(request.query)),
      table_(is_in_order_ ? 0 : request.sort_bytes / 2, request.scratch_dir) {}

Result<std::unique_ptr<NameTotals>> NameTotals::open(const record::RecordStore& store,
                                                     const SearchRequest& request) {
  SPOOR_TRY(auto stream, RowStream::open(store, request, std::nullopt));
  return std::unique_ptr<NameTotals>(new NameTotals(std::move(stream), request));
}

void NameTotals::stop() {
  if (is_read_) return;
  is_read_ = true;
  table_.finish(TotalsTable::Reading::kByKey);
}

Result<Step> NameTotals::next(Budget& budget) {
  return is_in_order_ ? next_streamed(budget) : next_sorted(budget);
}

void NameTotals::take_pending() {
  form_.swap(pending_);
  totals_ = pending_totals_;
  totals_.names = 1;
  pending_.clear();
  pending_totals_ = {};
}

Result<Step> NameTotals::next_streamed(Budget& budget) {
  while (!is_read_) {
    SPOOR_TRY(const Step step, stream_->next(budget));
    if (step == Step::kPaused) return step;
    if (step == Step::kEnd) break;
    const bool is_other = !pending_.empty() && stream_->name_form() != pending_;
    if (is_other) take_pending();
    if (pending_.empty()) pending_.assign(stream_->name_form());
    pending_totals_.add_row(*stream_->row().sightings);
    if (is_other) return Step::kRow;
  }
  is_read_ = true;
  if (pending_.empty()) return Step::kEnd;
  take_pending();
  return Step::kRow;
}

Result<Step> NameTotals::next_sorted(Budget& budget) {
  while (true) {
    SPOOR_TRY(const bool is_ready, table_.work(budget));
    if (!is_ready) return Step::kPaused;
    if (is_read_) break;
    SPOOR_TRY(const Step step, stream_->next(budget));
    if (step == Step::kPaused) return step;
    if (step == Step::kEnd) {
      stop();
    } else {
      const record::Sightings& s = *stream_->row().sightings;
      table_.add(stream_->name_form(), {0, 1, s.count(), s.first, s.last});
    }
  }
  if (budget.is_spent()) return Step::kPaused;
  budget.take(1);
  SPOOR_TRY(const bool has, table_.next());
  if (!has) return Step::kEnd;
  form_.assign(table_.key());
  totals_ = table_.totals();
  totals_.names = 1;
  return Step::kRow;
}

}  // namespace spoor::search
