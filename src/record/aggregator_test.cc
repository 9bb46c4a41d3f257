// SPDX-License-Identifier: Apache-2.0
// The aggregator against a map, with names and rdata that collide in every way they can.
#include "record/aggregator.h"

#include <algorithm>
#include <map>
#include <random>
#include <string>
#include <tuple>
#include <vector>

#include <gtest/gtest.h>

#include "dns/name.h"

namespace spoor::record {
namespace {

using Key = std::tuple<std::string, std::uint32_t, std::string, int, std::uint32_t, int>;

std::string wire_name(std::initializer_list<std::string_view> labels) {
  std::string wire;
  for (const auto label : labels) {
    wire += static_cast<char>(label.size());
    wire += label;
  }
  return wire + '\0';
}

std::string sort_form(std::string_view wire) {
  std::string form;
  dns::append_sort_form(form, as_bytes(wire));
  return form;
}

/// A small world, so that repeats and shared prefixes are the rule; binary labels included.
struct World {
  std::mt19937 random{7};
  std::vector<std::string> names;
  std::vector<std::string> rdata{
      "", "a", std::string("a\0", 2), "ab", std::string(300, 'x'), std::string(70000, 'y')};

  World() {
    for (const std::string_view top :
         {std::string_view("example"), std::string_view("\0", 1), std::string_view("\1a", 2)}) {
      names.push_back(wire_name({top}));
      for (const std::string_view host : {"a", "b", "quite-a-long-label-of-a-host", "A"}) {
        names.push_back(wire_name({host, "zone", top}));
        names.push_back(wire_name({"x", host, top}));
      }
    }
    names.emplace_back(1, '\0');
  }
  std::uint32_t below(std::size_t n) { return static_cast<std::uint32_t>(random() % n); }
};

TEST(Aggregator, agrees_with_a_map) {
  World world;
  Aggregator aggregator;
  for (int round = 0; round < 3; ++round) {
    std::map<Key, Sightings> expected;
    for (int i = 0; i < 20000; ++i) {
      const std::string& owner = world.names[world.below(world.names.size())];
      const std::string& rdata =
          world.rdata[world.below(world.rdata.size() - (i % 50 != 0 ? 1 : 0))];
      const auto type = static_cast<dns::RrType>(world.below(2) == 0 ? 1 : 65536 + world.below(2));
      const auto bailiwick = static_cast<std::uint8_t>(world.below(2) == 0 ? kBailiwickUnknown : 1);
      const SourceId source{1 + world.below(2)};
      const How how = world.below(5) == 0 ? How::kZone : How::kSensor;
      const RecordView record{as_bytes(owner), type, as_bytes(rdata), bailiwick};
      const std::uint32_t time = 1000000 + world.below(20 * kSecondsPerDay);
      Sightings& sightings = expected[{sort_form(owner), dns::to_number(type), rdata, bailiwick,
                                       source.v, static_cast<int>(how)}];
      if (world.below(3) == 0) {
        const Sightings told =
            Sightings::told_total(time, time + world.below(kSecondsPerDay), world.below(9));
        sightings.merge(told);
        aggregator.add(record, source, how, told);
      } else {
        sightings.merge(Sightings::seen_once(time, world.below(300)));
        aggregator.observe({record, source, how, time, sightings.ttl_max});
        sightings.widen_ttl(sightings.ttl_max);
      }
    }
    EXPECT_EQ(aggregator.rows(), expected.size());
    EXPECT_EQ(aggregator.observations(), 20000U);
    const Batch batch = aggregator.take();
    EXPECT_EQ(aggregator.rows(), 0U);
    EXPECT_EQ(aggregator.key_bytes(), 0U);
    ASSERT_EQ(batch.rows.size(), expected.size());
    auto at = expected.begin();
    for (const BatchRow& row : batch.rows) {
      const Key key{std::string(row.name),  dns::to_number(row.type),
                    std::string(row.rdata), row.bailiwick,
                    row.source.v,           static_cast<int>(row.how)};
      ASSERT_TRUE(key == at->first);
      ASSERT_EQ(row.sightings.count(), at->second.count());
      ASSERT_TRUE(std::ranges::equal(row.sightings.days.all(), at->second.days.all()));
      ++at;
    }
  }
}

TEST(Aggregator, parts_do_not_run_into_each_other) {
  // The same octets cut elsewhere: owner "1 a 0" type, rdata "b" against rdata "" and so on.
  Aggregator aggregator;
  const std::string owner = wire_name({"a"});
  const std::string rdata("\0\0\0\1", 4);
  for (std::size_t size = 0; size <= rdata.size(); ++size) {
    aggregator.observe({{as_bytes(owner), dns::RrType::kA, as_bytes(rdata).first(size), 1},
                        {1},
                        How::kSensor,
                        5,
                        5});
  }
  EXPECT_EQ(aggregator.rows(), rdata.size() + 1);
}

TEST(Aggregator, sorts_names_that_share_long_prefixes) {
  World world;
  Aggregator aggregator;
  for (int i = 0; i < 50000; ++i) {
    const std::string owner =
        wire_name({"h" + std::to_string(world.below(100000)), "shared-by-all-of-these", "example"});
    const std::string rdata = std::to_string(world.below(50));
    aggregator.observe(
        {{as_bytes(owner), dns::RrType::kTxt, as_bytes(rdata), 2}, {1}, How::kSensor, 7, 7});
  }
  const Batch batch = aggregator.take();
  for (std::size_t i = 1; i < batch.rows.size(); ++i)
    ASSERT_LT(compare(batch.rows[i - 1], batch.rows[i]), 0);
}

TEST(Aggregator, counts_its_memory) {
  Aggregator aggregator;
  const std::size_t empty = aggregator.memory_bytes();
  const std::string owner = wire_name({"a", "example"});
  for (std::uint32_t day = 1; day <= 1000; ++day) {
    aggregator.observe({{as_bytes(owner), dns::RrType::kA, as_bytes("abcd"), 1},
                        {1},
                        How::kSensor,
                        day * kSecondsPerDay,
                        1});
  }
  EXPECT_EQ(aggregator.rows(), 1U);
  EXPECT_GE(aggregator.key_bytes(), 1000 * sizeof(DayCount))
      << "days of one record are part of what bounds a batch";
  EXPECT_GE(aggregator.memory_bytes(), empty + 1000 * sizeof(DayCount));
}

}  // namespace
}  // namespace spoor::record
