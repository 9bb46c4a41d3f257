// SPDX-License-Identifier: Apache-2.0
// POST /api/v1/bulk: a question a line, an answer a line.
#include <array>
#include <chrono>
#include <memory>
#include <utility>

#include "api/v1/bulk_answer.h"
#include "api/v1/handlers.h"
#include "api/v1/question.h"
#include "feed/json_text.h"

namespace spoor::api::v1 {
namespace {

constexpr Parameter kParameters[] = {{"limit"}, {"with"}, {"times"}};

class BulkStream final : public http::Stream {
 public:
  BulkStream(Services& services, std::shared_ptr<record::RecordStore> store,
             std::unique_ptr<BulkAnswer> answer)
      : services_(services),
        store_(std::move(store)),
        answer_(std::move(answer)),
        deadline_(services.ticks() + services.settings.answer_time) {}

  State produce(std::string& out, std::size_t wanted) override {
    for (int lines = 0; lines < kLines && out.size() < wanted; ++lines) {
      const auto step = answer_->next();
      if (!step) return fail(out, step.error());
      if (*step == BulkAnswer::Step::kEnd) return end(out, "");
      if (*step == BulkAnswer::Step::kPaused) break;
      append_bulk_line(out, answer_->line(), answer_->options().times);
      has_begun_ = true;
    }
    return services_.ticks() >= deadline_ ? end(out, "time") : State::kMore;
  }
  http::Response replacement() override { return refuse(problem_); }

 private:
  static constexpr int kLines = 64;  // of one slice

  State end(std::string& out, std::string_view reason) {
    const BulkTotals& totals = answer_->totals();
    feed::append_field(out, "{\"lines\":", totals.lines);
    feed::append_field(out, ",\"answered\":", totals.answered);
    feed::append_field(out, ",\"found\":", totals.found);
    feed::append_field(out, ",\"errors\":", totals.errors);
    if (reason.empty()) {
      out += ",\"complete\":true}\n";
    } else {
      out += ",\"complete\":false,\"reason\":\"";
      out += reason;
      out += "\"}\n";
    }
    return State::kEnd;
  }
  State fail(std::string& out, const Error& error) {
    services_.store.report(error);
    if (has_begun_) return end(out, "failed");
    problem_ = to_problem(error);
    return State::kReplaced;
  }

  Services& services_;
  std::shared_ptr<record::RecordStore> store_;  // before the answer: it must outlive it
  std::unique_ptr<BulkAnswer> answer_;
  std::chrono::steady_clock::time_point deadline_;
  Problem problem_;
  bool has_begun_ = false;
};

/// Filters of every line, as words.
std::vector<search::FilterWord> read_words(ParameterReader& parameters, std::uint32_t now_s) {
  const std::string* text = parameters.find("with");
  if (text == nullptr) return {};
  const auto asked = search::parse_ask("*. " + *text, now_s);
  if (asked && asked->errors.empty() && asked->questions.size() == 1)
    return *asked->questions.front().words;
  const bool has_errors = asked && !asked->errors.empty();
  parameters.refuse("with", *text,
                    has_errors ? std::string(asked->errors.front().error.what)
                               : "expected filters as words and nothing else, such as type:A -cdn");
  return {};
}

Result<std::string> read_body(http::BodyReader& body) {
  std::string text;
  std::array<std::uint8_t, 65536> octets;
  while (true) {
    SPOOR_TRY(const std::size_t size, body.read(octets));
    if (size == 0) return text;
    if (text.size() + size > search::kMaxAskText)
      return Error{ErrorCode::kLimit, "expected at most 32 MiB of text", 0, ""};
    text += as_chars(std::span(octets).first(size));
  }
}

Problem to_body_problem(const Error& error) {
  Problem problem = to_problem(error);
  problem.parameter.clear();
  if (error.code == ErrorCode::kTruncated) {
    problem.status = 408;
    problem.title = "too slow";
  }
  if (problem.detail.empty()) problem.detail = error.what;
  return problem;
}

}  // namespace

http::Response post_bulk(const Call& call, http::BodyReader& body) {
  ParameterReader parameters(call.request, kParameters);
  BulkOptions options;
  options.rows = parameters.count("limit", options.rows);
  options.now_s = call.services.now();
  options.words = read_words(parameters, options.now_s);
  options.times = read_times(parameters);
  options.enrichment = call.services.enrichment();
  if (options.rows > kMostBulkRows)
    parameters.refuse("limit", *parameters.find("limit"),
                      "expected at most 1000 rows of each line");
  if (!parameters.is_fine()) return refuse(parameters.problem());
  auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  auto text = read_body(body);
  if (!text) return refuse(to_body_problem(text.error()));
  auto answer = BulkAnswer::open(**store, *std::move(text), std::move(options));
  if (!answer) return refuse(to_body_problem(answer.error()));
  http::Response response;
  response.content_type = "application/x-ndjson";
  response.stream =
      std::make_unique<BulkStream>(call.services, *std::move(store), *std::move(answer));
  return response;
}

}  // namespace spoor::api::v1
