// SPDX-License-Identifier: Apache-2.0
// From the data frames of a dnstap stream to messages, whether they come from a file or a socket.
#pragma once

#include <cstddef>
#include <cstdint>

#include "capture/capture_stats.h"
#include "capture/dnstap_message.h"
#include "capture/dnstap_options.h"
#include "capture/message_outlet.h"
#include "dns/name.h"

namespace spoor::capture {

/// Where a frame stands.
struct FramePlace {
  std::uint64_t number = 0;  ///< In its file or connection, from 1.
  std::uint64_t offset = 0;  ///< Octets before the frame's data.
};

class DnstapDecoder {
 public:
  /// `sink` and `stats` must outlive the decoder.
  DnstapDecoder(const DnstapOptions& options, harden::MessageSink& sink, CaptureStats& stats)
      : options_(options), outlet_(sink, stats) {}

  /// Hands on the response in a frame, or counts why not.
  void take(Bytes frame, const FramePlace& place);

 private:
  void hand_on(const DnstapMessage& tapped, const FramePlace& place);
  /// Counts as a fault, as far as it can be told at the frame's beginning.
  void refuse(Reason reason, const FramePlace& place) {
    outlet_.stats().note({place.number, place.offset, reason});
  }

  DnstapOptions options_;
  MessageOutlet outlet_;
  DnstapMessage tapped_;
  dns::Name zone_;
};

}  // namespace spoor::capture
