// SPDX-License-Identifier: Apache-2.0
#include "http/http_metrics.h"

#include <string>

namespace spoor::http {
namespace {

using prometheus::BuildCounter;
using prometheus::BuildGauge;
using prometheus::BuildHistogram;

constexpr std::array<std::string_view, kClosedReasons> kReasonNames{
    "slow_reader", "slow_header",   "slow_body",        "idle",
    "pipelined",   "malformed",     "header_too_large", "too_many_connections",
    "client_gone", "broken_answer", "tls_failed",       "stopped"};

const prometheus::Histogram::BucketBoundaries& bounds() {
  static const prometheus::Histogram::BucketBoundaries kBounds{
      0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
      0.05,   0.1,     0.25,   0.5,   1,      5,     30,   300};
  return kBounds;
}

}  // namespace

HttpMetrics::HttpMetrics(prometheus::Registry& registry, const RoutingTable& routes)
    : requests_family_(BuildCounter()
                           .Name("spoor_http_requests_total")
                           .Help("Requests answered, by route and class of status")
                           .Register(registry)),
      seconds_family_(BuildHistogram()
                          .Name("spoor_http_request_seconds")
                          .Help("Time from a request's head to the end of its answer")
                          .Register(registry)) {
  for (const Route& route : routes.routes()) add_route(&route, route.pattern);
  add_route(nullptr, "none");
  auto& closed = BuildCounter()
                     .Name("spoor_http_closed_total")
                     .Help("Connections that the server closed, or lost, by reason")
                     .Register(registry);
  for (std::size_t i = 0; i < kClosedReasons; ++i)
    closed_[i] = &closed.Add({{"reason", std::string(kReasonNames[i])}});
  auto& octets = BuildCounter()
                     .Name("spoor_http_bytes_total")
                     .Help("Octets of bodies sent and received")
                     .Register(registry);
  sent_ = &octets.Add({{"direction", "sent"}});
  received_ = &octets.Add({{"direction", "received"}});
  connections_total_ = &BuildCounter()
                            .Name("spoor_http_connections_total")
                            .Help("Connections accepted")
                            .Register(registry)
                            .Add({});
  connections_ = &BuildGauge()
                      .Name("spoor_http_connections")
                      .Help("Connections open now")
                      .Register(registry)
                      .Add({});
  uploads_ = &BuildGauge()
                  .Name("spoor_http_uploads")
                  .Help("Uploads being read now")
                  .Register(registry)
                  .Add({});
}

void HttpMetrics::add_route(const Route* route, std::string_view pattern) {
  PerRoute& mine = by_pattern_[pattern];
  if (mine.seconds == nullptr) {
    for (std::size_t i = 1; i < mine.by_class.size(); ++i) {
      mine.by_class[i] = &requests_family_.Add(
          {{"route", std::string(pattern)}, {"status", std::to_string(i) + "xx"}});
    }
    mine.seconds = &seconds_family_.Add({{"route", std::string(pattern)}}, bounds());
  }
  by_route_[route] = mine;
}

void HttpMetrics::count_request(const Route* route, unsigned status,
                                std::chrono::microseconds time) {
  const auto found = by_route_.find(route);
  if (found == by_route_.end()) return;
  const std::size_t hundreds = status / 100;
  if (hundreds > 0 && hundreds < found->second.by_class.size())
    found->second.by_class[hundreds]->Increment();
  found->second.seconds->Observe(static_cast<double>(time.count()) / 1e6);
}

}  // namespace spoor::http
