// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/records/groups: a question's rows by registered domain.
#include "search/groups.h"

#include "api/v1/rollup.h"

namespace spoor::api::v1 {
namespace {

constexpr auto kParameters = join(kQuestionParameters, {{"sort"}, {"limit"}, {"offset"}});

}  // namespace

http::Response get_groups(const Call& call) {
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  ParameterReader parameters(call.request, kParameters);
  const search::SearchRequest request = read_question(parameters, **store, call.services);
  const feed::TimeStyle times = read_times(parameters);
  search::GroupOptions options;
  if (const std::string* text = parameters.find("sort"); text != nullptr) {
    const auto sort = search::parse_group_sort(*text);
    if (sort) {
      options.sort = *sort;
    } else {
      parameters.refuse("sort", *text, std::string(sort.error().what));
    }
  }
  options.limit = read_bounded(parameters, "limit", 100, {1, search::kMostGroups});
  options.offset = read_bounded(parameters, "offset", 0, {0, search::kDeepestGroup});
  if (!parameters.is_fine()) return refuse(parameters.problem());
  options.enrichment = call.services.enrichment();
  return answer_rollup<search::GroupCursor>(
      call, request, times,
      [&](const record::RecordStore& held, const search::SearchRequest& lent) {
        return search::open_groups(held, lent, options);
      },
      [offset = options.offset](std::string& out, const search::GroupCursor& cursor,
                                const RollupStyle& style) {
        append_groups(out, cursor.answer(), offset, style);
      });
}

}  // namespace spoor::api::v1
