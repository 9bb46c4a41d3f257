// SPDX-License-Identifier: Apache-2.0
#include "resolve/answer.h"

namespace spoor::resolve {
namespace {

constexpr unsigned kFormErr = 1;
constexpr unsigned kNotImp = 4;
constexpr std::uint16_t kClassIn = 1;

bool is_same_question(const dns::Question& told, const LookUp& asked) noexcept {
  return told.type == dns::to_number(asked.type) && told.klass == kClassIn &&
         as_chars(told.name) == as_chars(asked.name.wire());
}

bool answers(const dns::MessageReader& reader, const LookUp& asked, std::uint16_t id) noexcept {
  const dns::Header& header = reader.header();
  if (!header.is_response() || header.opcode() != 0 || header.id != id) return false;
  if (header.qdcount == 0) return header.rcode() == kFormErr;
  return header.qdcount == 1 && is_same_question(reader.question(), asked);
}

Outcome outcome_of_rcode(unsigned rcode) noexcept {
  switch (rcode) {
    case 2:
      return Outcome::kServFail;
    case 3:
      return Outcome::kNxDomain;
    case 5:
      return Outcome::kRefused;
    default:
      return Outcome::kOtherRcode;
  }
}

/// To the end of the message, for it is believed as a whole or not at all.
Outcome read_outcome(dns::MessageReader& reader, const LookUp& asked) noexcept {
  const auto type = dns::to_number(asked.type);
  bool has_type = false;
  dns::RecordInMessage record;
  while (reader.next(record)) {
    if (record.section != dns::Section::kAnswer) continue;
    has_type = has_type || record.type == type || asked.type == dns::RrType::kAny;
  }
  if (reader.failed()) return Outcome::kMalformed;
  if (const unsigned rcode = reader.header().rcode(); rcode != 0) return outcome_of_rcode(rcode);
  return has_type ? Outcome::kNoError : Outcome::kNoData;
}

}  // namespace

AnswerVerdict judge_answer(dns::MessageReader& reader, const LookUp& asked, std::uint16_t id,
                           Bytes message) noexcept {
  if (!reader.begin(message) || !answers(reader, asked, id)) return {};
  const dns::Header& header = reader.header();
  if (header.is_truncated()) return {AnswerKind::kTruncated};
  if (header.rcode() == kFormErr || header.rcode() == kNotImp)
    return {AnswerKind::kNoEdns, Outcome::kOtherRcode};
  return {AnswerKind::kAnswer, read_outcome(reader, asked)};
}

}  // namespace spoor::resolve
