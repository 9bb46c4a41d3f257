// SPDX-License-Identifier: Apache-2.0
// account and what lies below it: who asks, and how often they may.
#include <string>

#include <fmt/format.h>

#include "api/passivetotal/readings.h"
#include "api/passivetotal/response.h"
#include "base/plain_text.h"
#include "feed/json_text.h"

namespace spoor::api::passivetotal {
namespace {

constexpr std::string_view kOrganization = "spoor";

/// The name of the key, or of nobody.
std::string_view name_of(const Ask& ask) {
  const std::string& name = ask.call.caller->spec().name;
  return name.empty() ? std::string_view("anyone") : std::string_view(name);
}

/// Who owns a quota: the caller, or everybody together.
std::string quota_of(const Ask& ask, bool is_user) {
  const QuotaState state = ask.call.caller->quota(ask.call.services.now());
  const bool is_limited = state.limit != kUnlimited;
  const std::uint64_t used = is_limited ? state.limit - state.remaining : 0;
  std::string out = "{\"owner\":";
  feed::append_json_string(out, is_user ? name_of(ask) : kOrganization);
  out += ",\"organization\":\"spoor\",\"guid\":\"\",\"username\":";
  feed::append_json_string(out, name_of(ask));
  out +=
      R"(,"profile":{"analysis":true,"workflow":true},"freebies":{"search_web":false,"search_api":false})";
  const std::string limit = is_limited ? fmt::format("{}", state.limit) : "null";
  out += fmt::format(
      R"(,"counts":{{"search_api":{0},"search_web":0,"basic_monitors":0,"keyword_monitors":0,)"
      R"("projects_private":0,"projects_public":0}},"limits":{{"search_api":{1},"search_web":{1},)"
      R"("basic_monitors":0,"keyword_monitors":0,"projects_private":0,"projects_public":0,)"
      R"("monitor_results":0,"monitor_frequency":0,"create_crawls":0,"crawl_submissions":0}},)"
      R"("quotaInterval":"daily","useMonthlyQuotaInactive":false,"licenseCounts":{{}},"licenseLimits":{{}})",
      used, limit);
  constexpr std::uint32_t kDayS = 86'400;
  out += ",\"last_reset\":";
  append_time(out, state.reset - kDayS);
  out += ",\"next_reset\":";
  append_time(out, state.reset);
  out += ",\"event_code\":null,\"event_code_expiration\":null}";
  return out;
}

}  // namespace

http::Response account(const Ask& ask) {
  std::string out = "{\"username\":";
  feed::append_json_string(out, name_of(ask));
  out += ",\"firstName\":\"\",\"lastName\":\"\",\"firstActive\":";
  append_time(out, ask.call.services.settings.started);
  out += ",\"lastActive\":";
  append_time(out, ask.call.services.now());
  out += ",\"organization\":\"spoor\",\"country\":\"\",\"state\":\"\"}\n";
  return answer(std::move(out));
}

http::Response quota(const Ask& ask) {
  return answer("{\"user\":" + quota_of(ask, true) + ",\"organization\":" + quota_of(ask, false) +
                "}\n");
}

http::Response sources(const Ask& ask) {
  const auto store = ask.call.services.store.open_for(*ask.call.caller);
  if (!store) return refuse(store.error());
  const auto stats = (*store)->stats();
  if (!stats) return refuse(stats.error());
  const std::string_view wanted = ask.parameters.text("source");
  std::string out = "{\"sources\":[";
  bool is_first = true;
  for (const auto& [id, spec] : stats->sources) {
    if (!wanted.empty() && wanted != spec.name) continue;
    out += is_first ? "{\"active\":true,\"source\":" : ",{\"active\":true,\"source\":";
    is_first = false;
    feed::append_json_string(out, spec.name);
    out += ",\"configuration\":{}}";
  }
  return answer(out + "]}\n");
}

http::Response organization(const Ask& ask) {
  std::string out = "{\"name\":\"spoor\",\"status\":\"active\",\"active\":true,\"admins\":[],";
  out += "\"activeMembers\":[";
  feed::append_json_string(out, name_of(ask));
  out += "],\"inactiveMembers\":[],\"acceptableDomains\":[],\"registered\":";
  append_time(out, ask.call.services.settings.started);
  out += ",\"lastActive\":";
  append_time(out, ask.call.services.now());
  return answer(out + "}\n");
}

}  // namespace spoor::api::passivetotal
