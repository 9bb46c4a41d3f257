// SPDX-License-Identifier: Apache-2.0
// Kept answers: made, paged, stable, gone.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <simdjson.h>

#include "api/served_test.h"

namespace spoor::api::v1 {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using Fields = std::vector<http::Field>;

/// The answer's id in a body; empty when there is none.
std::string id_in(const std::string& body) {
  const std::string head = "\"answer\":\"";
  const std::size_t at = body.find(head);
  return at == std::string::npos ? "" : body.substr(at + head.size(), AnswerShelf::kIdDigits);
}

std::vector<std::string> rows_in(const std::string& body) {
  std::vector<std::string> rows;
  for (const std::string& line : lines_of(body)) {
    if (line.starts_with("{\"rrname\":")) rows.push_back(line);
  }
  return rows;
}

class Kept : public ::testing::Test {
 protected:
  void SetUp() override { served_.fill(cof_lines(300)); }
  http::Response ask(const std::string& path, Fields fields = {}) {
    return served_.get("/api/v1/" + path, std::move(fields));
  }
  std::string keep(Fields fields = {}) {
    return ask("records?q=*.example.com&sort=-last_seen&keep=true&limit=7&format=ndjson",
               std::move(fields))
        .body;
  }

  Served served_;
};

TEST_F(Kept, SayTheirIdTotalAndEnd) {
  const std::string body = keep();
  EXPECT_EQ(rows_in(body).size(), 7U);
  EXPECT_EQ(lines_of(body).back(),
            fmt::format(R"({{"complete":false,"returned":7,"total":300,"reason":"limit",)"
                        R"("answer":"{}","expires":{}}})",
                        id_in(body), served_.now + 900));
  const auto page = ask("answers/" + id_in(body) + "?offset=298");
  EXPECT_EQ(page.status, 200U);
  EXPECT_THAT(page.body, HasSubstr(R"("returned":2,"total":300,"complete":true,"answer":")"));
  EXPECT_THAT(page.body, HasSubstr(R"({"query":{"text":"*.example.com.",)"));
  EXPECT_EQ(field(page, "Spoor-Answer"), id_in(body));
  EXPECT_EQ(field(page, "Spoor-Total"), "300");
}

TEST_F(Kept, ArePagedAtAnyOffsetWhileTheStoreGrows) {
  const auto whole =
      rows_in(ask("records?q=*.example.com&sort=-last_seen&format=ndjson&limit=0").body);
  ASSERT_EQ(whole.size(), 300U);
  const std::string id = id_in(keep());
  std::vector<std::string> joined;
  for (std::size_t offset = 0; offset < 300; offset += 11) {
    served_.fill(cof_lines(300 + static_cast<unsigned>(offset)), "s2");
    const auto rows =
        rows_in(ask(fmt::format("answers/{}?offset={}&limit=11&format=ndjson", id, offset)).body);
    joined.insert(joined.end(), rows.begin(), rows.end());
  }
  EXPECT_EQ(joined, whole);
  EXPECT_TRUE(rows_in(ask("answers/" + id + "?offset=300&format=ndjson").body).empty());
  EXPECT_GT(rows_in(ask("records?q=*.example.com&format=ndjson&limit=0").body).size(), 300U);
}

TEST_F(Kept, BeginAtTheOffsetAsked) {
  const auto body = ask("records?q=*.example.com&keep=true&offset=299&format=ndjson").body;
  EXPECT_EQ(rows_in(body).size(), 1U);
  EXPECT_THAT(body, HasSubstr("\"complete\":true,\"returned\":1,\"total\":300,\"answer\""));
}

TEST_F(Kept, AreGoneAfterAQuarterOfAnHourAndSayHowToBeginAgain) {
  const std::string id = id_in(keep());
  served_.ticks += std::chrono::minutes(14);
  served_.now += 14 * 60;
  EXPECT_THAT(ask("answers/" + id + "?limit=1").body,
              HasSubstr(fmt::format("\"expires\":{}", served_.now + 60)));
  served_.ticks += std::chrono::minutes(1);
  const auto gone = ask("answers/" + id);
  EXPECT_EQ(gone.status, 410U);
  EXPECT_EQ(gone.content_type, "application/problem+json");
  EXPECT_THAT(gone.body, HasSubstr("15 minutes"));
  const std::string again =
      "/api/v1/records?q=*.example.com&sort=-last_seen&keep=true&limit=7&format=ndjson";
  EXPECT_THAT(gone.body, HasSubstr("\"again\":\"" + again + "\""));
  EXPECT_EQ(rows_in(served_.get(again).body).size(), 7U);
}

TEST_F(Kept, AreForTheirKeyAlone) {
  served_.use_keys("desk-key-1\ndesk-key-2\n");
  const std::string id = id_in(keep({{"x-api-key", "desk-key-1"}}));
  EXPECT_EQ(ask("answers/" + id, {{"x-api-key", "desk-key-1"}}).status, 200U);
  const auto other = ask("answers/" + id, {{"x-api-key", "desk-key-2"}});
  EXPECT_EQ(other.status, 410U);
  EXPECT_THAT(other.body, Not(HasSubstr("again\":")));
  EXPECT_EQ(ask("answers/" + id).status, 401U);
}

TEST_F(Kept, PagesAreNoLargerThanTheKeyMayHave) {
  served_.use_keys("desk-key-1 results=5\n");
  const Fields key{{"x-api-key", "desk-key-1"}};
  const std::string body = keep(key);
  EXPECT_EQ(rows_in(body).size(), 5U);
  EXPECT_EQ(rows_in(ask("answers/" + id_in(body) + "?limit=0&format=ndjson", key).body).size(), 5U);
}

TEST_F(Kept, AreRefusedWhenTheyAreTooLarge) {
  ShelfBounds bounds;
  bounds.bytes = 4000;
  served_.shelf().set_bounds(bounds);
  const auto response = ask("records?q=*.example.com&keep=true");
  EXPECT_EQ(response.status, 413U);
  EXPECT_THAT(response.body, HasSubstr("\"parameter\":\"keep\""));
}

TEST_F(Kept, AreNotKeptWhenTheirTimeIsUp) {
  served_.tick_step = std::chrono::minutes(20);
  const auto body = ask("records?q=*.example.com&keep=true").body;
  EXPECT_THAT(body, HasSubstr(R"("rows":[],"returned":0,"complete":false,"reason":"time"})"));
}

TEST_F(Kept, FreeTheirSlotWhenTheyAreMade) {
  std::vector<std::shared_ptr<void>> slots;
  while (auto slot = served_.sorting().take()) slots.push_back(std::move(slot));
  EXPECT_EQ(ask("records?q=a&keep=true").status, 503U);
  slots.pop_back();
  EXPECT_NE(id_in(keep()), "");
  EXPECT_NE(id_in(keep()), "");
}

TEST_F(Kept, NameTheParameterThatIsWrong) {
  const std::string id = id_in(keep());
  const std::pair<std::string, std::string> cases[] = {
      {"records?q=a&keep=yes", "keep"},
      {"records?q=a&keep=true&from=x", "keep"},
      {"answers/x", "answer"},
      {"answers/" + std::string(32, 'G'), "answer"},
      {"answers/" + id + "?q=a", "q"},
      {"answers/" + id + "?offset=-1", "offset"},
      {"answers/" + id + "?format=cof", "format"},
      {"answers/" + id + "?limit=x", "limit"}};
  for (const auto& [path, parameter] : cases) {
    const auto response = ask(path);
    EXPECT_EQ(response.status, 400U) << path;
    EXPECT_THAT(response.body, HasSubstr("\"parameter\":\"" + parameter + "\"")) << path;
  }
}

TEST_F(Kept, TellSourcesAndDetailsOfAPage) {
  served_.fill(cof_lines(300), "beta");
  const auto made =
      ask("records?q=192.0.2.0/24&sort=-last_seen&merge=sources&keep=true&limit=1&format=ndjson");
  const auto page = rows_in(
      ask("answers/" + id_in(made.body) + "?offset=7&limit=100&format=ndjson&details=days,ttl")
          .body);
  const auto direct = rows_in(ask("records?q=192.0.2.0/24&sort=-last_seen&merge=sources&offset=7"
                                  "&limit=100&format=ndjson&details=days,ttl")
                                  .body);
  EXPECT_EQ(page, direct);
  ASSERT_EQ(page.size(), 100U);
  EXPECT_THAT(page[0], HasSubstr(R"("sources":["beta","s1"])"));
  EXPECT_THAT(page[0], HasSubstr(R"("days":2,)"));
  EXPECT_EQ(ask("answers/" + id_in(made.body) + "?details=no").status, 400U);
  EXPECT_EQ(ask("answers/" + id_in(made.body) + "?details=days&format=csv").status, 400U);
}

}  // namespace
}  // namespace spoor::api::v1
