// SPDX-License-Identifier: Apache-2.0
// Opening, merging and settling, with errors that end the program.
#include "bench/store/store_under_test.h"

#include <cstdlib>
#include <cstring>
#include <utility>

#include <fmt/format.h>

#include "store/rocks/rocks_store.h"

namespace spoor::bench {
namespace {

bool go_on(std::uint64_t /*done*/, std::uint64_t /*total*/) {
  return true;
}

[[noreturn]] void give_up(const Error& error) {
  fmt::print(stderr, "bench: {}\n", describe(error));
  std::exit(2);
}

}  // namespace

void require(const Status& status) {
  if (!status) give_up(status.error());
}

StoreUnderTest::StoreUnderTest(const std::string& directory, Merging merging) {
  store::RocksStoreOptions options;
  options.access = store::Access::kCreate;
  options.background_merging = merging == Merging::kInBackground;
  auto opened = store::open_rocks_store(directory, options);
  if (!opened) give_up(opened.error());
  store_ = *std::move(opened);
  for (unsigned sensor = 1; sensor < sources_.size(); ++sensor) {
    auto id = store_->intern_source({fmt::format("bench/sensor{}", sensor),
                                     record::SourceKind::kFeed, record::FeedMode::kDelta});
    if (!id) give_up(id.error());
    sources_[sensor] = *id;
  }
}

void StoreUnderTest::merge(const PreparedRows& rows, std::uint64_t stream, std::uint64_t sequence,
                           bool more_follow) {
  for (const PreparedRow& row : rows.all()) {
    aggregator_.add(row.record, sources_[row.sensor], record::How::kSensor, row.sightings);
  }
  record::Batch batch = aggregator_.take();
  batch.id.source = sources_[1];
  std::memcpy(batch.id.stream.octets.data(), &stream, sizeof stream);
  batch.id.sequence = sequence;
  batch.more_follow = more_follow;
  const auto outcome = store_->merge(std::move(batch));
  if (!outcome) give_up(outcome.error());
  if (*outcome != record::MergeOutcome::kMerged) {
    give_up({ErrorCode::kInvalid, "this batch was merged before; begin with an empty directory"});
  }
}

void StoreUnderTest::settle() {
  require(store_->settle(go_on));
}

void StoreUnderTest::compact() {
  require(store_->compact(go_on));
}

record::StoreStats StoreUnderTest::stats() const {
  auto stats = store_->stats();
  if (!stats) give_up(stats.error());
  return *std::move(stats);
}

}  // namespace spoor::bench
