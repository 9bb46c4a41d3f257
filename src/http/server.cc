// SPDX-License-Identifier: Apache-2.0
// Threads, the listening socket, and how both end.
#include "http/server.h"

#include <algorithm>
#include <array>
#include <ctime>
#include <mutex>
#include <optional>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/post.hpp>

#include "http/internal/loop.h"
#include "http/internal/tls_context.h"

namespace spoor::http {
namespace {

using internal::Loop;
using internal::ServerState;
using internal::Socket;
using Tcp = boost::asio::ip::tcp;

constexpr auto kPauseWithoutDescriptors = std::chrono::milliseconds(50);

class BeastServer final : public Server {
 public:
  BeastServer(ServerOptions options, RoutingTable routes, prometheus::Registry& metrics) {
    state_.options = std::move(options);
    state_.routes = std::move(routes);
    state_.metrics = std::make_unique<HttpMetrics>(metrics, state_.routes);
    for (unsigned i = 0; i < std::max(1U, state_.options.threads); ++i)
      loops_.push_back(std::make_unique<Loop>(state_));
    acceptor_.emplace(loops_.front()->context());
    pause_.emplace(loops_.front()->context());
  }
  // NOLINTNEXTLINE(bugprone-exception-escape): only for want of memory, and then there is no way on
  ~BeastServer() override { stop(std::chrono::milliseconds(0)); }
  BeastServer(const BeastServer&) = delete;
  BeastServer& operator=(const BeastServer&) = delete;

  Status open();
  [[nodiscard]] std::uint16_t port() const noexcept override { return port_; }
  Status reload_certificate() override;
  void stop(std::chrono::milliseconds patience) override;

 private:
  using Acceptor = boost::asio::basic_socket_acceptor<Tcp, internal::Executor>;

  void accept();
  void take(Socket socket, Loop& loop);
  void turn_away(Socket socket);
  [[nodiscard]] std::shared_ptr<boost::asio::ssl::context> tls_context() {
    const std::scoped_lock lock(tls_mutex_);
    return tls_;
  }

  ServerState state_;
  std::vector<std::unique_ptr<Loop>> loops_;
  std::vector<std::thread> threads_;
  std::optional<Acceptor> acceptor_;
  std::optional<boost::asio::basic_waitable_timer<
      internal::Clock, boost::asio::wait_traits<internal::Clock>, internal::Executor>>
      pause_;
  std::size_t next_loop_ = 0;
  std::uint16_t port_ = 0;
  std::mutex tls_mutex_;
  std::shared_ptr<boost::asio::ssl::context> tls_;
  bool has_stopped_ = false;
};

Status BeastServer::open() {
  const ServerOptions& options = state_.options;
  const auto fail = [&](std::string_view what, const boost::system::error_code& error) {
    return Error{ErrorCode::kIo, what, 0,
                 options.address + ":" + std::to_string(options.port) + ": " + error.message()};
  };
  if (!options.tls.certificate.empty()) SPOOR_CHECK(reload_certificate());
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(options.address, error);
  if (error)
    return Error{ErrorCode::kInvalid, "expected an IP address to listen on", 0, options.address};
  const Tcp::endpoint endpoint(address, options.port);
  acceptor_->open(endpoint.protocol(), error);
  if (error) return fail("cannot listen", error);
  acceptor_->set_option(Tcp::acceptor::reuse_address(true), error);
  acceptor_->bind(endpoint, error);
  if (error) return fail("cannot listen", error);
  acceptor_->listen(boost::asio::socket_base::max_listen_connections, error);
  if (error) return fail("cannot listen", error);
  port_ = acceptor_->local_endpoint(error).port();
  if (options.listening) options.listening(port_);
  accept();
  threads_.reserve(loops_.size());
  for (const auto& loop : loops_) threads_.emplace_back([&mine = *loop] { mine.run(); });
  return {};
}

void BeastServer::accept() {
  Loop& loop = *loops_[next_loop_];
  acceptor_->async_accept(
      loop.context(), [this, &loop](const boost::system::error_code& error, Socket socket) {
        if (state_.is_stopping || error == boost::asio::error::operation_aborted) return;
        if (error) {  // no descriptors left, most likely: let some connections end first
          pause_->expires_after(kPauseWithoutDescriptors);
          pause_->async_wait([this](const boost::system::error_code&) {
            if (!state_.is_stopping) accept();
          });
          return;
        }
        next_loop_ = (next_loop_ + 1) % loops_.size();
        take(std::move(socket), loop);
        accept();
      });
}

void BeastServer::take(Socket socket, Loop& loop) {
  if (state_.connections.fetch_add(1) >= state_.options.limits.connections) {
    state_.connections.fetch_sub(1);
    turn_away(std::move(socket));
    return;
  }
  boost::system::error_code ignored;
  socket.set_option(Tcp::no_delay(true), ignored);
  // The socket belongs to the loop's context; its connection is made and dies in the loop's thread.
  auto held = std::make_shared<Socket>(std::move(socket));
  boost::asio::post(loop.context(), [&loop, held, tls = tls_context()] {
    if (tls) {
      internal::serve_tls(loop, std::move(*held), tls);
    } else {
      internal::serve_plain(loop, std::move(*held));
    }
  });
}

/// One answer that fits any socket buffer, and the end.
void BeastServer::turn_away(Socket socket) {
  state_.metrics->count_closed(Closed::kTooManyConnections);
  boost::system::error_code ignored;
  if (!tls_context()) {
    Response response = state_.refuse(503, "too many connections are open: try again later", {});
    response.fields.push_back({"Retry-After", "1"});
    std::string octets;
    internal::append_head(octets, response, {response.body.size(), false, true},
                          internal::http_date(std::time(nullptr)));
    octets += response.body;
    socket.non_blocking(true, ignored);
    socket.write_some(boost::asio::buffer(octets), ignored);
    socket.shutdown(Tcp::socket::shutdown_send, ignored);
    // What the client has sent is taken out, or the kernel would take the answer back.
    std::array<char, 4096> unread{};
    socket.read_some(boost::asio::buffer(unread), ignored);
  }
  socket.close(ignored);
}

Status BeastServer::reload_certificate() {
  if (state_.options.tls.certificate.empty()) return {};
  SPOOR_TRY(auto context, internal::make_tls_context(state_.options.tls));
  const std::scoped_lock lock(tls_mutex_);
  tls_ = std::move(context);
  return {};
}

void BeastServer::stop(std::chrono::milliseconds patience) {
  if (std::exchange(has_stopped_, true) || threads_.empty()) return;
  state_.is_stopping = true;
  boost::asio::post(loops_.front()->context(), [this] {
    boost::system::error_code ignored;
    acceptor_->close(ignored);
    pause_->cancel();
  });
  for (const auto& loop : loops_)
    boost::asio::post(loop->context(), [&mine = *loop] { mine.stop_all(); });
  const auto until = internal::Clock::now() + patience;
  while (state_.connections.load() > 0 && internal::Clock::now() < until)
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
  for (const auto& loop : loops_) {
    boost::asio::post(loop->context(), [&mine = *loop] {
      mine.cut_all();
      mine.shut();
    });
  }
  for (std::thread& thread : threads_) thread.join();
  threads_.clear();
}

}  // namespace

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, RoutingTable routes,
                                              prometheus::Registry& metrics) {
  auto server = std::make_unique<BeastServer>(std::move(options), std::move(routes), metrics);
  SPOOR_CHECK(server->open());
  return std::unique_ptr<Server>(std::move(server));
}

}  // namespace spoor::http
