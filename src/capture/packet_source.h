// SPDX-License-Identifier: Apache-2.0
// Where packets come from that somebody asks for one by one: a file format. What is in them is
// nobody's business here.
#pragma once

#include <cstdint>

#include "base/bytes.h"
#include "base/result.h"
#include "capture/link_type.h"

namespace spoor::capture {

/// One packet as it was captured. The view lives until the next packet is asked for.
struct PacketView {
  Bytes data;  ///< From the link header on; at most as many octets as were on the wire.
  std::uint64_t time_us = 0;  ///< Microseconds since 1970; 0 when the capture does not tell.
  std::uint64_t number = 0;   ///< From 1 in its file.
  LinkType link = LinkType::kEthernet;
  bool cut = false;  ///< The snapshot length cut octets off.
};

class PacketSource {
 public:
  virtual ~PacketSource() = default;
  /// The next packet; false at the end. What the source read so far is consumed: an importer may
  /// close a batch between any two packets. Errors: kMalformed or kTruncated with the packet's
  /// number in `where` and the offset of the bad record, after which nothing more comes; kIo.
  virtual Result<bool> next(PacketView& packet) = 0;
  /// Records that were stepped over because they held no packet that could be used (pcapng), or
  /// places at which the next record had to be searched for (pcap).
  [[nodiscard]] virtual std::uint64_t bad_records() const noexcept { return 0; }
  /// Octets between such a place and the record that was found (pcap only).
  [[nodiscard]] virtual std::uint64_t skipped_octets() const noexcept { return 0; }
};

}  // namespace spoor::capture
