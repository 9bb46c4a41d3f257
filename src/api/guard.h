// SPDX-License-Identifier: Apache-2.0
// What stands before every handler: who asks, whether they may, how often. Inside the room only.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include <prometheus/counter.h>

#include "api/keys.h"
#include "api/problem.h"
#include "api/routes.h"
#include "api/services.h"
#include "http/message.h"

namespace spoor::api {

/// Why a call was not let through.
enum class Refused : std::uint8_t {
  kForeignHost = 0,
  kForeignOrigin,
  kNeedsKeys,  ///< Importing, on a server without keys.
  kNoKey,
  kWrongKey,
  kExpired,
  kScope,
  kQuota,
  kBurst,
  kFault,  ///< A handler threw.
};
inline constexpr std::size_t kRefusedReasons = 10;

/// spoor_api_refused_total{reason}. Thread-safe.
class RefusedCounts {
 public:
  explicit RefusedCounts(prometheus::Registry& metrics);
  void count(Refused reason) { counters_[static_cast<std::size_t>(reason)]->Increment(); }

 private:
  std::array<prometheus::Counter*, kRefusedReasons> counters_{};
};

/// One route's guard. Thread-safe.
class Guard {
 public:
  Guard(Services& services, const ApiRoute& route, std::shared_ptr<RefusedCounts> refused)
      : services_(services), route_(route), refused_(std::move(refused)) {}

  [[nodiscard]] http::Response answer(const http::Request& request);
  [[nodiscard]] http::Response answer(const http::Request& request, http::BodyReader& body);

 private:
  template <class Run>
  http::Response run(const http::Request& request, const Run& handler);
  std::optional<http::Response> let_in(const http::Request& request,
                                       std::shared_ptr<Caller>& caller);
  std::optional<http::Response> check_keyless(const http::Request& request);
  std::optional<http::Response> check_caller(const http::Request& request,
                                             std::shared_ptr<Caller>& caller);
  http::Response refuse(Refused reason, std::uint32_t retry_after_s = 0);

  Services& services_;
  ApiRoute route_;
  std::shared_ptr<RefusedCounts> refused_;
};

}  // namespace spoor::api
