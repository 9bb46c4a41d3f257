// SPDX-License-Identifier: Apache-2.0
// What a connection does with what comes in: heads, routes, bodies, uploads.
#pragma once

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include <boost/beast/http/error.hpp>

#include "http/internal/connection.h"

namespace spoor::http::internal {

template <class Transport>
Awaitable<void> Connection<Transport>::run(std::shared_ptr<Connection> self) {
  (void)self;
  wait_at_most(state_.options.limits.header_time);
  const bool is_open = co_await transport_.open();
  wait_over();
  if (is_open) {
    request_.certificate = transport_.peer_certificate();
    while (co_await serve_one()) {
    }
    if (!is_cut_) {
      if (may_have_more_in_ && !has_failed_) co_await linger();
      wait_at_most(Milliseconds(1000));
      if (!has_failed_) co_await transport_.close();
      wait_over();
    }
  } else {
    give_up(Closed::kTlsFailed);
  }
}

template <class Transport>
Awaitable<bool> Connection<Transport>::read_some() {
  constexpr std::size_t kStep = std::size_t{8} << 10;
  const auto room = buffer_.prepare(feeding_ != nullptr ? kPiece : kStep);
  const auto [error, n] = co_await transport_.stream().async_read_some(room, kAsTuple);
  buffer_.commit(n);
  co_return !error && !is_cut_;
}

/// Gives the parser what has come in. kEnd: the head is whole.
template <class Transport>
auto Connection<Transport>::take_head(Parser& parser, unsigned& status) -> Piece {
  if (!parser.got_some()) {  // empty lines before a request mean nothing (RFC 9112 section 2.2)
    const auto* at = static_cast<const char*>(buffer_.data().data());
    std::size_t empty = 0;
    while (empty < buffer_.size() && (at[empty] == '\r' || at[empty] == '\n')) ++empty;
    buffer_.consume(empty);
    if (buffer_.size() == 0) return Piece::kSome;
  }
  boost::beast::error_code fault;
  buffer_.consume(parser.put(buffer_.data(), fault));
  if (parser.is_header_done()) return Piece::kEnd;
  if (!fault || fault == boost::beast::http::error::need_more) return Piece::kSome;
  status = status_of_fault(fault);
  give_up(status == 431 ? Closed::kHeaderTooLarge : Closed::kMalformed);
  return Piece::kFault;
}

template <class Transport>
Awaitable<bool> Connection<Transport>::read_request(Parser& parser) {
  const ServerLimits& limits = state_.options.limits;
  bool has_begun = buffer_.size() > 0;
  wait_at_most(has_begun ? limits.header_time : limits.idle_time);
  for (;;) {
    if (buffer_.size() > 0) {
      if (!std::exchange(has_begun, true)) wait_at_most(limits.header_time);
      unsigned status = 0;
      const Piece piece = take_head(parser, status);
      if (piece == Piece::kEnd) {
        wait_over();
        co_return true;
      }
      if (piece == Piece::kFault) {
        co_await refuse_head(status);
        co_return false;
      }
    }
    is_idle_ = !has_begun;
    if (is_idle_ && state_.is_stopping) co_return false;
    const bool has_read = co_await read_some();
    is_idle_ = false;
    if (has_read) continue;
    co_await end_without_head(has_begun);
    co_return false;
  }
}

/// `status` 0: nobody is there to be told.
template <class Transport>
Awaitable<void> Connection<Transport>::refuse_head(unsigned status) {
  if (status == 0) co_return;
  co_await refuse(status, status == 431 ? "the request line and header fields are too large"
                                        : "this is no request of HTTP/1.1");
}

/// No more comes: too late, or the client is gone.
template <class Transport>
Awaitable<void> Connection<Transport>::end_without_head(bool has_begun) {
  if (has_expired_ && has_begun) {
    give_up(Closed::kSlowHeader);
    co_await refuse(408, "the request's header did not arrive in time");
  } else if (has_expired_) {
    give_up(Closed::kIdle);
  } else if (has_begun) {
    give_up(Closed::kClientGone);
    has_failed_ = true;
  }
}

template <class Transport>
Awaitable<bool> Connection<Transport>::serve_one() {
  pipelined_ = buffer_.size() > 0 ? pipelined_ + 1 : 0;
  Parser parser;
  parser.header_limit(state_.options.limits.header_bytes);
  parser.body_limit(state_.options.limits.upload_bytes);
  route_ = nullptr;
  status_ = 0;
  sent_ = 0;
  caller_.clear();
  request_.target.clear();
  request_.body.clear();
  closes_ = true;  // until a whole head says otherwise
  begun_ = Clock::now();
  if (!co_await read_request(parser)) {
    if (status_ != 0) log_request();
    may_have_more_in_ = true;
    co_return false;
  }
  begun_ = Clock::now();
  read_head(parser.get(), request_);
  closes_ = !parser.keep_alive() || state_.is_stopping;
  is_version_11_ = parser.get().version() >= 11;
  const std::string_view fault = fault_of_head(parser, request_);
  if (!fault.empty()) {
    give_up(Closed::kMalformed);
    closes_ = may_have_more_in_ = true;
    co_await refuse(400, fault);
  } else if (pipelined_ > state_.options.limits.pipelined) {
    give_up(Closed::kPipelined);
    closes_ = may_have_more_in_ = true;
    co_await refuse(429, "too many requests were sent before their answers were read");
  } else {
    co_await answer(parser);
  }
  log_request();
  co_return !closes_ && !has_failed_ && !is_cut_;
}

template <class Transport>
Awaitable<void> Connection<Transport>::answer(Parser& parser) {
  Match match = state_.routes.find(request_.method, request_.path());
  route_ = match.route;
  if (route_ != nullptr && route_->upload && !match.is_malformed) {
    request_.values = std::move(match.values);
    co_await serve_upload(parser, *route_);
    co_return;
  }
  if (!parser.is_done() && !co_await drain_small_body(parser)) co_return;
  if (route_ == nullptr && match.allow.empty()) {
    co_await refuse(404, "there is nothing at this path");
    co_return;
  }
  if (route_ == nullptr) {
    Response response = state_.refuse(405, "this path does not know the method", request_);
    response.fields.push_back({"Allow", match.allow});
    co_await send(std::move(response));
    co_return;
  }
  const std::size_t mark = std::min(request_.target.find('?'), request_.target.size());
  auto query = parse_query_string(
      std::string_view(request_.target).substr(std::min(mark + 1, request_.target.size())));
  if (match.is_malformed || !query) {
    co_await refuse(400, "expected two hex digits behind every '%'");
    co_return;
  }
  request_.values = std::move(match.values);
  request_.query = *std::move(query);
  co_await send(route_->handler(request_));
}

/// A small body: kept where the route takes one, else read and forgotten.
template <class Transport>
Awaitable<bool> Connection<Transport>::drain_small_body(Parser& parser) {
  std::size_t seen = 0;
  const bool is_kept = route_ != nullptr && route_->takes_body;
  for (std::string_view octets; seen <= kSmallBody; seen += octets.size()) {
    octets = {};
    const Piece piece = co_await read_piece(parser, octets);
    if (is_kept) request_.body += octets;
    if (piece == Piece::kEnd) co_return true;
    if (piece == Piece::kFault) {
      closes_ = may_have_more_in_ = true;
      if (!has_failed_) {
        co_await refuse(has_expired_ ? 408 : 400, has_expired_
                                                      ? "the request's body did not arrive in time"
                                                      : "the request's body is malformed");
      }
      co_return false;
    }
  }
  closes_ = may_have_more_in_ = true;
  co_await refuse(413,
                  is_kept ? "a body on this path may have 64 KiB" : "this path takes no such body");
  co_return false;
}

/// Whether the parser met more than the end of what is there.
template <class Transport>
bool Connection<Transport>::is_body_fault(const boost::beast::error_code& fault) {
  if (!fault || fault == boost::beast::http::error::need_more ||
      fault == boost::beast::http::error::need_buffer)
    return false;
  give_up(Closed::kMalformed);
  body_fault_ = fault == boost::beast::http::error::body_limit
                    ? Error{ErrorCode::kLimit, "larger than this server takes", 0, "body"}
                    : Error{ErrorCode::kIo, "the body broke off", 0, "body"};
  return true;
}

template <class Transport>
auto Connection<Transport>::read_piece(Parser& parser, std::string_view& octets)
    -> Awaitable<Piece> {
  if (parser.is_done()) co_return Piece::kEnd;
  if (!piece_) piece_ = std::make_unique<std::array<char, kPiece>>();
  parser.eager(true);
  const ServerLimits& limits = state_.options.limits;
  wait_at_most(limits.min_rate == 0 ? Milliseconds(std::chrono::hours(24)) : limits.slow_time);
  for (;;) {
    auto& body = parser.get().body();
    body.data = piece_->data();
    body.size = piece_->size();
    body.more = true;
    boost::beast::error_code fault;
    if (buffer_.size() > 0) buffer_.consume(parser.put(buffer_.data(), fault));
    const std::size_t got = piece_->size() - parser.get().body().size;
    octets = {piece_->data(), got};
    if (got > 0 || parser.is_done()) {
      wait_over();
      co_return got > 0 ? Piece::kSome : Piece::kEnd;
    }
    if (is_body_fault(fault)) co_return Piece::kFault;
    if (co_await read_some()) continue;
    if (feeding_ != nullptr && feeding_->pipe().is_closed()) co_return Piece::kEnd;
    give_up(has_expired_ ? Closed::kSlowBody : Closed::kClientGone);
    body_fault_ = has_expired_ ? Error{ErrorCode::kTruncated, "the body came too slowly", 0, "body"}
                               : Error{ErrorCode::kIo, "the body broke off", 0, "body"};
    has_failed_ = !has_expired_;
    co_return Piece::kFault;
  }
}

template <class Transport>
Awaitable<void> Connection<Transport>::serve_upload(Parser& parser, const Route& route) {
  const bool expects = request_.field("expect") == "100-continue";
  const std::size_t mark = std::min(request_.target.find('?'), request_.target.size());
  auto query = parse_query_string(
      std::string_view(request_.target).substr(std::min(mark + 1, request_.target.size())));
  if (!query) {
    closes_ = may_have_more_in_ = true;
    co_await refuse(400, "expected two hex digits behind every '%'");
    co_return;
  }
  request_.query = *std::move(query);
  const ServerLimits& limits = state_.options.limits;
  std::atomic<std::uint32_t>& running = route.is_delivery ? state_.deliveries : state_.uploads;
  if (running.fetch_add(1) >= (route.is_delivery ? limits.deliveries : limits.uploads)) {
    running.fetch_sub(1);
    closes_ = may_have_more_in_ = true;
    Response busy =
        state_.refuse(503, "as many uploads as may be are being read: try again later", request_);
    busy.fields.push_back({"Retry-After", "5"});
    co_await send(std::move(busy));
    co_return;
  }
  state_.metrics->upload_began();
  const auto self = this->shared_from_this();
  const auto job = std::make_shared<UploadJob>(
      [self] { asio::post(self->loop_.context(), [self] { self->wake_upload(); }); });
  job->start(route.upload, request_);
  if (expects) co_await write("HTTP/1.1 100 Continue\r\n\r\n");
  feeding_ = job.get();
  co_await feed(parser, *job);
  feeding_ = nullptr;
  buffer_.shrink_to_fit();
  while (!job->is_done()) {
    signal_.expires_at(Clock::time_point::max());
    co_await signal_.async_wait(kAsTuple);
  }
  Response response = job->take();
  running.fetch_sub(1);
  state_.metrics->upload_ended();
  if (!parser.is_done()) closes_ = may_have_more_in_ = true;
  if (!has_failed_ && !is_cut_) {
    co_await send(std::move(response));
  } else {
    status_ = response.status;
  }
}

/// Hands the body on until its end, or until the reader wants no more.
template <class Transport>
Awaitable<void> Connection<Transport>::feed(Parser& parser, UploadJob& job) {
  BodyPipe& pipe = job.pipe();
  while (!pipe.is_closed()) {
    std::string_view octets;
    const Piece piece = co_await read_piece(parser, octets);
    if (piece == Piece::kEnd) {
      pipe.end();
      co_return;
    }
    if (piece == Piece::kFault || is_cut_) {
      pipe.end(body_fault_);
      co_return;
    }
    state_.metrics->count_received(octets.size());
    bool has_room = pipe.push(octets);
    while (!has_room && !is_cut_) {
      signal_.expires_at(Clock::time_point::max());
      co_await signal_.async_wait(kAsTuple);
      has_room = !pipe.is_full();
    }
  }
  pipe.end(Error{ErrorCode::kIo, "the body was not read to its end", 0, "body"});
}

}  // namespace spoor::http::internal
