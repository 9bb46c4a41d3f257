// SPDX-License-Identifier: Apache-2.0
// Whether a message answers what was asked, and how. It comes from whoever could send it.
#pragma once

#include "base/bytes.h"
#include "dns/message.h"
#include "resolve/outcome.h"
#include "resolve/query.h"

namespace spoor::resolve {

enum class AnswerKind : std::uint8_t {
  kForeign = 1,    ///< Not an answer to this query: go on waiting.
  kTruncated = 2,  ///< TC: all of it is to be had over TCP.
  kNoEdns = 3,     ///< The server does not know EDNS (RFC 6891 section 7): ask without it.
  kAnswer = 4,
};

struct AnswerVerdict {
  AnswerKind kind = AnswerKind::kForeign;
  Outcome outcome = Outcome::kMalformed;  ///< Of kAnswer.
};

/// `reader` is only lent, for its buffers. An answer must have the id and the one question that
/// were asked; FORMERR may come without a question.
AnswerVerdict judge_answer(dns::MessageReader& reader, const LookUp& asked, std::uint16_t id,
                           Bytes message) noexcept;

}  // namespace spoor::resolve
