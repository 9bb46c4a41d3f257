// SPDX-License-Identifier: Apache-2.0
// The port of whatever delivers messages as they pass: interfaces, sockets on which resolvers log.
#pragma once

#include <chrono>
#include <cstdint>
#include <string_view>

#include "base/result.h"
#include "capture/capture_stats.h"

namespace spoor::capture {

/// Hands messages to the `harden::MessageSink` that it was made with, from within step() and stop()
/// alone.
class LiveSource {
 public:
  virtual ~LiveSource() = default;
  /// Waits, at most so long, and takes what is there, but not without end, so that whoever calls
  /// may close a batch. Errors: nothing more will come.
  virtual Status step(std::chrono::milliseconds wait) = 0;
  /// Takes what has arrived already; nothing comes after it. Errors: likewise.
  virtual Status stop() = 0;
  [[nodiscard]] virtual const CaptureStats& stats() const noexcept = 0;
  [[nodiscard]] virtual std::uint64_t octets() const noexcept = 0;     ///< Received.
  [[nodiscard]] virtual std::string_view format() const noexcept = 0;  ///< "dnstap", "packets"
};

}  // namespace spoor::capture
