// SPDX-License-Identifier: Apache-2.0
#include "registration/store.h"

#include <filesystem>
#include <fstream>
#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registration/content.h"
#include "registration/scratch_test.h"

namespace spoor::registration {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

Registration told(std::string registrar, std::string domain = "a.example") {
  Registration registration;
  registration.domain = std::move(domain);
  registration.registrar = std::move(registrar);
  return registration;
}

class Book {
 public:
  Book() : writer(*Writer::open(scratch.path)) {}
  Change add(const Registration& registration, std::int64_t observed,
             std::string_view source = "s") {
    EXPECT_TRUE(writer->begin());
    const auto change = writer->add(registration, source, observed);
    EXPECT_TRUE(change);
    EXPECT_TRUE(writer->commit());
    return change ? *change : Change::kNothing;
  }
  /// "R1 [10,20]", last observed first.
  std::vector<std::string> history(std::string_view domain = "a.example") {
    const auto history = Store(scratch.path).history(domain, 100);
    EXPECT_TRUE(history);
    std::vector<std::string> found;
    for (const Version& version : history->versions) {
      found.push_back(version.registration.registrar + " [" +
                      std::to_string(version.first_observed) + "," +
                      std::to_string(version.last_observed) + "]");
    }
    return found;
  }

  Scratch scratch;
  std::unique_ptr<Writer> writer;
};

TEST(Store, ANewVersionOnlyWhereTheContentChanged) {
  Book book;
  EXPECT_EQ(book.add(told("R1"), 10), Change::kNew);
  EXPECT_EQ(book.add(told("R1"), 20), Change::kConfirmed);
  EXPECT_EQ(book.add(told("R1"), 15), Change::kNothing);
  EXPECT_EQ(book.add(told("R2"), 30), Change::kChanged);
  EXPECT_EQ(book.add(told("R1"), 40), Change::kChanged);
  EXPECT_THAT(book.history(), ElementsAre("R1 [40,40]", "R2 [30,30]", "R1 [10,20]"));
}

TEST(Store, TheRawTextMakesNoVersion) {
  Book book;
  Registration registration = told("R1");
  registration.raw = "as of today";
  EXPECT_EQ(book.add(registration, 10), Change::kNew);
  registration.raw = "as of tomorrow";
  EXPECT_EQ(book.add(registration, 20), Change::kConfirmed);
}

TEST(Store, WhatComesLateFindsItsPlace) {
  Book book;
  book.add(told("R1"), 10);
  book.add(told("R2"), 30);
  EXPECT_EQ(book.add(told("R2"), 20), Change::kConfirmed);
  EXPECT_EQ(book.add(told("R3"), 5), Change::kChanged);
  EXPECT_THAT(book.history(), ElementsAre("R2 [20,30]", "R1 [10,10]", "R3 [5,5]"));
}

TEST(Store, AnotherWordInBetweenSplitsAVersion) {
  Book book;
  book.add(told("R1"), 10);
  book.add(told("R1"), 30);
  EXPECT_EQ(book.add(told("R2"), 20), Change::kChanged);
  EXPECT_THAT(book.history(), ElementsAre("R1 [30,30]", "R2 [20,20]", "R1 [10,10]"));
  EXPECT_EQ(book.add(told("R2"), 20), Change::kNothing);
}

TEST(Store, SourcesDoNotMix) {
  Book book;
  book.add(told("R1"), 10, "one");
  EXPECT_EQ(book.add(told("R2"), 20, "two"), Change::kNew);
  EXPECT_EQ(book.add(told("R1"), 30, "one"), Change::kConfirmed);
  EXPECT_THAT(book.history(), ElementsAre("R1 [10,30]", "R2 [20,20]"));
}

TEST(Store, NoVersionClaimsATimeAtWhichSomethingElseWasSaid) {
  std::mt19937 random(7);
  for (int round = 0; round < 8; ++round) {
    Book book;
    std::map<std::int64_t, std::string> truth;
    for (std::int64_t t = 1; t <= 12; ++t) truth[t] = "R" + std::to_string(random() % 3);
    std::vector<std::pair<std::int64_t, std::string>> order(truth.begin(), truth.end());
    std::shuffle(order.begin(), order.end(), random);
    for (const auto& [time, registrar] : order) book.add(told(registrar), time);
    for (const auto& [time, registrar] : order) book.add(told(registrar), time);
    const auto history = Store(book.scratch.path).history("a.example", 100);
    for (const Version& version : history->versions) {
      for (std::int64_t t = version.first_observed; t <= version.last_observed; ++t)
        EXPECT_EQ(truth[t], version.registration.registrar);
    }
    for (const auto& [time, registrar] : truth) {
      EXPECT_TRUE(std::any_of(
          history->versions.begin(), history->versions.end(),
          [&](const auto& v) { return v.first_observed <= time && time <= v.last_observed; }));
    }
  }
}

TEST(Store, EverythingOfARegistrationIsKept) {
  Registration registration = told("R1");
  registration.registrar_iana_id = "9999";
  registration.whois_server = "whois.example.net";
  registration.states = {"ok", "hold"};
  registration.name_servers = {"ns1.example.net"};
  registration.registered = 1;
  registration.updated = 2;
  registration.expires = 253'402'300'799;
  registration.raw = "raw\ntext";
  for (Contact& contact : registration.contacts) {
    contact = {"Name",       "Org",   {"a@example.org", "b@example.org"},
               "+1.5550100", "1 Way", "Town",
               "Region",     "L-1",   "LU"};
    contact.name += std::to_string(&contact - registration.contacts.data());
  }
  registration.contact(Role::kAbuse).street = std::string(kMaxValueBytes, 'x');
  Book book;
  book.add(registration, 10);
  const auto history = Store(book.scratch.path).history("A.Example.", 1);
  ASSERT_TRUE(history);
  EXPECT_EQ(history->total, 1U);
  EXPECT_EQ(history->versions.at(0).registration, registration);
}

TEST(Store, DamagedContentIsRefused) {
  Registration registration = told("R1");
  registration.raw = std::string(300, 'x');
  const std::string content = encode_content(registration);
  for (std::size_t size = 0; size < content.size(); ++size) {
    const auto decoded = decode_content(as_bytes(content).first(size));
    EXPECT_TRUE(!decoded || size == 0 || decoded->registrar == "R1") << size;
  }
  EXPECT_FALSE(decode_content(as_bytes("\x01\xFF\xFF\xFF\xFF\xFF")));
}

TEST(Store, WhatIsRolledBackWasNeverThere) {
  Book book;
  ASSERT_TRUE(book.writer->begin());
  ASSERT_TRUE(book.writer->add(told("R1"), "s", 10));
  book.writer->roll_back();
  EXPECT_THAT(book.history(), IsEmpty());
}

TEST(Store, ReadersReadWhileAWriterWrites) {
  Book book;
  book.add(told("R1"), 10);
  ASSERT_TRUE(book.writer->begin());
  ASSERT_TRUE(book.writer->add(told("R2"), "s", 20));
  EXPECT_THAT(book.history(), ElementsAre("R1 [10,10]"));
  ASSERT_TRUE(book.writer->commit());
  EXPECT_THAT(book.history(), ElementsAre("R2 [20,20]", "R1 [10,10]"));
}

TEST(Store, WithoutAFileThereIsNothing) {
  Scratch scratch;
  EXPECT_EQ(Store(scratch.path).history("a.example", 10)->total, 0U);
  EXPECT_EQ(Store(scratch.path).counts()->domains, 0U);
  EXPECT_FALSE(std::filesystem::exists(scratch.path));
  EXPECT_FALSE(Store(scratch.path).history("not a domain", 10));
}

TEST(Store, VerifyingFindsDamage) {
  Book book;
  for (int i = 0; i < 500; ++i) book.add(told("R1", "d" + std::to_string(i) + ".example"), 10);
  EXPECT_TRUE(Store(book.scratch.path).verify());
  book.writer.reset();  // what was written ahead is in the file now
  std::fstream file(book.scratch.path, std::ios::in | std::ios::out | std::ios::binary);
  for (int at = 8192; at < 60'000; at += 512) {
    file.seekp(at);
    file.write("\xFF\xFF\xFF\xFF", 4);
  }
  file.close();
  const Status verified = Store(book.scratch.path).verify();
  ASSERT_FALSE(verified);
  EXPECT_EQ(verified.error().code, ErrorCode::kCorrupt);
  EXPECT_TRUE(Store("/nonexistent/registration.sqlite").verify());
}

TEST(Store, AForeignFileIsRefused) {
  Scratch scratch;
  std::ofstream(scratch.path) << std::string(4096, 'x');
  EXPECT_EQ(Store(scratch.path).history("a.example", 10).error().code, ErrorCode::kCorrupt);
  EXPECT_FALSE(Writer::open(scratch.path));
}

}  // namespace
}  // namespace spoor::registration
