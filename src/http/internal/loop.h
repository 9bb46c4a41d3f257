// SPDX-License-Identifier: Apache-2.0
// A thread of the server with the connections that it serves. Nothing of a loop is touched from
// another thread but by posting to its context.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <ctime>
#include <list>
#include <memory>
#include <string>

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "base/thread_priority.h"
#include "http/http_metrics.h"
#include "http/internal/response_head.h"
#include "http/server.h"

namespace spoor::http::internal {

namespace asio = boost::asio;
using Clock = std::chrono::steady_clock;
using Executor = asio::io_context::executor_type;
using Socket = asio::basic_stream_socket<asio::ip::tcp, Executor>;
template <class T>
using Awaitable = asio::awaitable<T, Executor>;
inline constexpr asio::as_tuple_t<asio::use_awaitable_t<Executor>> kAsTuple{};

/// What all loops share.
struct ServerState {
  ServerOptions options;
  RoutingTable routes;
  std::unique_ptr<HttpMetrics> metrics;
  std::atomic<std::uint32_t> connections{0};
  std::atomic<std::uint32_t> uploads{0};
  std::atomic<std::uint32_t> deliveries{0};
  std::atomic<bool> is_stopping{false};

  [[nodiscard]] Response refuse(unsigned status, std::string_view sentence,
                                const Request& request) const {
    if (options.refuse)
      return options.refuse({status, sentence, request.target, request.field("accept")});
    Response response;
    response.status = status;
    response.content_type = "text/plain; charset=utf-8";
    response.body.append(sentence).append("\n");
    return response;
  }
};

/// Something with a deadline, looked at by the loop's sweep: a timer for each wait would cost more
/// than the waits.
class Watched {
 public:
  Watched() = default;
  Watched(const Watched&) = delete;
  Watched& operator=(const Watched&) = delete;
  virtual ~Watched() = default;
  /// The deadline is over: end the wait.
  virtual void expire() = 0;
  /// The server stops: idle connections end at once.
  virtual void stop() = 0;
  /// End now, whatever goes on.
  virtual void cut() = 0;

  Clock::time_point deadline = Clock::time_point::max();
};

class Loop {
 public:
  explicit Loop(ServerState& state) : state_(state), context_(1), sweep_(context_) {}

  [[nodiscard]] ServerState& state() noexcept { return state_; }
  [[nodiscard]] asio::io_context& context() noexcept { return context_; }
  using Place = std::list<Watched*>::iterator;
  Place watch(Watched& watched) { return watched_.insert(watched_.end(), &watched); }
  void forget(Place place) { watched_.erase(place); }

  /// Runs until shut(); call in the loop's own thread.
  void run() {
    run_in_short_turns();
    sweep_on();
    context_.run();
  }
  /// From the loop's thread.
  void stop_all() {
    for (auto at = watched_.begin(); at != watched_.end();) (*at++)->stop();
  }
  void cut_all() {
    for (auto at = watched_.begin(); at != watched_.end();) (*at++)->cut();
  }
  /// Lets run() return once no connection is left.
  void shut() {
    is_shut_ = true;
    sweep_.cancel();
  }

  [[nodiscard]] const std::string& date() {
    const std::time_t now = std::time(nullptr);
    if (now != date_s_) {
      date_s_ = now;
      date_ = http_date(now);
    }
    return date_;
  }

 private:
  void sweep_on() {
    if (is_shut_) return;
    sweep_.expires_after(std::chrono::milliseconds(100));
    sweep_.async_wait([this](const boost::system::error_code&) {
      const Clock::time_point now = Clock::now();
      for (auto at = watched_.begin(); at != watched_.end();) {
        Watched& each = **at++;
        if (each.deadline <= now) each.expire();
      }
      sweep_on();
    });
  }

  ServerState& state_;
  asio::io_context context_;
  asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor> sweep_;
  std::list<Watched*> watched_;
  bool is_shut_ = false;
  std::time_t date_s_ = 0;
  std::string date_;
};

/// Serves what was accepted until it ends. The second one speaks TLS with the context of now.
void serve_plain(Loop& loop, Socket socket);
void serve_tls(Loop& loop, Socket socket, std::shared_ptr<void> tls_context);

}  // namespace spoor::http::internal
