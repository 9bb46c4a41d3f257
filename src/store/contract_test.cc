// SPDX-License-Identifier: Apache-2.0
// The store's contract, run over random histories: whatever the model answers, the engine answers.
#include <algorithm>
#include <filesystem>
#include <map>
#include <sstream>
#include <thread>
#include <tuple>

#include <gtest/gtest.h>

#include "dns/name.h"
#include "record/retention.h"
#include "record/rewrite.h"
#include "store/memory/memory_store.h"
#include "store/rocks/rocks_store.h"
#include "store/testing/random_history.h"
#include "store/testing/scratch_directory.h"

namespace spoor::store {
namespace {

using record::BatchId;
using record::Index;
using record::RangeQuery;
using record::SourceId;
using testing::dump;
using testing::RandomHistory;
using testing::ScratchDirectory;

struct Engine {
  const char* name;
  bool background;
  std::size_t inline_bytes;
  std::size_t cache_bytes;
};

std::unique_ptr<record::RecordStore> open(const std::string& directory, const Engine& engine) {
  RocksStoreOptions options;
  options.access = Access::kCreate;
  options.background_merging = engine.background;
  options.inline_bytes = engine.inline_bytes;
  options.cache_bytes = engine.cache_bytes;
  options.most_segments = 5;
  auto store = open_rocks_store(directory, options);
  if (!store) ADD_FAILURE() << describe(store.error());
  return store ? std::move(*store) : nullptr;
}

std::vector<SourceId> intern_sources(record::RecordStore& store) {
  std::vector<SourceId> ids;
  for (const char* name : {"one", "two", "three"}) {
    ids.push_back(
        *store.intern_source({name, record::SourceKind::kFeed, record::FeedMode::kTotal}));
  }
  EXPECT_TRUE(store.intern_type_label("NAME"));
  EXPECT_TRUE(store.intern_type_label("DOMAIN"));
  return ids;
}

/// Ranges that meet what RandomHistory makes: everything, names, domains, values, empty runs.
std::vector<RangeQuery> some_ranges(RandomHistory& random) {
  std::vector<RangeQuery> ranges(2);
  ranges[1].index = Index::kByValue;
  for (int i = 0; i < 12; ++i) {
    RangeQuery range;
    const std::string owner = random.owner_wire();
    dns::append_sort_form(range.lower, as_bytes(owner));
    if (random.below(2) == 0) range.lower.pop_back();  // the name and all below it
    if (random.below(3) == 0) {
      range.index = Index::kByValue;
      range.lower.insert(range.lower.begin(), static_cast<char>(record::ValueKind::kName));
    }
    range.upper = record::after_prefix(range.lower);
    ranges.push_back(range);
  }
  RangeQuery addresses;
  addresses.index = Index::kByValue;
  addresses.lower = std::string("\x01\xc0\x00\x02\x04", 5);
  addresses.upper = std::string("\x01\xc0\x00\x02\x10", 5);
  ranges.push_back(addresses);
  return ranges;
}

std::string first_difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < a.size() || i < b.size(); ++i) {
    const std::string left = i < a.size() ? a[i] : "nothing";
    const std::string right = i < b.size() ? b[i] : "nothing";
    if (left != right) return "line " + std::to_string(i) + "\n" + left + "\n" + right;
  }
  return {};
}

void expect_same(record::RecordStore& model, record::RecordStore& store, RandomHistory& random) {
  const auto expected = model.snapshot();
  const auto found = store.snapshot();
  for (RangeQuery range : some_ranges(random)) {
    for (const bool details : {false, true}) {
      range.with_details = details;
      const std::vector<std::string> rows = dump(*expected, range);
      // Details by value are one question by name a row: asked of short answers here.
      if (details && range.index == Index::kByValue && rows.size() > 200) continue;
      ASSERT_EQ(first_difference(rows, dump(*found, range)), "");
      if (rows.empty()) continue;
      // Resuming behind any row gives the rest.
      auto cursor = *expected->find(range);
      const std::uint64_t stop = random.below(rows.size());
      for (std::uint64_t i = 0; i < stop; ++i) ASSERT_TRUE(cursor->next());
      RangeQuery rest = range;
      rest.after.emplace().assign((*cursor->next())->key);
      ASSERT_EQ(first_difference(dump(*expected, rest), dump(*found, rest)), "");
    }
  }
  for (std::uint32_t source = 1; source <= 4; ++source)
    EXPECT_EQ(*model.watched_days({source}), *store.watched_days({source}));
  EXPECT_EQ(testing::dump_names(*expected, "", ""), testing::dump_names(*found, "", ""));
  const std::string lower("www\0exam", 8);
  EXPECT_EQ(testing::dump_names(*expected, lower, record::after_prefix(lower)),
            testing::dump_names(*found, lower, record::after_prefix(lower)));
  for (const auto list : {record::TextList::kNames, record::TextList::kValues}) {
    for (const record::TextRange& range :
         {record::TextRange{list, {}, {}, {}, {}}, record::TextRange{list, "1", "n", {}, {}}}) {
      EXPECT_EQ(testing::dump_texts(*expected, range), testing::dump_texts(*found, range));
    }
  }
}

void expect_no_faults(const std::string& directory) {
  const auto summary = verify_store(
      directory, [](const Fault& fault) { ADD_FAILURE() << fault.where << ": " << fault.what; },
      {});
  ASSERT_TRUE(summary) << describe(summary.error());
}

class Contract : public ::testing::TestWithParam<Engine> {};

TEST_P(Contract, RewritesLikeTheModel) {
  for (std::uint64_t seed = 1; seed <= 6; ++seed) {
    SCOPED_TRACE(seed);
    const ScratchDirectory directory;
    auto store = open(directory.path(), GetParam());
    ASSERT_NE(store, nullptr);
    const auto model = make_memory_store();
    const auto sources = intern_sources(*store);
    intern_sources(*model);
    RandomHistory random(seed);
    for (std::uint64_t i = 0; i < 8; ++i) {
      const BatchId id{sources[i % 3], {}, i};
      RandomHistory one(seed * 100 + i);
      RandomHistory same(seed * 100 + i);
      ASSERT_TRUE(store->merge(one.batch(id, {sources[i % 3]}, 120)));
      ASSERT_TRUE(model->merge(same.batch(id, {sources[i % 3]}, 120)));
    }
    record::Rewrite rewrite;
    for (int i = 0; seed % 2 == 0 && i < 2; ++i) {
      std::string form;
      dns::append_sort_form(form, as_bytes(random.owner_wire()));
      rewrite.erased.push_back(form);
    }
    rewrite.erases_holders = seed % 4 == 0;
    if (seed % 3 != 0) rewrite.sources[sources[1]] = std::nullopt;
    if (seed % 3 == 2) rewrite.sources[sources[1]] = sources[2];
    ASSERT_TRUE(model->rewrite(rewrite, {}));
    const Status done = store->rewrite(rewrite, {});
    ASSERT_TRUE(done) << describe(done.error());
    expect_same(*model, *store, random);
    const record::StreamState expected = *model->stream_state(sources[2], {});
    EXPECT_EQ(*store->stream_state(sources[2], {}), expected);
    EXPECT_EQ(store->sources(), model->sources());
    store.reset();
    expect_no_faults(directory.path());
    store = open(directory.path(), GetParam());
    expect_same(*model, *store, random);
    EXPECT_EQ(store->sources(), model->sources());
  }
}

/// Rules of every sort, in a random order.
std::vector<record::RetentionRule> random_rules(RandomHistory& random,
                                                const std::vector<record::SourceId>& sources) {
  std::vector<record::RetentionRule> rules;
  for (std::uint64_t n = 1 + random.below(3); n > 0; --n) {
    record::RetentionRule rule;
    if (random.below(2) == 0) rule.types = {random.data().first, random.data().first};
    if (random.below(2) == 0) rule.sources = {sources[random.below(sources.size())]};
    if (random.below(8) != 0)
      rule.before = static_cast<std::uint32_t>(1'700'000'000 + random.below(60) * 40'000);
    rules.push_back(rule);
  }
  if (random.below(3) == 0) rules.front().types.push_back(record::kFirstSeenType);
  return rules;
}

/// By name, source and how: the earliest first time.
using Appearances = std::map<std::tuple<std::string, std::uint32_t, record::How>, std::uint32_t>;

struct Told {
  std::map<std::string, std::string> rows;  // by key, source and how: type, times and counts
  Appearances first;
};

/// Everything that a snapshot tells, without the traces of what went.
Told told_by(const record::Snapshot& snapshot) {
  Told told;
  RangeQuery all;
  all.with_details = true;
  auto cursor = *snapshot.find(all);
  for (const record::StoredRecord* row = *cursor->next(); row != nullptr; row = *cursor->next()) {
    for (const record::SourcedSightings& s : row->sightings) {
      std::uint32_t& first =
          told.first.try_emplace({std::string(row->name), s.source.v, s.how}, s.sightings.first)
              .first->second;
      first = std::min(first, s.sightings.first);
      if (row->type == record::kFirstSeenType) continue;
      std::string key(row->key.head);
      key += '|';
      key += row->key.rdata;
      key += "|" + std::to_string(row->key.bailiwick) + "|" + std::to_string(s.source.v) + "|" +
             std::to_string(static_cast<int>(s.how));
      std::string& value = told.rows[key];
      value = std::to_string(dns::to_number(row->type)) + " " + std::to_string(s.source.v) + " " +
              std::to_string(s.sightings.last) + " " + std::to_string(s.sightings.first) + " " +
              std::to_string(s.sightings.count());
      for (const record::DayCount& day : s.sightings.days.all())
        value += " " + std::to_string(day.day) + ":" + std::to_string(day.count);
    }
  }
  return told;
}

/// Whether a row that told_by() wrote is too old for the first rule that speaks of it: said anew,
/// in other words than record/retention.cc.
bool should_go(const std::vector<record::RetentionRule>& rules, const std::string& row) {
  std::istringstream in(row);
  std::uint32_t type = 0, source = 0, last = 0;
  in >> type >> source >> last;
  for (const record::RetentionRule& rule : rules) {
    bool fits = rule.types.empty();
    for (const dns::RrType each : rule.types) fits = fits || dns::to_number(each) == type;
    bool is_of_source = !rule.sources;
    for (std::size_t i = 0; rule.sources && i < rule.sources->size(); ++i)
      is_of_source = is_of_source || (*rule.sources)[i].v == source;
    if (fits && is_of_source) return last < rule.before;
  }
  return false;
}

void expect_only_the_old_gone(const Told& before, const Told& after,
                              const std::vector<record::RetentionRule>& rules,
                              std::uint64_t counted) {
  std::map<std::string, std::string> expected;
  std::uint64_t gone = 0;
  for (const auto& [key, row] : before.rows) {
    if (should_go(rules, row)) {
      ++gone;
    } else {
      expected.emplace(key, row);
    }
  }
  EXPECT_EQ(after.rows, expected);
  EXPECT_EQ(counted, gone);
  EXPECT_EQ(after.first, before.first) << "every name appears when it did, to whom it did";
}

TEST_P(Contract, RetainsLikeTheModelAndNamesKeepTheirFirstAppearance) {
  for (std::uint64_t seed = 1; seed <= 12; ++seed) {
    SCOPED_TRACE(seed);
    const ScratchDirectory directory;
    auto store = open(directory.path(), GetParam());
    ASSERT_NE(store, nullptr);
    const auto model = make_memory_store();
    const auto sources = intern_sources(*store);
    intern_sources(*model);
    RandomHistory random(seed);
    std::uint64_t sequence = 0;
    for (int round = 0; round < 3; ++round) {  // traces of one meet those of the next
      for (std::uint64_t i = 0; i < 4; ++i) {
        RandomHistory twin = random;
        const BatchId id{sources[0], {}, sequence++};
        ASSERT_TRUE(store->merge(random.batch(id, sources, 150)));
        ASSERT_TRUE(model->merge(twin.batch(id, sources, 150)));
      }
      record::Rewrite rewrite;
      rewrite.retention = random_rules(random, sources);
      const bool names_traces =
          std::any_of(rewrite.retention.begin(), rewrite.retention.end(), [](const auto& rule) {
            return std::count(rule.types.begin(), rule.types.end(), record::kFirstSeenType) > 0;
          });
      const Told before = told_by(*store->snapshot());
      const auto counted = record::count_retention(*store->snapshot(), rewrite.retention, {});
      ASSERT_TRUE(counted);
      ASSERT_TRUE(model->rewrite(rewrite, {}));
      const Status done = store->rewrite(rewrite, {});
      ASSERT_TRUE(done) << describe(done.error());
      expect_same(*model, *store, random);
      if (names_traces) continue;
      expect_only_the_old_gone(before, told_by(*store->snapshot()), rewrite.retention,
                               counted->rows_gone);
      EXPECT_EQ(record::count_retention(*store->snapshot(), rewrite.retention, {})->rows_gone, 0U);
    }
    store.reset();
    expect_no_faults(directory.path());
  }
}

TEST_P(Contract, RandomHistoriesAnswerLikeTheModel) {
  for (std::uint64_t seed = 1; seed <= 4; ++seed) {
    SCOPED_TRACE(seed);
    const ScratchDirectory directory;
    auto store = open(directory.path(), GetParam());
    ASSERT_NE(store, nullptr);
    const auto model = make_memory_store();
    const auto sources = intern_sources(*store);
    intern_sources(*model);
    RandomHistory random(seed);
    std::uint64_t sequence = 0;
    for (int step = 0; step < 30; ++step) {
      switch (random.below(8)) {
        case 0:
          ASSERT_TRUE(store->settle({}));
          break;
        case 1:
          ASSERT_TRUE(store->compact({}));
          break;
        case 2:
          store.reset();
          store = open(directory.path(), GetParam());
          ASSERT_NE(store, nullptr);
          break;
        default: {
          const std::size_t most = random.below(4) == 0 ? 2500 : 60;
          RandomHistory twin = random;  // the same batch twice: once for each store
          const BatchId id{sources[0], {}, sequence++};
          ASSERT_EQ(*store->merge(random.batch(id, sources, most)), record::MergeOutcome::kMerged);
          ASSERT_EQ(*model->merge(twin.batch(id, sources, most)), record::MergeOutcome::kMerged);
        }
      }
      if (step % 10 == 9) expect_same(*model, *store, random);
    }
    store.reset();
    expect_no_faults(directory.path());
  }
}

TEST_P(Contract, BatchesCountOnceInAnyOrder) {
  const ScratchDirectory directory;
  auto store = open(directory.path(), GetParam());
  const auto model = make_memory_store();
  const auto sources = intern_sources(*store);
  intern_sources(*model);
  RandomHistory random(99);
  std::vector<std::uint64_t> order;
  for (std::uint64_t i = 0; i < 12; ++i) order.insert(order.end(), {i, i});
  std::shuffle(order.begin(), order.end(), std::mt19937_64(7));
  std::vector<bool> seen(12);
  for (const std::uint64_t sequence : order) {
    RandomHistory for_store(sequence);
    RandomHistory for_model(sequence);
    record::StreamId stream;
    stream.octets[0] = 5;
    const BatchId id{sources[1], stream, sequence};
    record::Batch batch = for_store.batch(id, sources, 50);
    batch.ends_stream = sequence == 11;
    EXPECT_EQ(*store->merge(std::move(batch)), seen[sequence] ? record::MergeOutcome::kAlreadyMerged
                                                              : record::MergeOutcome::kMerged);
    if (!seen[sequence]) {
      ASSERT_TRUE(model->merge(for_model.batch(id, sources, 50)));
    }
    seen[sequence] = true;
    if (random.below(5) == 0) {
      store.reset();
      store = open(directory.path(), GetParam());
    }
  }
  record::StreamId stream;
  stream.octets[0] = 5;
  const auto state = *store->stream_state(sources[1], stream);
  EXPECT_EQ(state.watermark, 12U);
  EXPECT_TRUE(state.later.empty());
  EXPECT_TRUE(state.is_complete());
  EXPECT_EQ(*store->stream_state(sources[0], stream), record::StreamState{});
  expect_same(*model, *store, random);
}

TEST_P(Contract, ParallelStreamsWhileReadingAndMerging) {
  const ScratchDirectory directory;
  auto store = open(directory.path(), GetParam());
  const auto model = make_memory_store();
  const auto sources = intern_sources(*store);
  intern_sources(*model);
  constexpr std::uint64_t kStreams = 4;
  constexpr std::uint64_t kBatches = 8;
  const auto make = [&](std::uint64_t stream, std::uint64_t sequence) {
    record::StreamId id;
    id.octets[0] = static_cast<std::uint8_t>(stream + 1);
    return RandomHistory(stream * 100 + sequence).batch({sources[0], id, sequence}, sources, 80);
  };
  std::atomic<bool> done{false};
  std::thread reader([&] {
    while (!done) {
      const auto snapshot = store->snapshot();
      // One state: asked twice, the same answer, whatever is merged meanwhile.
      EXPECT_EQ(dump(*snapshot, RangeQuery{}), dump(*snapshot, RangeQuery{}));
      EXPECT_TRUE(store->stats());
    }
  });
  std::vector<std::thread> writers;
  for (std::uint64_t stream = 0; stream < kStreams; ++stream) {
    writers.emplace_back([&, stream] {
      for (std::uint64_t sequence = kBatches; sequence-- > 0;) {  // latest first
        EXPECT_TRUE(store->merge(make(stream, sequence)));
        EXPECT_EQ(*store->merge(make(stream, sequence)), record::MergeOutcome::kAlreadyMerged);
      }
    });
  }
  for (std::thread& writer : writers) writer.join();
  done = true;
  reader.join();
  for (std::uint64_t stream = 0; stream < kStreams; ++stream) {
    for (std::uint64_t sequence = 0; sequence < kBatches; ++sequence)
      ASSERT_TRUE(model->merge(make(stream, sequence)));
  }
  RandomHistory random(3);
  expect_same(*model, *store, random);
}

INSTANTIATE_TEST_SUITE_P(Engines, Contract,
                         ::testing::Values(Engine{"files", false, 0, 1 << 20},
                                           Engine{"inlined", false, 1 << 20, 1 << 20},
                                           Engine{"background", true, 1 << 13, 0}),
                         [](const auto& row) { return std::string(row.param.name); });

}  // namespace
}  // namespace spoor::store
