// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/ask: what was understood of the box, and the rows of a question that stands alone.
#include "search/ask.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "api/v1/ask_answer.h"
#include "api/v1/handlers.h"
#include "api/v1/question.h"
#include "api/v1/records.h"

namespace spoor::api::v1 {
namespace {

constexpr Parameter kParameters[] = {{"q"}, {"rows"}, {"times"}};

/// Reads the box and holds it against the store, which knows partners' own types.
Result<search::Asked> read_box(const std::string& text, const search::FilterContext& context) {
  SPOOR_TRY(search::Asked asked, search::parse_ask(text, context.now_s));
  std::erase_if(asked.questions, [&](const search::Understood& each) {
    const auto filters = search::to_filters(*each.words, context);
    if (!filters) asked.errors.push_back({each.line, filters.error()});
    return !filters;
  });
  return asked;
}

}  // namespace

http::Response get_ask(const Call& call) {
  const auto store = call.services.store.store();
  if (!store) return refuse(store.error());
  ParameterReader parameters(call.request, kParameters);
  const bool wants_rows = parameters.flag("rows");
  const feed::TimeStyle times = read_times(parameters);
  const std::string* text = parameters.find("q");
  if (text == nullptr) parameters.refuse("q", {}, "expected what was pasted");
  if (!parameters.is_fine()) return refuse(parameters.problem());
  const search::FilterContext context{call.services.now(), &**store};
  auto asked = read_box(*text, context);
  if (!asked) {
    parameters.refuse("q", text->substr(0, 80), std::string(asked.error().what));
    return refuse(parameters.problem());
  }
  std::optional<search::SearchRequest> request;
  if (wants_rows && asked->questions.size() == 1 && asked->errors.empty()) {
    auto read = search::to_request(asked->questions.front(), context);
    if (read) {
      request = *std::move(read);
    } else {
      asked->errors.push_back({asked->questions.front().line, read.error()});
    }
  }
  std::string head;
  append_asked(head, *asked);
  if (request) {
    request->limit = std::min(request->limit, call.caller->spec().results_max);
    request->filters.enrichment = call.services.enrichment();
    RowWriter writer(Format::kJson, times, request->query);
    writer.set_head(std::move(head));
    return answer_records(call, *std::move(request), std::move(writer));
  }
  http::Response response;
  response.content_type = "application/json";
  response.body = '{' + head + "}\n";
  return response;
}

}  // namespace spoor::api::v1
