// SPDX-License-Identifier: Apache-2.0
// One UDP packet with a DNS message in it, built in place.
#pragma once

#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "bench/workload/universe.h"

namespace spoor::bench {

struct Endpoint {
  std::uint32_t address = 0;
  std::uint16_t port = 0;
};

struct PacketTime {
  std::uint32_t seconds = 0;
  std::uint32_t microseconds = 0;
};

class PacketWriter {
 public:
  /// Forgets the message before.
  void begin();
  void u8(std::uint32_t v) { octets_[size_++] = static_cast<unsigned char>(v); }
  void u16(std::uint32_t v) {
    u8(v >> 8);
    u8(v);
  }
  void u32(std::uint32_t v) {
    u16(v >> 16);
    u16(v);
  }
  /// A name, compressed against those written before.
  void name(std::string_view text);
  void record(std::string_view owner, Type type, const std::string& rdata, std::uint32_t ttl_s);
  void edns(std::uint16_t udp_size);
  void set_u16(std::size_t at, std::uint32_t v);
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  /// Puts the headers in front and appends packet and pcap record header to `out`.
  void finish(const PacketTime& time, const Endpoint& from, const Endpoint& to, std::FILE* out);

 private:
  void rdata(Type type, const std::string& text);

  static constexpr std::size_t kHeaders = 42;  // Ethernet, IPv4, UDP
  std::array<unsigned char, 4096> octets_{};
  std::size_t size_ = kHeaders;
  std::vector<std::pair<std::string, std::uint32_t>> names_;
  std::uint16_t ip_id_ = 1;
};

}  // namespace spoor::bench
