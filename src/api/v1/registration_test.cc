// SPDX-License-Identifier: Apache-2.0
// Registrations over the API: history, search, and a mailbox's two halves.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "api/served_test.h"
#include "registration/import.h"

namespace spoor::api::v1 {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr std::string_view kCsv =
    "domain,registrar,registrant_email,registrant_name,registrant_phone,admin_email,createdDate,"
    "expiresDate,Audit_auditUpdatedDate\n"
    "a.example,R1,Holder@Example.org,Example Holder,+1 555 0100,admin@example.org,2020-01-02,"
    "9999-12-31,2022-01-01\n"
    "a.example,R1,new@example.org,Example Holder,+1 555 0100,holder@example.org,2020-01-02,"
    "9999-12-31,2023-01-01\n"
    "b.example,R2,holder@example.org,Other Holder,,,,,2022-01-01\n";

class Registrations : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string form = (std::filesystem::temp_directory_path() / "served-XXXXXX").string();
    folder_ = ::mkdtemp(form.data());
    const std::string path = registration::store_path(folder_);
    auto writer = registration::Writer::open(path);
    ASSERT_TRUE(writer);
    const auto in = InputStream::from_memory(as_bytes(kCsv));
    ASSERT_TRUE(
        registration::import_registrations(**writer, *in, {"dump", 5, {}}, [] { return true; }));
    served_.registrations() = registration::Store(path);
    served_.fill(
        R"({"rrname":"a.example","rrtype":"SOA","rdata":"ns1.a.example holder.example.org 1 2 3 4 5","count":2,"time_first":1600000000,"time_last":1600000001})"
        "\n"
        R"({"rrname":"a.example","rrtype":"SOA","rdata":"ns1.a.example holder.example.org 2 2 3 4 5","count":3,"time_first":1600000002,"time_last":1700000000})"
        "\n"
        R"({"rrname":"c.example","rrtype":"SOA","rdata":"ns1.a.example holder.example.org 1 2 3 4 5","count":1,"time_first":1600000000,"time_last":1600000000})"
        "\n"
        R"({"rrname":"d.example","rrtype":"SOA","rdata":"ns1.a.example other.example.org 1 2 3 4 5","count":1,"time_first":1600000000,"time_last":1600000000})"
        "\n");
  }
  void TearDown() override {
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string ask(const std::string& target) {
    const http::Response response = served_.get("/api/v1/" + target);
    EXPECT_EQ(response.status, 200U) << response.body;
    simdjson::dom::parser parser;
    EXPECT_EQ(parser.parse(response.body).error(), simdjson::SUCCESS) << response.body;
    return response.body;
  }
  void expect_refused(const std::string& target, const std::string& parameter) {
    const http::Response response = served_.get("/api/v1/" + target);
    EXPECT_EQ(response.status, 400U) << target;
    EXPECT_THAT(response.body, HasSubstr("\"parameter\":\"" + parameter + "\"")) << target;
  }

  std::string folder_;
  Served served_;
};

TEST_F(Registrations, HistoryIsTheLastFirst) {
  EXPECT_EQ(
      ask("registration?domain=A.example&times=iso&limit=1"),
      "{\"domain\":\"A.example\",\"rows\":[\n"
      R"({"domain":"a.example","source":"dump","first_observed":"2023-01-01T00:00:00Z",)"
      R"("last_observed":"2023-01-01T00:00:00Z","registrar":"R1","registered":"2020-01-02T00:00:00Z",)"
      R"("expires":"9999-12-31T00:00:00Z","contacts":{"registrant":{"name":"Example Holder",)"
      R"("mailboxes":["new@example.org"],"telephone":"+1 555 0100"},)"
      R"("admin":{"mailboxes":["holder@example.org"]}}}],"returned":1,"total":2,"complete":false,)"
      "\"reason\":\"limit\"}\n");
  EXPECT_THAT(ask("registration?domain=a.example"),
              HasSubstr(R"("returned":2,"total":2,"complete":true})"));
  EXPECT_THAT(ask("registration?domain=a.example&offset=1"), HasSubstr("Holder@Example.org"));
  EXPECT_THAT(ask("registration?domain=none.example"),
              HasSubstr(R"("rows":[],"returned":0,"total":0,"complete":true})"));
}

TEST_F(Registrations, SearchByEachValue) {
  const std::string by_mailbox = ask("registration/search?q=holder@example.org");
  EXPECT_THAT(by_mailbox,
              StartsWith(R"({"field":"mailbox","value":"holder@example.org","rows":[)"));
  EXPECT_THAT(by_mailbox, HasSubstr(R"("current":true,"roles":["admin"]})"));
  EXPECT_THAT(by_mailbox, HasSubstr(R"("current":true,"roles":["registrant"]})"));
  EXPECT_THAT(by_mailbox, HasSubstr(R"("total":2,"complete":true})"));
  EXPECT_THAT(ask("registration/search?field=phone&q=1-555-0100"), HasSubstr("\"total\":1,"));
  EXPECT_THAT(ask("registration/search?field=name&q=holder&match=words"),
              HasSubstr("\"total\":2,"));
  EXPECT_THAT(ask("registration/search?field=registrar&q=r*"), HasSubstr("\"total\":2,"));
  EXPECT_THAT(ask("registration/search?field=registrar&q=r*&limit=1"),
              HasSubstr(R"("returned":1,"total":2,"complete":false,"reason":"limit")"));
}

TEST_F(Registrations, AMailboxHasTwoHalves) {
  for (const char* q : {"holder@example.org", "holder.example.org.", "HOLDER@example.org"}) {
    const std::string body = ask(std::string("mailboxes?q=") + q);
    EXPECT_THAT(body,
                StartsWith(R"({"mailbox":"holder@example.org","rname":"holder.example.org.",)"));
    EXPECT_THAT(body, HasSubstr(R"("total":2,"complete":true},"zones":{"rows":[)"));
    EXPECT_THAT(
        body,
        HasSubstr(
            R"({"zone":"a.example.","count":5,"time_first":1600000000,"time_last":1700000000})"));
    EXPECT_THAT(body, HasSubstr(R"("zone":"c.example.")"));
    EXPECT_THAT(body, Not(HasSubstr("d.example")));
    EXPECT_THAT(body, HasSubstr(R"("returned":2,"total":2,"complete":true}})"));
  }
  EXPECT_THAT(ask("mailboxes?q=holder@example.org&limit=1"),
              HasSubstr(R"("returned":1,"total":2,"complete":false,"reason":"limit"}})"));
  EXPECT_THAT(ask("mailboxes?q=none@example.org"), HasSubstr(R"("total":0)"));
}

TEST_F(Registrations, WhatIsWrongIsNamed) {
  expect_refused("registration", "domain");
  expect_refused("registration?domain=a..b", "domain");
  expect_refused("registration?domain=a.example&limit=0", "limit");
  expect_refused("registration?domain=a.example&limit=1001", "limit");
  expect_refused("registration/search", "q");
  expect_refused("registration/search?q=nobody", "q");
  expect_refused("registration/search?q=a@example.org&field=zip", "field");
  expect_refused("registration/search?q=a@example.org&match=words", "q");
  expect_refused("registration/search?q=a@example.org&offset=99999999999", "offset");
  expect_refused("mailboxes?q=nobody", "q");
  expect_refused("mailboxes", "q");
}

TEST_F(Registrations, WithoutAFileAnswersAreEmpty) {
  served_.registrations() = registration::Store("");
  EXPECT_THAT(ask("registration?domain=a.example"), HasSubstr("\"total\":0"));
  EXPECT_THAT(ask("registration/search?q=holder@example.org"), HasSubstr("\"total\":0"));
  EXPECT_THAT(ask("mailboxes?q=holder@example.org"), HasSubstr("\"zone\":\"a.example.\""));
}

}  // namespace
}  // namespace spoor::api::v1
