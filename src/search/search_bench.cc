// SPDX-License-Identifier: Apache-2.0
// What search costs on top of a store: the store here only walks a vector.
#include <memory>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "dns/name.h"
#include "search/facets.h"
#include "search/groups.h"
#include "search/search.h"
#include "search/tree.h"

namespace spoor::search {
namespace {

struct BenchRecord {
  std::string head;
  std::size_t name_at = 0, name_size = 0;
  std::string rdata;
  std::vector<record::SourcedSightings> sightings;
};

class WalkCursor final : public record::RecordCursor {
 public:
  explicit WalkCursor(const std::vector<BenchRecord>& records) : records_(records) {}
  Result<const record::StoredRecord*> next() override {
    if (at_ == records_.size()) return static_cast<const record::StoredRecord*>(nullptr);
    const BenchRecord& r = records_[at_++];
    now_ = {{r.head, r.rdata, 2},
            std::string_view(r.head).substr(r.name_at, r.name_size),
            dns::RrType::kA,
            r.sightings};
    return static_cast<const record::StoredRecord*>(&now_);
  }

 private:
  const std::vector<BenchRecord>& records_;
  std::size_t at_ = 0;
  record::StoredRecord now_;
};

/// Whatever is asked, all records answer.
class WalkStore final : public record::RecordStore, public record::Snapshot {
 public:
  explicit WalkStore(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) {
      BenchRecord r;
      r.head = std::string("\x01\xC0\x00\x02\x01", 5);
      r.name_at = r.head.size();
      dns::append_sort_form(r.head,
                            dns::parse_name("www.host" + std::to_string(i) + ".test")->wire());
      r.name_size = r.head.size() - r.name_at;
      record::append_type(r.head, dns::RrType::kA);
      r.rdata = std::string("\xC0\x00\x02\x01", 4);
      const auto first = static_cast<std::uint32_t>(1'600'000'000 + i * 7919 % 1'000'000);
      r.sightings.push_back({record::SourceId{1}, record::How::kSensor,
                             record::Sightings::told_total(first, first + 5, 1 + i % 50)});
      records_.push_back(std::move(r));
    }
  }
  Result<record::SourceId> intern_source(const record::SourceSpec&) override {
    return record::SourceId{1};
  }
  std::optional<record::SourceSpec> source(record::SourceId) const override {
    return record::SourceSpec{"s1", {}, {}};
  }
  std::vector<record::KnownSource> sources() const override { return {}; }
  Status edit_source(record::SourceId, record::SourceKind, const record::SourceCard&) override {
    return {};
  }
  std::optional<record::SourceId> find_source(std::string_view) const override {
    return record::SourceId{1};
  }
  Result<dns::RrType> intern_type_label(std::string_view) override { return dns::RrType{}; }
  std::optional<dns::RrType> find_type_label(std::string_view) const override {
    return std::nullopt;
  }
  std::string type_text(dns::RrType type) const override { return dns::rr_type_text(type); }
  Result<record::MergeOutcome> merge(record::Batch) override {
    return record::MergeOutcome::kMerged;
  }
  Result<record::StreamState> stream_state(record::SourceId,
                                           const record::StreamId&) const override {
    return record::StreamState{};
  }
  Result<std::string> note(std::string_view) const override { return std::string(); }
  Result<record::WatchedDays> watched_days(record::SourceId) const override {
    return record::WatchedDays{};
  }
  std::shared_ptr<const record::Snapshot> snapshot() const override {
    return {std::shared_ptr<const record::Snapshot>(), this};
  }
  record::StreamId store_id() const override { return {}; }
  Result<record::StoreStats> stats() const override { return record::StoreStats{}; }
  Status settle(const record::Progress&) override { return {}; }
  Status rewrite(const record::Rewrite&, const record::Progress&) override { return {}; }
  Status compact(const record::Progress&) override { return {}; }
  Result<std::unique_ptr<record::RecordCursor>> find(record::RangeQuery) const override {
    return std::unique_ptr<record::RecordCursor>(std::make_unique<WalkCursor>(records_));
  }
  Result<std::unique_ptr<record::NameCursor>> find_names(std::string, std::string) const override {
    return Error{ErrorCode::kInvalid, "not here"};
  }
  Result<std::vector<std::unique_ptr<record::TextCursor>>> find_texts(
      record::TextRange) const override {
    return std::vector<std::unique_ptr<record::TextCursor>>{};
  }

 private:
  std::vector<BenchRecord> records_;
};

void run(benchmark::State& state, SearchRequest request) {
  const WalkStore store(static_cast<std::size_t>(state.range(0)));
  request.query = *parse_query("192.0.2.1", QueryIn::kAuto);
  std::int64_t rows = 0;
  for (auto _ : state) {
    auto cursor = search(store, request);
    while (true) {
      const auto row = (*cursor)->next();
      if (!row || *row == nullptr) break;
      benchmark::DoNotOptimize((*row)->owner.data());
      ++rows;
    }
  }
  state.SetItemsProcessed(state.range(0) * state.iterations());
  state.counters["rows"] =
      benchmark::Counter(static_cast<double>(rows), benchmark::Counter::kAvgIterations);
}

void BM_Stream(benchmark::State& state) {
  SearchRequest request;
  request.limit = kNoLimit;
  run(state, std::move(request));
}
BENCHMARK(BM_Stream)->Arg(4)->Arg(200'000);

void BM_MergeBailiwicks(benchmark::State& state) {
  SearchRequest request;
  request.limit = kNoLimit;
  request.grouping = Grouping::kMergeBailiwicks;
  run(state, std::move(request));
}
BENCHMARK(BM_MergeBailiwicks)->Arg(200'000);

void BM_SortTop(benchmark::State& state) {
  SearchRequest request;
  request.limit = 100;
  request.order = {OrderKey::kFirstSeen, true};
  run(state, std::move(request));
}
BENCHMARK(BM_SortTop)->Arg(200'000);

/// The first page of a big address, newest first, and by a column that is no number.
void BM_FirstPageByLastSeen(benchmark::State& state) {
  SearchRequest request;
  request.limit = 1000;
  request.order = {OrderKey::kLastSeen, true};
  run(state, std::move(request));
}
BENCHMARK(BM_FirstPageByLastSeen)->Arg(145'000);

void BM_FirstPageByName(benchmark::State& state) {
  SearchRequest request;
  request.limit = 1000;
  request.order = {OrderKey::kName, true};
  run(state, std::move(request));
}
BENCHMARK(BM_FirstPageByName)->Arg(145'000);

/// Everything that adds up: a cursor run to its end.
template <class Open>
void run_rollup(benchmark::State& state, const Open& open) {
  const WalkStore store(static_cast<std::size_t>(state.range(0)));
  SearchRequest request;
  request.query = *parse_query("192.0.2.1", QueryIn::kAuto);
  for (auto _ : state) {
    auto cursor = open(store, request);
    while (true) {
      const auto is_done = (*cursor)->advance(kNoLimit);
      if (!is_done || *is_done) break;
    }
  }
  state.SetItemsProcessed(state.range(0) * state.iterations());
}

void BM_Facets(benchmark::State& state) {
  run_rollup(state, [](const auto& store, const auto& request) {
    return open_facets(store, request, {});
  });
}
BENCHMARK(BM_Facets)->Arg(145'000);

void BM_Groups(benchmark::State& state) {
  run_rollup(state, [](const auto& store, const auto& request) {
    return open_groups(store, request, {});
  });
}
BENCHMARK(BM_Groups)->Arg(145'000);

void BM_Tree(benchmark::State& state) {
  run_rollup(state,
             [](const auto& store, const auto& request) { return open_tree(store, request, {}); });
}
BENCHMARK(BM_Tree)->Arg(100'000);

}  // namespace
}  // namespace spoor::search
