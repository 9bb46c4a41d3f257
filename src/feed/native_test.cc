// SPDX-License-Identifier: Apache-2.0
// What is written in the native form is read back as exactly what it was.
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/native_writer.h"
#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using dns::RrType;
using record::How;
using record::Sightings;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

std::string file(const std::string& lines) {
  std::string out;
  append_native_header(out);
  return out + lines;
}

Sightings random_sightings(std::mt19937& random) {
  const auto time = [&] {
    return static_cast<std::uint32_t>(1 + random() % (400 * record::kSecondsPerDay));
  };
  Sightings s = Sightings::seen_once(time(), static_cast<std::uint32_t>(random() % 4000));
  for (std::size_t i = random() % 20; i > 0; --i) {
    const std::uint32_t a = time(), b = time();
    switch (random() % 4) {
      case 0:
        s.add_observation(a, static_cast<std::uint32_t>(random() % 90000));
        break;
      case 1:
        s.merge(Sightings::seen(std::min(a, b), std::max(a, b), random() % 100));
        break;
      case 2:
        s.merge(Sightings::told_total(std::min(a, b), std::max(a, b), 1 + random() % 100));
        break;
      default:
        s.merge(Sightings::seen(a, a, record::kMaxCount));
        break;
    }
  }
  return s;
}

TEST(Native, RandomSightingsComeBackExactly) {
  std::mt19937 random(31);
  const std::vector<record::SourceSpec> specs = {
      {"s \"1\"", record::SourceKind::kSensor, record::FeedMode::kDelta},
      {"feed/ü", record::SourceKind::kFeed, record::FeedMode::kTotal},
      {"z", record::SourceKind::kZone, record::FeedMode::kDelta}};
  const RrType types[] = {RrType::kA, RrType::kTxt, RrType::kSoa, static_cast<RrType>(65280),
                          static_cast<RrType>(dns::kFirstLabelType)};
  for (int i = 0; i < 3000; ++i) {
    const auto owner = *dns::parse_name("a.b\\000c.example.com");
    const RrType type = types[random() % std::size(types)];
    std::string rdata;
    for (std::size_t size = random() % 10; size > 0; --size) rdata += static_cast<char>(random());
    const Sightings sightings = random_sightings(random);
    const auto bailiwick =
        random() % 2 == 0 ? record::kBailiwickUnknown : static_cast<std::uint8_t>(random() % 5);
    const How how = random() % 2 == 0 ? How::kSensor : How::kZone;
    const auto& spec = specs[random() % specs.size()];
    const std::string type_text = dns::is_wire_type(type) ? dns::rr_type_text(type) : "DOMAIN";
    std::string lines;
    append_native(
        lines, {owner.wire(), type, type_text, rdata, bailiwick, spec.name, how, &sightings}, spec);
    const Taken taken = take(file(lines));
    ASSERT_THAT(taken.faults(), IsEmpty()) << lines;
    ASSERT_EQ(taken.added.size(), 1U) << lines;
    const Added& added = taken.added[0];
    EXPECT_EQ(added, (Added{std::string(as_chars(owner.wire())), type,
                            dns::is_wire_type(type) ? type_text : "DOMAIN", rdata, bailiwick,
                            spec.name, how, sightings}))
        << lines;
    EXPECT_EQ(taken.specs, std::vector<record::SourceSpec>{spec});
    EXPECT_EQ(taken.stats.format, "native");
  }
}

constexpr const char* kGood =
    R"("name":"a.example","type":"A","rdata":"192.0.2.1","source":"s","kind":"feed","mode":"total","how":"sensor")";

TEST(Native, FilesMayFollowEachOther) {
  const std::string one = file(std::string("{") + kGood +
                               R"(,"first":1,"last":2,"told":1})"
                               "\n");
  EXPECT_EQ(take(one + one).added.size(), 2U);
}

TEST(Native, RefusesAnotherVersion) {
  const Taken taken = take("{\"spoor\":\"records\",\"version\":2}\n");
  EXPECT_THAT(taken.error, HasSubstr("another version"));
}

TEST(Native, CountsWhatCannotBe) {
  const char* kSightings = "1: times, counts or days are not those of any sightings";
  struct Case {
    const char* rest;
    const char* says;
  };
  const Case cases[] = {
      {R"("first":0,"last":2)", kSightings},
      {R"("first":3,"last":2)", kSightings},
      {R"("first":3)", kSightings},
      {R"("first":3,"last":4294967296)", kSightings},
      {R"("first":1,"last":2,"ttl":[5])", kSightings},
      {R"("first":1,"last":2,"ttl":[6,5])", kSightings},
      {R"("first":1,"last":2,"told":9223372036854775808)", kSightings},
      {R"("first":1,"last":2,"days":[0])", kSightings},
      {R"("first":1,"last":2,"days":[1,1])", kSightings},
      {R"("first":90000,"last":90001,"days":[0,1])", kSightings},
      {R"("first":1,"last":900000,"days":[0,1,0,1])", kSightings},
      {R"("first":1,"last":900000,"days":[18446744073709551615,1])", kSightings},
      {R"("first":1,"last":2,"days":[0,-1])", "1: a field has the wrong shape"},
      {R"("first":1,"last":2,"bailiwick":3)", "1: bailiwick has more labels than the name"},
      {R"("first":1,"last":2,"raw":"00")", "1: name, type or rdata missing"},
      {R"("first":1,"last":2,"how":"crawl")", "1: how is neither sensor nor zone"},
      {R"("first":1,"last":2,"kind":"x")", "1: source, kind or mode missing or unknown"},
      {R"("first":1,"last":2,"source":"a\nb")", "1: source is not printable"},
  };
  for (const Case& c : cases) {
    const Taken taken = take(std::string("{\"spoor\":\"records\",\"version\":1}\n{") + kGood + "," +
                             c.rest + "}\n");
    ASSERT_EQ(taken.stats.lines, 2U);
    EXPECT_THAT(taken.added, IsEmpty()) << c.rest;
    EXPECT_THAT(taken.faults(), ElementsAre(std::string("2") + std::string(c.says).substr(1)))
        << c.rest;
  }
}

}  // namespace
}  // namespace spoor::feed
