// SPDX-License-Identifier: Apache-2.0
// A walk in steps of any size counts the same.
#include "search/census.h"

#include <array>
#include <set>

#include <gtest/gtest.h>

#include "dns/rdata.h"
#include "search/reference_test.h"

namespace spoor::search {
namespace {

/// By the words of the header, from what the store was given.
Census expected(const FakeStore& store) {
  std::set<std::string> names;
  const auto add = [&](Bytes wire) { names.emplace(as_chars(wire)); };
  for (const FakeRecord& r : store.records()) {
    add(r.owner.wire());
    std::array<dns::RdataName, 8> found;
    const Bytes rdata = as_bytes(r.rdata);
    const std::size_t count = dns::find_rdata_names(r.type, rdata, found.data(), found.size());
    for (std::size_t i = 0; i < count; ++i) {
      if (found[i].role == dns::NameRole::kHost) add(rdata.subspan(found[i].offset, found[i].size));
    }
  }
  return {store.records().size(), names.size()};
}

TEST(Census, CountsRecordsAndNamesWhateverTheStep) {
  std::mt19937 random(31);
  for (const int rows : {0, 1, 200}) {
    const FakeStore store = random_store(random, rows);
    const Census whole = expected(store);
    for (const std::uint64_t step :
         {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{7}, kNoLimit}) {
      auto cursor = CensusCursor::open(store.snapshot());
      ASSERT_TRUE(cursor);
      for (std::uint64_t turns = 0;; ++turns) {
        const Census before = cursor->counts();
        const auto is_done = cursor->advance(step);
        ASSERT_TRUE(is_done);
        const Census& now = cursor->counts();
        const std::uint64_t moved = now.records - before.records + now.names - before.names;
        ASSERT_LE(moved, std::max<std::uint64_t>(step, 1));
        if (*is_done) break;
        ASSERT_LE(turns, whole.records + whole.names + 2) << "it must get on";
      }
      EXPECT_EQ(cursor->counts(), whole);
      EXPECT_TRUE(*cursor->advance(step)) << "done stays done";
      EXPECT_EQ(cursor->counts(), whole);
    }
  }
}

}  // namespace
}  // namespace spoor::search
