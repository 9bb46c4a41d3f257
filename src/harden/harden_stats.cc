// SPDX-License-Identifier: Apache-2.0
#include "harden/harden_stats.h"

#include <fmt/format.h>

namespace spoor::harden {

std::string_view reason_text(Rejected reason) noexcept {
  switch (reason) {
    case Rejected::kChecksum:
      return "checksum wrong";
    case Rejected::kMulticastDns:
      return "mDNS";
    case Rejected::kLlmnr:
      return "LLMNR";
    case Rejected::kNetbios:
      return "NetBIOS";
    case Rejected::kMalformed:
      return "malformed";
    case Rejected::kIquery:
      return "opcode IQUERY";
    case Rejected::kNotify:
      return "opcode NOTIFY";
    case Rejected::kUpdate:
      return "opcode UPDATE";
    case Rejected::kOpcode:
      return "opcode of another kind";
    case Rejected::kQuestionCount:
      return "not one question";
    case Rejected::kClass:
      return "question not of class IN";
    case Rejected::kTransfer:
      return "zone transfer";
    case Rejected::kUnmatched:
      return "response never asked for";
    case Rejected::kTruncated:
      return "truncated (TC)";
    case Rejected::kFormErr:
      return "rcode FORMERR";
    case Rejected::kServFail:
      return "rcode SERVFAIL";
    case Rejected::kNotImp:
      return "rcode NOTIMP";
    case Rejected::kRefused:
      return "rcode REFUSED";
    case Rejected::kRcode:
      return "rcode of another kind";
    case Rejected::kTime:
      return "time out of range";
    case Rejected::kNotAuthoritative:
      return "neither authoritative nor a referral";
    case Rejected::kEnd:
      break;
  }
  return "";
}

std::string_view reason_text(Refused reason) noexcept {
  switch (reason) {
    case Refused::kOpt:
      return "OPT";
    case Refused::kTsig:
      return "TSIG";
    case Refused::kTkey:
      return "TKEY";
    case Refused::kSig0:
      return "SIG(0)";
    case Refused::kMetaType:
      return "type that only asks";
    case Refused::kClass:
      return "class not IN";
    case Refused::kRrsig:
      return "RRSIG";
    case Refused::kNsec:
      return "NSEC";
    case Refused::kNsec3:
      return "NSEC3";
    case Refused::kAdditional:
      return "additional section";
    case Refused::kBadRdata:
      return "rdata does not fit its type";
    case Refused::kRepeated:
      return "repeated in its message";
    case Refused::kServerUnknown:
      return "server not yet known";
    case Refused::kOutOfBailiwick:
      return "out of bailiwick";
    case Refused::kEnd:
      break;
  }
  return "";
}

namespace {

template <class Reason, std::size_t n>
ReasonCounts export_counts(const std::array<std::uint64_t, n>& by) {
  ReasonCounts counts;
  for (std::size_t i = 0; i < n; ++i) counts.add(reason_text(static_cast<Reason>(i)), by[i]);
  return counts;
}

}  // namespace

ReasonCounts HardenStats::rejected() const {
  return export_counts<Rejected>(rejected_by);
}
ReasonCounts HardenStats::records_refused() const {
  return export_counts<Refused>(refused_by);
}

std::optional<std::string> HardenStats::offload_hint() const {
  if (checksums_bad == 0 || checksums_bad * 2 <= checksums_seen) return std::nullopt;
  return fmt::format(
      "offload? {} of {} responses have a wrong checksum, as on a machine that leaves checksums to "
      "its network card; "
      "--checksums ignore takes them all the same",
      checksums_bad, checksums_seen);
}

}  // namespace spoor::harden
