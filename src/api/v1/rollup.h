// SPDX-License-Identifier: Apache-2.0
// What facets, groups and trees have in common: an answer that comes in one piece when all was
// counted. Inside the room only.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "api/record_answer.h"
#include "api/v1/handlers.h"
#include "api/v1/parameters.h"
#include "api/v1/question.h"
#include "api/v1/rollup_json.h"
#include "http/message.h"

namespace spoor::api::v1 {

/// As many answers that take memory of their own as may be are being made.
Problem to_busy_problem();

/// A count between two bounds; what is outside is refused.
std::uint64_t read_bounded(ParameterReader& parameters, std::string_view name,
                           std::uint64_t fallback, std::pair<std::uint64_t, std::uint64_t> bounds);

/// An error of opening a cursor, by its parameter where it names one of `own`.
Problem to_rollup_problem(const Error& error);

/// Nothing until everything is counted.
template <class Cursor>
class RollupStream final : public http::Stream {
 public:
  using Write = std::function<void(std::string& out, const RollupAnswer<Cursor>& answer)>;

  /// `slot` is held as long as the answer is made.
  RollupStream(std::unique_ptr<RollupAnswer<Cursor>> answer, std::shared_ptr<void> slot,
               Write write)
      : slot_(std::move(slot)), answer_(std::move(answer)), write_(std::move(write)) {}

  State produce(std::string& out, std::size_t /*wanted*/) override {
    const auto is_done = answer_->next();
    if (!is_done) {
      problem_ = to_problem(is_done.error());
      return State::kReplaced;
    }
    if (!*is_done) return State::kMore;
    write_(out, *answer_);
    return State::kEnd;
  }
  http::Response replacement() override { return refuse(problem_); }

 private:
  std::shared_ptr<void> slot_;
  std::unique_ptr<RollupAnswer<Cursor>> answer_;
  Write write_;
  Problem problem_;
};

/// The whole answer to a request whose parameters are fine. `open(store, request)` opens the
/// cursor, `write(out, cursor, style)` tells what it came to.
template <class Cursor, class Open, class Write>
http::Response answer_rollup(const Call& call, const search::SearchRequest& request,
                             feed::TimeStyle times, const Open& open, Write write) {
  std::shared_ptr<void> slot = call.services.sorting.take();
  if (!slot) return refuse(to_busy_problem());
  auto answer = RollupAnswer<Cursor>::open(call.services, *call.caller, request, open);
  if (!answer) return refuse(to_rollup_problem(answer.error()));
  http::Response response;
  response.content_type = "application/json";
  response.stream = std::make_unique<RollupStream<Cursor>>(
      *std::move(answer), std::move(slot),
      [query = request.query, times, write = std::move(write)](std::string& out,
                                                               const RollupAnswer<Cursor>& done) {
        write(out, done.cursor(), RollupStyle{query, times, done.is_complete()});
      });
  return response;
}

}  // namespace spoor::api::v1
