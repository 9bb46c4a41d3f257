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

constexpr Parameter kParameters[] = {{"q"},    {"rows"},  {"times"},   {"merge"},
                                     {"sort"}, {"limit"}, {"details"}, {"enrich"}};

/// What parameters say of the rows, besides the words of the box and before them.
struct Page {
  feed::JsonOptions style;
  bool is_enriched = false;
  std::optional<std::uint64_t> limit;
  search::SearchRequest words;  ///< Its order and grouping, where `has_order` and `has_grouping`.
  bool has_order = false, has_grouping = false;

  void apply(search::SearchRequest& request, const KeySpec& key) const {
    if (has_order) request.order = words.order;
    if (has_grouping) request.grouping = words.grouping;
    if (limit) request.limit = *limit == 0 ? search::kNoLimit : *limit;
    request.limit = std::min(request.limit, key.results_max);
    request.with_sources = true;
    request.with_details = style.has_details();
  }
};

Page read_page(ParameterReader& parameters, const search::FilterContext& context, bool wants_rows) {
  for (const std::string_view name : {"merge", "sort", "limit", "details", "enrich"}) {
    const std::string* text = parameters.find(name);
    if (text != nullptr && !wants_rows) parameters.refuse(name, *text, "goes with rows=true only");
  }
  Page page;
  page.style = read_row_style(parameters);
  page.is_enriched = parameters.flag("enrich");
  page.has_order = parameters.find("sort") != nullptr;
  read_order(parameters, page.words);
  if (parameters.find("limit") != nullptr) page.limit = parameters.count("limit", 0);
  if (const std::string* text = parameters.find("merge"); text != nullptr) {
    page.has_grouping = true;
    const Status applied =
        search::apply_filter({search::FilterKey::kMerge, *text}, context, page.words);
    if (!applied) parameters.refuse("merge", *text, std::string(applied.error().what));
  }
  return page;
}

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
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  ParameterReader parameters(call.request, kParameters);
  const bool wants_rows = parameters.flag("rows");
  const search::FilterContext context{call.services.now(), &**store};
  const Page page = read_page(parameters, context, wants_rows);
  const std::string* text = parameters.find("q");
  if (text == nullptr) parameters.refuse("q", {}, "expected what was pasted");
  if (!parameters.is_fine()) return refuse(parameters.problem());
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
    page.apply(*request, call.caller->spec());
    request->filters.enrichment = call.services.enrichment();
    RowWriter writer(Format::kJson, page.style, request->query);
    if (page.is_enriched) writer.enrich_with(call.services.enrichment());
    writer.set_head(std::move(head));
    return answer_records(call, *std::move(request), std::move(writer));
  }
  http::Response response;
  response.content_type = "application/json";
  response.body = '{' + head + "}\n";
  return response;
}

}  // namespace spoor::api::v1
