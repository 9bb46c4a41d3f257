// SPDX-License-Identifier: Apache-2.0
#include "capture/capture_stats.h"

#include <array>

namespace spoor::capture {
namespace {

ReasonCounts counts_from(const CaptureStats& stats, Reason first) {
  ReasonCounts counts;
  for (auto at = static_cast<std::size_t>(first); at < stats.by_reason.size(); ++at) {
    counts.add(reason_text(static_cast<Reason>(at)), stats.by_reason[at]);
  }
  return counts;
}

/// In the order of Reason, which the compiler checks.
struct ReasonText {
  Reason reason;
  std::string_view text;
};
constexpr std::array kReasonTexts{
    ReasonText{Reason::kNotIp, "not IP"},
    ReasonText{Reason::kUnknownLink, "link type not read"},
    ReasonText{Reason::kOtherProtocol, "neither UDP nor TCP"},
    ReasonText{Reason::kOtherPort, "other port"},
    ReasonText{Reason::kNoData, "TCP segment without data"},
    ReasonText{Reason::kEncrypted, "encrypted"},
    ReasonText{Reason::kTapQuery, "dnstap query"},
    ReasonText{Reason::kTapAuthResponse, "dnstap AUTH_RESPONSE, not taken"},
    ReasonText{Reason::kTapResolverResponse, "dnstap RESOLVER_RESPONSE, not taken"},
    ReasonText{Reason::kTapClientResponse, "dnstap CLIENT_RESPONSE, not taken"},
    ReasonText{Reason::kTapForwarderResponse, "dnstap FORWARDER_RESPONSE, not taken"},
    ReasonText{Reason::kTapStubResponse, "dnstap STUB_RESPONSE, not taken"},
    ReasonText{Reason::kTapToolResponse, "dnstap TOOL_RESPONSE, not taken"},
    ReasonText{Reason::kTapUpdateResponse, "dnstap UPDATE_RESPONSE, not taken"},
    ReasonText{Reason::kTapOtherType, "dnstap message of an unknown type"},
    ReasonText{Reason::kCdnsQuery, "C-DNS query without a response"},
    ReasonText{Reason::kTooDeep, "encapsulated too deeply"},
    ReasonText{Reason::kCutBySnapLength, "cut off by the snapshot length"},
    ReasonText{Reason::kBadLinkHeader, "broken link header"},
    ReasonText{Reason::kBadIpHeader, "broken IP header"},
    ReasonText{Reason::kBadIpLength, "IP length beyond the packet"},
    ReasonText{Reason::kBadUdpLength, "impossible UDP length"},
    ReasonText{Reason::kBadTcpHeader, "broken TCP header"},
    ReasonText{Reason::kShortMessage, "shorter than a DNS header"},
    ReasonText{Reason::kBadRecord, "broken record of the capture file"},
    ReasonText{Reason::kBadFragment, "impossible fragment"},
    ReasonText{Reason::kFragmentOverlap, "fragments overlap (datagrams)"},
    ReasonText{Reason::kFragmentsIncomplete, "fragments missing (datagrams)"},
    ReasonText{Reason::kFragmentsEvicted, "too many fragments to keep (datagrams)"},
    ReasonText{Reason::kTcpStartUnknown, "TCP data before a message boundary is known"},
    ReasonText{Reason::kTcpHole, "TCP data missing (holes)"},
    ReasonText{Reason::kTcpConflict, "TCP segments contradict each other (streams)"},
    ReasonText{Reason::kTcpOutsideWindow, "TCP segment outside the window"},
    ReasonText{Reason::kTcpBadLength, "impossible length in a TCP stream (streams)"},
    ReasonText{Reason::kTcpUnfinished, "TCP stream ends inside a message (streams)"},
    ReasonText{Reason::kTcpEvicted, "too many TCP streams to keep (streams)"},
    ReasonText{Reason::kTapMalformed, "malformed dnstap frame"},
    ReasonText{Reason::kTapNotMessage, "dnstap frame without a message"},
    ReasonText{Reason::kTapNanoseconds, "dnstap time with more nanoseconds than a second has"},
    ReasonText{Reason::kTapNoTime, "dnstap response without a time"},
    ReasonText{Reason::kTapBadAddress, "dnstap address of neither 4 nor 16 octets"},
    ReasonText{Reason::kTapBadZone, "dnstap query zone is no name"},
    ReasonText{Reason::kTapNoResponse, "dnstap response without its message"},
    ReasonText{Reason::kCdnsBadItem, "malformed C-DNS item"},
    ReasonText{Reason::kCdnsBadIndex, "C-DNS item that points at nothing"},
    ReasonText{Reason::kCdnsNoTime, "C-DNS item without a time"},
    ReasonText{Reason::kCdnsTooLong, "C-DNS response longer than a message may be"},
    ReasonText{Reason::kRingFull, "dropped by the kernel: nobody read them in time"},
    ReasonText{Reason::kInterfaceDropped, "dropped by the interface"},
};

constexpr bool is_complete() {
  for (std::size_t i = 0; i < kReasonTexts.size(); ++i) {
    if (kReasonTexts[i].reason != static_cast<Reason>(i)) return false;
  }
  return kReasonTexts.size() == static_cast<std::size_t>(Reason::kCount);
}
static_assert(is_complete());

}  // namespace

std::string_view reason_text(Reason reason) noexcept {
  const auto at = static_cast<std::size_t>(reason);
  return at < kReasonTexts.size() ? kReasonTexts[at].text : std::string_view();
}

ReasonCounts CaptureStats::skipped() const {
  return counts_from(*this, Reason::kNotIp);
}

ReasonCounts CaptureStats::lost() const {
  return counts_from(*this, static_cast<Reason>(static_cast<std::size_t>(Reason::kSkipLast) + 1));
}

}  // namespace spoor::capture
