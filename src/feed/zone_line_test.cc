// SPDX-License-Identifier: Apache-2.0
// Zone files: what their shorthand means, when they were so, and what is refused.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr std::uint32_t kDay = 1520812800;  // 2018-03-12
const std::string kSoa =
    "$ORIGIN example.\n$TTL 1h\n@ IN SOA ns hostmaster (\n  2018031200 ; serial\n  1H 15m 1w 1d "
    ")\n";
const std::string kAt = " 1520812800 x1 ttl 3600 below 1";

/// The records behind the SOA.
std::vector<std::string> records(const std::string& text) {
  const Taken taken = take(kSoa + text);
  EXPECT_THAT(taken.faults(), IsEmpty()) << text;
  auto found = taken.sightings();
  if (!found.empty()) found.erase(found.begin());
  return found;
}

TEST(Zone, TakesItsTimeFromTheSerial) {
  const Taken taken = take(kSoa);
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "zone");
  EXPECT_EQ(taken.stats.lines, 1U);
  EXPECT_THAT(taken.sightings(),
              ElementsAre("example. SOA ns.example. hostmaster.example. 2018031200 3600 900 604800 "
                          "86400" +
                          kAt));
  EXPECT_EQ(taken.added[0].how, record::How::kZone);
  EXPECT_EQ(taken.added[0].sightings, record::Sightings::seen_once(kDay, 3600));
}

TEST(Zone, TakesTheTimeThatIsNamed) {
  FeedOptions options;
  options.zone_time_s = 1700000000;
  const Taken taken = take("a.example. 5 IN A 192.0.2.1\n", named("zone"));
  EXPECT_FALSE(taken.error.empty()) << "no SOA, no time";
  options.format = find_format("zone");
  EXPECT_THAT(take("a.example. 5 IN A 192.0.2.1\n", options).sightings(),
              ElementsAre("a.example. A 192.0.2.1 1700000000 x1 ttl 5"));
  const std::string odd = "example. IN SOA ns. h. 2037099480 1 1 1 1\n";
  EXPECT_THAT(take(odd).error, HasSubstr("does not say when it was so"));
  EXPECT_EQ(take(odd, options).added.size(), 1U);
}

TEST(Zone, TakesOwnersClassesAndTtlsInEveryOrder) {
  EXPECT_THAT(records("www 60 IN A 192.0.2.1\n    IN 30 A 192.0.2.2\n\tA 192.0.2.3\n"
                      "WWW.Example.  A 192.0.2.4\n@ IN A 192.0.2.5\n1000 A 192.0.2.6\n"),
              ElementsAre("www.example. A 192.0.2.1 1520812800 x1 ttl 60 below 1",
                          "www.example. A 192.0.2.2 1520812800 x1 ttl 30 below 1",
                          "www.example. A 192.0.2.3" + kAt, "www.example. A 192.0.2.4" + kAt,
                          "example. A 192.0.2.5" + kAt, "1000.example. A 192.0.2.6" + kAt));
}

TEST(Zone, CompletesNamesWithinRdata) {
  EXPECT_THAT(
      records("a NS ns\na MX 10 @\na SRV 1 2 3 s\na CNAME x.test.\na TXT \"ns (; \" ns ; x\n"
              "a HTTPS 1 svc alpn=\"h2,h3\"\na DNAME dot\\.\n$ORIGIN sub\nb PTR p\n"),
      ElementsAre("a.example. NS ns.example." + kAt, "a.example. MX 10 example." + kAt,
                  "a.example. SRV 1 2 3 s.example." + kAt, "a.example. CNAME x.test." + kAt,
                  R"(a.example. TXT "ns (; " "ns")" + kAt,
                  R"(a.example. HTTPS 1 svc.example. alpn="h2,h3")" + kAt,
                  R"(a.example. DNAME dot\..example.)" + kAt,
                  "b.sub.example. PTR p.sub.example." + kAt));
}

TEST(Zone, TakesGenericRdata) {
  EXPECT_THAT(records("a TYPE65280 \\# 2 abcd\na A \\# 4 c0000201\n"),
              ElementsAre("a.example. TYPE65280 \\# 2 ABCD" + kAt, "a.example. A 192.0.2.1" + kAt));
}

TEST(Zone, StandsBelowTheOriginThatIsNamed) {
  FeedOptions options;
  options.zone_origin = "example.";
  const std::string text = "@ 60 IN SOA ns h 2018031200 1 1 1 1\nwww 60 A 192.0.2.1\n";
  EXPECT_EQ(take(text, options).sightings().back(),
            "www.example. A 192.0.2.1 1520812800 x1 ttl 60 below 1");
  EXPECT_THAT(take(text).faults(),
              ElementsAre("1: relative name, and no $ORIGIN", "2: relative name, and no $ORIGIN"));
}

TEST(Zone, TakesATransferAsDigPrintsIt) {
  const std::string soa = "example.\t60\tIN\tSOA\tns.example. h.example. 2018031200 1 1 1 1\n";
  const Taken taken = take("\n; <<>> DiG <<>> axfr example.\n;; global options: +cmd\n" + soa +
                           "a.example.\t60\tIN\tA\t192.0.2.1\n" + soa + ";; Query time: 1 msec\n");
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.added.size(), 2U);
  EXPECT_THAT(taken.skipped(), ElementsAre("SOA that ends a transfer x1"));
}

TEST(Zone, TellsFaultsWithTheirLine) {
  const Taken taken =
      take(kSoa + "$INCLUDE other.db\n$GENERATE 1-9 a A 192.0.2.$\na A 192.0.2.256\n" +
           "x.test. A 192.0.2.1\na..b A 192.0.2.1\na )\na TXT \"never\nb QQ x\nc 60 IN\nd CH A "
           "192.0.2.1\n" +
           "good A 192.0.2.1\n");
  EXPECT_THAT(
      taken.faults(),
      ElementsAre("6: $INCLUDE: other files are not read", "7: directive that is not read",
                  "8: rdata does not fit its type", "9: owner outside the zone",
                  "10: owner is no name", "11: parenthesis that closes nothing",
                  "12: quote that does not end", "13: rrtype is no type", "14: type is missing"));
  EXPECT_THAT(taken.skipped(), ElementsAre("class other than IN x1"));
  EXPECT_EQ(taken.added.size(), 2U);
}

TEST(Zone, TellsThatItEndsTooEarly) {
  const Taken taken = take(kSoa + "a TXT (\n\"x\"\n");
  EXPECT_EQ(taken.stats.rejected.by_reason().begin()->first,
            "the zone file ends within parentheses");
}

TEST(Zone, BoundsWhatOneEntryHolds) {
  std::string text = kSoa + "a TXT (\n";
  for (int i = 0; i < 3000; ++i) text += std::string(200, 'x') + "\n";
  const Taken taken = take(text + ")\nb A 192.0.2.1\n");
  EXPECT_GT(taken.stats.rejected.by_reason().at("entry longer than 256 KiB"), 0U);
  EXPECT_EQ(taken.added.size(), 2U);
}

TEST(Zone, BoundsItsOrigin) {
  std::string text = kSoa;
  for (int i = 0; i < 9; ++i) text += "$ORIGIN " + std::string(50, 'x') + "\n";
  EXPECT_EQ(take(text).stats.rejected.by_reason().at("$ORIGIN is no name"), 5U);
}

TEST(Zone, IsRecognised) {
  const auto looks = [](std::string_view text) {
    const FormatInfo* const format = recognise_format(as_bytes(text));
    return format == nullptr ? std::string_view() : format->name;
  };
  EXPECT_EQ(looks("; remark\n\n$TTL 300 ; x\n"), "zone");
  EXPECT_EQ(looks(".\t86400\tIN\tSOA\ta.root-servers.net. x. 1 2 3 4 5\n"), "zone");
  EXPECT_EQ(looks("@ IN SOA ns h (\n"), "zone");
  EXPECT_EQ(looks("\n; only remarks\n"), "");
  EXPECT_EQ(looks("hello world\n"), "");
}

}  // namespace
}  // namespace spoor::feed
