// SPDX-License-Identifier: Apache-2.0
// dnstap as it is written: sockets on which resolvers connect and send what they log, one thread
// for all of them. Bounded in connections, and in each by one frame.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "capture/capture_stats.h"
#include "capture/dnstap_options.h"
#include "capture/listen_address.h"
#include "capture/live_source.h"
#include "harden/captured_message.h"

namespace spoor::capture {

struct DnstapListenerOptions {
  std::vector<ListenAddress> addresses;
  /// Who may connect over TCP besides this machine itself. Where it is empty, only the loopback is
  /// listened on.
  std::vector<IpNetwork> allow;
  DnstapOptions dnstap;
  std::size_t max_connections = 64;  ///< Of each a frame of 1 MiB may have to be kept.
  /// From connecting to START.
  std::chrono::milliseconds handshake_time = std::chrono::seconds(10);
  /// Told of connections that come, end or break, and why. Called from step() and stop().
  std::function<void(std::string_view)> tell;
};

/// What became of connections.
struct ConnectionCounts {
  std::uint64_t accepted = 0;
  std::uint64_t ended = 0;        ///< By STOP, or by closing between two frames.
  std::uint64_t broken = 0;       ///< What came was no dnstap stream, or ended inside a frame.
  std::uint64_t too_slow = 0;     ///< No START in time.
  std::uint64_t not_allowed = 0;  ///< From an address that may not connect.
  std::uint64_t too_many = 0;
  bool operator==(const ConnectionCounts&) const = default;
};

/// Not thread-safe.
class DnstapListener final : public LiveSource {
 public:
  /// Listens. A Unix socket's file is made anew where nobody listens on it any more. `sink` must
  /// outlive the listener. Errors: kInvalid (TCP beyond the loopback without `allow`), kDenied
  /// (somebody else listens there), kIo.
  static Result<std::unique_ptr<DnstapListener>> open(DnstapListenerOptions options,
                                                      harden::MessageSink& sink);
  /// Closes everything and removes the files of Unix sockets.
  ~DnstapListener() override;
  DnstapListener(const DnstapListener&) = delete;
  DnstapListener& operator=(const DnstapListener&) = delete;

  /// Waits for octets, at most so long, and takes what is there, but not more than a few mebibytes,
  /// so that whoever calls may close a batch. A signal ends it early. Errors: kIo.
  Status step(std::chrono::milliseconds wait) override;
  /// Takes what has arrived already, then closes every connection. Errors: kIo.
  Status stop() override;

  [[nodiscard]] const CaptureStats& stats() const noexcept override;
  [[nodiscard]] const ConnectionCounts& connections() const noexcept;
  [[nodiscard]] std::uint64_t octets() const noexcept override;
  [[nodiscard]] std::string_view format() const noexcept override { return "dnstap"; }
  [[nodiscard]] std::size_t open_connections() const noexcept;
  /// Where it listens: ports that were 0 are the ones that were given.
  [[nodiscard]] const std::vector<ListenAddress>& addresses() const noexcept;

 private:
  struct State;
  explicit DnstapListener(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace spoor::capture
