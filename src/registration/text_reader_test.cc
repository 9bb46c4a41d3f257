// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registration/reading_test.h"

namespace spoor::registration {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::SizeIs;

Read read_one(std::string_view text) {
  Gathered gathered = read_all(text, Format::kText);
  EXPECT_THAT(gathered.refused, IsEmpty());
  EXPECT_THAT(gathered.reads, SizeIs(1));
  return gathered.reads.empty() ? Read{} : gathered.reads[0];
}

TEST(Text, KeysAndValuesOfGenericDomains) {
  const Read read = read_one(
      "% a comment: with a colon\r\n"
      "   Domain Name: EXAMPLE.COM\r\n"
      "   Registry Domain ID: 1_DOMAIN\r\n"
      "   Registrar WHOIS Server: whois.example.net\r\n"
      "   Updated Date: 2021-01-02T03:04:05Z\r\n"
      "   Creation Date: 2020-01-02T03:04:05Z\r\n"
      "   Registry Expiry Date: 2030-01-02T03:04:05Z\r\n"
      "   Registrar: Example Registrar\r\n"
      "   Registrar IANA ID: 9999\r\n"
      "   Registrar Abuse Contact Email: abuse@example.net\r\n"
      "   Registrar Abuse Contact Phone: +1.5550111\r\n"
      "   Domain Status: clientHold https://icann.org/epp#clientHold\r\n"
      "   Domain Status: ok (https://icann.org/epp#ok)\r\n"
      "Registrant Name:Example Holder\r\n"
      "Registrant Street1: 1 Example Way\r\n"
      "Registrant Street2: Floor 2\r\n"
      "Registrant State/Province: Region\r\n"
      "Registrant Phone Ext: 12\r\n"
      "Registrant Fax: +1.5550999\r\n"
      "Registrant Email: holder@example.org\r\n"
      "Admin Email..........: admin@example.org\r\n"
      "Name Server: NS1.EXAMPLE.NET 192.0.2.1\r\n"
      "DNSSEC: unsigned\r\n"
      ">>> Last update of whois database: 2022-01-02T03:04:05Z <<<\r\n"
      "NOTICE: terms\r\n");
  const Registration& r = read.registration;
  EXPECT_EQ(r.domain, "example.com");
  EXPECT_EQ(r.registrar, "Example Registrar");
  EXPECT_EQ(r.registrar_iana_id, "9999");
  EXPECT_EQ(r.whois_server, "whois.example.net");
  EXPECT_THAT(r.states, ElementsAre("clientHold", "ok"));
  EXPECT_THAT(r.name_servers, ElementsAre("ns1.example.net"));
  EXPECT_EQ(r.registered, 1'577'934'245);
  EXPECT_EQ(r.updated, 1'609'556'645);
  EXPECT_EQ(r.expires, 1'893'553'445);
  EXPECT_EQ(read.observed, 1'641'092'645);
  const Contact& holder = r.contact(Role::kRegistrant);
  EXPECT_EQ(holder.name, "Example Holder");
  EXPECT_EQ(holder.street, "1 Example Way, Floor 2");
  EXPECT_EQ(holder.state, "Region");
  EXPECT_EQ(holder.telephone, "");
  EXPECT_THAT(holder.mailboxes, ElementsAre("holder@example.org"));
  EXPECT_THAT(r.contact(Role::kAdmin).mailboxes, ElementsAre("admin@example.org"));
  EXPECT_THAT(r.contact(Role::kAbuse).mailboxes, ElementsAre("abuse@example.net"));
  EXPECT_EQ(r.contact(Role::kAbuse).telephone, "+1.5550111");
  EXPECT_THAT(r.raw, HasSubstr("NOTICE: terms"));
}

TEST(Text, BlocksOfIndentedLines) {
  const Registration r = read_one(
                             "   Domain name:\n"
                             "      example.nl\n"
                             "\n"
                             "   Registrant:\n"
                             "      Example Org\n"
                             "      Kanaal 2\n"
                             "      holder@example.nl\n"
                             "      +31 205550100\n"
                             "\n"
                             "   Administrative Contact:\n"
                             "      A. Example  admin@example.nl\n"
                             "\n"
                             "   Registrar:\n"
                             "      Example Registrar\n"
                             "      Other street\n"
                             "\n"
                             "   Domain nameservers:\n"
                             "      ns1.example.nl     192.0.2.1\n"
                             "      ns2.example.nl\n"
                             "\n"
                             "   Date registered: 02-01-2020\n"
                             "   Record expires on 2030-01-02 (YYYY-MM-DD)\n")
                             .registration;
  EXPECT_EQ(r.domain, "example.nl");
  EXPECT_EQ(r.registrar, "Example Registrar");
  EXPECT_THAT(r.name_servers, ElementsAre("ns1.example.nl", "ns2.example.nl"));
  EXPECT_EQ(r.registered, 1'577'923'200);
  EXPECT_EQ(r.expires, 1'893'542'400);
  const Contact& holder = r.contact(Role::kRegistrant);
  EXPECT_EQ(holder.name, "Example Org");
  EXPECT_EQ(holder.street, "Kanaal 2");
  EXPECT_EQ(holder.telephone, "+31 205550100");
  EXPECT_THAT(holder.mailboxes, ElementsAre("holder@example.nl"));
  EXPECT_EQ(r.contact(Role::kAdmin).name, "A. Example");
  EXPECT_THAT(r.contact(Role::kAdmin).mailboxes, ElementsAre("admin@example.nl"));
}

TEST(Text, ContactsByTheirHandles) {
  const Registration r = read_one(
                             "domain:      example.fr\n"
                             "status:      ACTIVE\n"
                             "holder-c:    H1-EX\n"
                             "tech-c:      T1-EX\n"
                             "admin-c:     T1-EX\n"
                             "created:     02/01/2020\n"
                             "nserver:     ns1.example.fr [192.0.2.1 2001:db8::1]\n"
                             "\n"
                             "nic-hdl:     T1-EX\n"
                             "contact:     Example Role\n"
                             "address:     1 rue Exemple\n"
                             "e-mail:      tech@example.fr\n"
                             "\n"
                             "nic-hdl:     H1-EX\n"
                             "contact:     Example Holder\n"
                             "phone:       +33 1 99 00 00 00\n")
                             .registration;
  EXPECT_EQ(r.contact(Role::kRegistrant).name, "Example Holder");
  EXPECT_EQ(r.contact(Role::kRegistrant).telephone, "+33 1 99 00 00 00");
  EXPECT_EQ(r.contact(Role::kTech).name, "Example Role");
  EXPECT_THAT(r.contact(Role::kAdmin).mailboxes, ElementsAre("tech@example.fr"));
  EXPECT_THAT(r.name_servers, ElementsAre("ns1.example.fr"));
}

TEST(Text, BracketsAndColumns) {
  const Registration jp = read_one(
                              "[ terms of use ]\n"
                              "[Domain Name]                   EXAMPLE.JP\n"
                              "[Registrant]                    Example K.K.\n"
                              "[Name Server]                   ns1.example.jp\n"
                              "[Created on]                    2020/01/02\n")
                              .registration;
  EXPECT_EQ(jp.domain, "example.jp");
  EXPECT_EQ(jp.contact(Role::kRegistrant).name, "Example K.K.");
  EXPECT_EQ(jp.registered, 1'577'923'200);
  const Registration sk = read_one(
                              "Domain-name         example.sk\n"
                              "Admin-email         admin@example.sk\n"
                              "dns_name            ns1.example.sk\n"
                              "Valid-date          2030-01-02\n")
                              .registration;
  EXPECT_EQ(sk.domain, "example.sk");
  EXPECT_THAT(sk.contact(Role::kAdmin).mailboxes, ElementsAre("admin@example.sk"));
  EXPECT_EQ(sk.expires, 1'893'542'400);
}

TEST(Text, KeysThatNobodyKnowsAreNotPartOfAContact) {
  const Registration r = read_one(
                             "Domain:\n"
                             "name:       example.ee\n"
                             "\n"
                             "Registrant:\n"
                             "name:       Example Holder\n"
                             "shoe size:  43, see help@example.ee\n"
                             "tech-c:     T1-EX\n"
                             "remarks:    ask ping@example.ee\n")
                             .registration;
  EXPECT_EQ(r.domain, "example.ee");
  EXPECT_EQ(r.contact(Role::kRegistrant).name, "Example Holder");
  EXPECT_THAT(r.contact(Role::kRegistrant).mailboxes, IsEmpty());
  EXPECT_THAT(r.contact(Role::kTech).mailboxes, IsEmpty());
  EXPECT_EQ(read_one("Domain name:\nexample.ch\n\nHolder:\nExample Holder\n").registration.domain,
            "example.ch");
  EXPECT_EQ(read_one("Domain Name:\texample.im\tx\nDomain Managers\n").registration.domain,
            "example.im");
}

TEST(Text, SeveralRecordsInOneFile) {
  const Gathered gathered = read_all(
      "Domain Name: a.example\nRegistrar: R1\nDomain Name: A.EXAMPLE\nRegistrant Name: N\n"
      "\nDomain Name: b.example\nRegistrar: R2\n",
      Format::kText);
  ASSERT_THAT(gathered.reads, SizeIs(2));
  EXPECT_EQ(gathered.reads[0].registration.contact(Role::kRegistrant).name, "N");
  EXPECT_EQ(gathered.reads[1].registration.registrar, "R2");
  EXPECT_EQ(gathered.reads[1].line, 6U);
  EXPECT_EQ(gathered.reads[1].registration.raw, "Domain Name: b.example\nRegistrar: R2");
}

TEST(Text, WhatTellsNoDomainIsRefused) {
  EXPECT_THAT(read_all("No match for \"EXAMPLE.COM\".\n", Format::kText).refused,
              ElementsAre(Pair(1, "no line tells the domain")));
  EXPECT_THAT(read_all("Domain Name: b\xC3\xBC"
                       "cher.example\n",
                       Format::kText)
                  .refused,
              ElementsAre(Pair(1, "the domain is no name in ASCII")));
  EXPECT_THAT(read_all("", Format::kText).refused, IsEmpty());
}

}  // namespace
}  // namespace spoor::registration
