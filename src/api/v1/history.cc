// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/history/…: calendars, lanes, first appearances, changes, comparisons, watched days.
#include <array>
#include <memory>
#include <utility>

#include "api/v1/handlers.h"
#include "api/v1/history_json.h"
#include "api/v1/history_question.h"
#include "api/v1/history_stream.h"

namespace spoor::api::v1 {
namespace {

using search::Order;
using search::OrderKey;

constexpr std::uint32_t kMostSilenceDays = 3650;

/// What every handler begins with: the store, and the parameters as far as all share them.
struct Opening {
  std::shared_ptr<record::RecordStore> store;
  search::SearchRequest request;
  HistoryFrame frame;
  std::optional<record::DayRun> days;
};

Result<Opening> open_question(const Call& call, ParameterReader& parameters) {
  Opening opening;
  SPOOR_TRY(opening.store, call.services.store.open_for(*call.caller));
  const std::uint32_t now_s = call.services.now();
  opening.request = read_question(parameters, *opening.store, call.services);
  opening.days = read_days(parameters, now_s);
  opening.frame.query = opening.request.query;
  opening.frame.times = read_times(parameters);
  return opening;
}

/// The answer of an opened cursor, or the problem.
template <class Writer, class Cursor, class Make>
http::Response stream(const Call& call, Opening&& opening, Result<std::unique_ptr<Cursor>> cursor,
                      const Make& make) {
  if (!cursor) {
    if (cursor.error().code == ErrorCode::kIo || cursor.error().code == ErrorCode::kCorrupt)
      call.services.store.report(cursor.error());
    return refuse(to_history_problem(cursor.error()));
  }
  http::Response response;
  response.content_type = "application/json";
  response.stream = std::make_unique<HistoryStream<Cursor, Writer>>(
      call.services, std::move(opening.store), *std::move(cursor),
      [frame = std::move(opening.frame), make](const Cursor& done, bool is_time_up) {
        HistoryFrame mine = frame;
        mine.is_time_up = is_time_up;
        return make(done, std::move(mine));
      });
  return response;
}

/// The registered domain of the name asked for, and everything below it.
void widen_to_domain(const Call& call, ParameterReader& parameters,
                     search::SearchRequest& request) {
  search::Query& query = request.query;
  if (query.in != search::QueryIn::kName || query.kind != search::QueryKind::kExact)
    return parameters.refuse("of", "domain", "expected a name in q");
  const auto at = call.services.enrichment()->registered_at(query.name.wire());
  if (!at) return parameters.refuse("of", "domain", "the name in q is a public suffix itself");
  auto domain = dns::name_from_wire(query.name.wire().subspan(*at));
  if (domain) query.name = *domain;
  query.kind = search::QueryKind::kBelow;
}

void read_kinds(ParameterReader& parameters, std::optional<std::set<history::ChangeKind>>& kinds) {
  parameters.each("kind", [&](const std::string& text) {
    const auto kind = history::parse_change_kind(text);
    if (!kind) {
      return parameters.refuse("kind", text,
                               "expected one of: appeared moved new_ns new_mx first_txt new_type "
                               "gone came_back");
    }
    if (!kinds) kinds.emplace();
    kinds->insert(*kind);
  });
}

/// The second side of a comparison: what `with`, `with_source`, `before` and `after` say.
void read_sides(ParameterReader& parameters, std::uint32_t now_s,
                history::CompareQuestion& question) {
  question.before.span = read_span(parameters, "before", now_s);
  question.after.span = read_span(parameters, "after", now_s);
  if (question.before.span.has_value() != question.after.span.has_value()) {
    const bool has_before = question.before.span.has_value();
    parameters.refuse(has_before ? "after" : "before", {}, "expected before and after, or neither");
  }
  question.after.request = question.before.request;
  if (const std::string* const text = parameters.find("with"); text != nullptr) {
    auto query = search::parse_query(*text, question.before.request.query.in);
    if (!query) return parameters.refuse_query("with", *text, query.error());
    question.after.request.query = *std::move(query);
  }
  const bool has_sources = parameters.find("with_source") != nullptr;
  if (has_sources) {
    question.after.request.filters.sources.clear();
    read_sources(parameters, "with_source", question.after.request.filters.sources);
  }
  if (!question.before.span && parameters.find("with") == nullptr && !has_sources)
    parameters.refuse("with", {}, "expected before and after, or with, or with_source");
}

}  // namespace

http::Response get_calendar(const Call& call) {
  static constexpr Parameter kMore[] = {{"day_from"}, {"day_to"}, {"by"}};
  static constexpr auto kParameters = with_history(kMore);
  static constexpr std::array<Word<bool>, 2> kByWords{{{"source", false}, {"type", true}}};
  ParameterReader parameters(call.request, kParameters);
  auto opening = open_question(call, parameters);
  if (!opening) return refuse(opening.error());
  const history::CalendarQuestion question{opening->request, opening->days,
                                           parameters.word<bool>("by", kByWords, false)};
  if (!parameters.is_fine()) return refuse(parameters.problem());
  auto cursor = history::CalendarCursor::open(*opening->store, question);
  return stream<CalendarWriter>(
      call, *std::move(opening), std::move(cursor),
      [](const auto& done, HistoryFrame frame) { return CalendarWriter(done, std::move(frame)); });
}

http::Response get_lanes(const Call& call) {
  static constexpr Parameter kMore[] = {{"day_from"}, {"day_to"}, {"limit"}, {"sort"}};
  static constexpr auto kParameters = with_history(kMore);
  const std::array<Word<Order>, 6> sorts{{{"first_seen", {OrderKey::kFirstSeen, false, {}}},
                                          {"-first_seen", {OrderKey::kFirstSeen, true, {}}},
                                          {"last_seen", {OrderKey::kLastSeen, false, {}}},
                                          {"-last_seen", {OrderKey::kLastSeen, true, {}}},
                                          {"count", {OrderKey::kCount, false, {}}},
                                          {"-count", {OrderKey::kCount, true, {}}}}};
  ParameterReader parameters(call.request, kParameters);
  auto opening = open_question(call, parameters);
  if (!opening) return refuse(opening.error());
  history::LaneQuestion question{opening->request, opening->days, {}};
  question.request.order = parameters.word<Order>("sort", sorts, sorts[1].second);
  question.most = read_number(parameters, "limit", 100, {1, history::kMostLanes});
  if (!parameters.is_fine()) return refuse(parameters.problem());
  auto cursor = history::LaneCursor::open(*opening->store, question);
  return stream<LaneWriter>(
      call, *std::move(opening), std::move(cursor),
      [](const auto& done, HistoryFrame frame) { return LaneWriter(done, std::move(frame)); });
}

http::Response get_first(const Call& call) {
  static constexpr Parameter kMore[] = {{"value"}, {"of"}};
  static constexpr auto kParameters = with_history(kMore);
  static constexpr std::array<Word<bool>, 2> kOfWords{{{"query", false}, {"domain", true}}};
  ParameterReader parameters(call.request, kParameters);
  auto opening = open_question(call, parameters);
  if (!opening) return refuse(opening.error());
  history::FirstSeenQuestion question{opening->request, std::nullopt};
  if (parameters.word<bool>("of", kOfWords, false))
    widen_to_domain(call, parameters, question.request);
  if (const std::string* const text = parameters.find("value"); text != nullptr) {
    auto value = search::parse_query(*text, search::QueryIn::kRdata);
    if (value) {
      question.value = *std::move(value);
    } else {
      parameters.refuse_query("value", *text, value.error());
    }
  }
  if (!parameters.is_fine()) return refuse(parameters.problem());
  opening->frame.query = question.request.query;
  auto cursor = history::FirstSeenCursor::open(*opening->store, question);
  return stream<FirstSeenWriter>(
      call, *std::move(opening), std::move(cursor),
      [](const auto& done, HistoryFrame frame) { return FirstSeenWriter(done, std::move(frame)); });
}

http::Response get_changes(const Call& call) {
  static constexpr Parameter kMore[] = {
      {"day_from"}, {"day_to"}, {"limit"}, {"silence"}, {"kind", true}};
  static constexpr auto kParameters = with_history(kMore);
  ParameterReader parameters(call.request, kParameters);
  auto opening = open_question(call, parameters);
  if (!opening) return refuse(opening.error());
  history::ChangeQuestion question;
  question.request = opening->request;
  question.window = opening->days;
  question.most = read_number(parameters, "limit", question.most, {1, history::kMostChanges});
  question.silence_days =
      read_number(parameters, "silence", question.silence_days, {1, kMostSilenceDays});
  read_kinds(parameters, question.kinds);
  if (parameters.is_fine() && question.request.query.in != search::QueryIn::kName)
    parameters.refuse("q", search::query_text(question.request.query),
                      "expected a name: changes are told of names");
  if (!parameters.is_fine()) return refuse(parameters.problem());
  auto cursor = history::ChangeCursor::open(*opening->store, question);
  const record::RecordStore& store = *opening->store;
  return stream<ChangeWriter>(call, *std::move(opening), std::move(cursor),
                              [&store](const auto& done, HistoryFrame frame) {
                                return ChangeWriter(done, std::move(frame), store);
                              });
}

http::Response get_compare(const Call& call) {
  static constexpr Parameter kMore[] = {
      {"limit"}, {"with"}, {"with_source", true}, {"before"}, {"after"}};
  static constexpr auto kParameters = with_history(kMore);
  ParameterReader parameters(call.request, kParameters);
  auto opening = open_question(call, parameters);
  if (!opening) return refuse(opening.error());
  history::CompareQuestion question;
  question.before.request = opening->request;
  question.most = read_number(parameters, "limit", question.most, {1, history::kMostCompared});
  if (parameters.is_fine()) read_sides(parameters, call.services.now(), question);
  if (!parameters.is_fine()) return refuse(parameters.problem());
  auto cursor = history::CompareCursor::open(*opening->store, question);
  return stream<CompareWriter>(call, *std::move(opening), std::move(cursor),
                               [question](const auto& done, HistoryFrame frame) {
                                 return CompareWriter(done, std::move(frame), question);
                               });
}

http::Response get_watched(const Call& call) {
  static constexpr Parameter kParameters[] = {{"source", true}, {"day_from"}, {"day_to"}};
  ParameterReader parameters(call.request, kParameters);
  auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  std::vector<std::string> sources;
  read_sources(parameters, "source", sources);
  const auto days = read_days(parameters, call.services.now());
  if (!parameters.is_fine()) return refuse(parameters.problem());
  const auto watch = history::Watch::read(**store, sources);
  if (!watch) return refuse(to_history_problem(watch.error()));
  http::Response response;
  response.content_type = "application/json";
  write_watched(response.body, *watch, days);
  return response;
}

}  // namespace spoor::api::v1
