// SPDX-License-Identifier: Apache-2.0
// Headers by RFC 791, 8200, 768 and 9293; the file by the pcap format of libpcap.
#include "sim/packet_writer.h"

#include <algorithm>

#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

constexpr std::size_t kMtu = 1500;
constexpr std::uint8_t kTcp = 6;
constexpr std::uint8_t kUdp = 17;
constexpr std::uint8_t kFragmentHeader = 44;
constexpr std::uint64_t kFragmentGapUs = 20;

void append_u8(std::string& out, std::uint32_t value) {
  out += static_cast<char>(value);
}

void append_u32_little(std::string& out, std::uint64_t value) {
  for (unsigned shift = 0; shift < 32; shift += 8) out += static_cast<char>(value >> shift & 0xFFU);
}

void put_u16(std::string& out, std::size_t at, std::uint32_t value) {
  out[at] = static_cast<char>(value >> 8 & 0xFFU);
  out[at + 1] = static_cast<char>(value & 0xFFU);
}

// RFC 1071.
std::uint32_t internet_checksum(std::string_view octets) {
  std::uint32_t sum = 0;
  for (std::size_t i = 0; i < octets.size(); ++i) {
    const auto octet = static_cast<std::uint32_t>(static_cast<unsigned char>(octets[i]));
    sum += i % 2 == 0 ? octet << 8 : octet;
  }
  while (sum > 0xFFFF) sum = (sum & 0xFFFF) + (sum >> 16);
  return ~sum & 0xFFFF;
}

std::uint32_t transport_checksum(const Way& way, std::uint8_t protocol,
                                 const std::string& segment) {
  std::string pseudo(as_chars(way.from.address.bytes()));
  pseudo += as_chars(way.to.address.bytes());
  append_u32(pseudo, static_cast<std::uint32_t>(segment.size()));
  append_u32(pseudo, protocol);
  const std::uint32_t sum = internet_checksum(pseudo + segment);
  return sum == 0 && protocol == kUdp ? 0xFFFF : sum;
}

}  // namespace

Result<PacketWriter> PacketWriter::create(const std::string& path) {
  PacketWriter writer;
  writer.path_ = path;
  writer.file_.open(path, std::ios::binary | std::ios::trunc);
  if (!writer.file_) return Error{ErrorCode::kIo, "cannot make the capture file", 0, path};
  std::string head;
  append_u32_little(head, 0xa1b2c3d4);
  append_u32_little(head, 2 | 4U << 16);  // version 2.4
  for (const std::uint32_t field : {0U, 0U, 262144U, 1U}) append_u32_little(head, field);
  writer.file_ << head;
  return writer;
}

void PacketWriter::udp(std::uint64_t time_us, const Way& way, std::string_view payload) {
  std::string datagram;
  append_u16(datagram, way.from.port);
  append_u16(datagram, way.to.port);
  append_u16(datagram, static_cast<std::uint32_t>(payload.size() + 8));
  append_u16(datagram, 0);
  datagram += payload;
  put_u16(datagram, 6, transport_checksum(way, kUdp, datagram));
  ip(time_us, way, kUdp, datagram);
}

void PacketWriter::tcp(std::uint64_t time_us, const Way& way, const TcpSegment& segment) {
  std::string packet;
  append_u16(packet, way.from.port);
  append_u16(packet, way.to.port);
  append_u32(packet, segment.sequence);
  append_u32(packet, segment.acknowledged);
  append_u8(packet, 5U << 4);
  append_u8(packet, segment.flags);
  append_u16(packet, 65535);
  append_u32(packet, 0);
  packet += segment.data;
  put_u16(packet, 16, transport_checksum(way, kTcp, packet));
  ip(time_us, way, kTcp, packet);
}

void PacketWriter::ip(std::uint64_t time_us, const Way& way, std::uint8_t protocol,
                      std::string_view payload) {
  if (way.from.address.is_v6) {
    ipv6(time_us, way, protocol, payload);
  } else {
    ipv4(time_us, way, protocol, payload);
  }
}

void PacketWriter::ipv4(std::uint64_t time_us, const Way& way, std::uint8_t protocol,
                        std::string_view payload) {
  const std::uint32_t id = next_id_++;
  for (std::size_t at = 0; at < payload.size() || at == 0;) {
    const std::size_t take = std::min(payload.size() - at, (kMtu - 20) / 8 * 8);
    const bool more = at + take < payload.size();
    std::string packet;
    append_u16(packet, 0x4500);
    append_u16(packet, static_cast<std::uint32_t>(20 + take));
    append_u16(packet, id);
    append_u16(packet, static_cast<std::uint32_t>(at / 8) | (more ? 0x2000U : 0U));
    append_u8(packet, 57);  // hops left
    append_u8(packet, protocol);
    append_u16(packet, 0);
    packet += as_chars(way.from.address.bytes());
    packet += as_chars(way.to.address.bytes());
    put_u16(packet, 10, internet_checksum(packet));
    packet += payload.substr(at, take);
    frame(time_us, false, packet);
    time_us += kFragmentGapUs;
    at += take;
  }
}

void PacketWriter::ipv6(std::uint64_t time_us, const Way& way, std::uint8_t protocol,
                        std::string_view payload) {
  const bool whole = payload.size() + 40 <= kMtu;
  const std::size_t room = whole ? payload.size() : (kMtu - 48) / 8 * 8;
  const std::uint32_t id = next_id_++;
  for (std::size_t at = 0; at < payload.size();) {
    const std::size_t take = std::min(payload.size() - at, room);
    std::string packet;
    append_u32(packet, 6U << 28);
    append_u16(packet, static_cast<std::uint32_t>(take + (whole ? 0 : 8)));
    append_u8(packet, whole ? protocol : kFragmentHeader);
    append_u8(packet, 57);
    packet += as_chars(way.from.address.bytes());
    packet += as_chars(way.to.address.bytes());
    if (!whole) {
      append_u8(packet, protocol);
      append_u8(packet, 0);
      append_u16(packet, static_cast<std::uint32_t>(at) | (at + take < payload.size() ? 1U : 0U));
      append_u32(packet, id);
    }
    packet += payload.substr(at, take);
    frame(time_us, true, packet);
    time_us += kFragmentGapUs;
    at += take;
  }
}

void PacketWriter::frame(std::uint64_t time_us, bool is_v6, const std::string& packet) {
  std::string out;
  out.append("\x02\x00\x00\x00\x00\x01\x02\x00\x00\x00\x00\x02",
             12);  // locally administered addresses
  append_u16(out, is_v6 ? 0x86DDU : 0x0800U);
  waiting_.emplace(time_us, out + packet);
}

void PacketWriter::advance(std::uint64_t time_us) {
  while (!waiting_.empty() && waiting_.begin()->first < time_us) {
    write_out(waiting_.begin()->first, waiting_.begin()->second);
    waiting_.erase(waiting_.begin());
  }
}

void PacketWriter::write_out(std::uint64_t time_us, const std::string& frame) {
  std::string head;
  append_u32_little(head, time_us / 1'000'000);
  append_u32_little(head, time_us % 1'000'000);
  append_u32_little(head, frame.size());
  append_u32_little(head, frame.size());
  file_ << head << frame;
  ++packets_;
}

Status PacketWriter::finish() {
  advance(UINT64_MAX);
  file_.close();
  if (!file_) return Error{ErrorCode::kIo, "cannot write the capture file", 0, path_};
  return {};
}

}  // namespace spoor::sim
