// SPDX-License-Identifier: Apache-2.0
#include "capture/cdns_message.h"

#include <algorithm>
#include <array>
#include <limits>
#include <optional>

#include "capture/message_outlet.h"

namespace spoor::capture {
namespace {

constexpr std::size_t kMaxMessage = 65'535;
constexpr std::uint32_t kMaxU16 = 0xFFFF;
constexpr std::uint64_t kMicrosPerSecond = 1'000'000;

/// Bits of qr-sig-flags.
constexpr std::uint32_t kHasQuery = 1U << 0;
constexpr std::uint32_t kHasResponse = 1U << 1;
constexpr std::uint32_t kResponseHasNoQuestion = 1U << 5;

__extension__ using Wide = __int128;

/// Bits of the header, from those of qr-dns-flags that are the response's.
std::uint16_t header_flags(const CdnsSignature& signature) noexcept {
  struct Flag {
    unsigned from, to;
  };
  constexpr std::array kFlags{Flag{8, 4},  Flag{9, 5},  Flag{10, 6}, Flag{11, 7},
                              Flag{12, 8}, Flag{13, 9}, Flag{14, 10}};
  std::uint32_t out = 0x8000U | (signature.opcode & 0xFU) << 11 | (signature.response_rcode & 0xFU);
  for (const Flag& flag : kFlags) out |= (signature.dns_flags >> flag.from & 1U) << flag.to;
  return static_cast<std::uint16_t>(out);
}

/// Empty when it cannot be told.
std::optional<std::uint64_t> time_of(const CdnsBlock& block, const CdnsItem& item, bool has_query,
                                     std::uint64_t ticks_per_second) noexcept {
  if (!item.time_offset || ticks_per_second == 0) return std::nullopt;
  Wide ticks = Wide{block.earliest_ticks} + Wide{*item.time_offset};
  if (has_query) ticks += item.response_delay.value_or(0);
  const Wide time = Wide{block.earliest_seconds} * Wide{kMicrosPerSecond} +
                    ticks * Wide{kMicrosPerSecond} / Wide{ticks_per_second};
  constexpr Wide kMost = std::numeric_limits<std::uint64_t>::max();
  return static_cast<std::uint64_t>(std::clamp(time, Wide{0}, kMost));
}

/// Cut-off addresses, as they are kept of clients, are filled up with zeros.
std::optional<IpAddress> address_of(const CdnsBlock& block, std::uint32_t at, bool is_v6) noexcept {
  if (at == kNoIndex) return IpAddress{};
  if (at >= block.addresses.size()) return std::nullopt;
  const Bytes octets = block.addresses[at];
  IpAddress address;
  address.is_v6 = is_v6 || octets.size() > 4;
  if (octets.size() > address.octets.size()) return std::nullopt;
  std::copy(octets.begin(), octets.end(), address.octets.begin());
  return address;
}

bool is_stream(std::uint32_t transport) noexcept {
  constexpr std::uint32_t kTcp = 1;
  constexpr std::uint32_t kTls = 2;
  constexpr std::uint32_t kHttps = 4;
  const std::uint32_t protocol = transport >> 1 & 0xFU;
  return protocol == kTcp || protocol == kTls || protocol == kHttps;
}

}  // namespace

Reason CdnsMessage::assemble(const CdnsBlock& block, const CdnsItem& item,
                             std::uint64_t ticks_per_second, harden::CapturedMessage& message) {
  if (item.signature >= block.signatures.size()) return Reason::kCdnsBadIndex;
  const CdnsSignature& signature = block.signatures[item.signature];
  if ((signature.has & kHasResponse) == 0) return Reason::kCdnsQuery;
  const bool has_query = (signature.has & kHasQuery) != 0;
  const auto time_us = time_of(block, item, has_query, ticks_per_second);
  if (!time_us) return Reason::kCdnsNoTime;
  const bool is_v6 = (signature.transport & 1U) != 0;
  const auto server = address_of(block, signature.server_address, is_v6);
  const auto client = address_of(block, item.client_address, is_v6);
  const bool has_ports = item.client_port <= kMaxU16 && signature.server_port <= kMaxU16;
  if (!server || !client || !has_ports || item.id > kMaxU16) return Reason::kCdnsBadIndex;
  if (const Reason reason = write_message(block, item, signature); reason != Reason::kCount)
    return reason;
  message = {};
  message.time_us = *time_us;
  message.source = *server;
  message.destination = *client;
  message.source_port = static_cast<std::uint16_t>(signature.server_port);
  message.destination_port = static_cast<std::uint16_t>(item.client_port);
  message.transport =
      is_stream(signature.transport) ? harden::Transport::kTcp : harden::Transport::kUdp;
  message.payload = out_;
  message.is_matched = has_query;
  return Reason::kCount;
}

Reason CdnsMessage::write_message(const CdnsBlock& block, const CdnsItem& item,
                                  const CdnsSignature& signature) {
  out_.clear();
  first_name_ = kNoIndex;
  write_u16(item.id);
  write_u16(header_flags(signature));
  out_.resize(kDnsHeader);
  if (!write_questions(block, item, signature)) return Reason::kCdnsBadIndex;
  std::size_t count_at = 6;
  for (const std::uint32_t list : {item.answer, item.authority, item.additional}) {
    const auto records = block.record_lists.list(list);
    if (list != kNoIndex) {
      if (!records || !write_section(block, list)) return Reason::kCdnsBadIndex;
      write_count(count_at, records->size());
    }
    if (out_.size() > kMaxMessage) return Reason::kCdnsTooLong;
    count_at += 2;
  }
  return Reason::kCount;
}

bool CdnsMessage::write_questions(const CdnsBlock& block, const CdnsItem& item,
                                  const CdnsSignature& signature) {
  if ((signature.has & kResponseHasNoQuestion) != 0) return true;
  std::size_t count = 1;
  if (!write_name(block, item.query_name) || !write_class_type(block, signature.class_type))
    return false;
  if (item.questions != kNoIndex) {
    const auto more = block.question_lists.list(item.questions);
    if (!more) return false;
    for (const std::uint32_t at : *more) {
      if (at >= block.questions.size()) return false;
      const CdnsQuestion& question = block.questions[at];
      if (!write_name(block, question.name) || !write_class_type(block, question.class_type))
        return false;
      if (++count > kMaxU16 || out_.size() > kMaxMessage) return false;
    }
  }
  write_count(4, count);
  return true;
}

bool CdnsMessage::write_section(const CdnsBlock& block, std::uint32_t list) {
  const auto records = block.record_lists.list(list);
  if (!records || records->size() > kMaxU16) return false;
  for (const std::uint32_t at : *records) {
    if (at >= block.records.size()) return false;
    const CdnsRecord& record = block.records[at];
    if (!write_name(block, record.name) || !write_class_type(block, record.class_type) ||
        record.rdata >= block.names.size())
      return false;
    const Bytes rdata = block.names[record.rdata];
    if (rdata.size() > kMaxU16) return false;
    write_u16(record.ttl_s >> 16);
    write_u16(record.ttl_s & kMaxU16);
    write_u16(rdata.size());
    out_.insert(out_.end(), rdata.begin(), rdata.end());
    if (out_.size() > kMaxMessage) return true;  // too long, whatever else comes
  }
  return true;
}

// The name in question is most often the records' owner too: once is enough.
bool CdnsMessage::write_name(const CdnsBlock& block, std::uint32_t name) {
  constexpr std::size_t kPointer = 0xC000;
  if (name >= block.names.size()) return false;
  if (name == first_name_) {
    write_u16(kPointer | kDnsHeader);
    return true;
  }
  const Bytes octets = block.names[name];
  if (octets.size() > dns::kMaxNameOctets) return false;
  if (out_.size() == kDnsHeader) first_name_ = name;
  out_.insert(out_.end(), octets.begin(), octets.end());
  return true;
}

bool CdnsMessage::write_class_type(const CdnsBlock& block, std::uint32_t class_type) {
  if (class_type >= block.class_types.size()) return false;
  const CdnsClassType& both = block.class_types[class_type];
  if (both.type > kMaxU16 || both.klass > kMaxU16) return false;
  write_u16(both.type);
  write_u16(both.klass);
  return true;
}

void CdnsMessage::write_u16(std::size_t value) {
  out_.push_back(static_cast<std::uint8_t>(value >> 8));
  out_.push_back(static_cast<std::uint8_t>(value));
}

void CdnsMessage::write_count(std::size_t at, std::size_t count) {
  out_[at] = static_cast<std::uint8_t>(count >> 8);
  out_[at + 1] = static_cast<std::uint8_t>(count);
}

}  // namespace spoor::capture
