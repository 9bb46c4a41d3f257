// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/records/tree: the names of a question's rows, level by level.
#include "search/tree.h"

#include <array>

#include "api/v1/rollup.h"
#include "search/time_text.h"

namespace spoor::api::v1 {
namespace {

constexpr auto kParameters =
    join(kQuestionParameters,
         {{"under"}, {"sort"}, {"depth"}, {"limit"}, {"new_after"}, {"new_before"}, {"collapse"}});
constexpr std::array<Word<bool>, 2> kCollapseWords{{{"true", true}, {"false", false}}};

/// `new_after`, `new_before`: a span of which one end may be open.
std::optional<search::TimeSpan> read_span(ParameterReader& parameters, std::uint32_t now_s) {
  search::TimeSpan span{0, now_s};
  bool is_given = false;
  const auto read = [&](std::string_view name, std::uint32_t& end) {
    const std::string* text = parameters.find(name);
    if (text == nullptr) return;
    is_given = true;
    const auto moment = search::parse_time(*text, now_s);
    if (!moment) return parameters.refuse(name, *text, std::string(moment.error().what));
    end = moment->unix_s;
  };
  read("new_after", span.first);
  read("new_before", span.last);
  if (!is_given) return std::nullopt;
  return span;
}

search::TreeOptions read_options(ParameterReader& parameters, std::uint32_t now_s) {
  search::TreeOptions options;
  if (const std::string* text = parameters.find("under"); text != nullptr) {
    const auto name = dns::parse_name(*text);
    if (name) {
      options.under = *name;
    } else {
      parameters.refuse("under", *text, "expected a name");
    }
  }
  if (const std::string* text = parameters.find("sort"); text != nullptr) {
    const auto sort = search::parse_tree_sort(*text);
    if (sort) {
      options.sort = *sort;
    } else {
      parameters.refuse("sort", *text, std::string(sort.error().what));
    }
  }
  options.depth =
      static_cast<std::uint32_t>(read_bounded(parameters, "depth", 1, {1, search::kDeepestTree}));
  options.limit = static_cast<std::uint32_t>(
      read_bounded(parameters, "limit", 100, {1, search::kMostChildren}));
  options.new_in = read_span(parameters, now_s);
  options.collapses = parameters.word<bool>("collapse", kCollapseWords, true);
  return options;
}

}  // namespace

http::Response get_tree(const Call& call) {
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  ParameterReader parameters(call.request, kParameters);
  const search::SearchRequest request = read_question(parameters, **store, call.services);
  const feed::TimeStyle times = read_times(parameters);
  const search::TreeOptions options = read_options(parameters, call.services.now());
  if (!parameters.is_fine()) return refuse(parameters.problem());
  return answer_rollup<search::TreeCursor>(
      call, request, times,
      [&](const record::RecordStore& held, const search::SearchRequest& lent) {
        return search::open_tree(held, lent, options);
      },
      [tells_new = options.new_in.has_value()](std::string& out, const search::TreeCursor& cursor,
                                               const RollupStyle& style) {
        append_tree(out, cursor.root(), tells_new, style);
      });
}

}  // namespace spoor::api::v1
