// SPDX-License-Identifier: Apache-2.0
// WARC and WAT: the address of each host that a crawler fetched from.
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "feed/sink_test.h"

namespace spoor::feed {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::string record(const std::string& head, const std::string& body) {
  return "WARC/1.0\r\n" + head + "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body + "\r\n\r\n";
}
std::string fetched(const std::string& type, const std::string& uri, const std::string& address,
                    const std::string& body = "HTTP/1.1 200 OK\r\n\r\nhello") {
  return record("WARC-Type: " + type + "\r\nwarc-target-uri: " + uri +
                    "\r\nWARC-Date: 2023-11-14T22:13:20Z\r\nWARC-IP-Address: " + address + "\r\n",
                body);
}

TEST(Warc, TakesTheAddressOfEachResponse) {
  const Taken taken =
      take(record("WARC-Type: warcinfo\r\n", "software: x\r\n") +
           fetched("request", "https://www.example.com/", "192.0.2.7") +
           fetched("response", "https://user@WWW.example.com:8443/a?b@c", "192.0.2.7") +
           fetched("response", "http://b.example", "2001:db8::7") +
           fetched("response", "http://192.0.2.9/", "192.0.2.9"));
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_EQ(taken.stats.format, "warc");
  EXPECT_THAT(taken.sightings(), ElementsAre("www.example.com. A 192.0.2.7 1700000000 x1",
                                             "b.example. AAAA 2001:db8::7 1700000000 x1"));
  EXPECT_THAT(taken.skipped(), ElementsAre("host that is an address x1",
                                           "record of a crawl other than a response x2"));
}

TEST(Warc, BelievesNoHeadWithinABody) {
  const std::string forged = fetched("response", "http://bank.example/", "192.0.2.66");
  const Taken taken =
      take(fetched("response", "http://a.example/", "192.0.2.1", "x\r\n\r\n" + forged) +
           fetched("response", "http://b.example/", "192.0.2.2"));
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(taken.sightings(), ElementsAre("a.example. A 192.0.2.1 1700000000 x1",
                                             "b.example. A 192.0.2.2 1700000000 x1"));
}

TEST(Warc, StepsOverLongLinesOfABody) {
  const std::string large(FeedReader::kMaxLine + 5, 'x');
  const Taken taken = take(fetched("response", "http://a.example/", "192.0.2.1", large) +
                           fetched("response", "http://b.example/", "192.0.2.2") + large);
  EXPECT_THAT(taken.faults(), ElementsAre("21: line longer than 1 MiB"));
  EXPECT_EQ(taken.added.size(), 2U);
}

TEST(Warc, TakesTheEnvelopesOfWat) {
  const auto wat = [](const std::string& type) {
    return record(
        "WARC-Type: metadata\r\nWARC-Target-URI: http://a.example/\r\n"
        "WARC-Date: 2023-11-15T00:00:00Z\r\nContent-Type: application/json\r\n",
        R"({"Container":{"Filename":"x"},"Envelope":{"Format":"WARC","WARC-Header-Metadata":{"WARC-Type":")" +
            type +
            R"(","WARC-Target-URI":"http://a.example/","WARC-Date":"2023-11-14T22:13:20Z","WARC-IP-Address":"192.0.2.1"},"Payload-Metadata":{"x":[1]}}})");
  };
  const Taken taken = take(wat("request") + wat("response"));
  ASSERT_THAT(taken.faults(), IsEmpty());
  EXPECT_THAT(taken.sightings(), ElementsAre("a.example. A 192.0.2.1 1700000000 x1"));
}

TEST(Warc, TellsFaults) {
  const Taken taken = take(fetched("response", "http://a.example/", "x") + "WARC/1.0\r\n\r\n" +
                           "nonsense\r\n" + fetched("response", "http://a..b/", "192.0.2.1") +
                           "WARC/1.0\r\nWARC-Type: response\r\n");
  EXPECT_THAT(
      taken.faults(),
      ElementsAre("7: WARC-IP-Address is no address", "13: a record without its Content-Length",
                  "14: a WARC record was expected", "21: the host is no name",
                  "27: the file ends within the head of a record"));
}

}  // namespace
}  // namespace spoor::feed
