// SPDX-License-Identifier: Apache-2.0
#include "api/v1/bulk_window.h"

#include <numeric>
#include <random>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/served_test.h"
#include "api/v1/bulk_answer.h"

namespace spoor::api::v1 {
namespace {

using ::testing::ElementsAre;
using ::testing::Field;

TEST(BulkPlace, IsThatOfTheIndex) {
  EXPECT_EQ(bulk_place(" 192.0.2.1\r"), bulk_place("192.0.2.1"));
  EXPECT_LT(bulk_place("192.0.2.9"), bulk_place("192.0.2.10"));
  EXPECT_EQ(bulk_place("WWW.Example.COM. type:A"), bulk_place("www.example.com"));
  EXPECT_LT(bulk_place("zzz.com"), bulk_place("aaa.org"));
  EXPECT_LT(bulk_place("a.com"), bulk_place("b.a.com"));
  EXPECT_EQ(bulk_place("a-label-longer-than-that.com"), bulk_place("a-label-longer-too.com"));
  EXPECT_EQ(bulk_place(""), bulk_place("."));
}

TEST(BulkWindow, KeepsTheLinesAndTheirNumbers) {
  BulkWindow window("b.org\n\n# remark\n 192.0.2.1 \r\na.org");
  ASSERT_TRUE(window.fill());
  EXPECT_THAT(window.slots(), ElementsAre(Field(&BulkSlot::line, 1), Field(&BulkSlot::line, 4),
                                          Field(&BulkSlot::line, 5)));
  EXPECT_EQ(window.slots()[1].text, " 192.0.2.1 \r");
  EXPECT_THAT(window.order(), ElementsAre(2, 0, 1));
  EXPECT_EQ(window.lines(), 5U);
  EXPECT_FALSE(window.fill());
}

TEST(BulkWindow, RunsBecomeLonger) {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += std::to_string(i * 7919 % 3000) + ".example\n";
  BulkWindow window(text);
  std::vector<std::size_t> sizes;
  while (window.fill()) {
    sizes.push_back(window.slots().size());
    auto order = window.order();
    std::sort(order.begin(), order.end());
    std::vector<std::uint32_t> all(order.size());
    std::iota(all.begin(), all.end(), 0U);
    EXPECT_EQ(order, all);
  }
  EXPECT_THAT(sizes, ElementsAre(64, 1024, 1912));
}

/// All that one asking tells, a line each.
std::string ask_all(const record::RecordStore& store, const std::string& text,
                    std::size_t kept_octets) {
  BulkOptions options;
  options.now_s = 1'800'000'000;
  options.kept_octets = kept_octets;
  auto answer = BulkAnswer::open(store, text, std::move(options));
  EXPECT_TRUE(answer);
  std::string out;
  for (auto step = (*answer)->next(); step && *step != BulkAnswer::Step::kEnd;
       step = (*answer)->next())
    if (*step == BulkAnswer::Step::kLine)
      append_bulk_line(out, (*answer)->line(), feed::TimeStyle::kUnix);
  const BulkTotals& totals = (*answer)->totals();
  return out + std::to_string(totals.lines) + " " + std::to_string(totals.answered) + " " +
         std::to_string(totals.found) + " " + std::to_string(totals.errors);
}

TEST(BulkWindow, AnswersAreThoseOfLineByLine) {
  Served served;
  served.fill(cof_lines(500));
  std::mt19937 random(5);
  std::string text;
  for (int i = 0; i < 2000; ++i) {
    const auto number = random() % 600;
    std::string digits = std::to_string(number);
    digits.insert(0, 5 - digits.size(), '0');
    switch (random() % 6) {
      case 0:
        text += "192.0.2." + std::to_string(number % 300);
        break;
      case 1:
        text += random() % 2 == 0 ? "# remark" : "";
        break;
      case 2:
        text += "*.example.com limit:3";
        break;
      case 3:
        text += "type:none-such a b";
        break;
      default:
        text += "host-" + digits + ".example.com";
    }
    text += '\n';
  }
  const std::string line_by_line = ask_all(served.store(), text, 0);
  EXPECT_EQ(ask_all(served.store(), text, std::size_t{48} << 20), line_by_line);
  EXPECT_EQ(ask_all(served.store(), text, 20'000), line_by_line);
}

}  // namespace
}  // namespace spoor::api::v1
