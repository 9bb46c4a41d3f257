// SPDX-License-Identifier: Apache-2.0
// Headers, checksums and name compression of the workload's packets.
#include "bench/workload/packet_writer.h"

#include <charconv>
#include <cstring>

#include <arpa/inet.h>

namespace spoor::bench {
namespace {

constexpr std::array<unsigned char, 14> kEthernet{2, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 2, 8, 0};

std::uint32_t add_words(const unsigned char* octets, std::size_t size, std::uint32_t sum) {
  for (std::size_t i = 0; i + 1 < size; i += 2)
    sum += static_cast<std::uint32_t>(octets[i] << 8 | octets[i + 1]);
  if (size % 2 != 0) sum += static_cast<std::uint32_t>(octets[size - 1] << 8);
  return sum;
}

std::uint16_t fold(std::uint32_t sum) {
  while (sum >> 16 != 0) sum = (sum & 0xffff) + (sum >> 16);
  return static_cast<std::uint16_t>(~sum);
}

/// The words of a text, and the numbers among them.
std::vector<std::string_view> words(std::string_view text) {
  std::vector<std::string_view> found;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find(' '), text.size());
    found.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return found;
}

std::uint32_t number(std::string_view text) {
  std::uint32_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

}  // namespace

void PacketWriter::begin() {
  size_ = kHeaders;
  names_.clear();
}

void PacketWriter::set_u16(std::size_t at, std::uint32_t v) {
  octets_[at] = static_cast<unsigned char>(v >> 8);
  octets_[at + 1] = static_cast<unsigned char>(v);
}

void PacketWriter::name(std::string_view text) {
  while (!text.empty()) {
    for (const auto& [known, offset] : names_) {
      if (known == text) return u16(0xc000 | offset);
    }
    if (size_ - kHeaders < 0x3fff)
      names_.emplace_back(text, static_cast<std::uint32_t>(size_ - kHeaders));
    const std::size_t length = std::min(text.find('.'), text.size());
    u8(static_cast<std::uint32_t>(length));
    std::memcpy(octets_.data() + size_, text.data(), length);
    size_ += length;
    text.remove_prefix(std::min(length + 1, text.size()));
  }
  u8(0);
}

void PacketWriter::rdata(Type type, const std::string& text) {
  switch (type) {
    case Type::kA:
      inet_pton(AF_INET, text.c_str(), octets_.data() + size_);
      size_ += 4;
      break;
    case Type::kAaaa:
      inet_pton(AF_INET6, text.c_str(), octets_.data() + size_);
      size_ += 16;
      break;
    case Type::kTxt:
      u8(static_cast<std::uint32_t>(text.size()));
      std::memcpy(octets_.data() + size_, text.data(), text.size());
      size_ += text.size();
      break;
    case Type::kMx:
      u16(number(words(text)[0]));
      name(words(text)[1]);
      break;
    case Type::kSoa: {
      const auto parts = words(text);
      name(parts[0]);
      name(parts[1]);
      for (std::size_t i = 2; i < parts.size(); ++i) u32(number(parts[i]));
      break;
    }
    case Type::kNs:
    case Type::kCname:
    case Type::kPtr:
      name(text);
      break;
  }
}

void PacketWriter::record(std::string_view owner, Type type, const std::string& text,
                          std::uint32_t ttl_s) {
  name(owner);
  u16(static_cast<std::uint32_t>(type));
  u16(1);
  u32(ttl_s);
  const std::size_t length_at = size_;
  u16(0);
  rdata(type, text);
  set_u16(length_at, static_cast<std::uint32_t>(size_ - length_at - 2));
}

void PacketWriter::edns(std::uint16_t udp_size) {
  u8(0);
  u16(41);
  u16(udp_size);
  u32(0);
  u16(0);
}

void PacketWriter::finish(const PacketTime& time, const Endpoint& from, const Endpoint& to,
                          std::FILE* out) {
  std::memcpy(octets_.data(), kEthernet.data(), kEthernet.size());
  unsigned char* const ip = octets_.data() + 14;
  std::memset(ip, 0, 28);
  ip[0] = 0x45;
  set_u16(14 + 2, static_cast<std::uint32_t>(size_ - 14));
  set_u16(14 + 4, ip_id_++);
  ip[8] = 60;
  ip[9] = 17;
  const std::uint32_t source = htonl(from.address);
  const std::uint32_t destination = htonl(to.address);
  std::memcpy(ip + 12, &source, 4);
  std::memcpy(ip + 16, &destination, 4);
  set_u16(14 + 10, fold(add_words(ip, 20, 0)));

  const std::size_t udp_size = size_ - 34;
  set_u16(34, from.port);
  set_u16(36, to.port);
  set_u16(38, static_cast<std::uint32_t>(udp_size));
  const std::uint32_t pseudo_header =
      add_words(ip + 12, 8, static_cast<std::uint32_t>(17 + udp_size));
  const std::uint16_t checksum = fold(add_words(octets_.data() + 34, udp_size, pseudo_header));
  set_u16(40, checksum == 0 ? 0xffff : checksum);

  const auto length = static_cast<std::uint32_t>(size_);
  const std::array<std::uint32_t, 4> header{time.seconds, time.microseconds, length, length};
  std::fwrite(header.data(), sizeof header, 1, out);
  std::fwrite(octets_.data(), size_, 1, out);
}

}  // namespace spoor::bench
