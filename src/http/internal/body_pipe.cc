// SPDX-License-Identifier: Apache-2.0
#include "http/internal/body_pipe.h"

#include <algorithm>
#include <cstring>

namespace spoor::http::internal {

Result<std::size_t> BodyPipe::read(std::span<std::uint8_t> out) {
  bool had_no_room = false;
  std::size_t n = 0;
  {
    std::unique_lock lock(mutex_);
    some_.wait(lock, [&] { return taken_ < octets_.size() || ended_; });
    if (taken_ == octets_.size()) {
      if (error_) return *error_;
      return std::size_t{0};
    }
    had_no_room = octets_.size() - taken_ >= kRoom;
    n = std::min(out.size(), octets_.size() - taken_);
    std::memcpy(out.data(), octets_.data() + taken_, n);
    taken_ += n;
    had_no_room = had_no_room && octets_.size() - taken_ < kRoom;
    if (taken_ == octets_.size()) {
      octets_.clear();
      taken_ = 0;
    }
  }
  if (had_no_room) wake_();
  return n;
}

void BodyPipe::close() {
  {
    const std::scoped_lock lock(mutex_);
    closed_ = true;
    octets_.clear();
    taken_ = 0;
  }
  wake_();
}

bool BodyPipe::push(std::string_view octets) {
  const std::scoped_lock lock(mutex_);
  if (closed_) return true;
  if (taken_ > octets_.size() / 2) {  // each octet is moved once at most
    octets_.erase(0, taken_);
    taken_ = 0;
  }
  octets_ += octets;
  some_.notify_one();
  return octets_.size() - taken_ < kRoom;
}

void BodyPipe::end(std::optional<Error> error) {
  const std::scoped_lock lock(mutex_);
  ended_ = true;
  error_ = std::move(error);
  some_.notify_one();
}

bool BodyPipe::is_full() const {
  const std::scoped_lock lock(mutex_);
  return !closed_ && octets_.size() - taken_ >= kRoom;
}

bool BodyPipe::is_closed() const {
  const std::scoped_lock lock(mutex_);
  return closed_;
}

}  // namespace spoor::http::internal
