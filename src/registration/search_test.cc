// SPDX-License-Identifier: Apache-2.0
#include "registration/search.h"

#include <algorithm>
#include <map>
#include <random>
#include <tuple>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registration/scratch_test.h"
#include "registration/store.h"

namespace spoor::registration {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

Registration holder(std::string domain, std::string name, std::string mailbox) {
  Registration registration;
  registration.domain = std::move(domain);
  Contact& contact = registration.contact(Role::kRegistrant);
  contact.name = std::move(name);
  contact.mailboxes = {std::move(mailbox)};
  contact.organization = contact.name + " Ltd";
  return registration;
}

class Search : public ::testing::Test {
 protected:
  void SetUp() override {
    writer_ = *Writer::open(scratch_.path);
    add(holder("b.example", "Example Holder", "One@example.org"), 10);
    add(holder("a.example", "Another Example", "one@example.org"), 10);
    add(holder("a.example", "Another Example", "two@example.org"), 20);
    add(holder("c.example", "Holder, Example", "three@example.org"), 10);
  }
  void add(const Registration& registration, std::int64_t observed) {
    ASSERT_TRUE(writer_->begin());
    ASSERT_TRUE(writer_->add(registration, "s", observed));
    ASSERT_TRUE(writer_->commit());
  }
  /// Slices of one row each.
  std::unique_ptr<SearchCursor> run(const SearchRequest& request) {
    auto cursor = Store(scratch_.path).search(request);
    if (!cursor) return nullptr;
    for (;;) {
      const auto is_done = (*cursor)->advance(1);
      EXPECT_TRUE(is_done);
      if (!is_done || *is_done) return *std::move(cursor);
    }
  }
  std::vector<std::string> domains(Field field, std::string query, Match match = Match::kExact) {
    const auto cursor = run({field, std::move(query), match});
    std::vector<std::string> found;
    if (!cursor) return {"refused"};
    for (const Found& each : cursor->results())
      found.push_back(each.version.registration.domain + (each.is_current ? "" : " (past)"));
    EXPECT_EQ(cursor->total(), found.size());
    return found;
  }

  Scratch scratch_;
  std::unique_ptr<Writer> writer_;
};

TEST_F(Search, ByMailboxInAnySpelling) {
  EXPECT_THAT(domains(Field::kMailbox, "ONE@Example.org"),
              ElementsAre("a.example (past)", "b.example"));
  EXPECT_THAT(domains(Field::kMailbox, "one.example.org."),
              ElementsAre("a.example (past)", "b.example"));
  EXPECT_THAT(domains(Field::kMailbox, "two@example.org"), ElementsAre("a.example"));
  EXPECT_THAT(domains(Field::kMailbox, "t*"), ElementsAre("a.example", "c.example"));
  EXPECT_THAT(domains(Field::kMailbox, "none@example.org"), IsEmpty());
}

TEST_F(Search, ByWholeValuesAndByWords) {
  EXPECT_THAT(domains(Field::kName, "example  HOLDER"), ElementsAre("b.example"));
  EXPECT_THAT(domains(Field::kName, "holder example"), IsEmpty());
  EXPECT_THAT(domains(Field::kName, "holder example", Match::kWords),
              ElementsAre("b.example", "c.example"));
  EXPECT_THAT(domains(Field::kOrganization, "ltd another", Match::kWords),
              ElementsAre("a.example"));
  EXPECT_THAT(domains(Field::kName, "hold*", Match::kWords), ElementsAre("b.example", "c.example"));
  EXPECT_THAT(domains(Field::kName, "exam*"), ElementsAre("b.example"));
  EXPECT_THAT(domains(Field::kDomain, "b.example"), ElementsAre("b.example"));
  EXPECT_THAT(domains(Field::kDomain, "a*"), ElementsAre("a.example"));
  EXPECT_THAT(domains(Field::kDomain, "c", Match::kWords), ElementsAre("c.example"));
}

TEST_F(Search, WhatCannotBeSearchedIsRefused) {
  EXPECT_THAT(domains(Field::kMailbox, "one"), ElementsAre("refused"));
  EXPECT_THAT(domains(Field::kMailbox, "one", Match::kWords), ElementsAre("refused"));
  EXPECT_THAT(domains(Field::kName, ""), ElementsAre("refused"));
  EXPECT_THAT(domains(Field::kName, "*"), ElementsAre("refused"));
  EXPECT_THAT(domains(Field::kName, "--", Match::kWords), ElementsAre("refused"));
  EXPECT_THAT(domains(Field::kName, "two words*", Match::kWords), ElementsAre("refused"));
}

TEST_F(Search, PagesAddUpAndTotalsAreExact) {
  for (int i = 100; i < 350; ++i)
    add(holder("d" + std::to_string(i) + ".example", "Many Holder", "many@example.net"), 10);
  for (const std::string query : {"many@example.net", "many@*"}) {
    std::vector<std::string> all;
    for (std::uint64_t offset = 0; offset < 300; offset += 70) {
      const auto cursor = run({Field::kMailbox, query, Match::kExact, offset, 70});
      EXPECT_EQ(cursor->total(), 250U);
      EXPECT_TRUE(cursor->is_complete());
      for (const Found& each : cursor->results()) all.push_back(each.version.registration.domain);
    }
    EXPECT_THAT(all, SizeIs(250));
    EXPECT_TRUE(std::is_sorted(all.begin(), all.end()));
  }
}

/// What was told, looked through from one end to the other.
struct Plain {
  std::vector<Version> versions;

  void add(const Registration& registration, std::int64_t observed) {
    versions.push_back({registration, "s", observed, observed});
  }
  [[nodiscard]] std::vector<std::string> find(Field field, const std::string& query,
                                              Match match) const {
    std::map<std::string, std::string> found;
    for (const Version& version : versions) {
      const auto hits = match == Match::kWords ? searched_words(version.registration)
                                               : searched_values(version.registration);
      const auto has = [&](std::string_view text) {
        const bool is_beginning = text.ends_with('*');
        if (is_beginning) text.remove_suffix(1);
        return std::any_of(hits.begin(), hits.end(), [&](const SearchedValue& hit) {
          return hit.field == field &&
                 (is_beginning ? hit.value.starts_with(text) : hit.value == text);
        });
      };
      bool is_hit = true;
      if (match == Match::kExact || query.ends_with('*')) {
        is_hit = has(query);
      } else {
        for (const std::string& word : words_of(query)) is_hit = is_hit && has(word);
      }
      if (!is_hit) continue;
      const std::string& domain = version.registration.domain;
      const bool is_current =
          std::none_of(versions.begin(), versions.end(), [&](const Version& other) {
            return other.registration.domain == domain &&
                   other.first_observed > version.first_observed &&
                   other.registration != version.registration;
          });
      // Of a domain the last version that matches counts.
      found[domain] = domain + (is_current ? "" : " (past)");
    }
    std::vector<std::string> domains;
    for (const auto& [domain, text] : found) domains.push_back(text);
    return domains;
  }
};

TEST_F(Search, FindsWhatAPlainWalkFinds) {
  std::mt19937 random(11);
  const auto any = [&](std::initializer_list<const char*> texts) {
    return std::string(texts.begin()[random() % texts.size()]);
  };
  Plain plain;
  for (std::int64_t time = 100; time < 400; ++time) {
    const Registration registration =
        holder("r" + std::to_string(random() % 60) + ".example",
               any({"Ann", "Bo"}) + " " + any({"Example", "Exam", "Holder"}),
               any({"x@example.net", "xy@example.net", "z@example.net", "REDACTED"}));
    add(registration, time);
    plain.add(registration, time);
  }
  for (const auto& [field, match, queries] :
       std::vector<std::tuple<Field, Match, std::vector<std::string>>>{
           {Field::kMailbox, Match::kExact, {"x@example.net", "x*", "z@*", "q@example.net"}},
           {Field::kName, Match::kExact, {"ann example", "bo*", "ann exam*"}},
           {Field::kOrganization, Match::kWords, {"ltd", "ann ltd", "exam*", "holder bo", "ltd q"}},
           {Field::kName, Match::kWords, {"example", "exam bo", "a*"}}}) {
    for (const std::string& query : queries) {
      std::vector<std::string> found;
      for (const std::string& text : domains(field, query, match)) {
        if (text.starts_with('r')) found.push_back(text);  // not those of SetUp()
      }
      EXPECT_EQ(found, plain.find(field, query, match)) << query;
    }
  }
}

TEST(SearchWithoutFile, FindsNothing) {
  const auto cursor = SearchCursor::open("/nonexistent/registration.sqlite",
                                         {Field::kMailbox, "a@example.org", Match::kExact});
  ASSERT_TRUE(cursor);
  EXPECT_TRUE(*(*cursor)->advance(1));
  EXPECT_EQ((*cursor)->total(), 0U);
}

}  // namespace
}  // namespace spoor::registration
