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

TEST(Csv, ReadsTheUsualColumns) {
  const Gathered gathered = read_all(
      "\"domainName\",\"registrarName\",\"contactEmail\",\"whoisServer\",\"nameServers\","
      "\"createdDate\","
      "\"standardRegCreatedDate\",\"standardRegExpiresDate\",\"status\",\"Audit_auditUpdatedDate\","
      "\"registrant_email\",\"registrant_name\",\"registrant_organization\",\"registrant_street1\","
      "\"registrant_street2\",\"registrant_fax\",\"registrant_country\",\"administrativeContact_"
      "email\","
      "\"technicalContact_telephone\",\"zoneContact_email\"\r\n"
      "\"Example.com\",\"Example, Registrar\",\"Holder@example.org\",\"whois.example.net\","
      "\"ns1.example.net|NS2.example.net\",\"yesterday\",\"2020-01-02\",\"2030-01-02 00:00:00 "
      "UTC\","
      "\"ok|clientHold\",\"2022-01-02\",\"holder@example.org\",\"Example \"\"E\"\" "
      "Holder\",\"Example\n"
      "Org\",\"1 Example Way\",\"Floor "
      "2\",\"+1.5550\",\"LUXEMBOURG\",\"admin@example.org\",\"+1.5550100\","
      "\"zone@example.org\"\r\n",
      Format::kCsv);
  EXPECT_THAT(gathered.refused, IsEmpty());
  ASSERT_THAT(gathered.reads, SizeIs(1));
  const Registration& r = gathered.reads[0].registration;
  EXPECT_EQ(r.domain, "example.com");
  EXPECT_EQ(r.registrar, "Example, Registrar");
  EXPECT_THAT(r.name_servers, ElementsAre("ns1.example.net", "ns2.example.net"));
  EXPECT_THAT(r.states, ElementsAre("ok", "clientHold"));
  EXPECT_EQ(r.registered, 1'577'923'200);
  EXPECT_EQ(r.expires, 1'893'542'400);
  EXPECT_EQ(gathered.reads[0].observed, 1'641'081'600);
  const Contact& holder = r.contact(Role::kRegistrant);
  EXPECT_EQ(holder.name, "Example \"E\" Holder");
  EXPECT_EQ(holder.organization, "Example Org");
  EXPECT_EQ(holder.street, "1 Example Way, Floor 2");
  EXPECT_THAT(holder.mailboxes, ElementsAre("Holder@example.org", "holder@example.org"));
  EXPECT_THAT(r.contact(Role::kAdmin).mailboxes, ElementsAre("admin@example.org"));
  EXPECT_EQ(r.contact(Role::kTech).telephone, "+1.5550100");
}

TEST(Csv, TakesAliasesAndOtherSeparators) {
  const Gathered gathered = read_all(
      "domain_name;create_date;expiry_date;update_date;registrar_name;name_server_1;name_server_2;"
      "registrant_company;registrant_address;registrant_zip;registrant_phone;admin_email;tech_"
      "email;"
      "billing_email;unheard_of\n"
      "a.example;2020-01-02;2030-01-02;2021-01-02;R;ns1.example.net;ns2.example.net;Org;1 Way;L-1;"
      "+1.5550100;a@example.org;t@example.org;b@example.org;x\n",
      Format::kCsv);
  ASSERT_THAT(gathered.reads, SizeIs(1));
  const Registration& r = gathered.reads[0].registration;
  EXPECT_EQ(r.registered, 1'577'923'200);
  EXPECT_EQ(r.updated, 1'609'545'600);
  EXPECT_THAT(r.name_servers, SizeIs(2));
  EXPECT_EQ(r.contact(Role::kRegistrant).organization, "Org");
  EXPECT_EQ(r.contact(Role::kRegistrant).postal_code, "L-1");
  EXPECT_THAT(r.contact(Role::kBilling).mailboxes, ElementsAre("b@example.org"));
}

TEST(Csv, FaultyRowsAreToldByLineAndTheRestIsRead) {
  const Gathered gathered = read_all(
      "domain,registrar\n"
      "a.example,R\n"
      "\n"
      "no domain,R\n"
      "alone\n"
      "b.example,\"R\nR\"\n"
      "c.example,\"" +
          std::string(kMaxRecordBytes, 'x') + "\"\n" +
          "d.example,R,further\n"
          "e.example,\"open",
      Format::kCsv);
  EXPECT_THAT(gathered.reads, SizeIs(3));
  EXPECT_THAT(
      gathered.refused,
      ElementsAre(Pair(4, "the domain is no name in ASCII"), Pair(5, "a row without columns"),
                  Pair(8, "a row is larger than 1 MiB"), Pair(10, "the file ends inside quotes")));
}

TEST(Csv, AHeadWithoutDomainsIsAnError) {
  Gathered gathered;
  const std::string_view text = "registrar,name\nR,N\n";
  const auto in = InputStream::from_memory(as_bytes(text));
  Gatherer gatherer(gathered);
  EXPECT_FALSE(read_csv(*in, gatherer));
}

}  // namespace
}  // namespace spoor::registration
