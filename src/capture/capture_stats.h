// SPDX-License-Identifier: Apache-2.0
// What a capture held, and what of it was not handed on and why.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <vector>

#include "base/reason_counts.h"
#include "capture/link_type.h"

namespace spoor::capture {

/// Why something was not handed on. Those up to kSkipLast are traffic that is not ours; the rest is
/// DNS, or may have been, that was lost. Counted in packets (of dnstap: frames, of C-DNS: items)
/// unless the text names streams, datagrams or messages.
enum class Reason : std::uint8_t {
  kNotIp,
  kUnknownLink,
  kOtherProtocol,
  kOtherPort,
  kNoData,
  kEncrypted,
  kTapQuery,
  kTapAuthResponse,
  kTapResolverResponse,
  kTapClientResponse,
  kTapForwarderResponse,
  kTapStubResponse,
  kTapToolResponse,
  kTapUpdateResponse,
  kTapOtherType,
  kCdnsQuery,
  kSkipLast = kCdnsQuery,
  kTooDeep,
  kCutBySnapLength,
  kBadLinkHeader,
  kBadIpHeader,
  kBadIpLength,
  kBadUdpLength,
  kBadTcpHeader,
  kShortMessage,
  kBadRecord,
  kBadFragment,
  kFragmentOverlap,
  kFragmentsIncomplete,
  kFragmentsEvicted,
  kTcpStartUnknown,
  kTcpHole,
  kTcpConflict,
  kTcpOutsideWindow,
  kTcpBadLength,
  kTcpUnfinished,
  kTcpEvicted,
  kTapMalformed,
  kTapNotMessage,
  kTapNanoseconds,
  kTapNoTime,
  kTapBadAddress,
  kTapBadZone,
  kTapNoResponse,
  kCdnsBadItem,
  kCdnsBadIndex,
  kCdnsNoTime,
  kCdnsTooLong,
  kRingFull,
  kInterfaceDropped,
  kCount,
};

/// A sentence for a person.
std::string_view reason_text(Reason reason) noexcept;

/// A frame or item that breaks its format.
struct CaptureFault {
  std::uint64_t number = 0;  ///< Of the frame in its file, from 1.
  std::uint64_t offset = 0;  ///< Octets of the file before the fault.
  Reason reason{};
  bool operator==(const CaptureFault&) const = default;
};
inline constexpr std::size_t kMaxCaptureFaults = 10;

struct CaptureStats {
  std::uint64_t packets = 0;    ///< Of dnstap: frames that could be read; of C-DNS: items.
  std::uint64_t messages = 0;   ///< DNS payloads handed on.
  std::uint64_t responses = 0;  ///< Of those, the ones with QR = 1.
  std::uint64_t first_us = 0;   ///< Least and greatest time of a packet; 0 when no packet told one.
  std::uint64_t last_us = 0;
  std::uint64_t skipped_octets = 0;         ///< Of a pcap file, behind records that are kBadRecord.
  std::map<LinkType, std::uint64_t> links;  ///< Packets by link type.
  std::array<std::uint64_t, static_cast<std::size_t>(Reason::kCount)> by_reason{};
  std::vector<CaptureFault> faults;  ///< The first ones, of formats that can step over them.

  void count(Reason reason, std::uint64_t n = 1) noexcept {
    by_reason[static_cast<std::size_t>(reason)] += n;
  }
  void note(const CaptureFault& fault) {
    count(fault.reason);
    if (faults.size() < kMaxCaptureFaults) faults.push_back(fault);
  }
  /// Of what somebody else counts: all of it so far.
  void set(Reason reason, std::uint64_t n) noexcept {
    by_reason[static_cast<std::size_t>(reason)] = n;
  }
  /// Widens first_us and last_us.
  void note_time(std::uint64_t time_us) noexcept {
    if (first_us == 0 || time_us < first_us) first_us = time_us;
    if (time_us > last_us) last_us = time_us;
  }
  [[nodiscard]] std::uint64_t of(Reason reason) const noexcept {
    return by_reason[static_cast<std::size_t>(reason)];
  }
  /// Everything not handed on.
  [[nodiscard]] ReasonCounts skipped() const;
  /// Of that, what was DNS or may have been: broken, cut off, contradictory, incomplete.
  [[nodiscard]] ReasonCounts lost() const;
};

}  // namespace spoor::capture
