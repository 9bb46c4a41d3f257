// SPDX-License-Identifier: Apache-2.0
#include "feed/dnsdb_writer.h"

#include <gtest/gtest.h>

#include "feed/owned_row_test.h"

namespace spoor::feed {
namespace {

using dns::RrType;
using record::Sightings;

std::string dnsdb(const RowView& row, const DnsdbOptions& options = {}) {
  std::string out;
  append_dnsdb(out, row, options);
  return out;
}

TEST(DnsdbWriter, WritesTheKeysOfTheOriginalInItsOrder) {
  OwnedRow row("www.example.com", RrType::kMx, "10 mail.example.com",
               Sightings::seen(1'563'393'127, 1'563'416'101, 3));
  row.view.bailiwick = 2;
  EXPECT_EQ(dnsdb(row.view),
            R"({"count":3,"time_first":1563393127,"time_last":1563416101,)"
            R"("rrname":"www.example.com.","rrtype":"MX","bailiwick":"example.com.",)"
            R"("rdata":["10 mail.example.com."]})");
  row.view.how = record::How::kZone;
  EXPECT_EQ(dnsdb(row.view, {TimeStyle::kIso, false, false}),
            R"({"count":3,"zone_time_first":"2019-07-17T19:52:07Z",)"
            R"("zone_time_last":"2019-07-18T02:15:01Z",)"
            R"("rrname":"www.example.com.","rrtype":"MX","rdata":"10 mail.example.com."})");
}

TEST(DnsdbWriter, LeavesOutABailiwickThatIsNotKnownOrCannotBe) {
  OwnedRow row("example.com", RrType::kA, "192.0.2.1", Sightings::seen(1, 1, 1));
  EXPECT_EQ(dnsdb(row.view).find("bailiwick"), std::string::npos);
  row.view.bailiwick = 3;
  EXPECT_EQ(dnsdb(row.view).find("bailiwick"), std::string::npos);
}

}  // namespace
}  // namespace spoor::feed
