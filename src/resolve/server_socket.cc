// SPDX-License-Identifier: Apache-2.0
#include "resolve/server_socket.h"

#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>

namespace spoor::resolve {
namespace {

socklen_t fill_address(const ServerAddress& server, sockaddr_storage& out) {
  if (server.address.is_v6) {
    sockaddr_in6 v6{};
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(server.port);
    std::memcpy(&v6.sin6_addr, server.address.octets.data(), 16);
    std::memcpy(&out, &v6, sizeof v6);
    return sizeof v6;
  }
  sockaddr_in v4{};
  v4.sin_family = AF_INET;
  v4.sin_port = htons(server.port);
  std::memcpy(&v4.sin_addr, server.address.octets.data(), 4);
  std::memcpy(&out, &v4, sizeof v4);
  return sizeof v4;
}

}  // namespace

Result<OwnedFd> open_server_socket(const ServerAddress& server, Protocol protocol) {
  const int kind = protocol == Protocol::kUdp ? SOCK_DGRAM : SOCK_STREAM;
  OwnedFd socket(
      ::socket(server.address.is_v6 ? AF_INET6 : AF_INET, kind | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
  if (!socket) {
    if (errno == EAFNOSUPPORT) return OwnedFd();
    const bool is_full = errno == EMFILE || errno == ENFILE;
    return Error{is_full ? ErrorCode::kLimit : ErrorCode::kIo,
                 is_full ? "no more file descriptors: ask fewer at once" : "cannot open a socket",
                 0, std::strerror(errno)};
  }
  sockaddr_storage address{};
  const socklen_t size = fill_address(server, address);
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-reinterpret-cast): what the call takes
  const int done = ::connect(socket.fd(), reinterpret_cast<const sockaddr*>(&address), size);
  if (done != 0 && errno != EINPROGRESS) return OwnedFd();
  return socket;
}

}  // namespace spoor::resolve
