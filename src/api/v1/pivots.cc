// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/records/pivots: the values inside a question's rows, and who shares them.
#include "search/pivots.h"

#include "api/v1/rollup.h"

namespace spoor::api::v1 {
namespace {

constexpr std::uint64_t kMostPivots = 1000;
constexpr std::uint64_t kMostCap = 100'000;
constexpr auto kParameters = join(kQuestionParameters, {{"limit"}, {"cap"}});

}  // namespace

http::Response get_pivots(const Call& call) {
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  ParameterReader parameters(call.request, kParameters);
  const search::SearchRequest request = read_question(parameters, **store, call.services);
  const feed::TimeStyle times = read_times(parameters);
  search::PivotOptions options;
  options.limit = static_cast<std::uint32_t>(
      read_bounded(parameters, "limit", options.limit, {1, kMostPivots}));
  options.cap = read_bounded(parameters, "cap", options.cap, {1, kMostCap});
  if (!parameters.is_fine()) return refuse(parameters.problem());
  return answer_rollup<search::PivotCursor>(
      call, request, times,
      [&](const record::RecordStore& held, const search::SearchRequest& lent) {
        return search::open_pivots(held, lent, options);
      },
      [](std::string& out, const search::PivotCursor& cursor, const RollupStyle& style) {
        append_pivots(out, cursor.answer(), style);
      });
}

}  // namespace spoor::api::v1
