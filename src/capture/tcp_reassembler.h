// SPDX-License-Identifier: Apache-2.0
// TCP segments of DNS ports to DNS messages (RFC 1035 section 4.2.2). Both directions of a
// connection are streams of their own. Segments may come in any order and more than once; whatever
// the segmentation, the messages are the same. Bounded in flows, octets and time.
//
// What the stream holds is believed only from a known message boundary on: behind a SYN, or, where
// none was captured or a hole was not filled, at a segment that begins like a DNS message of that
// direction.
#pragma once

#include <array>
#include <cstdint>
#include <list>
#include <unordered_map>
#include <vector>

#include "base/ip_address.h"
#include "capture/capture_options.h"
#include "capture/message_outlet.h"

namespace spoor::capture {

/// One segment, addresses 4 or 16 octets.
struct TcpSegment {
  Bytes source;
  Bytes destination;
  std::uint16_t source_port = 0;
  std::uint16_t destination_port = 0;
  std::uint32_t sequence = 0;
  bool syn = false;
  bool ack = false;
  bool from_server = false;  ///< Only the source port is a DNS port.
  bool from_client = false;  ///< Only the destination port is.
  harden::Checksum checksum = harden::Checksum::kUnchecked;
  std::uint64_t time_us = 0;
  std::uint64_t packet = 0;
  Bytes data;
};

class TcpReassembler {
 public:
  /// `outlet` must outlive it.
  TcpReassembler(const TcpLimits& limits, std::uint64_t hash_seed, MessageOutlet& outlet)
      : limits_(limits), outlet_(outlet), index_(0, KeyHash{hash_seed}) {}

  void add(const TcpSegment& segment);
  /// The capture is over: holes will not be filled any more.
  void finish();
  [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
  [[nodiscard]] std::size_t flows() const noexcept { return flows_.size(); }

 private:
  /// The two ends, the lesser first, so that both directions find the same flow.
  struct Key {
    std::array<std::uint8_t, 16> low{};
    std::array<std::uint8_t, 16> high{};
    std::uint16_t low_port = 0;
    std::uint16_t high_port = 0;
    bool is_v6 = false;
    bool operator==(const Key&) const = default;
  };
  struct KeyHash {
    std::uint64_t seed = 0;
    std::size_t operator()(const Key& key) const noexcept;
  };
  /// A segment that waits behind a hole.
  struct Waiting {
    std::uint32_t sequence = 0;
    std::uint64_t time_us = 0;
    std::uint64_t packet = 0;
    harden::Checksum checksum = harden::Checksum::kUnchecked;
    std::vector<std::uint8_t> data;
  };
  enum class State : std::uint8_t { kUnknown, kOpen, kDropped };
  struct Direction {
    State state = State::kUnknown;
    bool verify = false;      // joined in the middle: each message must look like one
    std::uint8_t strays = 0;  // segments outside the window, one after the other
    harden::Checksum checksum = harden::Checksum::kUnchecked;  // of what is in partial
    std::uint32_t next = 0;                                    // sequence number expected
    std::uint64_t hole_since_us = 0;
    std::vector<std::uint8_t> partial;  // the message that is not yet whole, its length first
    std::vector<Waiting> ahead;         // by sequence
    std::size_t ahead_bytes = 0;
    harden::CapturedMessage ends;    // addresses and ports of this direction
    const bool* expected = nullptr;  // the QR that its messages have, where that is known
  };
  struct Flow {
    Key key;
    std::uint64_t last_us = 0;
    std::array<Direction, 2> directions;  // from low, from high
  };
  using Flows = std::list<Flow>;  // least lately used first
  /// Where octets of a stream came from.
  struct Origin {
    std::uint64_t time_us;
    std::uint64_t packet;
    harden::Checksum checksum;
  };

  Flow& flow_for(const Key& key, std::uint64_t time_us);
  void on_syn(Flow& flow, Direction& direction, const TcpSegment& segment);
  void on_data(Flow& flow, Direction& direction, const TcpSegment& segment, std::uint32_t sequence);
  static bool join(Direction& direction, std::uint32_t sequence, Bytes data);
  bool inside_window(Direction& direction, std::int32_t ahead, std::size_t size);
  [[nodiscard]] static bool contradicts(const Direction& direction, std::uint32_t sequence,
                                        Bytes data) noexcept;
  void wait(Direction& direction, const TcpSegment& segment, std::uint32_t sequence);
  void drain(Direction& direction, const Origin* now);
  void advance(Direction& direction, Bytes data, const Origin& origin);
  bool complete_partial(Direction& direction, Bytes& data, const Origin& origin);
  void emit(Direction& direction, Bytes message, const Origin& origin, harden::Checksum checksum);
  void lose_boundary(Direction& direction, Reason reason);
  void skip_hole(Direction& direction);
  void reset(Direction& direction);
  void close(Direction& direction);
  void expire(std::uint64_t time_us);
  void remove_oldest();

  TcpLimits limits_;
  MessageOutlet& outlet_;
  Flows flows_;
  std::unordered_map<Key, Flows::iterator, KeyHash> index_;
  std::size_t bytes_ = 0;  // in partial and ahead of all flows
};

/// Whether `data` begins with a length and a DNS header that make sense together: opcode, Z, counts
/// and the octets they need. `response` is the QR that the direction asks for, when it asks for
/// one. Needs 14 octets.
bool looks_like_tcp_message(Bytes data, const bool* response) noexcept;

}  // namespace spoor::capture
