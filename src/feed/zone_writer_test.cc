// SPDX-License-Identifier: Apache-2.0
// Lines that zone files' readers understand as they were meant.
#include "feed/zone_writer.h"

#include <gtest/gtest.h>

#include "feed/owned_row_test.h"

namespace spoor::feed {
namespace {

using dns::RrType;
using record::Sightings;

const Sightings kSeen = Sightings::seen(1'563'393'127, 1'563'416'101, 3, 300);
constexpr const char* kRemark = " ; 2019-07-17T19:52:07Z 2019-07-18T02:15:01Z 3\n";

std::string zone(const RowView& row) {
  std::string out;
  ZoneWriter().add(out, row);
  return out;
}

TEST(ZoneWriter, WritesNameTtlClassTypeAndRdata) {
  const OwnedRow row("www.example.com", RrType::kA, "192.0.2.1", kSeen);
  EXPECT_EQ(zone(row.view), std::string("www.example.com. 300 IN A 192.0.2.1") + kRemark);
  const OwnedRow none("example.com", RrType::kNs, "ns.example.com",
                      Sightings::seen(1'563'393'127, 1'563'416'101, 3));
  EXPECT_EQ(zone(none.view), std::string("example.com. IN NS ns.example.com.") + kRemark);
}

TEST(ZoneWriter, NothingOfHostileTextBecomesSyntax) {
  const OwnedRow name("\\$include\\;\\(\\@.\\\"x\\010\\ y.example", RrType::kTxt,
                      "\"a;b(c\\010\\\"\" \"\"", kSeen);
  const std::string line = zone(name.view);
  EXPECT_EQ(line, std::string(R"(\$include\;\(\@.\"x\010\032y.example. 300 IN TXT )"
                              R"("a;b(c\010\"" "")") +
                      kRemark);
  const OwnedRow at("\\@.", RrType::kA, "192.0.2.1", kSeen);
  EXPECT_TRUE(zone(at.view).starts_with("\\@. "));
  const OwnedRow unknown("example.com", static_cast<RrType>(65280), "\\# 2 ABCD", kSeen);
  EXPECT_EQ(zone(unknown.view), std::string("example.com. 300 IN TYPE65280 \\# 2 ABCD") + kRemark);
}

TEST(ZoneWriter, LeavesOutWhatTheDnsDoesNotHaveAndWhatWasTold) {
  const OwnedRow label("example.com", static_cast<RrType>(70000), "x", kSeen);
  EXPECT_EQ(zone(label.view), "");
  OwnedRow row("example.com", RrType::kA, "192.0.2.1", kSeen);
  ZoneWriter writer;
  std::string out;
  writer.add(out, row.view);
  const std::size_t size = out.size();
  row.view.how = record::How::kZone;
  writer.add(out, row.view);
  EXPECT_EQ(out.size(), size);
  const OwnedRow other("example.com", RrType::kA, "192.0.2.2", kSeen);
  writer.add(out, other.view);
  EXPECT_GT(out.size(), size);
}

}  // namespace
}  // namespace spoor::feed
