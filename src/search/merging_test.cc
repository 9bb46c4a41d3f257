// SPDX-License-Identifier: Apache-2.0
// Questions to the real stores while another thread merges batches: every answer is that of the
// slow reference over one state of the store, and pages neither repeat nor skip what was there.
#include <atomic>
#include <filesystem>
#include <set>
#include <thread>
#include <tuple>

#include <gtest/gtest.h>
#include <unistd.h>

#include "record/aggregator.h"
#include "search/facets.h"
#include "search/groups.h"
#include "search/kept_answer.h"
#include "search/reference_test.h"
#include "store/memory/memory_store.h"
#include "store/rocks/rocks_store.h"

namespace spoor::search {
namespace {

constexpr std::size_t kBatches = 40;
constexpr int kRecords = 25;              // of a batch
constexpr std::uint64_t kQuestions = 25;  // asked between two batches

enum class Engine : std::uint8_t { kMemory, kRocks };

class Merging : public ::testing::TestWithParam<Engine> {
 protected:
  void SetUp() override {
    if (GetParam() == Engine::kMemory) {
      store_ = store::make_memory_store();
    } else {
      directory_ =
          std::filesystem::temp_directory_path() / ("spoor-merging-" + std::to_string(::getpid()));
      std::filesystem::remove_all(directory_);
      store::RocksStoreOptions options;
      options.access = store::Access::kCreate;
      options.inline_bytes = 2000;  // segments at once, and their merging
      auto opened = store::open_rocks_store(directory_, options);
      ASSERT_TRUE(opened) << describe(opened.error());
      store_ = *std::move(opened);
    }
    make_batches();
  }
  void TearDown() override {
    stop();
    store_.reset();
    if (!directory_.empty()) std::filesystem::remove_all(directory_);
  }

  /// Batches of random records, and the model after each number of them.
  void make_batches() {
    std::mt19937 random(71);
    models_.push_back(random_store(random, 0));
    for (const char* name : {"zeta", "alpha", "mid/1", "mid/2"})
      ASSERT_EQ(*store_->intern_source({name, record::SourceKind::kFeed, {}}),
                *models_[0].find_source(name));
    ASSERT_TRUE(store_->intern_type_label("NAME"));
    for (std::size_t i = 0; i < kBatches; ++i) {
      batches_.push_back(random_store(random, kRecords));
      models_.push_back(models_.back());
      for (const FakeRecord& record : batches_.back().records()) models_.back().add(record);
    }
  }
  void merge(std::size_t number) {
    record::Aggregator aggregator;
    for (const FakeRecord& r : batches_[number].records()) {
      for (const auto& s : r.sightings)
        aggregator.add({r.owner.wire(), r.type, as_bytes(r.rdata), r.bailiwick}, s.source, s.how,
                       s.sightings);
    }
    record::Batch batch = aggregator.take();
    batch.id = {record::SourceId{1}, {}, number};
    ++begun_;
    const auto merged = store_->merge(std::move(batch));
    ASSERT_TRUE(merged) << describe(merged.error());
    ++merged_;
  }
  /// Merges the batches from `from` on, as questions are asked.
  void start(std::size_t from) {
    writer_ = std::thread([this, from] {
      for (std::size_t i = from; i < kBatches && !is_stopping_.load(); ++i) {
        const std::uint64_t until = asked_.load() + kQuestions;
        merge(i);
        while (asked_.load() < until && !is_stopping_.load()) std::this_thread::yield();
      }
    });
  }
  void stop() {
    is_stopping_.store(true);
    if (writer_.joinable()) writer_.join();
  }
  /// Whether `is_of(model)` holds for a state that the store had between the two moments.
  template <class IsOf>
  bool is_of_one_state(std::size_t before, const IsOf& is_of) {
    const std::size_t after = begun_.load();
    for (std::size_t k = before; k <= after; ++k) {
      if (is_of(models_[k])) return true;
    }
    return false;
  }

  std::filesystem::path directory_;
  std::unique_ptr<record::RecordStore> store_;
  std::vector<FakeStore> batches_;
  std::vector<FakeStore> models_;
  std::atomic<std::size_t> begun_{0}, merged_{0};
  std::atomic<std::uint64_t> asked_{0};
  std::atomic<bool> is_stopping_{false};
  std::thread writer_;
};

SearchRequest question(std::mt19937& random) {
  SearchRequest request = random_request(random);
  if (request.grouping == Grouping::kMergeBailiwicks) request.grouping = Grouping::kMergeSources;
  if (request.order.key == OrderKey::kKey) request.order = {OrderKey::kLastSeen, true};
  request.with_details = true;  // the model always has them
  return request;
}

template <class Cursor>
bool finish(Cursor& cursor, std::uint64_t step) {
  while (true) {
    const auto is_done = cursor.advance(step);
    if (!is_done) return false;
    if (*is_done) return true;
  }
}

TEST_P(Merging, AnswersAreThoseOfOneState) {
  std::mt19937 random(72);
  start(0);
  while (merged_.load() < kBatches) {
    const SearchRequest request = question(random);
    const std::size_t before = merged_.load();
    const auto cursor = search(*store_, request);
    ASSERT_TRUE(cursor) << describe(cursor.error());
    const auto rows = read_all(**cursor);
    ASSERT_TRUE(is_of_one_state(before, [&](const FakeStore& model) {
      auto expected = reference_rows(model, request);
      std::sort(expected.begin(), expected.end(), [&](const PlainRow& a, const PlainRow& b) {
        return is_before(model, request.order, a, b);
      });
      return rows == expected && (*cursor)->total() == expected.size();
    })) << describe_request(request);
    ++asked_;
  }
}

TEST_P(Merging, FacetsAndGroupsAreThoseOfOneState) {
  std::mt19937 random(73);
  start(0);
  while (merged_.load() < kBatches) {
    const SearchRequest request = question(random);
    const std::size_t before = merged_.load();
    const auto facets = open_facets(*store_, request, {{Facet::kType, Facet::kSource}, 100});
    const auto groups = open_groups(*store_, request, {});
    ASSERT_TRUE(facets && groups);
    ASSERT_TRUE(finish(**facets, 1 + random() % 50) && finish(**groups, 1 + random() % 50));
    const FacetAnswer& counted = (*facets)->answer();
    ASSERT_TRUE(is_of_one_state(before, [&](const FakeStore& model) {
      std::map<std::string, std::uint64_t> types, sources;
      const auto rows = reference_rows(model, request);
      for (const PlainRow& row : rows) {
        ++types[model.type_text(static_cast<dns::RrType>(row.type))];
        if (!row.source.empty()) ++sources[row.source];
      }
      const auto equals = [](const FacetCounts& told, const auto& expected) {
        std::map<std::string, std::uint64_t> by_value;
        for (const FacetValue& value : told.values) by_value[value.value] = value.rows;
        return by_value == expected && told.distinct == expected.size();
      };
      return counted.num_results == rows.size() && equals(counted.facets[0], types) &&
             equals(counted.facets[1], sources);
    })) << describe_request(request);
    ASSERT_TRUE(is_of_one_state(before, [&](const FakeStore& model) {
      std::set<std::string> names;
      const auto rows = reference_rows(model, request);
      for (const PlainRow& row : rows) names.insert(row.name_form);
      return (*groups)->answer().num_results == rows.size() &&
             (*groups)->answer().names == names.size();
    })) << describe_request(request);
    ++asked_;
  }
}

using Key = std::tuple<std::string, std::uint32_t, std::string, int, std::string, int>;

Key key_of(const PlainRow& row) {
  return {row.name_form, row.type, row.rdata, row.bailiwick, row.source, row.how};
}

TEST_P(Merging, PagesByTokenNeitherRepeatNorSkip) {
  std::mt19937 random(74);
  for (std::size_t i = 0; i < kBatches / 2; ++i) merge(i);
  start(kBatches / 2);
  while (merged_.load() < kBatches) {
    SearchRequest request = question(random);
    request.order = {OrderKey::kKey, false};
    request.filters = {};  // what is filtered by times may come and go
    request.limit = 1 + random() % 9;
    const auto there = reference_rows(models_[merged_.load()], request);
    std::set<Key> seen;
    while (true) {
      const auto cursor = search(*store_, request);
      ASSERT_TRUE(cursor) << describe(cursor.error());
      for (const PlainRow& row : read_all(**cursor))
        ASSERT_TRUE(seen.insert(key_of(row)).second) << "twice: " << describe_request(request);
      ++asked_;
      if (!(*cursor)->more()) break;
      request.from = (*cursor)->token();
    }
    for (const PlainRow& row : there)
      ASSERT_TRUE(seen.contains(key_of(row))) << "skipped: " << describe_request(request);
  }
}

TEST_P(Merging, KeptAnswersStayWhatTheyWere) {
  std::mt19937 random(75);
  for (std::size_t i = 0; i < kBatches / 2; ++i) merge(i);
  SearchRequest request = question(random);
  request.query = *parse_query("*", QueryIn::kName);
  request.filters = {};
  const auto cursor = search(*store_, request);
  auto maker = KeptAnswerMaker::create({}, std::uint64_t{1} << 30);
  ASSERT_TRUE(cursor && maker);
  std::vector<PlainRow> whole;
  start(kBatches / 2);
  while (true) {
    const auto row = (*cursor)->next();
    ASSERT_TRUE(row);
    if (*row == nullptr) break;
    whole.push_back(to_plain(**row));
    ASSERT_TRUE((*maker)->add(**row));
  }
  ASSERT_GT(whole.size(), 200U);
  const auto kept = *(*maker)->finish();
  while (merged_.load() < kBatches) {
    const std::size_t offset = random() % whole.size();
    KeptPage page(kept, *store_, offset);
    for (std::size_t i = offset; i < std::min(offset + 20, whole.size()); ++i) {
      ASSERT_TRUE(*page.next());
      ASSERT_EQ(to_plain(page.row()), whole[i]);
    }
    ++asked_;
  }
}

INSTANTIATE_TEST_SUITE_P(Engines, Merging, ::testing::Values(Engine::kMemory, Engine::kRocks),
                         [](const auto& each) {
                           return each.param == Engine::kMemory ? "Memory" : "Rocks";
                         });

}  // namespace
}  // namespace spoor::search
