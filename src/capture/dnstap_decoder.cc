// SPDX-License-Identifier: Apache-2.0
#include "capture/dnstap_decoder.h"

namespace spoor::capture {
namespace {

using harden::LoggedBy;

/// What becomes of messages of a type.
struct TypeRule {
  bool is_taken = false;
  Reason otherwise = Reason::kTapOtherType;
  LoggedBy logged_by = LoggedBy::kClient;
};

TypeRule rule_of(DnstapType type, const DnstapOptions& options) noexcept {
  switch (type) {
    case DnstapType::kAuthResponse:
      return {options.auth, Reason::kTapAuthResponse, LoggedBy::kAuthority};
    case DnstapType::kResolverResponse:
      return {options.resolver, Reason::kTapResolverResponse, LoggedBy::kResolver};
    case DnstapType::kClientResponse:
      return {options.client, Reason::kTapClientResponse, LoggedBy::kClient};
    case DnstapType::kForwarderResponse:
      return {options.forwarder, Reason::kTapForwarderResponse, LoggedBy::kClient};
    case DnstapType::kStubResponse:
      return {options.stub, Reason::kTapStubResponse, LoggedBy::kClient};
    case DnstapType::kToolResponse:
      return {options.tool, Reason::kTapToolResponse, LoggedBy::kClient};
    case DnstapType::kUpdateResponse:
      return {false, Reason::kTapUpdateResponse};
    case DnstapType::kAuthQuery:
    case DnstapType::kResolverQuery:
    case DnstapType::kClientQuery:
    case DnstapType::kForwarderQuery:
    case DnstapType::kStubQuery:
    case DnstapType::kToolQuery:
    case DnstapType::kUpdateQuery:
      return {false, Reason::kTapQuery};
  }
  return {};
}

IpAddress address_of(Bytes octets) noexcept {
  if (octets.empty()) return {};
  return octets.size() == 4 ? IpAddress::v4(octets) : IpAddress::v6(octets);
}

}  // namespace

void DnstapDecoder::take(Bytes frame, const FramePlace& place) {
  if (const auto fault = read_dnstap(frame, tapped_)) {
    outlet_.stats().note({place.number, place.offset + fault->offset, fault->reason});
    return;
  }
  ++outlet_.stats().packets;
  hand_on(tapped_, place);
}

void DnstapDecoder::hand_on(const DnstapMessage& tapped, const FramePlace& place) {
  const TypeRule rule = rule_of(tapped.type, options_);
  if (!rule.is_taken) return outlet_.stats().count(rule.otherwise);
  if (tapped.response_message.empty()) return refuse(Reason::kTapNoResponse, place);
  const auto time_us = tapped.response_time_us ? tapped.response_time_us : tapped.query_time_us;
  if (!time_us) return refuse(Reason::kTapNoTime, place);
  harden::CapturedMessage message;
  if (rule.logged_by == LoggedBy::kResolver && !tapped.query_zone.empty()) {
    const auto zone = dns::name_from_wire(tapped.query_zone);
    if (!zone) return refuse(Reason::kTapBadZone, place);
    zone_ = *zone;
    message.zone = &zone_;
  }
  if (tapped.response_message.size() < kDnsHeader)
    return outlet_.stats().count(Reason::kShortMessage);
  outlet_.stats().note_time(*time_us);
  message.time_us = *time_us;
  message.source = address_of(tapped.response_address);
  message.destination = address_of(tapped.query_address);
  message.source_port = tapped.response_port;
  message.destination_port = tapped.query_port;
  message.transport = tapped.is_tcp ? harden::Transport::kTcp : harden::Transport::kUdp;
  message.packet = place.number;
  message.payload = tapped.response_message;
  message.logged_by = rule.logged_by;
  message.is_matched = true;
  message.query = tapped.query_message;
  outlet_.hand_on(message);
}

}  // namespace spoor::capture
