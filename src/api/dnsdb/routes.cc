// SPDX-License-Identifier: Apache-2.0
// Handlers: a request is read, its answer opened, and a stream handed out; and what is told about
// the key itself.
#include "api/dnsdb/routes.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <utility>

#include "api/dnsdb/flex.h"
#include "api/dnsdb/request.h"
#include "api/dnsdb/response.h"
#include "api/problem.h"
#include "api/record_answer.h"
#include "feed/json_text.h"

namespace spoor::api::dnsdb {
namespace {

using http::Field;
using http::Response;

/// Words of the quota fields.
constexpr std::string_view kUnlimitedWord = "unlimited";
constexpr std::string_view kNoneWord = "n/a";

/// A client aborts on integers beyond 63 bits.
std::uint64_t fit_signed(std::uint64_t value) {
  return std::min<std::uint64_t>(value, std::numeric_limits<std::int64_t>::max());
}

std::string number_text(std::uint64_t value) {
  std::string text;
  feed::append_number(text, fit_signed(value));
  return text;
}

// ---- lookups and summaries

Response refuse(Problem problem, std::vector<Field> fields) {
  if (!problem.parameter.empty()) problem.detail = problem.parameter + ": " + problem.detail;
  Response response = render_problem(problem, Dialect::kDnsdb);
  for (Field& field : fields) response.fields.push_back(std::move(field));
  return response;
}

Response refuse(const Error& error, std::vector<Field> fields) {
  Problem problem = to_problem(error);
  if (error.code == ErrorCode::kLimit) problem.status = 416;  // the offset: see parse_question()
  return refuse(std::move(problem), std::move(fields));
}

Response answer_question(const Call& call, Version version, Verb verb, Target target) {
  std::vector<Field> fields = quota_fields(call);
  if (!accepts_answers(call.request)) return refuse_type(call);
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error(), std::move(fields));
  const KeySpec& key = call.caller->spec();
  auto question = parse_question(call.request, verb, target,
                                 {**store, key.results_max, key.offset_max, call.services.now()});
  if (!question) return refuse(question.error(), std::move(fields));
  auto answer = RecordAnswer::open(call.services, *call.caller, std::move(question->search));
  if (!answer) return refuse(answer.error(), std::move(fields));
  const AnswerForm form{version, is_rdata(target),
                        question->human_times ? feed::TimeStyle::kIso : feed::TimeStyle::kUnix};
  if (verb == Verb::kLookup) return lookup_response(*std::move(answer), form, std::move(fields));
  return summary_response(*std::move(answer), form, std::move(fields), question->max_count);
}

template <Version version, Verb verb, Target target>
Response answer(const Call& call) {
  return answer_question(call, version, verb, target);
}

/// The paths of one version and verb, in the order of Target.
using Patterns = std::array<std::string_view, 5>;

template <Version version, Verb verb>
void add_questions(std::vector<ApiRoute>& routes, const Patterns& patterns) {
  constexpr std::array<Response (*)(const Call&), 5> kHandlers{
      answer<version, verb, Target::kRrsetName>, answer<version, verb, Target::kRrsetRaw>,
      answer<version, verb, Target::kRdataName>, answer<version, verb, Target::kRdataIp>,
      answer<version, verb, Target::kRdataRaw>};
  for (std::size_t i = 0; i < patterns.size(); ++i) {
    ApiRoute route;
    route.pattern = patterns[i];
    route.dialect = Dialect::kDnsdb;
    route.handler = kHandlers[i];
    routes.push_back(route);
  }
}

constexpr Patterns kLookups1{
    "/lookup/rrset/name/{name}/{rrtype?}/{bailiwick?}",
    "/lookup/rrset/raw/{hex}/{rrtype?}/{bailiwick?}", "/lookup/rdata/name/{name}/{rrtype?}",
    "/lookup/rdata/ip/{ip}/{rrtype?}", "/lookup/rdata/raw/{hex}/{rrtype?}"};
constexpr Patterns kSummaries1{
    "/summarize/rrset/name/{name}/{rrtype?}/{bailiwick?}",
    "/summarize/rrset/raw/{hex}/{rrtype?}/{bailiwick?}", "/summarize/rdata/name/{name}/{rrtype?}",
    "/summarize/rdata/ip/{ip}/{rrtype?}", "/summarize/rdata/raw/{hex}/{rrtype?}"};
constexpr Patterns kLookups2{"/dnsdb/v2/lookup/rrset/name/{name}/{rrtype?}/{bailiwick?}",
                             "/dnsdb/v2/lookup/rrset/raw/{hex}/{rrtype?}/{bailiwick?}",
                             "/dnsdb/v2/lookup/rdata/name/{name}/{rrtype?}",
                             "/dnsdb/v2/lookup/rdata/ip/{ip}/{rrtype?}",
                             "/dnsdb/v2/lookup/rdata/raw/{hex}/{rrtype?}"};
constexpr Patterns kSummaries2{"/dnsdb/v2/summarize/rrset/name/{name}/{rrtype?}/{bailiwick?}",
                               "/dnsdb/v2/summarize/rrset/raw/{hex}/{rrtype?}/{bailiwick?}",
                               "/dnsdb/v2/summarize/rdata/name/{name}/{rrtype?}",
                               "/dnsdb/v2/summarize/rdata/ip/{ip}/{rrtype?}",
                               "/dnsdb/v2/summarize/rdata/raw/{hex}/{rrtype?}"};

// ---- about the key

/// A member of `rate`: its value is a number, or a word.
struct RateMember {
  std::string_view name;
  std::uint64_t number = 0;
  std::string_view word = {};
};

std::vector<RateMember> rate_members(const Call& call) {
  const QuotaState quota = call.caller->quota(call.services.now());
  const KeySpec& key = call.caller->spec();
  const bool is_limited = quota.limit != kUnlimited;
  std::vector<RateMember> members{
      {"limit", quota.limit, is_limited ? std::string_view() : kUnlimitedWord},
      {"remaining", quota.remaining, is_limited ? std::string_view() : kNoneWord},
      {"reset", quota.reset, is_limited ? std::string_view() : kNoneWord}};
  if (key.expires) members.push_back({"expires", *key.expires});
  members.push_back({"results_max", key.results_max});
  // A number even where offsets are forbidden (0): one client takes nothing else, another needs it.
  members.push_back({"offset_max", key.offset_max});
  if (key.burst_size != kUnlimited && key.burst_window_s != 0) {
    members.push_back({"burst_size", key.burst_size});
    members.push_back({"burst_window", key.burst_window_s});
  }
  return members;
}

/// One line, or with a line for each member.
std::string rate_text(const std::vector<RateMember>& members, bool is_pretty) {
  std::string out = is_pretty ? "{\n  \"rate\": {" : "{\"rate\":{";
  bool is_first = true;
  for (const RateMember& member : members) {
    if (!is_first) out += ',';
    is_first = false;
    if (is_pretty) out += "\n    ";
    feed::append_json_string(out, member.name);
    out += is_pretty ? ": " : ":";
    if (member.word.empty()) {
      feed::append_number(out, fit_signed(member.number));
    } else {
      feed::append_json_string(out, member.word);
    }
  }
  out += is_pretty ? "\n  }\n}\n" : "}}\n";
  return out;
}

template <Version version>
Response rate_limit(const Call& call) {
  Response response;
  response.content_type = "application/json";
  response.body = rate_text(rate_members(call), version == Version::k1);
  return response;
}

Response ping(const Call& /*call*/) {
  Response response;
  response.content_type = "application/json";
  response.body = "{\"ping\":\"ok\"}\n";
  return response;
}

// ---- everything else

/// In v1, 404 means that nothing was found: a mistyped path must not look like that.
Response refuse_path(const Call& /*call*/) {
  return refuse(
      {400, "no such path",
       "expected lookup or summarize, then rrset/name, rrset/raw, rdata/name, rdata/ip or "
       "rdata/raw, then what to look for; or regex or glob, then rrnames or rdata, then a pattern"},
      {});
}

ApiRoute plain_route(http::Method method, std::string_view pattern, Scope scope,
                     Response (*handler)(const Call&)) {
  ApiRoute route;
  route.method = method;
  route.pattern = pattern;
  route.scope = scope;
  route.dialect = Dialect::kDnsdb;
  route.counts = false;
  route.handler = handler;
  return route;
}

}  // namespace

// In whose words a limit is unlimited, but what remains of it is n/a.
std::vector<Field> quota_fields(const Call& call) {
  const QuotaState quota = call.caller->quota(call.services.now());
  const bool is_limited = quota.limit != kUnlimited;
  const auto text = [&](std::uint64_t value, std::string_view otherwise) {
    return is_limited ? number_text(value) : std::string(otherwise);
  };
  std::vector<Field> fields{{"X-RateLimit-Limit", text(quota.limit, kUnlimitedWord)},
                            {"X-RateLimit-Remaining", text(quota.remaining, kNoneWord)},
                            {"X-RateLimit-Reset", text(quota.reset, kNoneWord)}};
  if (const auto expires = call.caller->spec().expires)
    fields.push_back({"X-RateLimit-Expires", number_text(*expires)});
  return fields;
}

Response refuse_question(const Call& call, const Error& error) {
  return refuse(error, quota_fields(call));
}

Response refuse_type(const Call& call) {
  return refuse({415, "unsupported type",
                 "expected application/x-ndjson or application/json in the Accept field"},
                quota_fields(call));
}

std::vector<ApiRoute> routes() {
  using http::Method;
  std::vector<ApiRoute> routes;
  add_questions<Version::k2, Verb::kLookup>(routes, kLookups2);
  add_questions<Version::k2, Verb::kSummarize>(routes, kSummaries2);
  add_questions<Version::k1, Verb::kLookup>(routes, kLookups1);
  add_questions<Version::k1, Verb::kSummarize>(routes, kSummaries1);
  for (const ApiRoute& route : flex_routes()) routes.push_back(route);
  const auto add = [&](Method method, std::string_view pattern, Scope scope,
                       Response (*handler)(const Call&)) {
    routes.push_back(plain_route(method, pattern, scope, handler));
  };
  add(Method::kGet, "/dnsdb/v2/rate_limit", Scope::kRead, rate_limit<Version::k2>);
  add(Method::kGet, "/dnsdb/v2/ping", Scope::kOpen, ping);
  add(Method::kGet, "/lookup/rate_limit", Scope::kRead, rate_limit<Version::k1>);
  add(Method::kPost, "/lookup/rate_limit", Scope::kRead, rate_limit<Version::k1>);
  for (const std::string_view pattern :
       {"/dnsdb/v2/lookup/{1?}/{2?}/{3?}/{4?}/{5?}/{6?}/{7?}/{8?}",
        "/dnsdb/v2/summarize/{1?}/{2?}/{3?}/{4?}/{5?}/{6?}/{7?}/{8?}",
        "/dnsdb/v2/regex/{1?}/{2?}/{3?}/{4?}/{5?}", "/dnsdb/v2/glob/{1?}/{2?}/{3?}/{4?}/{5?}",
        "/lookup/{1?}/{2?}/{3?}/{4?}/{5?}/{6?}/{7?}/{8?}",
        "/summarize/{1?}/{2?}/{3?}/{4?}/{5?}/{6?}/{7?}/{8?}"}) {
    add(Method::kGet, pattern, Scope::kRead, refuse_path);
  }
  return routes;
}

}  // namespace spoor::api::dnsdb
