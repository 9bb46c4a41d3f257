// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registration/reading_test.h"

namespace spoor::registration {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

constexpr std::string_view kExample =
    R"({"objectClassName":"domain","ldhName":"Example.COM","status":["active",null,"locked"],)"
    R"("port43":"whois.example.net","handle":42,)"
    R"("events":[null,{"eventAction":"registration","eventDate":"2020-01-02T03:04:05Z"},)"
    R"({"eventAction":"expiration","eventDate":"2030-01-02T03:04:05.000Z"},)"
    R"({"eventAction":"last changed","eventDate":"2021-01-02T03:04:05Z"},)"
    R"({"eventAction":"last update of RDAP database","eventDate":"2022-01-02T03:04:05Z"}],)"
    R"("entities":[{"objectClassName":"entity","roles":["registrant","administrative"],)"
    R"("vcardArray":["vcard",[["version",{},"text","4.0"],["fn",{},"text","Example Holder"],)"
    R"(["org",{},"text",["Example Org","Unit"]],["email",{},"text","holder@example.org"],)"
    R"(["email",{},"text","second@example.org"],["tel",{"type":"fax"},"uri","tel:+1.5550100"],)"
    R"(["tel",{"type":["voice"]},"uri","tel:+1.5550199"],)"
    R"(["adr",{"cc":"LU"},"text",["","",["1 Example Way","Floor 2"],"Town","Region","L-1000",""]]]]},)"
    R"({"objectClassName":"entity","roles":["registrar"],"publicIds":[{"type":"IANA Registrar ID",)"
    R"("identifier":9999}],"vcardArray":["vcard",[["fn",{},"text","Example Registrar"]]],)"
    R"("entities":[{"roles":["abuse"],"vcardArray":["vcard",[["email",{},"text","abuse@example.net"]]]}]}],)"
    R"("nameservers":[{"ldhName":"NS1.Example.NET."},null,{"ldhName":"ns2.example.net"}]})";

void expect_example(const Read& read) {
  const Registration& r = read.registration;
  EXPECT_EQ(r.domain, "example.com");
  EXPECT_EQ(r.registrar, "Example Registrar");
  EXPECT_EQ(r.registrar_iana_id, "9999");
  EXPECT_EQ(r.whois_server, "whois.example.net");
  EXPECT_THAT(r.states, ElementsAre("active", "locked"));
  EXPECT_THAT(r.name_servers, ElementsAre("ns1.example.net", "ns2.example.net"));
  EXPECT_EQ(r.registered, 1'577'934'245);
  EXPECT_EQ(r.expires, 1'893'553'445);
  EXPECT_EQ(r.updated, 1'609'556'645);
  EXPECT_EQ(read.observed, 1'641'092'645);
  const Contact& holder = r.contact(Role::kRegistrant);
  EXPECT_EQ(holder.name, "Example Holder");
  EXPECT_EQ(holder.organization, "Example Org, Unit");
  EXPECT_THAT(holder.mailboxes, ElementsAre("holder@example.org", "second@example.org"));
  EXPECT_EQ(holder.telephone, "+1.5550199");
  EXPECT_EQ(holder.street, "1 Example Way, Floor 2");
  EXPECT_EQ(holder.city, "Town");
  EXPECT_EQ(holder.country, "LU");
  EXPECT_EQ(r.contact(Role::kAdmin), holder);
  EXPECT_THAT(r.contact(Role::kAbuse).mailboxes, ElementsAre("abuse@example.net"));
}

TEST(Rdap, ReadsADomain) {
  const Gathered gathered = read_all(kExample, Format::kRdap);
  ASSERT_THAT(gathered.reads, SizeIs(1));
  EXPECT_THAT(gathered.refused, IsEmpty());
  expect_example(gathered.reads[0]);
}

TEST(Rdap, ObjectsComeInAnyOrder) {
  const std::string one(kExample);
  for (const std::string& text : {one + "\n" + one + "\n", "[" + one + ",\n " + one + "]\n",
                                  one + one, "\xEF\xBB\xBF[\n" + one + "\n,\n" + one + "\n]",
                                  R"({"domainSearchResults":[)" + one + "," + one + "]}"}) {
    const Gathered gathered = read_all(text, Format::kRdap);
    EXPECT_THAT(gathered.refused, IsEmpty());
    ASSERT_THAT(gathered.reads, SizeIs(2));
    expect_example(gathered.reads[1]);
  }
}

TEST(Rdap, ABrokenObjectCostsItselfAlone) {
  const std::string good = R"({"ldhName":"a.example"})";
  const std::pair<const char*, const char*> broken[] = {
      {R"({"ldhName":"b.example")", "an object is not closed"},
      {R"({"ldhName":"b.exam)", "a line ends within a string"},
      {R"({"ldhName":"b.example"])", "brackets do not match"},
      {R"({"ldhName" "b.example"})", "no valid JSON"},
      {"{\"ldhName\":\"b.example\xFF\"}", "no valid JSON"},
      {R"({"objectClassName":"entity","handle":"x"})", "no RDAP object of a domain"},
      {R"({"errorCode":404})", "no RDAP object of a domain"},
      {R"({"ldhName":"b b.example"})", "the domain is no name in ASCII"},
      {"rubbish {}", "expected a JSON object"},
  };
  for (const auto& [text, reason] : broken) {
    const Gathered gathered = read_all(good + "\n" + text + "\n" + good + "\n", Format::kRdap);
    EXPECT_THAT(gathered.reads, SizeIs(2)) << text;
    EXPECT_THAT(gathered.refused, ElementsAre(Pair(2, reason))) << text;
  }
}

TEST(Rdap, WhatIsTooLargeOrCutOffIsToldByItsLine) {
  const std::string good = R"({"ldhName":"a.example"})";
  const std::string large = R"({"x":")" + std::string(kMaxRecordBytes, 'x') + "\"}";
  const Gathered gathered =
      read_all(good + "\n" + large + "\n" + good + "\n{\"ldhName\":", Format::kRdap);
  EXPECT_THAT(gathered.reads, SizeIs(2));
  EXPECT_THAT(gathered.refused, ElementsAre(Pair(2, "an object is larger than 1 MiB"),
                                            Pair(4, "the file ends within an object")));
}

TEST(Rdap, OddShapesAreLeftOut) {
  const Gathered gathered = read_all(
      R"({"ldhName":"a.example","status":"active","entities":[{"roles":"registrant","vcardArray":[]},)"
      R"({"roles":["registrant"],"vcardArray":["vcard",[null,[],["fn"],["fn",{},"text",null],)"
      R"(["adr",{"label":"1 Example Way\nTown"},"text",["","","","","","",""]],["fn",[],"text","Late"]]]},)"
      R"({"roles":["registrant"],"vcardArray":["vcard",[["fn",{},"text","Second"],["email",{},"text","b@example.org"]]]}],)"
      R"("nameservers":{"ldhName":"x"},"events":[{"eventAction":"registration","eventDate":7}]})",
      Format::kRdap);
  ASSERT_THAT(gathered.reads, SizeIs(1));
  const Registration& r = gathered.reads[0].registration;
  EXPECT_THAT(r.states, ElementsAre("active"));
  EXPECT_EQ(r.contact(Role::kRegistrant).name, "Late");
  EXPECT_EQ(r.contact(Role::kRegistrant).street, "1 Example Way Town");
  EXPECT_THAT(r.contact(Role::kRegistrant).mailboxes, ElementsAre("b@example.org"));
  EXPECT_EQ(r.registered, 0);
}

}  // namespace
}  // namespace spoor::registration
