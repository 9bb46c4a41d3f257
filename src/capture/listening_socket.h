// SPDX-License-Identifier: Apache-2.0
// Sockets that listen, and connections accepted on them: file descriptors that close themselves.
// All are non-blocking.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "base/result.h"
#include "capture/listen_address.h"

namespace spoor::capture {

class Socket {
 public:
  Socket() = default;
  explicit Socket(int fd) noexcept : fd_(fd) {}
  Socket(Socket&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  Socket& operator=(Socket&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  ~Socket();

  [[nodiscard]] int fd() const noexcept { return fd_; }
  [[nodiscard]] explicit operator bool() const noexcept { return fd_ >= 0; }

 private:
  int fd_ = -1;
};

/// A connection and who is at its other end.
struct Accepted {
  Socket socket;
  std::optional<IpAddress> peer;  ///< Empty: over a Unix socket.
};

class ListeningSocket {
 public:
  /// Errors: kDenied (somebody else listens there), kIo.
  static Result<ListeningSocket> open(const ListenAddress& address);
  ListeningSocket(ListeningSocket&&) = default;
  ListeningSocket& operator=(ListeningSocket&&) = delete;
  /// Removes the file of a Unix socket, if it still is this one's.
  ~ListeningSocket();

  /// A connection that waits; no socket when there is none. Errors: kLimit (no more file
  /// descriptors for now), kIo.
  Result<Accepted> accept() const;

  [[nodiscard]] int fd() const noexcept { return socket_.fd(); }
  /// With the port that was given, where 0 was asked for.
  [[nodiscard]] const ListenAddress& address() const noexcept { return address_; }

 private:
  ListeningSocket(Socket socket, ListenAddress address);

  Socket socket_;
  ListenAddress address_;
  std::uint64_t inode_ = 0;  // of a Unix socket's file
};

}  // namespace spoor::capture
