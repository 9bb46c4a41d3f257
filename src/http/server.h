// SPDX-License-Identifier: Apache-2.0
// The HTTP/1.1 server: sockets, limits, TLS, streaming with back-pressure. Knows no DNS.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include <prometheus/registry.h>

#include "base/result.h"
#include "http/message.h"
#include "http/route.h"

namespace spoor::http {

struct ServerLimits {
  std::uint32_t header_bytes = 16U << 10;                ///< Request line and header fields.
  std::uint64_t upload_bytes = std::uint64_t{64} << 30;  ///< Of one body.
  std::uint32_t connections = 4096;
  std::uint32_t uploads = 2;      ///< At the same time; a further one is told 503.
  std::uint32_t deliveries = 16;  ///< Likewise of routes that say so (Route::is_delivery).
  std::uint32_t pipelined = 64;   ///< Requests in a row that were sent before their
                                  ///< predecessor was answered.
  std::chrono::milliseconds header_time{
      10'000};                                  ///< From a request's first octet to its head's end.
  std::chrono::milliseconds idle_time{60'000};  ///< Between requests.
  std::uint64_t min_rate = 1024;  ///< Octets a second that a client must take or send;
                                  ///< 0: none.
  std::chrono::milliseconds slow_time{15'000};  ///< How long it may be slower than that.
};

struct TlsFiles {
  std::string certificate;  ///< PEM, the chain behind it.
  std::string key;          ///< PEM.
  /// Clients are asked for a certificate. None is needed, and whose it is nobody checks here: a
  /// handler knows it by Request::certificate, and that the client has its key is sure.
  bool asks_clients = false;
};

/// A request that ended, for the access log.
struct AccessEntry {
  std::string_view method;
  std::string_view route;   ///< The pattern, empty when none matched.
  std::string_view target;  ///< As sent: private.
  std::string_view remote;
  std::string_view caller;  ///< Who the key belongs to, if the response said so (see kCallerField).
  unsigned status = 0;
  std::uint64_t bytes = 0;  ///< Of the body.
  std::chrono::microseconds time{};
  bool was_cut = false;  ///< The client went away, or was too slow.
};

/// A response field that is taken out before sending and goes to the access log.
inline constexpr std::string_view kCallerField = "spoor-caller";

/// Something that the server refuses by itself, before or without a route.
struct Refusal {
  unsigned status = 400;
  std::string_view sentence;
  std::string_view target;       ///< As far as it is known.
  std::string_view accept = {};  ///< The request's Accept field, as far as it is known.
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8053;  ///< 0: any; see Server::port().
  unsigned threads = 1;
  ServerLimits limits;
  TlsFiles tls;                                        ///< Both empty: no TLS.
  std::function<void(const AccessEntry&)> access_log;  ///< Called from all threads.
  std::function<Response(const Refusal&)> refuse;      ///< Renders a refusal in the path's dialect.
  std::function<void(std::uint16_t port)> listening;   ///< Called before the first request.
};

class Server {
 public:
  /// Listens and answers from its own threads. Errors: kIo (address in use …), kInvalid
  /// (certificate).
  static Result<std::unique_ptr<Server>> start(ServerOptions options, RoutingTable routes,
                                               prometheus::Registry& metrics);
  virtual ~Server() = default;

  [[nodiscard]] virtual std::uint16_t port() const noexcept = 0;
  /// Reads the certificate again; connections that are open keep the old one. Errors: kInvalid, and
  /// the old one stays.
  virtual Status reload_certificate() = 0;
  /// Stops listening, lets answers in the making end for at most `patience`, then cuts them.
  virtual void stop(std::chrono::milliseconds patience) = 0;
};

}  // namespace spoor::http
