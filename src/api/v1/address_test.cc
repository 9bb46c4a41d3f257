// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <simdjson.h>

#include "api/served_test.h"

namespace spoor::api {
namespace {

std::string row(const std::string& name, const std::string& address, std::uint32_t first,
                std::uint32_t last) {
  return R"({"rrname":")" + name + R"(","rrtype":"A","rdata":")" + address +
         R"(","count":2,"time_first":)" + std::to_string(first) + R"(,"time_last":)" +
         std::to_string(last) + "}\n";
}

constexpr std::uint32_t kDay = 86400;

void fill(Served& served) {
  served.fill(row("a.example.com", "192.0.2.7", kNoon - 20 * kDay, kNoon - kDay) +
              row("b.example.com", "192.0.2.7", kNoon - 9 * kDay, kNoon - 9 * kDay) +
              row("bad.example.net", "192.0.2.7", kNoon - 3 * kDay, kNoon - 2 * kDay) +
              row("old.example.org", "192.0.2.7", kNoon - 99 * kDay, kNoon - 98 * kDay) +
              row("x.example.org", "192.0.2.8", kNoon - 9 * kDay, kNoon - 5 * kDay));
}

TEST(AddressProfile, TellsDomainsNeighboursAndTheCostOfABlock) {
  Served served;
  fill(served);
  const auto response = served.get("/api/v1/addresses/profile?q=192.0.2.7&name=bad.example.net");
  ASSERT_EQ(response.status, 200U);
  EXPECT_EQ(
      response.body,
      R"({"subject":"192.0.2.7","addresses":1,"moment":1728043200,"tags":[],"class":"dedicated",)"
      R"("size_class":"dedicated","names":4,"names_30d":3,"names_7d":2,"domains":3,"domains_30d":2,)"
      R"("domains_7d":2,"possible_30d":0,"popular_30d":0,"count":8,"time_first":1719489600,)"
      R"("time_last":1727956800,"hosted":[)"
      "\n"
      R"({"domain":"example.com.","names":2,"count":4,"time_first":1726315200,"time_last":1727956800,)"
      R"("days":3,"active":true,"possible":false,"suspect":false,"tags":[]},)"
      "\n"
      R"({"domain":"example.net.","names":1,"count":2,"time_first":1727784000,"time_last":1727870400,)"
      R"("days":2,"active":true,"possible":false,"suspect":true,"tags":[]},)"
      "\n"
      R"({"domain":"example.org.","names":1,"count":2,"time_first":1719489600,"time_last":1719576000,)"
      R"("days":2,"active":false,"possible":false,"suspect":false,"tags":[]})"
      "\n"
      R"(],"returned":3,"neighbours":{"from":"192.0.2.0","to":"192.0.2.255","addresses":1,)"
      R"("listed":[{"address":"192.0.2.8","names":1,"domains":1,"time_last":1727611200}],)"
      R"("complete":true},"block":{"names":2,"domains":1,"popular":0,"checked":3,"only_here":3,)"
      R"("complete":true,"safe":false,"instead":["example.net."],"guess":false},"complete":true})"
      "\n");
}

TEST(AddressProfile, GoesBackToAMoment) {
  Served served;
  fill(served);
  const auto response =
      served.get("/api/v1/addresses/profile?q=192.0.2.7&at=-80d&times=iso&limit=1&sort=names");
  EXPECT_NE(response.body.find(R"("domains":1,"domains_30d":1,"domains_7d":0,)"), std::string::npos)
      << response.body;
  EXPECT_NE(response.body.find(R"("moment":"2024-07-16T12:00:00Z")"), std::string::npos);
}

TEST(AddressProfile, BeginsWithTheFirstSecond) {
  Served served;
  const auto response = served.get("/api/v1/addresses/profile?q=192.0.2.7&at=0");
  EXPECT_NE(response.body.find(R"("moment":1,)"), std::string::npos) << response.body;
}

TEST(AddressProfile, TellsWhenItsTimeWasUp) {
  Served served;
  std::string content;
  for (int i = 0; i < 5000; ++i)
    content += row("h" + std::to_string(i) + ".example.com", "192.0.2.7", kNoon - kDay, kNoon);
  served.fill(content);
  served.settings().answer_time = std::chrono::seconds(1);
  served.tick_step = std::chrono::milliseconds(400);
  const auto response = served.get("/api/v1/addresses/profile?q=192.0.2.7");
  EXPECT_EQ(response.status, 200U);
  EXPECT_TRUE(response.body.ends_with(R"("complete":false,"reason":"time"})"
                                      "\n"))
      << response.body;
}

TEST(AddressProfile, RefusesWhatIsWrong) {
  Served served;
  for (const char* query :
       {"", "?q=example.com", "?q=192.0.0.0/19", "?q=192.0.2.7&at=never", "?q=192.0.2.7&sort=days",
        "?q=192.0.2.7&limit=1001", "?q=192.0.2.7&offset=100001", "?q=192.0.2.7&name=a..b",
        "?q=192.0.2.7&q=192.0.2.8", "?q=192.0.2.7&colour=red"}) {
    EXPECT_EQ(served.get("/api/v1/addresses/profile" + std::string(query)).status, 400U) << query;
  }
  EXPECT_EQ(served.get("/api/v1/addresses/profile?q=192.0.0.0/20").status, 200U);
}

}  // namespace
}  // namespace spoor::api
