// SPDX-License-Identifier: Apache-2.0
// A blocking socket for tests: sends octets as they are and reads what comes.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

namespace spoor::http {

class RawClient {
 public:
  /// `receive_bytes`: a small receive buffer; 0: the system's own.
  explicit RawClient(std::uint16_t port, int receive_bytes = 0)
      : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (receive_bytes > 0)
      ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    constexpr int kOn = 1;
    ::setsockopt(descriptor_, IPPROTO_TCP, TCP_NODELAY, &kOn, sizeof kOn);
    const timeval patience{30, 0};
    ::setsockopt(descriptor_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    is_open_ = descriptor_ >= 0 &&
               ::connect(descriptor_, reinterpret_cast<const sockaddr*>(&to), sizeof to) == 0;
  }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  ~RawClient() { ::close(descriptor_); }

  [[nodiscard]] bool is_open() const noexcept { return is_open_; }
  bool send(std::string_view octets) const {
    while (!octets.empty()) {
      const ssize_t n = ::send(descriptor_, octets.data(), octets.size(), MSG_NOSIGNAL);
      if (n <= 0) return false;
      octets.remove_prefix(static_cast<std::size_t>(n));
    }
    return true;
  }
  /// Half a close: no more comes from us.
  void end() const { ::shutdown(descriptor_, SHUT_WR); }
  /// Reads until `text` holds `what` (true), or the other side ends (false).
  bool read_until(std::string_view what) {
    while (text.find(what) == std::string::npos) {
      if (!read_some()) return false;
    }
    return true;
  }
  /// Everything until the other side ends.
  std::string read_all() {
    while (read_some()) {
    }
    return text;
  }

  std::string text;  ///< What was read.

 private:
  bool read_some() {
    char octets[16384];
    const ssize_t n = ::recv(descriptor_, octets, sizeof octets, 0);
    if (n <= 0) return false;
    text.append(octets, static_cast<std::size_t>(n));
    return true;
  }

  int descriptor_;
  bool is_open_ = false;
};

}  // namespace spoor::http
