// SPDX-License-Identifier: Apache-2.0
// Names that hold something are walked one by one, each with all its records before the next.
#include "api/d4/answer.h"

#include <utility>

#include "base/bytes.h"
#include "dns/name.h"
#include "feed/json_text.h"

namespace spoor::api::d4 {
namespace {

constexpr int kStepsInSlice = 1024;

}  // namespace

AnswerStream::AnswerStream(Services& services, std::shared_ptr<Caller> caller, Question question,
                           std::string origin)
    : services_(services),
      caller_(std::move(caller)),
      question_(std::move(question)),
      origin_(std::move(origin)) {}

Result<std::unique_ptr<RecordAnswer>> AnswerStream::open(const search::Query& query) {
  search::SearchRequest request;
  request.query = query;
  request.grouping = search::Grouping::kMergeBailiwicks;
  request.limit = search::kNoLimit;
  return RecordAnswer::open(services_, *caller_, std::move(request));
}

void AnswerStream::write(std::string& out) {
  if (record_.is_empty()) return;
  record_.append_line(out, origin_);
  record_.clear();
  ++lines_;
}

AnswerStream::Flow AnswerStream::take(std::string& out, const search::Row& row) {
  if (!is_told(row.type)) return Flow::kGoOn;
  if (!record_.is_empty() && record_.is_same(row)) {
    record_.add(row);
    return Flow::kGoOn;
  }
  write(out);
  if (lines_ == caller_->spec().results_max) return Flow::kFull;
  record_.begin(row);
  return Flow::kGoOn;
}

/// Opens the records of the next name that holds what is asked.
Result<AnswerStream::Flow> AnswerStream::look_for_owner() {
  SPOOR_TRY(const RecordAnswer::Step step, holders_->next());
  if (step == RecordAnswer::Step::kEnd) return Flow::kDone;
  if (step == RecordAnswer::Step::kTimeUp) return Flow::kTimeUp;
  if (step == RecordAnswer::Step::kPaused) return Flow::kPause;
  const search::Row& row = holders_->row();
  if (!is_told(row.type) || !told_.emplace(as_chars(row.owner)).second) return Flow::kGoOn;
  if (told_.size() > caller_->spec().results_max) return Flow::kFull;
  search::Query owner;
  SPOOR_TRY(owner.name, dns::name_from_wire(row.owner));
  SPOOR_TRY(rows_, open(owner));
  return Flow::kGoOn;
}

Result<AnswerStream::Flow> AnswerStream::go_on(std::string& out) {
  if (!is_started_) {
    is_started_ = true;
    std::unique_ptr<RecordAnswer>& rows = question_.asks_holders ? holders_ : rows_;
    SPOOR_TRY(rows, open(question_.query));
  }
  if (!rows_) return holders_ ? look_for_owner() : Flow::kDone;
  SPOOR_TRY(const RecordAnswer::Step step, rows_->next());
  switch (step) {
    case RecordAnswer::Step::kRow:
      return take(out, rows_->row());
    case RecordAnswer::Step::kPaused:
      return Flow::kPause;
    case RecordAnswer::Step::kTimeUp:
      return Flow::kTimeUp;
    case RecordAnswer::Step::kEnd:
      break;
  }
  write(out);
  rows_.reset();
  return Flow::kGoOn;
}

http::Stream::State AnswerStream::produce(std::string& out, std::size_t wanted) {
  const std::size_t before = out.size();
  Flow flow = Flow::kGoOn;
  for (int steps = 0; flow == Flow::kGoOn && steps < kStepsInSlice; ++steps) {
    const auto next = go_on(out);
    if (!next || *next == Flow::kTimeUp) {
      problem_ = next ? Problem{503, "too slow", "this answer could not be made in time"}
                      : to_problem(next.error());
      if (is_open_) return State::kBroken;
      out.resize(before);
      return State::kReplaced;
    }
    flow = *next;
    if (out.size() >= wanted) break;
  }
  is_open_ = is_open_ || out.size() > before;
  if (flow != Flow::kFull && flow != Flow::kDone) return State::kMore;
  is_cut_ = flow == Flow::kFull;
  return State::kEnd;
}

std::vector<http::Field> AnswerStream::trailers() {
  if (!is_cut_) return {};
  std::string text = R"({"error":"maxset","message":"the answer is not whole","limit":)";
  feed::append_number(text, caller_->spec().results_max);
  return {{"x-dribble-errors", text + "}"}};
}

http::Response AnswerStream::replacement() {
  return render_problem(problem_.value_or(Problem{}), Dialect::kCircl);
}

}  // namespace spoor::api::d4
