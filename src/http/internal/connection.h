// SPDX-License-Identifier: Apache-2.0
// One connection as a coroutine: requests in, answers out, every wait with a deadline. The same for
// plain and TLS sockets; each is compiled in a source of its own.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/error.hpp>
#include <poll.h>

#include "http/internal/loop.h"
#include "http/internal/request_head.h"
#include "http/internal/response_head.h"
#include "http/internal/upload_job.h"

namespace spoor::http::internal {

/// `Transport` has: stream() (an async stream), socket() (the Socket below it), peer_certificate()
/// (as Request::certificate) and the coroutines open() -> bool and close().
template <class Transport>
class Connection final : public Watched,
                         public std::enable_shared_from_this<Connection<Transport>> {
 public:
  Connection(Loop& loop, Transport transport)
      : loop_(loop),
        state_(loop.state()),
        transport_(std::move(transport)),
        signal_(loop.context()),
        place_(loop.watch(*this)) {
    state_.metrics->connection_opened();
    boost::system::error_code error;
    const auto peer = transport_.socket().remote_endpoint(error);
    if (!error) {
      request_.remote = peer.address().to_string(error);
    }
  }
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;
  ~Connection() override {
    loop_.forget(place_);
    state_.connections.fetch_sub(1);
    state_.metrics->connection_closed();
  }

  void expire() override {
    has_expired_ = true;
    deadline = Clock::time_point::max();
    end_waits();
  }
  void stop() override {
    if (is_idle_) cut();
  }
  void cut() override {
    if (std::exchange(is_cut_, true)) return;
    state_.metrics->count_closed(Closed::kStopped);
    end_waits();
    boost::system::error_code ignored;
    transport_.socket().close(ignored);
  }

  /// `self` keeps the connection while it runs.
  Awaitable<void> run(std::shared_ptr<Connection> self);

 private:
  using Milliseconds = std::chrono::milliseconds;
  static constexpr std::size_t kChunk = std::size_t{64} << 10;
  static constexpr std::size_t kChunkHead = 10;  // room before a chunk for its size line
  static constexpr std::size_t kSmallBody = std::size_t{64} << 10;
  static constexpr std::size_t kPiece = std::size_t{64} << 10;
  static constexpr auto kFlushTime = Milliseconds(20);

  void end_waits() {
    boost::system::error_code ignored;
    transport_.socket().cancel(ignored);
    signal_.cancel();
  }
  void wait_at_most(Milliseconds time) {
    has_expired_ = false;
    deadline = Clock::now() + time;
  }
  void wait_over() { deadline = Clock::time_point::max(); }
  [[nodiscard]] Milliseconds time_for(std::size_t octets) const {
    const ServerLimits& limits = state_.options.limits;
    if (limits.min_rate == 0) return std::chrono::hours(24);
    return std::max(limits.slow_time, Milliseconds(1000 * octets / limits.min_rate));
  }
  void give_up(Closed reason) {
    if (!is_cut_) state_.metrics->count_closed(reason);
  }

  enum class Piece : std::uint8_t { kSome, kEnd, kFault };
  Awaitable<bool> read_some();
  Piece take_head(Parser& parser, unsigned& status);
  bool is_body_fault(const boost::beast::error_code& fault);
  Awaitable<bool> read_request(Parser& parser);
  Awaitable<void> refuse_head(unsigned status);
  Awaitable<void> end_without_head(bool has_begun);
  Awaitable<bool> serve_one();
  Awaitable<void> answer(Parser& parser);
  Awaitable<bool> drain_small_body(Parser& parser);
  Awaitable<Piece> read_piece(Parser& parser, std::string_view& octets);
  Awaitable<void> serve_upload(Parser& parser, const Route& route);
  Awaitable<void> feed(Parser& parser, UploadJob& job);
  Awaitable<void> refuse(unsigned status, std::string_view sentence);
  Awaitable<void> send(Response response);
  Awaitable<void> send_whole(Response& response);
  Awaitable<void> send_stream(Response response);
  Awaitable<void> send_chunks(Response& response, Stream::State state);
  Awaitable<Stream::State> fill(Stream& stream);
  Awaitable<bool> write(std::string_view octets);
  Awaitable<void> linger();
  Awaitable<void> let_others_work() {
    co_await asio::post(loop_.context(), asio::use_awaitable_t<Executor>());
  }
  [[nodiscard]] bool is_client_gone() {
    pollfd poll{transport_.socket().native_handle(), POLLRDHUP, 0};
    return ::poll(&poll, 1, 0) > 0 && (poll.revents & (POLLRDHUP | POLLHUP | POLLERR)) != 0;
  }
  [[nodiscard]] Framing framing(std::optional<std::uint64_t> length, bool is_chunked) const {
    return {length, is_chunked, closes_};
  }
  /// The upload's thread has room again, or wants no more: then nobody waits for the client.
  void wake_upload() {
    signal_.cancel();
    boost::system::error_code ignored;
    if (feeding_ != nullptr && feeding_->pipe().is_closed()) transport_.socket().cancel(ignored);
  }
  void log_request();

  Loop& loop_;
  ServerState& state_;
  Transport transport_;
  asio::basic_waitable_timer<Clock, asio::wait_traits<Clock>, Executor> signal_;
  Loop::Place place_;
  boost::beast::flat_buffer buffer_;
  Request request_;
  std::string out_;
  std::string head_;
  std::unique_ptr<std::array<char, kPiece>> piece_;  // only for requests with a body

  Error body_fault_{ErrorCode::kIo, "the body broke off", 0, "body"};
  UploadJob* feeding_ = nullptr;  // while its body is read
  bool has_expired_ = false;
  bool is_cut_ = false;
  bool is_idle_ = false;
  bool has_failed_ = false;        // nothing more can be sent
  bool closes_ = false;            // behind this response
  bool may_have_more_in_ = false;  // the client may still be sending what nobody will read
  bool is_version_11_ = true;
  std::uint32_t pipelined_ = 0;

  // Of the request at hand, for the log.
  const Route* route_ = nullptr;
  Clock::time_point begun_;
  unsigned status_ = 0;
  std::uint64_t sent_ = 0;
  std::string caller_;
};

}  // namespace spoor::http::internal
