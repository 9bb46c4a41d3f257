// SPDX-License-Identifier: Apache-2.0
#include "registration/import.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registration/scratch_test.h"

namespace spoor::registration {
namespace {

constexpr std::string_view kText =
    "domain,registrar,Audit_auditUpdatedDate\na.example,R1,2020-01-02\nb.example,R1,\nbad "
    "domain,R\n";

class Import : public ::testing::Test {
 protected:
  Result<ImportReport> import(std::string_view text, std::string source = "s", std::int64_t now = 5,
                              bool goes_on = true) {
    const auto in = InputStream::from_memory(as_bytes(text));
    return import_registrations(*writer_, *in, {std::move(source), now, {}},
                                [goes_on] { return goes_on; });
  }
  Scratch scratch_;
  std::unique_ptr<Writer> writer_ = *Writer::open(scratch_.path);
};

TEST_F(Import, CountsWhatItDidAndWhereItRefused) {
  const auto report = import(kText);
  ASSERT_TRUE(report);
  EXPECT_EQ(report->format, Format::kCsv);
  EXPECT_EQ(report->added, 2U);
  ASSERT_EQ(report->refused.size(), 1U);
  EXPECT_EQ(report->refused.begin()->second.first_line, 4U);
  const Store store(scratch_.path);
  EXPECT_EQ(store.history("a.example", 1)->versions.at(0).first_observed, 1'577'923'200);
  EXPECT_EQ(store.history("b.example", 1)->versions.at(0).first_observed, 5);
}

TEST_F(Import, TheSameFileTwiceChangesNothing) {
  ASSERT_TRUE(import(kText));
  const auto again = import(kText, "s", 99);
  ASSERT_TRUE(again);
  EXPECT_TRUE(again->was_known);
  EXPECT_EQ(again->read(), 0U);
  EXPECT_EQ(Store(scratch_.path).history("b.example", 1)->versions.at(0).last_observed, 5);
  const auto elsewhere = import(kText, "other", 99);
  EXPECT_FALSE(elsewhere->was_known);
  EXPECT_EQ(elsewhere->added, 2U);
}

TEST_F(Import, WhatIsStoppedLeavesNothing) {
  std::string many = "domain,registrar\n";
  for (int i = 0; i < 1000; ++i) many += "d" + std::to_string(i) + ".example,R\n";
  EXPECT_EQ(import(many, "s", 5, false).error().code, ErrorCode::kLimit);
  EXPECT_EQ(Store(scratch_.path).counts()->domains, 0U);
  EXPECT_EQ(import(many)->added, 1000U);
}

}  // namespace
}  // namespace spoor::registration
