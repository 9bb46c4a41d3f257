// SPDX-License-Identifier: Apache-2.0
// A bounded pipe from a connection's loop, which must not block, to the thread that reads an
// upload, which may.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "http/message.h"

namespace spoor::http::internal {

class BodyPipe final : public ByteSource {
 public:
  /// `wake` is called from the reading thread when there is room again behind a push() that said
  /// there was none, and when the reader has closed.
  explicit BodyPipe(std::function<void()> wake) : wake_(std::move(wake)) {}

  // For the reading thread.
  Result<std::size_t> read(std::span<std::uint8_t> out) override;
  /// The reader wants no more.
  void close();

  // For the loop.
  /// False when the pipe is full now: wait for `wake` before the next push.
  bool push(std::string_view octets);
  /// No more octets come; with an error, the reader is told so behind what was pushed.
  void end(std::optional<Error> error = std::nullopt);
  [[nodiscard]] bool is_full() const;
  [[nodiscard]] bool is_closed() const;

 private:
  static constexpr std::size_t kRoom = std::size_t{1} << 20;

  const std::function<void()> wake_;
  mutable std::mutex mutex_;
  std::condition_variable some_;
  std::string octets_;
  std::size_t taken_ = 0;
  bool ended_ = false;
  bool closed_ = false;
  std::optional<Error> error_;
};

}  // namespace spoor::http::internal
