// SPDX-License-Identifier: Apache-2.0
#include "capture/packet_builder.h"

#include <charconv>

namespace spoor::capture::testing {
namespace {

constexpr std::uint8_t kUdp = 17;
constexpr std::uint8_t kTcp = 6;
constexpr std::uint8_t kFragment = 44;
constexpr unsigned kIdentification = 0x1234;

Octets address(const std::string& text) {
  const auto parsed = parse_ip_address(text);
  const Bytes octets = parsed->bytes();
  return {octets.begin(), octets.end()};
}

// As slow and plain as can be, so that it does not share a mistake with the one under test.
unsigned internet_checksum(const Octets& octets) {
  unsigned long sum = 0;
  for (std::size_t i = 0; i < octets.size(); ++i) sum += i % 2 == 0 ? octets[i] * 256UL : octets[i];
  while (sum > 0xFFFF) sum = sum % 65'536 + sum / 65'536;
  return static_cast<unsigned>(0xFFFF - sum);
}

void put_checksum(const Ends& ends, std::uint8_t protocol, Octets& segment, std::size_t at) {
  Octets all = Builder()
                   .add(Bytes(address(ends.source)))
                   .add(Bytes(address(ends.destination)))
                   .u16(protocol)
                   .u32(segment.size())
                   .add(Bytes(segment))
                   .take();
  const unsigned sum = internet_checksum(all);
  segment[at] = static_cast<std::uint8_t>(sum >> 8);
  segment[at + 1] = static_cast<std::uint8_t>(sum);
}

Octets ipv4(const Ends& ends, std::uint8_t protocol, unsigned place, Bytes payload) {
  Builder builder;
  builder.u8(0x45)
      .u8(0)
      .u16(static_cast<unsigned>(20 + payload.size()))
      .u16(kIdentification)
      .u16(place);
  builder.u8(64)
      .u8(protocol)
      .u16(0)
      .add(Bytes(address(ends.source)))
      .add(Bytes(address(ends.destination)));
  Octets out = builder.take();
  const unsigned sum = internet_checksum(out);
  out[10] = static_cast<std::uint8_t>(sum >> 8);
  out[11] = static_cast<std::uint8_t>(sum);
  out.insert(out.end(), payload.begin(), payload.end());
  return out;
}

bool is_v6(const Ends& ends) {
  return ends.source.find(':') != std::string::npos;
}

}  // namespace

Builder& Builder::u8(unsigned value) {
  out_.push_back(static_cast<std::uint8_t>(value));
  return *this;
}
Builder& Builder::u16(unsigned value) {
  return u8(value >> 8 & 0xFF).u8(value & 0xFF);
}
Builder& Builder::u32(std::uint64_t value) {
  return u16(static_cast<unsigned>(value >> 16 & 0xFFFF))
      .u16(static_cast<unsigned>(value & 0xFFFF));
}
Builder& Builder::zeros(std::size_t n) {
  out_.resize(out_.size() + n);
  return *this;
}
Builder& Builder::add(Bytes octets) {
  out_.insert(out_.end(), octets.begin(), octets.end());
  return *this;
}
Builder& Builder::add(std::string_view hex) {
  for (std::size_t i = 0; i + 2 <= hex.size(); i += 2) {
    unsigned value = 0;
    std::from_chars(hex.data() + i, hex.data() + i + 2, value, 16);
    u8(value);
  }
  return *this;
}

Octets dns_message(std::uint16_t id, bool response, std::string_view name) {
  Builder builder;
  builder.u16(id).u16(response ? 0x8180 : 0x0100).u16(1).u16(response ? 1 : 0).u32(0);
  builder.u8(static_cast<unsigned>(name.size())).add(as_bytes(name)).add("0000010001");
  if (response) builder.add("c00c00010001").u32(300).u16(4).add("c0000207");
  return builder.take();
}

Octets dns_message_of_size(std::uint16_t id, bool response, std::size_t size) {
  Octets out = Builder().u16(id).u16(response ? 0x8180 : 0x0100).u16(1).zeros(6).take();
  while (out.size() < size) out.push_back(static_cast<std::uint8_t>(out.size() * 7 + id));
  return out;
}

Octets udp(const Ends& ends, Bytes payload) {
  Octets out = Builder()
                   .u16(ends.source_port)
                   .u16(ends.destination_port)
                   .u16(static_cast<unsigned>(8 + payload.size()))
                   .u16(0)
                   .add(payload)
                   .take();
  put_checksum(ends, kUdp, out, 6);
  if (out[6] == 0 && out[7] == 0) out[6] = out[7] = 0xFF;
  return out;
}

Octets tcp(const Ends& ends, const TcpFields& fields, Bytes payload) {
  const unsigned flags = 0x5000U | (fields.syn ? 0x02U : 0U) | (fields.ack ? 0x10U : 0U);
  Octets out = Builder()
                   .u16(ends.source_port)
                   .u16(ends.destination_port)
                   .u32(fields.sequence)
                   .u32(1)
                   .u16(flags)
                   .u16(65'535)
                   .u32(0)
                   .add(payload)
                   .take();
  put_checksum(ends, kTcp, out, 16);
  return out;
}

Octets ip(const Ends& ends, std::uint8_t protocol, Bytes payload) {
  if (!is_v6(ends)) return ipv4(ends, protocol, 0, payload);
  Builder builder;
  builder.u32(0x6000'0000).u16(static_cast<unsigned>(payload.size())).u8(protocol).u8(64);
  builder.add(Bytes(address(ends.source))).add(Bytes(address(ends.destination))).add(payload);
  return builder.take();
}

Octets ip_fragment(const Ends& ends, std::uint8_t protocol, std::uint32_t offset, bool more,
                   Bytes payload) {
  if (!is_v6(ends)) return ipv4(ends, protocol, (more ? 0x2000U : 0U) | offset / 8, payload);
  const Octets body = Builder()
                          .u8(protocol)
                          .u8(0)
                          .u16(offset | (more ? 1U : 0U))
                          .u32(kIdentification)
                          .add(payload)
                          .take();
  return ip(ends, kFragment, body);
}

Octets udp_packet(const Ends& ends, Bytes payload) {
  return ip(ends, kUdp, udp(ends, payload));
}

Octets tcp_packet(const Ends& ends, const TcpFields& fields, Bytes payload) {
  return ip(ends, kTcp, tcp(ends, fields, payload));
}

Octets ethernet(std::uint16_t type, Bytes payload) {
  return Builder().add("020000000001020000000002").u16(type).add(payload).take();
}

Octets frame(Bytes packet) {
  return ethernet(packet[0] >> 4 == 6 ? 0x86DD : 0x0800, packet);
}

Octets pcap_file(const std::vector<Octets>& packets, LinkType link) {
  const auto little = [](std::uint64_t value) {
    const Octets big = Builder().u32(value).take();
    return Octets(big.rbegin(), big.rend());
  };
  Builder file;
  file.add("d4c3b2a1020004000000000000000000ffff0000")
      .add(Bytes(little(static_cast<std::uint32_t>(link))));
  std::uint64_t seconds = 1'600'000'000;
  for (const Octets& packet : packets) {
    file.add(Bytes(little(seconds++))).add(Bytes(little(5)));
    file.add(Bytes(little(packet.size()))).add(Bytes(little(packet.size()))).add(Bytes(packet));
  }
  return file.take();
}

}  // namespace spoor::capture::testing
