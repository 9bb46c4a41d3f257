// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/records/histogram: when the rows of a question were first or last seen.
#include "search/histogram.h"

#include <array>

#include "api/v1/rollup.h"

namespace spoor::api::v1 {
namespace {

using search::HistogramOf;
using search::HistogramStep;

constexpr auto kParameters = join(kQuestionParameters, {{"of"}, {"step"}});
constexpr std::array<Word<HistogramOf>, 2> kOfWords{
    {{"first_seen", HistogramOf::kFirstSeen}, {"last_seen", HistogramOf::kLastSeen}}};
constexpr std::array<Word<HistogramStep>, 5> kStepWords{{{"auto", HistogramStep::kAuto},
                                                         {"day", HistogramStep::kDay},
                                                         {"week", HistogramStep::kWeek},
                                                         {"month", HistogramStep::kMonth},
                                                         {"year", HistogramStep::kYear}}};

}  // namespace

http::Response get_histogram(const Call& call) {
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  ParameterReader parameters(call.request, kParameters);
  const search::SearchRequest request = read_question(parameters, **store, call.services);
  const feed::TimeStyle times = read_times(parameters);
  const search::HistogramOptions options{
      parameters.word<HistogramOf>("of", kOfWords, HistogramOf::kFirstSeen),
      parameters.word<HistogramStep>("step", kStepWords, HistogramStep::kAuto)};
  if (!parameters.is_fine()) return refuse(parameters.problem());
  return answer_rollup<search::HistogramCursor>(
      call, request, times,
      [&](const record::RecordStore& held, const search::SearchRequest& lent) {
        return search::open_histogram(held, lent, options);
      },
      [](std::string& out, const search::HistogramCursor& cursor, const RollupStyle& style) {
        append_histogram(out, cursor.answer(), style);
      });
}

}  // namespace spoor::api::v1
