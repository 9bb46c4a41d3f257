// SPDX-License-Identifier: Apache-2.0
// D4's server knows no keys: whoever may connect asks as the one caller that the operator switched
// on, with that caller's clearance.
#include "api/d4/routes.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

#include "api/circl/question.h"
#include "api/d4/answer.h"
#include "api/joined_record.h"
#include "api/problem.h"
#include "feed/json_text.h"

namespace spoor::api::d4 {
namespace {

http::Response refuse(const Problem& problem) {
  return render_problem(problem, Dialect::kCircl);
}

http::Response refuse_off() {
  return refuse({404, "no such path",
                 "this server does not answer in D4's dialect, which has no keys: its operator can "
                 "switch it on (spoor serve --d4 CLEARANCE)"});
}

http::Response answer(const Call& call, bool wants_holders) {
  if (!call.services.d4) return refuse_off();
  auto queries = circl::parse_queries(call.request.values.at(0));
  if (!queries) return refuse(to_problem(queries.error()));
  Question question;
  question.query = std::move(queries->front());
  const bool is_address = question.query.kind == search::QueryKind::kAddresses;
  question.asks_holders = wants_holders || is_address;
  if (question.asks_holders && !is_address) {
    auto held = search::parse_query(search::query_text(question.query), search::QueryIn::kRdata);
    if (!held) return refuse(to_problem(held.error()));
    question.query = *std::move(held);
  }
  http::Response response;
  response.content_type = "application/x-ndjson";
  response.stream =
      std::make_unique<AnswerStream>(call.services, call.services.d4, std::move(question),
                                     origin_of(call.request, call.services.settings.has_tls));
  return response;
}

http::Response query(const Call& call) {
  return answer(call, false);
}

http::Response fquery(const Call& call) {
  return answer(call, true);
}

/// Counts are of what was delivered. Where nobody wrote that down they are 0.
http::Response info(const Call& call) {
  if (!call.services.d4) return refuse_off();
  const auto store = call.services.store.open_for(*call.services.d4);
  if (!store) return refuse(to_problem(store.error()));
  std::map<std::string, std::uint64_t, std::less<>> counts;
  if (const auto totals = call.services.ledger.sources()) {
    for (const ledger::SourceTotals& each : *totals) counts[each.source] = each.figures.records;
  }
  std::string sensors;
  std::uint64_t all = 0;
  for (const record::KnownSource& each : (*store)->sources()) {
    const auto found = counts.find(each.spec.name);
    const std::uint64_t count = found == counts.end() ? 0 : found->second;
    all += count;
    sensors += sensors.empty() ? "{\"sensor_id\":" : ",{\"sensor_id\":";
    feed::append_json_string(sensors, each.spec.name);
    feed::append_field(sensors, ",\"count\":", count);
    sensors += '}';
  }
  http::Response response;
  response.content_type = "application/json";
  response.body = "{\"version\":";
  feed::append_json_string(response.body, call.services.settings.version);
  response.body += ",\"software\":\"spoor\"";
  feed::append_field(response.body, ",\"stats\":", all);
  response.body += ",\"sensors\":[" + sensors + "]}\n";
  return response;
}

ApiRoute route(std::string_view pattern, http::Response (*handler)(const Call&)) {
  ApiRoute row;
  row.pattern = pattern;
  row.scope = Scope::kOpen;
  row.dialect = Dialect::kCircl;
  row.counts = false;
  row.handler = handler;
  return row;
}

}  // namespace

std::vector<ApiRoute> routes() {
  return {route("/query/{query}", query), route("/fquery/{query}", fquery), route("/info", info)};
}

}  // namespace spoor::api::d4
