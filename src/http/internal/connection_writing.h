// SPDX-License-Identifier: Apache-2.0
// What a connection sends: whole answers, streams, refusals; and what it tells of them.
#pragma once

#include <string>
#include <string_view>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "http/internal/connection.h"

namespace spoor::http::internal {

template <class Transport>
Awaitable<void> Connection<Transport>::refuse(unsigned status, std::string_view sentence) {
  co_await send(state_.refuse(status, sentence, request_));
}

template <class Transport>
Awaitable<void> Connection<Transport>::send(Response response) {
  for (auto at = response.fields.begin(); at != response.fields.end();) {
    if (at->name == kCallerField) {
      caller_ = std::move(at->value);
      at = response.fields.erase(at);
    } else {
      ++at;
    }
  }
  status_ = response.status;
  if (response.stream) {
    co_await send_stream(std::move(response));
  } else {
    co_await send_whole(response);
  }
}

template <class Transport>
Awaitable<void> Connection<Transport>::send_whole(Response& response) {
  head_.clear();
  std::optional<std::uint64_t> length = response.body.size();
  if (response.status == 304) length.reset();  // it would be the 200's (RFC 9110 section 8.6)
  append_head(head_, response, framing(length, false), loop_.date());
  if (request_.method != Method::kHead || status_ == 408) head_ += response.body;
  sent_ = response.body.size();
  co_await write(head_);
}

template <class Transport>
Awaitable<void> Connection<Transport>::send_stream(Response response) {
  out_.assign(kChunkHead, ' ');
  const Stream::State state = co_await fill(*response.stream);
  if (has_failed_ || is_cut_) co_return;
  if (state == Stream::State::kReplaced) {
    std::string caller = std::move(caller_);
    Response other = response.stream->replacement();
    response.stream.reset();
    co_await send(std::move(other));
    if (caller_.empty()) caller_ = std::move(caller);
    co_return;
  }
  if (state == Stream::State::kBroken) {
    response.stream.reset();
    co_await refuse(503, "the answer could not be made");
    co_return;
  }
  const bool is_whole = state == Stream::State::kEnd;
  if (is_whole) {
    for (Field& field : response.stream->trailers()) response.fields.push_back(std::move(field));
    response.stream.reset();
    response.body.assign(out_, kChunkHead);
    co_await send_whole(response);
  } else if (request_.method == Method::kHead) {
    response.stream.reset();
    head_.clear();
    append_head(head_, response, framing(std::nullopt, is_version_11_), loop_.date());
    co_await write(head_);
  } else {
    co_await send_chunks(response, state);
  }
}

/// out_ holds the first chunk's octets.
template <class Transport>
Awaitable<void> Connection<Transport>::send_chunks(Response& response, Stream::State state) {
  const bool is_chunked = is_version_11_;
  if (!is_chunked) closes_ = true;
  head_.clear();
  append_head(head_, response, framing(std::nullopt, is_chunked), loop_.date());
  if (!co_await write(head_)) co_return;
  for (;;) {
    const std::size_t size = out_.size() - kChunkHead;
    std::size_t skip = kChunkHead;
    if (is_chunked && size > 0) {
      head_.clear();
      append_chunk_head(head_, size);
      skip -= head_.size();
      out_.replace(skip, head_.size(), head_);
      out_ += "\r\n";
    }
    sent_ += size;
    if (state == Stream::State::kEnd && is_chunked)
      append_last_chunk(out_, response.stream->trailers());
    if (state == Stream::State::kBroken) break;
    if (!co_await write(std::string_view(out_).substr(size > 0 || !is_chunked ? skip : kChunkHead)))
      co_return;
    if (state == Stream::State::kEnd) co_return;
    out_.resize(kChunkHead);
    state = co_await fill(*response.stream);
    if (has_failed_ || is_cut_) co_return;
  }
  give_up(Closed::kBrokenAnswer);  // without the last chunk nobody takes it for whole
  has_failed_ = true;
}

/// Asks the stream for octets until a chunk is full, or something is there and time has passed.
template <class Transport>
Awaitable<Stream::State> Connection<Transport>::fill(Stream& stream) {
  const Clock::time_point begun = Clock::now();
  for (;;) {
    const Stream::State state = stream.produce(out_, kChunkHead + kChunk);
    if (state != Stream::State::kMore || out_.size() >= kChunkHead + kChunk) co_return state;
    if (out_.size() > kChunkHead && Clock::now() - begun > kFlushTime) co_return state;
    co_await let_others_work();
    if (is_cut_) co_return state;
    if (is_client_gone()) {
      give_up(Closed::kClientGone);
      has_failed_ = true;
      co_return state;
    }
  }
}

template <class Transport>
Awaitable<bool> Connection<Transport>::write(std::string_view octets) {
  if (has_failed_ || is_cut_) co_return false;
  wait_at_most(time_for(octets.size()));
  const auto [error, n] = co_await asio::async_write(
      transport_.stream(), asio::buffer(octets.data(), octets.size()), kAsTuple);
  wait_over();
  state_.metrics->count_sent(n);
  if (!error) co_return true;
  give_up(has_expired_ ? Closed::kSlowReader : Closed::kClientGone);
  has_failed_ = true;
  co_return false;
}

/// To close while octets lie unread would make the kernel take back the answer: read on for a
/// while.
template <class Transport>
Awaitable<void> Connection<Transport>::linger() {
  constexpr int kMostReads = 64;
  boost::system::error_code ignored;
  transport_.socket().shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  wait_at_most(Milliseconds(2000));
  for (int i = 0; i < kMostReads; ++i) {
    buffer_.clear();
    if (!co_await read_some()) break;
  }
  wait_over();
}

template <class Transport>
void Connection<Transport>::log_request() {
  const auto time = std::chrono::duration_cast<std::chrono::microseconds>(Clock::now() - begun_);
  state_.metrics->count_request(route_, status_, time);
  if (!state_.options.access_log) return;
  AccessEntry entry;
  entry.method = method_text(request_.target.empty() ? Method::kOther : request_.method);
  entry.route = route_ != nullptr ? std::string_view(route_->pattern) : std::string_view();
  entry.target = request_.target;
  entry.remote = request_.remote;
  entry.caller = caller_;
  entry.status = status_;
  entry.bytes = sent_;
  entry.time = time;
  entry.was_cut = has_failed_ || is_cut_;
  state_.options.access_log(entry);
}

}  // namespace spoor::http::internal
