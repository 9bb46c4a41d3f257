// SPDX-License-Identifier: Apache-2.0
#include "capture/capture_stats.h"

namespace spoor::capture {
namespace {

ReasonCounts counts_from(const CaptureStats& stats, Reason first) {
  ReasonCounts counts;
  for (auto at = static_cast<std::size_t>(first); at < stats.by_reason.size(); ++at) {
    counts.add(reason_text(static_cast<Reason>(at)), stats.by_reason[at]);
  }
  return counts;
}

}  // namespace

std::string_view reason_text(Reason reason) noexcept {
  switch (reason) {
    case Reason::kNotIp:
      return "not IP";
    case Reason::kUnknownLink:
      return "link type not read";
    case Reason::kOtherProtocol:
      return "neither UDP nor TCP";
    case Reason::kOtherPort:
      return "other port";
    case Reason::kNoData:
      return "TCP segment without data";
    case Reason::kEncrypted:
      return "encrypted";
    case Reason::kTooDeep:
      return "encapsulated too deeply";
    case Reason::kCutBySnapLength:
      return "cut off by the snapshot length";
    case Reason::kBadLinkHeader:
      return "broken link header";
    case Reason::kBadIpHeader:
      return "broken IP header";
    case Reason::kBadIpLength:
      return "IP length beyond the packet";
    case Reason::kBadUdpLength:
      return "impossible UDP length";
    case Reason::kBadTcpHeader:
      return "broken TCP header";
    case Reason::kShortMessage:
      return "shorter than a DNS header";
    case Reason::kBadRecord:
      return "broken record of the capture file";
    case Reason::kBadFragment:
      return "impossible fragment";
    case Reason::kFragmentOverlap:
      return "fragments overlap (datagrams)";
    case Reason::kFragmentsIncomplete:
      return "fragments missing (datagrams)";
    case Reason::kFragmentsEvicted:
      return "too many fragments to keep (datagrams)";
    case Reason::kTcpStartUnknown:
      return "TCP data before a message boundary is known";
    case Reason::kTcpHole:
      return "TCP data missing (holes)";
    case Reason::kTcpConflict:
      return "TCP segments contradict each other (streams)";
    case Reason::kTcpOutsideWindow:
      return "TCP segment outside the window";
    case Reason::kTcpBadLength:
      return "impossible length in a TCP stream (streams)";
    case Reason::kTcpUnfinished:
      return "TCP stream ends inside a message (streams)";
    case Reason::kTcpEvicted:
      return "too many TCP streams to keep (streams)";
    case Reason::kCount:
      break;
  }
  return "";
}

ReasonCounts CaptureStats::skipped() const {
  return counts_from(*this, Reason::kNotIp);
}

ReasonCounts CaptureStats::lost() const {
  return counts_from(*this, static_cast<Reason>(static_cast<std::size_t>(Reason::kSkipLast) + 1));
}

}  // namespace spoor::capture
