// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/records: rows, a page at a time, streamed.
#include "api/v1/records.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "api/record_answer.h"
#include "api/v1/format.h"
#include "api/v1/handlers.h"
#include "api/v1/history_json.h"
#include "api/v1/kept.h"
#include "api/v1/question.h"
#include "api/v1/row_writer.h"
#include "history/watch.h"

namespace spoor::api::v1 {
namespace {

using search::Grouping;

constexpr auto kParameters = join(
    kQuestionParameters,
    {{"sort"}, {"limit"}, {"offset"}, {"from"}, {"keep"}, {"format"}, {"enrich"}, {"details"}});

/// What the parameters of a page say besides the question.
void read_page(ParameterReader& parameters, const KeySpec& key, search::SearchRequest& request) {
  read_order(parameters, request);
  const std::uint64_t limit = parameters.count("limit", search::kDefaultLimit);
  request.limit = limit == 0 ? key.results_max : std::min(limit, key.results_max);
  request.offset = parameters.count("offset", 0);
  if (request.offset > key.offset_max) {
    parameters.refuse("offset", *parameters.find("offset"),
                      "is more than this key may skip: go on from page to page with from");
  }
  if (const std::string* text = parameters.find("from"); text != nullptr) request.from = *text;
}

std::string_view expected_merge(Grouping grouping) {
  switch (grouping) {
    case Grouping::kPerSource:
      return "expected none: this form keeps every source apart";
    case Grouping::kMergeSources:
      return "expected sources: this form has no other rows";
    case Grouping::kMergeBailiwicks:
      break;
  }
  return "expected bailiwicks: this form has no other rows";
}

/// What a form asks of the question.
void fit_to_format(ParameterReader& parameters, Format format, search::SearchRequest& request) {
  const std::string* merge = parameters.find("merge");
  if (const auto grouping = grouping_of(format)) {
    if (merge != nullptr && request.grouping != *grouping)
      parameters.refuse("merge", *merge, std::string(expected_merge(*grouping)));
    request.grouping = *grouping;
    request.with_details = format == Format::kNative || format == Format::kZone;
  }
  for (const std::string_view name : {"times", "enrich", "details"}) {
    const std::string* text = parameters.find(name);
    if (text != nullptr && format != Format::kJson && format != Format::kNdjson)
      parameters.refuse(name, *text, "goes with format=json and format=ndjson only");
  }
}

/// Rows as they are found.
class RecordsStream final : public http::Stream {
 public:
  /// `slot` is held as long as the answer is made.
  RecordsStream(std::unique_ptr<RecordAnswer> answer, RowWriter writer, std::shared_ptr<void> slot)
      : slot_(std::move(slot)), answer_(std::move(answer)), writer_(std::move(writer)) {}

  State produce(std::string& out, std::size_t wanted) override {
    do {  // at least a step, however full `out` is
      const auto step = answer_->next();
      if (!step) return fail(out, step.error());
      switch (*step) {
        case RecordAnswer::Step::kRow:
          writer_.add(out, answer_->row(), answer_->store());
          break;
        case RecordAnswer::Step::kPaused:
          return State::kMore;
        case RecordAnswer::Step::kEnd:
          return end(out, answer_->has_more() ? "limit" : "");
        case RecordAnswer::Step::kTimeUp:
          return end(out, "time");
      }
    } while (out.size() < wanted);
    return State::kMore;
  }
  http::Response replacement() override { return refuse(*ending_.problem); }
  std::vector<http::Field> trailers() override { return to_trailers(ending_); }

 private:
  State end(std::string& out, std::string_view reason) {
    ending_.reason = reason;
    ending_.returned = answer_->given();
    ending_.total = answer_->total();
    if (!reason.empty()) ending_.next = answer_->token();
    writer_.end(out, ending_);
    return State::kEnd;
  }
  State fail(std::string& out, const Error& error) {
    ending_.reason = "failed";
    ending_.returned = answer_->given();
    ending_.problem = to_problem(error);
    if (!writer_.has_begun()) return State::kReplaced;
    if (!writer_.can_tell_failure()) return State::kBroken;
    writer_.end(out, ending_);
    return State::kEnd;
  }

  std::shared_ptr<void> slot_;
  std::unique_ptr<RecordAnswer> answer_;
  RowWriter writer_;
  Ending ending_;
};

Problem too_many_sorted() {
  Problem problem;
  problem.status = 503;
  problem.title = "busy";
  problem.detail =
      "as many sorted answers as may be are being made: try again, or ask without sort";
  problem.parameter = "sort";
  problem.retry_after_s = 1;
  return problem;
}

/// Beside rows that were seen on some days: on which of them nobody watched.
Status tell_watch(const record::RecordStore& store, const search::Filters& filters,
                  RowWriter& writer) {
  if (!filters.fences.asks_days() || !writer.can_tell_failure()) return {};
  SPOOR_TRY(const history::Watch watch, history::Watch::read(store, filters.sources));
  const auto days = history::asked_days(filters.fences, watch);
  if (!days) return {};
  std::string member = "\"seen_in\":";
  append_seen_in(member, watch, *days);
  writer.set_tail(std::move(member));
  return {};
}

}  // namespace

http::Response get_records(const Call& call) {
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  ParameterReader parameters(call.request, kParameters);
  search::SearchRequest request = read_question(parameters, **store, call.services);
  read_page(parameters, call.caller->spec(), request);
  const feed::JsonOptions style = read_row_style(parameters);
  request.with_details = style.has_details();
  const std::optional<Format> format = read_format(parameters, call.request);
  const bool is_enriched = parameters.flag("enrich");
  if (format) fit_to_format(parameters, *format, request);
  const bool is_kept = parameters.flag("keep");
  if (is_kept && !request.from.empty())
    parameters.refuse("keep", "true", "cannot go with from: an answer is kept from its beginning");
  if (!parameters.is_fine()) return refuse(parameters.problem());
  if (!format) return refuse(to_format_problem());
  RowWriter writer(*format, style, request.query);
  if (is_enriched) writer.enrich_with(call.services.enrichment());
  if (!is_kept) return answer_records(call, std::move(request), std::move(writer));
  auto slot = call.services.sorting.take();
  if (!slot) return refuse(too_many_sorted());
  return keep_answer(call, std::move(request), std::move(writer), std::move(slot));
}

http::Response answer_records(const Call& call, search::SearchRequest request, RowWriter writer) {
  std::shared_ptr<void> slot;
  if (!request.order.streams()) {
    slot = call.services.sorting.take();
    if (!slot) return refuse(too_many_sorted());
  }
  const search::Filters filters = request.filters;
  auto answer = RecordAnswer::open(call.services, *call.caller, std::move(request));
  if (!answer) return refuse(to_question_problem(answer.error()));
  if (const Status told = tell_watch((*answer)->store(), filters, writer); !told)
    return refuse(to_question_problem(told.error()));
  http::Response response;
  response.content_type = content_type_of(writer.format());
  response.stream =
      std::make_unique<RecordsStream>(*std::move(answer), std::move(writer), std::move(slot));
  return response;
}

}  // namespace spoor::api::v1
