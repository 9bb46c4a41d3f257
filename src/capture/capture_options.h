// SPDX-License-Identifier: Apache-2.0
// What is read out of packets, and the bounds on what is kept meanwhile.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "capture/dnstap_options.h"

namespace spoor::capture {

/// Bounds on IP fragments that wait for the rest of their datagram.
struct FragmentLimits {
  std::size_t datagrams = 4'096;
  std::size_t bytes = std::size_t{16} << 20;
  std::size_t pieces = 256;  ///< Of one datagram.
  std::uint64_t wait_us =
      30'000'000;  ///< By the capture's clock, from a datagram's first fragment.
};

/// Bounds on TCP streams.
struct TcpLimits {
  std::size_t flows = 65'536;
  std::size_t bytes = std::size_t{64} << 20;         ///< Kept for all flows together.
  std::size_t ahead_bytes = std::size_t{256} << 10;  ///< Of one direction, waiting behind a hole.
  std::size_t ahead_segments = 512;                  ///< Likewise.
  std::uint64_t hole_us = 5'000'000;                 ///< How long a hole may still be filled.
  std::uint64_t idle_us = 120'000'000;               ///< A flow silent for so long is over.
};

enum class ChecksumMode : std::uint8_t {
  kCheck,   ///< Verify responses (QR = 1) and say the outcome.
  kIgnore,  ///< Say kUnchecked of everything.
};

struct CaptureOptions {
  std::vector<std::uint16_t> ports{53};  ///< Either end of a datagram or stream.
  ChecksumMode checksums = ChecksumMode::kCheck;
  FragmentLimits fragments;
  TcpLimits tcp;
  DnstapOptions dnstap;
  std::uint64_t hash_seed = 0;  ///< Of the flow tables; 0 draws one. Never changes what is read.
};

/// With a seed drawn where there is none: whoever sends us packets should not know which of them
/// collide in our tables.
CaptureOptions seeded(CaptureOptions options);

}  // namespace spoor::capture
