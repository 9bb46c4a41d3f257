// SPDX-License-Identifier: Apache-2.0
// Makes small captures for tests: UDP over IPv4 over Ethernet, a query and its response at a time.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace spoor::intake {

class CaptureMaker {
 public:
  CaptureMaker() {
    file_.append("\xD4\xC3\xB2\xA1\x02\0\x04\0\0\0\0\0\0\0\0\0\xFF\xFF\0\0\x01\0\0\0", 24);
  }

  /// A query for `name` (labels with dots between) and a response with one A record.
  void add_exchange(std::string_view name, std::string_view four_octets, std::uint32_t time_s) {
    const std::string question = wire(name) + std::string("\0\x01\0\x01", 4);
    const std::string id = big(++id_, 2);
    const std::string query = id + std::string("\x01\0\0\x01\0\0\0\0\0\0", 10) + question;
    const std::string answer =
        std::string("\xC0\x0C\0\x01\0\x01\0\0\x01\x2C\0\x04", 12) + std::string(four_octets);
    const std::string response =
        id + std::string("\x81\x80\0\x01\0\x01\0\0\0\0", 10) + question + answer;
    const Host client{std::string("\xC0\0\x02\x01", 4), 40000};
    const Host server{std::string("\xC0\0\x02\x35", 4), 53};
    add_packet(client, server, query, time_s);
    add_packet(server, client, response, time_s);
  }
  [[nodiscard]] const std::string& file() const { return file_; }

 private:
  struct Host {
    std::string address;
    std::uint32_t port;
  };

  static std::string big(std::uint32_t v, int octets) {
    std::string out;
    for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) out += static_cast<char>(v >> shift);
    return out;
  }
  static std::string little(std::uint32_t v) {
    std::string out;
    for (int shift = 0; shift < 32; shift += 8) out += static_cast<char>(v >> shift);
    return out;
  }
  static std::string wire(std::string_view name) {
    std::string out;
    while (!name.empty()) {
      const auto label = name.substr(0, name.find('.'));
      out += static_cast<char>(label.size());
      out += label;
      name.remove_prefix(label.size() < name.size() ? label.size() + 1 : label.size());
    }
    return out + '\0';
  }
  void add_packet(const Host& from, const Host& to, const std::string& payload,
                  std::uint32_t time_s) {
    const auto udp_size = static_cast<std::uint32_t>(8 + payload.size());
    std::string ip =
        std::string("\x45\0", 2) + big(20 + udp_size, 2) + std::string("\0\0\0\0\x40\x11", 6);
    const std::string addresses = from.address + to.address;
    std::uint32_t sum = 0;
    const std::string summed = ip + addresses;
    for (std::size_t i = 0; i < summed.size(); i += 2) {
      sum += static_cast<std::uint32_t>(static_cast<unsigned char>(summed[i]) << 8 |
                                        static_cast<unsigned char>(summed[i + 1]));
    }
    while (sum >> 16 != 0) sum = (sum & 0xFFFF) + (sum >> 16);
    ip += big(~sum & 0xFFFF, 2) + addresses;
    const std::string udp =
        big(from.port, 2) + big(to.port, 2) + big(udp_size, 2) + std::string(2, '\0');
    const std::string frame =
        std::string(12, '\x02') + std::string("\x08\0", 2) + ip + udp + payload;
    const auto size = static_cast<std::uint32_t>(frame.size());
    file_ += little(time_s) + little(0) + little(size) + little(size) + frame;
  }

  std::string file_;
  std::uint32_t id_ = 0;
};

}  // namespace spoor::intake
