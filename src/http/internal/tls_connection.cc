// SPDX-License-Identifier: Apache-2.0
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>

#include "http/internal/connection_reading.h"
#include "http/internal/connection_writing.h"
#include "http/internal/tls_context.h"

namespace spoor::http::internal {
namespace {

class TlsTransport {
 public:
  using Context = asio::ssl::context;

  TlsTransport(Socket socket, std::shared_ptr<Context> context)
      : context_(std::move(context)),
        stream_(std::make_unique<asio::ssl::stream<Socket>>(std::move(socket), *context_)) {}
  [[nodiscard]] asio::ssl::stream<Socket>& stream() noexcept { return *stream_; }
  [[nodiscard]] Socket& socket() noexcept { return stream_->next_layer(); }
  [[nodiscard]] std::string peer_certificate() {
    return certificate_digest(stream_->native_handle());
  }
  Awaitable<bool> open() {
    const auto [error] =
        co_await stream_->async_handshake(asio::ssl::stream_base::server, kAsTuple);
    co_return !error;
  }
  Awaitable<void> close() { co_await stream_->async_shutdown(kAsTuple); }

 private:
  std::shared_ptr<Context> context_;  // of the time of accepting: a reload does not change it
  std::unique_ptr<asio::ssl::stream<Socket>> stream_;
};

}  // namespace

void serve_tls(Loop& loop, Socket socket, std::shared_ptr<void> tls_context) {
  auto context = std::static_pointer_cast<TlsTransport::Context>(std::move(tls_context));
  auto connection = std::make_shared<Connection<TlsTransport>>(
      loop, TlsTransport(std::move(socket), std::move(context)));
  auto& mine = *connection;
  asio::co_spawn(loop.context().get_executor(), mine.run(std::move(connection)),
                 [](const std::exception_ptr&) {});  // out of memory: that connection ends
}

}  // namespace spoor::http::internal
