// SPDX-License-Identifier: Apache-2.0
// Pages over streamed and sorted rows, and totals.
#include "search/search.h"

#include <algorithm>
#include <utility>

#include "search/row_sorter.h"
#include "search/row_stream.h"
#include "search/token.h"

namespace spoor::search {
namespace {

using record::RecordStore;
using record::StreamId;

/// Rows in the order of the index: nothing is held.
class StreamedPage final : public RowCursor {
 public:
  StreamedPage(std::unique_ptr<RowStream> stream, const StreamId& store)
      : stream_(std::move(stream)), store_(store) {}

  Result<const Row*> next() override {
    const SearchRequest& request = stream_->request();
    for (; skipped_ < request.offset; ++skipped_) {
      SPOOR_TRY(const bool has, stream_->next());
      if (!has) return end();
    }
    if (at_end_) return end();
    if (given_ == request.limit) {
      if (given_ > 0) last_ = stream_->position();
      SPOOR_TRY(more_, stream_->next());
      return end();
    }
    SPOOR_TRY(const bool has, stream_->next());
    if (!has) return end();
    ++given_;
    return &stream_->row();
  }
  [[nodiscard]] bool more() const override { return more_; }
  [[nodiscard]] std::string token() const override {
    if (given_ == 0) return stream_->request().from;
    if (at_end_ && !more_) return {};
    return seal_token(store_, stream_->request(), last_ ? *last_ : stream_->position());
  }

 private:
  const Row* end() {
    at_end_ = true;
    skipped_ = stream_->request().offset;
    return nullptr;
  }

  std::unique_ptr<RowStream> stream_;
  StreamId store_;
  std::uint64_t skipped_ = 0;
  std::uint64_t given_ = 0;
  std::optional<Position> last_;
  bool more_ = false;
  bool at_end_ = false;
};

/// Rows sorted: the first call of next() reads everything.
class SortedPage final : public RowCursor {
 public:
  SortedPage(std::unique_ptr<RowStream> stream, const StreamId& store,
             const std::optional<Position>& from)
      : stream_(std::move(stream)), store_(store), sorter_(*stream_, wanted(stream_->request())) {
    if (from) sorter_.start_behind(*from);
  }

  Result<const Row*> next() override {
    const SearchRequest& request = stream_->request();
    if (!is_sorted_) SPOOR_CHECK(sort());
    if (at_end_) return end();
    if (given_ == request.limit) {
      if (given_ > 0) last_ = sorter_.position();
      SPOOR_TRY(const Row* further, sorter_.next());
      more_ = further != nullptr;
      return end();
    }
    SPOOR_TRY(const Row* row, sorter_.next());
    if (row == nullptr) return end();
    ++given_;
    return row;
  }
  [[nodiscard]] bool more() const override { return more_; }
  [[nodiscard]] std::string token() const override {
    if (given_ == 0) return stream_->request().from;
    if (at_end_ && !more_) return {};
    return seal_token(store_, stream_->request(), last_ ? *last_ : sorter_.position());
  }

 private:
  static std::uint64_t wanted(const SearchRequest& request) {
    const std::uint64_t rows =
        request.limit > kNoLimit - request.offset ? kNoLimit : request.limit + request.offset;
    return rows == kNoLimit ? kNoLimit : rows + 1;  // one more tells whether there is more
  }
  Status sort() {
    while (true) {
      SPOOR_TRY(const bool has, stream_->next());
      if (!has) break;
      SPOOR_CHECK(sorter_.add());
    }
    SPOOR_CHECK(sorter_.finish());
    is_sorted_ = true;
    for (std::uint64_t i = 0; i < stream_->request().offset; ++i) {
      SPOOR_TRY(const Row* skipped, sorter_.next());
      if (skipped == nullptr) {
        at_end_ = true;
        break;
      }
    }
    return {};
  }
  const Row* end() {
    at_end_ = true;
    return nullptr;
  }

  std::unique_ptr<RowStream> stream_;
  StreamId store_;
  RowSorter sorter_;
  std::uint64_t given_ = 0;
  std::optional<Position> last_;
  bool is_sorted_ = false;
  bool more_ = false;
  bool at_end_ = false;
};

void widen(std::optional<TimeSpan>& span, const record::Sightings& s) {
  if (!span) {
    span = TimeSpan{s.first, s.last};
    return;
  }
  span->first = std::min(span->first, s.first);
  span->last = std::max(span->last, s.last);
}

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
  const bool streams = mine.order.streams();
  SPOOR_TRY(auto stream, RowStream::open(store, std::move(mine), streams ? from : std::nullopt));
  if (streams)
    return std::unique_ptr<RowCursor>(std::make_unique<StreamedPage>(std::move(stream), store_id));
  return std::unique_ptr<RowCursor>(
      std::make_unique<SortedPage>(std::move(stream), store_id, from));
}

Result<Summary> summarize(const RecordStore& store, const SearchRequest& request) {
  SPOOR_TRY(auto stream, RowStream::open(store, request, std::nullopt));
  Summary summary;
  const bool by_name = request.query.in == QueryIn::kName;
  std::uint64_t names = 0;
  std::string last_name;
  std::uint64_t* rows_of_type = nullptr;
  dns::RrType type{};
  while (true) {
    SPOOR_TRY(const bool has, stream->next());
    if (!has) break;
    const Row& row = stream->row();
    ++summary.num_results;
    summary.count = record::add_counts(summary.count, row.sightings->count());
    widen(row.how == record::How::kZone ? summary.zone_seen : summary.seen, *row.sightings);
    if (by_name && stream->name_form() != last_name) {
      last_name.assign(stream->name_form());
      ++names;
    }
    if (rows_of_type == nullptr || row.type != type) {
      type = row.type;
      rows_of_type = &summary.rows_by_type[std::string(row.type_text)];
    }
    ++*rows_of_type;
  }
  if (by_name) summary.names = names;
  return summary;
}

}  // namespace spoor::search
