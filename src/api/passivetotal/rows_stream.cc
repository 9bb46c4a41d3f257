// SPDX-License-Identifier: Apache-2.0
// An error before the first octet is an answer of its own; behind it, the connection is cut.
#include "api/passivetotal/rows_stream.h"

#include <utility>

#include "api/passivetotal/response.h"

namespace spoor::api::passivetotal {

http::Stream::State RowsStream::produce(std::string& out, std::size_t wanted) {
  unsigned rows = 0;
  do {
    const auto step = answer_->next();
    if (!step) {
      problem_ = to_problem(step.error());
      return has_begun_ ? State::kBroken : State::kReplaced;
    }
    if (*step == RecordAnswer::Step::kPaused) return State::kMore;
    const bool is_row = *step == RecordAnswer::Step::kRow;
    if (!is_row || !take(out, answer_->row())) {
      finish(out, *step == RecordAnswer::Step::kEnd);
      return State::kEnd;
    }
  } while (out.size() < wanted && ++rows < rows_in_slice_);
  return State::kMore;
}

http::Response RowsStream::replacement() {
  return refuse(problem_);
}

void RowsStream::begin(std::string& out, std::string_view opening) {
  if (!std::exchange(has_begun_, true)) out += opening;
}

}  // namespace spoor::api::passivetotal
