// SPDX-License-Identifier: Apache-2.0
// The last step of the room: counts a message and hands it on.
#pragma once

#include "capture/capture_stats.h"
#include "capture/header.h"
#include "harden/captured_message.h"

namespace spoor::capture {

/// QR of a DNS message (RFC 1035 section 4.1.1); false when there are too few octets to tell.
inline bool is_response(Bytes message) noexcept {
  const Header<3> header(message);
  return header && (header.u8<2>() & 0x80U) != 0;
}

inline constexpr std::size_t kDnsHeader = 12;

class MessageOutlet {
 public:
  MessageOutlet(harden::MessageSink& sink, CaptureStats& stats) : sink_(sink), stats_(stats) {}

  void hand_on(const harden::CapturedMessage& message) {
    ++stats_.messages;
    stats_.responses += is_response(message.payload) ? 1U : 0U;
    sink_.take(message);
  }
  CaptureStats& stats() noexcept { return stats_; }

 private:
  harden::MessageSink& sink_;
  CaptureStats& stats_;
};

}  // namespace spoor::capture
