// SPDX-License-Identifier: Apache-2.0
#include <boost/asio/co_spawn.hpp>

#include "http/internal/connection_reading.h"
#include "http/internal/connection_writing.h"

namespace spoor::http::internal {
namespace {

class PlainTransport {
 public:
  explicit PlainTransport(Socket socket) : socket_(std::move(socket)) {}
  [[nodiscard]] Socket& stream() noexcept { return socket_; }
  [[nodiscard]] Socket& socket() noexcept { return socket_; }
  static std::string peer_certificate() { return {}; }
  Awaitable<bool> open() { co_return true; }
  Awaitable<void> close() {
    boost::system::error_code ignored;
    socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    co_return;
  }

 private:
  Socket socket_;
};

}  // namespace

void serve_plain(Loop& loop, Socket socket) {
  auto connection =
      std::make_shared<Connection<PlainTransport>>(loop, PlainTransport(std::move(socket)));
  auto& mine = *connection;
  asio::co_spawn(loop.context().get_executor(), mine.run(std::move(connection)),
                 [](const std::exception_ptr&) {});  // out of memory: that connection ends
}

}  // namespace spoor::http::internal
