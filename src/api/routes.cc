// SPDX-License-Identifier: Apache-2.0
// The dialects' rows joined, each behind its guard; and the server's own refusals.
#include "api/routes.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "api/circl/routes.h"
#include "api/d4/routes.h"
#include "api/dnsdb/routes.h"
#include "api/guard.h"
#include "api/pages/routes.h"
#include "api/passivetotal/routes.h"
#include "api/problem.h"
#include "api/v1/routes.h"

namespace spoor::api {
namespace {

constexpr std::uint32_t kBusyRetryS = 1;  // seconds

std::string_view first_segment(std::string_view target) {
  target.remove_prefix(std::min(target.find_first_not_of('/'), target.size()));
  return target.substr(0, target.find_first_of("/?"));
}

/// The dialect of a path by its first segment.
Dialect dialect_of(std::string_view target) {
  constexpr std::array<std::string_view, 3> kDnsdb{"dnsdb", "lookup", "summarize"};
  const std::string_view first = first_segment(target);
  if (first == "v2" || first == "pt") return Dialect::kPassiveTotal;
  if (first == "pdns" || first == "query" || first == "fquery" || first == "info")
    return Dialect::kCircl;
  return std::find(kDnsdb.begin(), kDnsdb.end(), first) == kDnsdb.end() ? Dialect::kNative
                                                                        : Dialect::kDnsdb;
}

/// Whether a path is for people, not below the prefix of an API.
bool is_for_people(std::string_view target) {
  return dialect_of(target) == Dialect::kNative && first_segment(target) != "api";
}

std::string_view title_of(unsigned status) {
  switch (status) {
    case 404:
      return "no such path";
    case 405:
      return "wrong method";
    case 408:
      return "too slow";
    case 413:
    case 414:
    case 431:
      return "too large";
    case 503:
      return "unavailable";
    default:
      return "malformed request";
  }
}

http::Response render(const http::Refusal& refusal) {
  Problem problem;
  problem.status = refusal.status;
  problem.title = title_of(refusal.status);
  problem.detail = refusal.sentence;
  if (refusal.status == 503) problem.retry_after_s = kBusyRetryS;
  return render_problem(problem, dialect_of(refusal.target));
}

}  // namespace

std::vector<ApiRoute> all_routes() {
  std::vector<ApiRoute> routes = v1::routes();
  for (const ApiRoute& route : dnsdb::routes()) routes.push_back(route);
  for (const ApiRoute& route : passivetotal::routes()) routes.push_back(route);
  for (const ApiRoute& route : circl::routes()) routes.push_back(route);
  for (const ApiRoute& route : d4::routes()) routes.push_back(route);
  for (const ApiRoute& route : pages::routes()) routes.push_back(route);
  return routes;
}

http::RoutingTable make_routing_table(Services& services) {
  http::RoutingTable table;
  const auto refused = std::make_shared<RefusedCounts>(services.metrics);
  for (const ApiRoute& row : all_routes()) {
    const auto guard = std::make_shared<Guard>(services, row, refused);
    http::Route route;
    route.method = row.method;
    route.pattern = row.pattern;
    route.takes_body = row.takes_body;
    route.is_delivery = row.is_delivery;
    if (row.upload != nullptr) {
      route.upload = [guard](const http::Request& request, http::BodyReader& body) {
        return guard->answer(request, body);
      };
    } else {
      route.handler = [guard](const http::Request& request) { return guard->answer(request); };
    }
    table.add(std::move(route));
  }
  return table;
}

http::Response render_refusal(const http::Refusal& refusal, const pages::PageFiles* files) {
  std::optional<http::Response> page;
  if (is_for_people(refusal.target)) page = pages::missing_page(refusal, files);
  http::Response response = page ? *std::move(page) : render(refusal);
  response.fields.push_back({"X-Content-Type-Options", "nosniff"});
  return response;
}

}  // namespace spoor::api
