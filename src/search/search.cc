// SPDX-License-Identifier: Apache-2.0
// Pages over streamed and sorted rows, and totals.
#include "search/search.h"

#include <algorithm>
#include <cassert>
#include <utility>

#include "search/row_details.h"
#include "search/row_sorter.h"
#include "search/row_stream.h"
#include "search/token.h"

namespace spoor::search {
namespace {

using record::RecordStore;
using record::StreamId;

/// next() of a page whose class is known, so that no step is a virtual call.
template <class Page>
Result<const Row*> next_row(Page& page) {
  while (true) {
    SPOOR_TRY(const Step step, page.advance(kNoLimit));
    if (step == Step::kRow) return &page.row();
    if (step == Step::kEnd) return nullptr;
  }
}

/// Rows in the order of the index: nothing is held.
class StreamedPage final : public RowCursor {
 public:
  StreamedPage(std::unique_ptr<RowStream> stream, const StreamId& store)
      : stream_(std::move(stream)), store_(store) {}

  Result<Step> advance(std::uint64_t records) override {
    if (at_end_) return Step::kEnd;
    const SearchRequest& request = stream_->request();
    Budget budget(records);
    while (true) {
      const bool is_skipping = skipped_ < request.offset;
      const bool is_full = !is_skipping && given_ == request.limit;
      if (is_full && given_ > 0 && !stopped_at_) stopped_at_ = stream_->position();
      SPOOR_TRY(const Step step, stream_->next(budget));
      if (step == Step::kPaused) return pause();
      if (step == Step::kEnd || is_full) return end(step);
      if (!is_skipping) break;
      ++skipped_;
    }
    ++given_;
    stopped_at_.reset();
    return Step::kRow;
  }
  Result<const Row*> next() override { return next_row(*this); }
  void leave_range() override { stream_->leave_range(); }
  [[nodiscard]] const Row& row() const override { return stream_->row(); }
  [[nodiscard]] bool more() const override { return more_; }
  [[nodiscard]] std::string token() const override {
    const SearchRequest& request = stream_->request();
    if (at_end_ && !more_) return given_ == 0 ? request.from : std::string();
    if (stopped_at_) return seal_token(store_, request, *stopped_at_);
    return given_ == 0 ? request.from : seal_token(store_, request, stream_->position());
  }
  [[nodiscard]] std::optional<std::uint64_t> total() const override {
    if (!at_end_ || more_ || !stream_->request().from.empty()) return std::nullopt;
    return skipped_ + given_;
  }

 private:
  Step pause() {
    if (skipped_ < stream_->request().offset) return Step::kPaused;  // no token counts these
    if (auto place = stream_->place()) stopped_at_ = std::move(place);
    assert(given_ == 0 || stopped_at_);
    return Step::kPaused;
  }
  Step end(Step step) {
    at_end_ = true;
    more_ = step == Step::kRow;
    return Step::kEnd;
  }

  std::unique_ptr<RowStream> stream_;
  StreamId store_;
  std::uint64_t skipped_ = 0;
  std::uint64_t given_ = 0;
  std::optional<Position> stopped_at_;  // since the last row
  bool more_ = false;
  bool at_end_ = false;
};

/// Rows sorted: everything is read before the first one.
class SortedPage final : public RowCursor {
 public:
  SortedPage(std::unique_ptr<RowStream> stream, const StreamId& store,
             const std::optional<Position>& from)
      : stream_(std::move(stream)), store_(store), sorter_(*stream_, wanted(stream_->request())) {
    if (from) sorter_.start_behind(*from);
  }

  Result<Step> advance(std::uint64_t records) override {
    if (at_end_) return Step::kEnd;
    const SearchRequest& request = stream_->request();
    Budget budget(records);
    if (!is_sorted_) {
      SPOOR_TRY(is_sorted_, sort(budget));
    }
    while (true) {
      if (budget.is_spent()) return Step::kPaused;
      budget.take(1);
      const bool is_skipping = skipped_ < request.offset;
      const bool is_full = !is_skipping && given_ == request.limit;
      if (is_full && given_ > 0) last_ = sorter_.position();
      SPOOR_TRY(row_, sorter_.next());
      if (row_ == nullptr || is_full) return end();
      if (!is_skipping) break;
      ++skipped_;
    }
    ++given_;
    return Step::kRow;
  }
  Result<const Row*> next() override { return next_row(*this); }
  [[nodiscard]] const Row& row() const override { return *row_; }
  [[nodiscard]] bool more() const override { return more_; }
  [[nodiscard]] std::string token() const override {
    if (given_ == 0) return stream_->request().from;
    if (at_end_ && !more_) return {};
    return seal_token(store_, stream_->request(), last_ ? *last_ : sorter_.position());
  }
  [[nodiscard]] std::optional<std::uint64_t> total() const override {
    return is_sorted_ ? std::optional(sorter_.added()) : std::nullopt;
  }

 private:
  static std::uint64_t wanted(const SearchRequest& request) {
    const std::uint64_t rows =
        request.limit > kNoLimit - request.offset ? kNoLimit : request.limit + request.offset;
    return rows == kNoLimit ? kNoLimit : rows + 1;  // one more tells whether there is more
  }
  /// True when all rows are in order.
  Result<bool> sort(Budget& budget) {
    while (true) {
      SPOOR_TRY(const bool is_ready, sorter_.work(budget));
      if (!is_ready) return false;
      if (is_read_) return true;
      SPOOR_TRY(const Step step, stream_->next(budget));
      if (step == Step::kPaused) return false;
      is_read_ = step == Step::kEnd;
      is_read_ ? sorter_.finish() : sorter_.add();
    }
  }
  Step end() {
    at_end_ = true;
    more_ = row_ != nullptr;
    return Step::kEnd;
  }

  std::unique_ptr<RowStream> stream_;
  StreamId store_;
  RowSorter sorter_;
  const Row* row_ = nullptr;
  std::uint64_t skipped_ = 0;
  std::uint64_t given_ = 0;
  std::optional<Position> last_;  // set when one row too many was read
  bool is_read_ = false;
  bool is_sorted_ = false;
  bool more_ = false;
  bool at_end_ = false;
};

/// Rows of another page, each looked up for its days and TTL when it is told.
class DetailedPage final : public RowCursor {
 public:
  DetailedPage(std::unique_ptr<RowCursor> page, RowDetails details)
      : page_(std::move(page)), details_(std::move(details)) {}

  Result<Step> advance(std::uint64_t records) override {
    if (looked_up_ == kMostLookUps) {
      looked_up_ = 0;
      return Step::kPaused;
    }
    SPOOR_TRY(const Step step, page_->advance(records));
    if (step != Step::kRow) return step;
    row_ = page_->row();
    SPOOR_TRY(row_.sightings, details_.find(row_));
    ++looked_up_;
    return step;
  }
  Result<const Row*> next() override { return next_row(*this); }
  void leave_range() override { page_->leave_range(); }
  [[nodiscard]] const Row& row() const override { return row_; }
  [[nodiscard]] bool more() const override { return page_->more(); }
  [[nodiscard]] std::string token() const override { return page_->token(); }
  [[nodiscard]] std::optional<std::uint64_t> total() const override { return page_->total(); }

 private:
  static constexpr std::uint64_t kMostLookUps = 32;  // of one step after the other: a millisecond

  std::unique_ptr<RowCursor> page_;
  RowDetails details_;
  std::uint64_t looked_up_ = 0;
  Row row_;
};

/// Whether days and TTL are better looked up for the rows that are told than read with all.
bool is_looked_up(const SearchRequest& request) {
  if (!request.with_details || needs_details_early(request)) return false;
  const bool is_by_value = request.query.in != QueryIn::kName;
  return request.limit <= kDefaultLimit && (is_by_value || !request.order.streams());
}

void widen(std::optional<TimeSpan>& span, const record::Sightings& s) {
  if (!span) {
    span = TimeSpan{s.first, s.last};
    return;
  }
  span->first = std::min(span->first, s.first);
  span->last = std::max(span->last, s.last);
}

class Totals final : public SummaryCursor {
 public:
  explicit Totals(std::unique_ptr<RowStream> stream)
      : stream_(std::move(stream)), is_by_name_(stream_->request().query.in == QueryIn::kName) {
    if (is_by_name_) summary_.names = 0;
  }

  Result<bool> advance(std::uint64_t records) override {
    Budget budget(records);
    while (true) {
      SPOOR_TRY(const Step step, stream_->next(budget));
      if (step != Step::kRow) return step == Step::kEnd;
      add(stream_->row());
    }
  }
  [[nodiscard]] const Summary& summary() const override { return summary_; }

 private:
  void add(const Row& row) {
    ++summary_.num_results;
    summary_.count = record::add_counts(summary_.count, row.sightings->count());
    widen(row.how == record::How::kZone ? summary_.zone_seen : summary_.seen, *row.sightings);
    if (is_by_name_ && stream_->name_form() != last_name_) {
      last_name_.assign(stream_->name_form());
      ++*summary_.names;
    }
    if (rows_of_type_ == nullptr || row.type != type_) {
      type_ = row.type;
      rows_of_type_ = &summary_.rows_by_type[std::string(row.type_text)];
    }
    ++*rows_of_type_;
  }

  std::unique_ptr<RowStream> stream_;
  bool is_by_name_;
  Summary summary_;
  std::string last_name_;
  dns::RrType type_{};
  std::uint64_t* rows_of_type_ = nullptr;
};

}  // namespace

Result<std::unique_ptr<RowCursor>> search(const RecordStore& store, const SearchRequest& request) {
  SearchRequest mine = request;
  std::optional<Position> from;
  const StreamId store_id = store.store_id();
  if (!mine.from.empty()) {
    if (mine.offset != 0)
      return Error{ErrorCode::kInvalid, "expected an offset or a resume token, not both", 0,
                   "offset"};
    SPOOR_TRY(auto point, open_token(store_id, mine));
    from = std::move(point.position);
    mine.filters.fences = point.fences;
  }
  const std::shared_ptr<const record::Snapshot> state = store.snapshot();
  std::optional<RowDetails> details;
  if (is_looked_up(mine)) {
    SPOOR_TRY(details, RowDetails::open(store, mine, state));
    mine.with_details = false;
  } else if (needs_details_early(mine)) {
    mine.with_details = true;
  }
  const bool streams = mine.order.streams();
  SPOOR_TRY(auto stream,
            RowStream::open(store, std::move(mine), streams ? from : std::nullopt, state));
  std::unique_ptr<RowCursor> page;
  if (streams) {
    page = std::make_unique<StreamedPage>(std::move(stream), store_id);
  } else {
    page = std::make_unique<SortedPage>(std::move(stream), store_id, from);
  }
  if (!details) return page;
  return std::unique_ptr<RowCursor>(
      std::make_unique<DetailedPage>(std::move(page), *std::move(details)));
}

Result<std::unique_ptr<RowCursor>> search_in(std::shared_ptr<const record::Snapshot> state,
                                             const RecordStore& store, SearchRequest request) {
  if (!request.order.streams() || !request.from.empty())
    return Error{ErrorCode::kInvalid, "many questions at once are answered in key order", 0,
                 "sort"};
  SPOOR_TRY(auto stream,
            RowStream::open(store, std::move(request), std::nullopt, std::move(state)));
  return std::unique_ptr<RowCursor>(
      std::make_unique<StreamedPage>(std::move(stream), store.store_id()));
}

Result<std::unique_ptr<SummaryCursor>> open_summary(const RecordStore& store,
                                                    const SearchRequest& request) {
  SPOOR_TRY(auto stream, RowStream::open(store, request, std::nullopt));
  return std::unique_ptr<SummaryCursor>(std::make_unique<Totals>(std::move(stream)));
}

Result<Summary> summarize(const RecordStore& store, const SearchRequest& request) {
  SPOOR_TRY(const auto totals, open_summary(store, request));
  while (true) {
    SPOOR_TRY(const bool is_done, totals->advance(kNoLimit));
    if (is_done) return totals->summary();
  }
}

}  // namespace spoor::search
