// SPDX-License-Identifier: Apache-2.0
// A line is written once the row behind its record is known, so that a page knows whether another
// follows: clients go on for as long as there is a cursor.
#include "api/circl/answer.h"

#include <utility>

#include "api/circl/routes.h"
#include "base/bytes.h"
#include "feed/json_text.h"

namespace spoor::api::circl {
namespace {

constexpr int kRowsInSlice = 1024;

}  // namespace

AnswerStream::AnswerStream(Services& services, Question question, Asker asker, std::size_t part,
                           std::string token)
    : services_(services),
      question_(std::move(question)),
      asker_(std::move(asker)),
      part_(part),
      token_(std::move(token)) {}

std::uint64_t AnswerStream::most_lines() const noexcept {
  return question_.page.value_or(asker_.caller->spec().results_max);
}

/// Whether the record at hand fills the answer.
bool AnswerStream::is_last_wanted() const noexcept {
  return lines_ + 1 == most_lines();
}

void AnswerStream::write() {
  if (record_.is_empty()) return;
  record_.append_line(held_, asker_.origin);
  record_.clear();
  ++lines_;
}

AnswerStream::Flow AnswerStream::take(const search::Row& row) {
  if (!is_told(row.type)) return Flow::kGoOn;
  if (part_ > 0 && as_chars(row.owner) == question_.owner) return Flow::kGoOn;
  if (!record_.is_empty() && record_.is_same(row)) {
    record_.add(row);
  } else {
    write();
    if (lines_ == most_lines()) return Flow::kFull;
    record_.begin(row);
  }
  if (is_last_wanted()) {
    next_part_ = part_;
    next_token_ = rows_->token();
    if (next_token_.empty()) ++next_part_;
  }
  return Flow::kGoOn;
}

Result<AnswerStream::Flow> AnswerStream::go_on() {
  if (!rows_) {
    if (part_ >= question_.parts.size()) {
      write();
      return Flow::kDone;
    }
    search::SearchRequest request = question_.parts[part_];
    request.from = std::exchange(token_, {});
    SPOOR_TRY(rows_, RecordAnswer::open(services_, *asker_.caller, std::move(request)));
  }
  SPOOR_TRY(const RecordAnswer::Step step, rows_->next());
  switch (step) {
    case RecordAnswer::Step::kRow:
      return take(rows_->row());
    case RecordAnswer::Step::kPaused:
      return Flow::kPause;
    case RecordAnswer::Step::kTimeUp:
      is_late_ = true;
      return Flow::kDone;
    case RecordAnswer::Step::kEnd:
      break;
  }
  rows_.reset();
  ++part_;
  return Flow::kGoOn;
}

http::Stream::State AnswerStream::fail(const Error& error) {
  problem_ = to_problem(error);
  return is_open_ ? State::kBroken : State::kReplaced;
}

http::Stream::State AnswerStream::finish(std::string& out, Flow flow) {
  is_cut_ = flow == Flow::kFull && !question_.page;
  if (is_late_ && question_.page) {
    problem_ = Problem{503, "too slow", "this page could not be made in time: ask for less"};
    return State::kReplaced;
  }
  if (flow != Flow::kFull) next_part_ = question_.parts.size();
  if (!is_open_) return State::kReplaced;
  out += held_;
  return State::kEnd;
}

http::Stream::State AnswerStream::produce(std::string& out, std::size_t /*wanted*/) {
  for (int rows = 0; rows < kRowsInSlice; ++rows) {
    const auto flow = go_on();
    if (!flow) return fail(flow.error());
    if (*flow == Flow::kFull || *flow == Flow::kDone) return finish(out, *flow);
    if (*flow == Flow::kPause) break;
  }
  is_open_ = is_open_ || (!question_.page && lines_ >= kHeldLines);
  if (is_open_) {
    out += held_;
    held_.clear();
  }
  return State::kMore;
}

std::vector<http::Field> AnswerStream::trailers() {
  std::vector<http::Field> fields;
  if (is_late_) {
    fields.push_back({"x-dribble-errors",
                      R"({"error":"time","message":"the answer is not whole: its time is over"})"});
  } else if (is_cut_) {
    std::string text =
        R"({"error":"maxset","message":"the answer is not whole: ask for pages","limit":)";
    feed::append_number(text, asker_.caller->spec().results_max);
    fields.push_back({"x-dribble-errors", text + "}"});
  } else if (question_.page && next_part_ < question_.parts.size()) {
    const std::uint64_t cursor =
        services_.tokens.put(asker_.caller->spec().digest,
                             std::to_string(next_part_) + " " + next_token_, services_.ticks());
    fields.push_back({"x-dribble-cursor", std::to_string(cursor)});
  }
  return fields;
}

http::Response AnswerStream::replacement() {
  if (problem_) return render_problem(*problem_, Dialect::kCircl);
  http::Response response;
  response.content_type = std::string(kContentType);
  response.fields = trailers();
  response.body = std::move(held_);
  return response;
}

}  // namespace spoor::api::circl
