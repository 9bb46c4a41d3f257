// SPDX-License-Identifier: Apache-2.0
#include "ledger/absence_book.h"

#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spoor::ledger {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

/// Good in all its bits (SplitMix64).
std::uint64_t mixed(std::uint64_t value) {
  value += 0x9E37'79B9'7F4A'7C15;
  value = (value ^ value >> 30) * 0xBF58'476D'1CE4'E5B9;
  value = (value ^ value >> 27) * 0x94D0'49BB'1331'11EB;
  return value ^ value >> 31;
}

AbsenceCounts counts(std::uint64_t nxdomain, std::uint64_t nodata = 0, std::uint64_t first = 0) {
  AbsenceCounts made;
  made.nxdomain = nxdomain;
  made.nodata = nodata;
  for (std::uint64_t i = 0; i < nxdomain; ++i) made.names.add(mixed(first + i));
  return made;
}

class AbsenceBookTest : public ::testing::Test {
 protected:
  AbsenceBookTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "spoorXXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
  }
  ~AbsenceBookTest() override { std::filesystem::remove_all(folder_); }

  void add(const std::string& source, std::uint32_t day, const std::string& domain,
           const AbsenceCounts& told) {
    AbsenceDay whole;
    whole.nxdomain = told.nxdomain;
    whole.nodata = told.nodata;
    whole.domains[domain] = told;
    ASSERT_TRUE(book().add(source, {{day, whole}}));
  }
  [[nodiscard]] AbsenceBook book() const { return AbsenceBook(absence_path(folder_)); }
  [[nodiscard]] std::vector<std::string> top(DaySpan span = {}) const {
    std::vector<std::string> lines;
    const auto found = book().top(span, 10);
    for (const AbsenceLine& line : *found) {
      lines.push_back(line.name + " " + std::to_string(line.counts.nxdomain) + " " +
                      std::to_string(line.counts.nodata) + " " + std::to_string(line.days));
    }
    return lines;
  }

  std::string folder_;
};

TEST_F(AbsenceBookTest, HoldsNothingBeforeTheFirst) {
  EXPECT_THAT(top(), IsEmpty());
  EXPECT_EQ(book().totals({})->last_day, 0U);
  EXPECT_TRUE(book().verify());
}

TEST_F(AbsenceBookTest, AddsUpDaysSourcesAndDeliveries) {
  add("a", 100, "example.com.", counts(3, 1));
  add("a", 100, "example.com.", counts(2));
  add("b", 101, "example.com.", counts(1));
  add("b", 101, "example.net.", counts(4));
  EXPECT_THAT(top(), ElementsAre("example.com. 6 1 2", "example.net. 4 0 1"));
  EXPECT_THAT(top({101, 101}), ElementsAre("example.net. 4 0 1", "example.com. 1 0 1"));
  const auto days = book().days("example.com.", {});
  ASSERT_EQ(days->size(), 2U);
  EXPECT_EQ((*days)[0].name, "a");
  EXPECT_EQ((*days)[0].day, 100U);
  EXPECT_EQ((*days)[0].counts.nxdomain, 5U);
  EXPECT_EQ((*days)[0].counts.names.estimate(), 3U);
  const auto totals = book().totals({});
  EXPECT_EQ(totals->nxdomain, 10U);
  EXPECT_EQ(totals->nodata, 1U);
  EXPECT_EQ(totals->first_day, 100U);
  EXPECT_EQ(totals->last_day, 101U);
}

TEST_F(AbsenceBookTest, NoDomainLosesMoreThanItSays) {
  AbsenceDay day;
  for (std::uint32_t i = 0; i <= kMostAbsentDomains; ++i) {
    const std::uint64_t count = 1 + i / 10'000;
    day.domains["d" + std::to_string(i) + "."] = counts(count);
    day.nxdomain += count;
  }
  ASSERT_TRUE(book().add("a", {{100, day}}));
  const auto totals = book().totals({});
  EXPECT_EQ(totals->nxdomain, day.nxdomain);
  EXPECT_EQ(totals->missed, 2U);  // the 10,001 least: all that came once, and one that came twice
  const auto kept = book().top({}, 100'000);
  EXPECT_EQ(kept->size(), kMostAbsentDomains / 5 * 4);
  for (const AbsenceLine& line : *kept) EXPECT_GE(line.counts.nxdomain, 2U);
}

TEST_F(AbsenceBookTest, ForgetsWhatIsErased) {
  add("a", 100, "example.com.", counts(3));
  add("a", 100, "x.example.com.", counts(1));
  add("a", 100, "notexample.com.", counts(2));
  EXPECT_TRUE(*book().erase("example.com."));
  EXPECT_FALSE(*book().erase("example.com."));
  EXPECT_THAT(top(), ElementsAre("notexample.com. 2 0 1"));
}

TEST_F(AbsenceBookTest, ForgetsDomainsOfLongAgoAndKeepsTheTotals) {
  add("a", 100, "example.com.", counts(3));
  add("a", 101 + kAbsentDays, "example.net.", counts(1));
  EXPECT_THAT(top(), ElementsAre("example.net. 1 0 1"));
  EXPECT_EQ(book().totals({})->nxdomain, 4U);
}

TEST(NameSketch, EstimatesWithinItsError) {
  for (const std::uint64_t many : {1U, 10U, 100U, 1'000U, 100'000U, 1'000'000U}) {
    NameSketch sketch;
    for (std::uint64_t i = 0; i < many; ++i) {
      sketch.add(mixed(i));
      sketch.add(mixed(i));
    }
    const auto found = static_cast<double>(sketch.estimate());
    EXPECT_NEAR(found, static_cast<double>(many), 0.4 * static_cast<double>(many)) << many;
  }
}

TEST(NameSketch, MergesToThatOfAll) {
  NameSketch left, right, both;
  for (std::uint64_t i = 0; i < 500; ++i) {
    (i < 300 ? left : right).add(mixed(i));
    both.add(mixed(i));
  }
  left.merge(right);
  EXPECT_EQ(left.estimate(), both.estimate());
  EXPECT_EQ(NameSketch(both.octets()).estimate(), both.estimate());
  EXPECT_EQ(NameSketch(Bytes{}).estimate(), 0U);
}

}  // namespace
}  // namespace spoor::ledger
