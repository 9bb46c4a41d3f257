// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/records/summary: totals of a question.
#include <memory>
#include <utility>

#include "api/record_answer.h"
#include "api/v1/handlers.h"
#include "api/v1/question.h"
#include "feed/json_text.h"

namespace spoor::api::v1 {
namespace {

/// A pair of times under `"PREFIXtime_first"` and `"PREFIXtime_last"`; nothing when there is none.
void append_span(std::string& out, std::string_view prefix,
                 const std::optional<search::TimeSpan>& span, feed::TimeStyle style) {
  if (!span) return;
  out += ",\"";
  out += prefix;
  out += "time_first\":";
  append_time(out, span->first, style);
  out += ",\"";
  out += prefix;
  out += "time_last\":";
  append_time(out, span->last, style);
}

void append_summary(std::string& out, const search::Summary& summary, feed::TimeStyle style) {
  feed::append_field(out, ",\"num_results\":", summary.num_results);
  feed::append_field(out, ",\"count\":", summary.count);
  append_span(out, "", summary.seen, style);
  append_span(out, "zone_", summary.zone_seen, style);
  if (summary.names) feed::append_field(out, ",\"names\":", *summary.names);
  out += ",\"rows_by_type\":{";
  bool is_first = true;
  for (const auto& [type, rows] : summary.rows_by_type) {
    if (!is_first) out += ',';
    is_first = false;
    feed::append_json_string(out, type);
    feed::append_field(out, ":", rows);
  }
  out += '}';
}

/// Nothing until the totals are there.
class SummaryStream final : public http::Stream {
 public:
  SummaryStream(std::unique_ptr<SummaryAnswer> answer, search::Query query, feed::TimeStyle times)
      : answer_(std::move(answer)), query_(std::move(query)), times_(times) {}

  State produce(std::string& out, std::size_t /*wanted*/) override {
    const auto step = answer_->next();
    if (!step) {
      problem_ = to_problem(step.error());
      return State::kReplaced;
    }
    if (*step == SummaryAnswer::Step::kPaused) return State::kMore;
    out += "{\"query\":";
    append_query(out, query_);
    append_summary(out, answer_->summary(), times_);
    out += *step == SummaryAnswer::Step::kEnd ? ",\"complete\":true}\n"
                                              : ",\"complete\":false,\"reason\":\"time\"}\n";
    return State::kEnd;
  }
  http::Response replacement() override { return refuse(problem_); }

 private:
  std::unique_ptr<SummaryAnswer> answer_;
  search::Query query_;
  feed::TimeStyle times_;
  Problem problem_;
};

}  // namespace

http::Response get_summary(const Call& call) {
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  ParameterReader parameters(call.request, kQuestionParameters);
  const search::SearchRequest request = read_question(parameters, **store, call.services);
  const feed::TimeStyle times = read_times(parameters);
  if (!parameters.is_fine()) return refuse(parameters.problem());
  auto answer = SummaryAnswer::open(call.services, *call.caller, request);
  if (!answer) return refuse(to_question_problem(answer.error()));
  http::Response response;
  response.content_type = "application/json";
  response.stream = std::make_unique<SummaryStream>(*std::move(answer), request.query, times);
  return response;
}

}  // namespace spoor::api::v1
