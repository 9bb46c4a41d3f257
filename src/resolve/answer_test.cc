// SPDX-License-Identifier: Apache-2.0
#include "resolve/answer.h"

#include <gtest/gtest.h>

namespace spoor::resolve {
namespace {

constexpr std::uint16_t kId = 0x1234;
constexpr std::uint16_t kResponse = 0x8000, kTc = 0x0200;

LookUp asked() {
  return {*dns::parse_name("www.example."), dns::RrType::kA};
}

void put16(std::vector<std::uint8_t>& out, std::size_t at, std::uint16_t value) {
  out[at] = static_cast<std::uint8_t>(value >> 8U);
  out[at + 1] = static_cast<std::uint8_t>(value);
}

/// An answer without records.
std::vector<std::uint8_t> answer(std::uint16_t flags) {
  auto out = write_query(asked(), kId, {true, 0});
  put16(out, 2, flags | kResponse);
  return out;
}

/// `record` of type `type` behind it, in the answer section.
std::vector<std::uint8_t> answer_with(std::uint16_t flags, std::uint16_t type,
                                      std::vector<std::uint8_t> rdata) {
  auto out = answer(flags);
  put16(out, 6, 1);
  const std::size_t at = out.size();
  out.insert(out.end(), {0xC0, 12, 0, 0, 0, 1, 0, 0, 0, 60, 0, 0});
  put16(out, at + 2, type);
  put16(out, at + 10, static_cast<std::uint16_t>(rdata.size()));
  out.insert(out.end(), rdata.begin(), rdata.end());
  return out;
}

AnswerVerdict judge(const std::vector<std::uint8_t>& message) {
  dns::MessageReader reader;
  return judge_answer(reader, asked(), kId, message);
}

TEST(JudgeAnswer, TellsTheOutcome) {
  const std::pair<std::vector<std::uint8_t>, Outcome> kRows[] = {
      {answer_with(0, 1, {192, 0, 2, 1}), Outcome::kNoError},
      {answer_with(0, 5, {0}), Outcome::kNoData},  // an alias alone
      {answer(0), Outcome::kNoData},
      {answer(3), Outcome::kNxDomain},
      {answer_with(3, 5, {0}), Outcome::kNxDomain},
      {answer(2), Outcome::kServFail},
      {answer(5), Outcome::kRefused},
      {answer(9), Outcome::kOtherRcode},
  };
  for (const auto& [message, outcome] : kRows) {
    const AnswerVerdict verdict = judge(message);
    EXPECT_EQ(verdict.kind, AnswerKind::kAnswer);
    EXPECT_EQ(outcome_text(verdict.outcome), outcome_text(outcome));
  }
}

TEST(JudgeAnswer, ACutOffAnswerIsMalformedAtEveryOctet) {
  const auto whole = answer_with(0, 1, {192, 0, 2, 1});
  const std::size_t questions_end = answer(0).size();
  for (std::size_t size = 0; size < whole.size(); ++size) {
    const AnswerVerdict verdict =
        judge({whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)});
    if (size < questions_end) {
      EXPECT_EQ(verdict.kind, AnswerKind::kForeign) << size;
    } else {
      EXPECT_EQ(verdict.outcome, Outcome::kMalformed) << size;
    }
  }
}

TEST(JudgeAnswer, WhatWasNotAskedIsForeign) {
  const auto changed = [](std::size_t at, std::uint8_t octet) {
    auto out = answer_with(0, 1, {192, 0, 2, 1});
    out[at] = octet;
    return out;
  };
  EXPECT_EQ(judge(changed(0, 0x13)).kind, AnswerKind::kForeign);  // id
  EXPECT_EQ(judge(changed(2, 0x01)).kind, AnswerKind::kForeign);  // a query
  EXPECT_EQ(judge(changed(2, 0xA8)).kind, AnswerKind::kForeign);  // opcode
  EXPECT_EQ(judge(changed(5, 0)).kind, AnswerKind::kForeign);     // no question
  EXPECT_EQ(judge(changed(5, 2)).kind, AnswerKind::kForeign);     // two
  EXPECT_EQ(judge(changed(13, 'v')).kind, AnswerKind::kForeign);  // name
  EXPECT_EQ(judge(changed(26, 28)).kind, AnswerKind::kForeign);   // type
  EXPECT_EQ(judge(changed(28, 3)).kind, AnswerKind::kForeign);    // class
  EXPECT_EQ(judge(changed(13, 'W')).kind, AnswerKind::kAnswer);   // 0x20 noise is no difference
}

TEST(JudgeAnswer, TellsWhatCallsForAnotherQuery) {
  EXPECT_EQ(judge(answer(kTc)).kind, AnswerKind::kTruncated);
  EXPECT_EQ(judge(answer(1)).kind, AnswerKind::kNoEdns);
  EXPECT_EQ(judge(answer(4)).kind, AnswerKind::kNoEdns);
  auto header_only = answer(1);
  put16(header_only, 4, 0);
  header_only.resize(12);
  EXPECT_EQ(judge(header_only).kind, AnswerKind::kNoEdns);
  put16(header_only, 2, kResponse | 2);
  EXPECT_EQ(judge(header_only).kind, AnswerKind::kForeign);
}

}  // namespace
}  // namespace spoor::resolve
