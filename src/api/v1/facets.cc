// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/records/facets: how the rows of a question spread.
#include "search/facets.h"

#include "api/v1/rollup.h"

namespace spoor::api::v1 {
namespace {

constexpr std::uint64_t kMostTop = 1000;
constexpr auto kParameters = join(kQuestionParameters, {{"facets"}, {"top"}});

}  // namespace

http::Response get_facets(const Call& call) {
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  ParameterReader parameters(call.request, kParameters);
  const search::SearchRequest request = read_question(parameters, **store, call.services);
  const feed::TimeStyle times = read_times(parameters);
  search::FacetOptions options;
  if (const std::string* text = parameters.find("facets"); text != nullptr) {
    auto which = search::parse_facets(*text);
    if (which) {
      options.which = *std::move(which);
    } else {
      parameters.refuse("facets", *text, std::string(which.error().what));
    }
  }
  options.top = static_cast<std::uint32_t>(read_bounded(parameters, "top", 20, {0, kMostTop}));
  if (!parameters.is_fine()) return refuse(parameters.problem());
  options.enrichment = call.services.enrichment();
  return answer_rollup<search::FacetCursor>(
      call, request, times,
      [&](const record::RecordStore& held, const search::SearchRequest& lent) {
        return search::open_facets(held, lent, options);
      },
      [](std::string& out, const search::FacetCursor& cursor, const RollupStyle& style) {
        append_facets(out, cursor.answer(), style);
      });
}

}  // namespace spoor::api::v1
