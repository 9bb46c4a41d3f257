// SPDX-License-Identifier: Apache-2.0
// What the server counts, under Prometheus names. Thread-safe.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string_view>
#include <vector>

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include "http/route.h"

namespace spoor::http {

/// Why a connection ended before its client wanted it to.
enum class Closed : std::uint8_t {
  kSlowReader = 0,
  kSlowHeader,
  kSlowBody,
  kIdle,
  kPipelined,
  kMalformed,
  kHeaderTooLarge,
  kTooManyConnections,
  kClientGone,
  kBrokenAnswer,
  kTlsFailed,
  kStopped,
};
inline constexpr std::size_t kClosedReasons = 12;

class HttpMetrics {
 public:
  /// Registers everything; `routes` are told apart by their patterns.
  HttpMetrics(prometheus::Registry& registry, const RoutingTable& routes);

  /// `route` is null when none matched.
  void count_request(const Route* route, unsigned status, std::chrono::microseconds time);
  void count_closed(Closed reason) { closed_[static_cast<std::size_t>(reason)]->Increment(); }
  void count_sent(std::uint64_t bytes) { sent_->Increment(static_cast<double>(bytes)); }
  void count_received(std::uint64_t bytes) { received_->Increment(static_cast<double>(bytes)); }
  void connection_opened() {
    connections_total_->Increment();
    connections_->Increment();
  }
  void connection_closed() { connections_->Decrement(); }
  void upload_began() { uploads_->Increment(); }
  void upload_ended() { uploads_->Decrement(); }

 private:
  struct PerRoute {
    std::array<prometheus::Counter*, 6> by_class{};  // by hundreds of the status; 0 is not used
    prometheus::Histogram* seconds = nullptr;
  };
  void add_route(const Route* route, std::string_view pattern);

  prometheus::Family<prometheus::Counter>& requests_family_;
  prometheus::Family<prometheus::Histogram>& seconds_family_;
  std::map<std::string_view, PerRoute> by_pattern_;
  std::map<const Route*, PerRoute> by_route_;
  std::array<prometheus::Counter*, kClosedReasons> closed_{};
  prometheus::Counter* sent_ = nullptr;
  prometheus::Counter* received_ = nullptr;
  prometheus::Counter* connections_total_ = nullptr;
  prometheus::Gauge* connections_ = nullptr;
  prometheus::Gauge* uploads_ = nullptr;
};

}  // namespace spoor::http
