// SPDX-License-Identifier: Apache-2.0
#include "capture/listening_socket.h"

#include <algorithm>
#include <cerrno>
#include <cstring>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

namespace spoor::capture {
namespace {

constexpr int kBacklog = 64;

/// An address as the system takes it.
class SystemAddress {
 public:
  explicit SystemAddress(const ListenAddress& from) noexcept {
    if (from.is_unix()) {
      auto* const to = as<sockaddr_un>();
      to->sun_family = AF_UNIX;
      std::copy(from.path.begin(), from.path.end(), to->sun_path);
      size_ = sizeof(sockaddr_un);
    } else if (from.address.is_v6) {
      auto* const to = as<sockaddr_in6>();
      to->sin6_family = AF_INET6;
      to->sin6_port = htons(from.port);
      std::memcpy(&to->sin6_addr, from.address.octets.data(), sizeof to->sin6_addr);
      size_ = sizeof(sockaddr_in6);
    } else {
      auto* const to = as<sockaddr_in>();
      to->sin_family = AF_INET;
      to->sin_port = htons(from.port);
      std::memcpy(&to->sin_addr, from.address.octets.data(), sizeof to->sin_addr);
      size_ = sizeof(sockaddr_in);
    }
  }
  SystemAddress() noexcept = default;

  sockaddr* get() noexcept { return as<sockaddr>(); }
  socklen_t* size() noexcept { return &size_; }

  /// Empty when it is none of IP. IPv4 that came over IPv6 is IPv4.
  [[nodiscard]] std::optional<IpAddress> ip() noexcept {
    if (storage_.ss_family == AF_INET)
      return IpAddress::v4(octets_of(&as<sockaddr_in>()->sin_addr, 4));
    if (storage_.ss_family != AF_INET6) return std::nullopt;
    const Bytes octets = octets_of(&as<sockaddr_in6>()->sin6_addr, 16);
    if (IN6_IS_ADDR_V4MAPPED(&as<sockaddr_in6>()->sin6_addr) != 0)
      return IpAddress::v4(octets.subspan(12));
    return IpAddress::v6(octets);
  }
  [[nodiscard]] std::uint16_t port() noexcept {
    return storage_.ss_family == AF_INET6 ? ntohs(as<sockaddr_in6>()->sin6_port)
                                          : ntohs(as<sockaddr_in>()->sin_port);
  }

 private:
  template <class T>
  T* as() noexcept {
    return reinterpret_cast<T*>(&storage_);
  }
  static Bytes octets_of(const void* at, std::size_t size) noexcept {
    return {static_cast<const std::uint8_t*>(at), size};
  }

  sockaddr_storage storage_{};
  socklen_t size_ = sizeof storage_;
};

Error system_error(std::string_view what, const ListenAddress& address) {
  const ErrorCode code = errno == EADDRINUSE ? ErrorCode::kDenied : ErrorCode::kIo;
  return {code, what, 0, address.text() + ": " + std::strerror(errno)};
}

/// What somebody left who listens no more would be in the way.
Status remove_stale(const ListenAddress& address) {
  struct stat found{};
  if (::lstat(address.path.c_str(), &found) != 0) return {};  // bind says what is wrong, if it is
  if (!S_ISSOCK(found.st_mode))
    return Error{ErrorCode::kDenied, "there is a file that is no socket", 0, address.text()};
  const Socket probe(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  SystemAddress to(address);
  if (probe && ::connect(probe.fd(), to.get(), *to.size()) != 0 && errno == ECONNREFUSED) {
    ::unlink(address.path.c_str());
    return {};
  }
  return Error{ErrorCode::kDenied, "somebody listens there", 0, address.text()};
}

std::uint64_t inode_of(const std::string& path) noexcept {
  struct stat found{};
  return ::lstat(path.c_str(), &found) == 0 ? found.st_ino : 0;
}

}  // namespace

Socket::~Socket() {
  if (fd_ >= 0) ::close(fd_);
}

Result<ListeningSocket> ListeningSocket::open(const ListenAddress& address) {
  if (address.is_unix()) SPOOR_CHECK(remove_stale(address));
  SystemAddress at(address);
  Socket socket(::socket(at.get()->sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!socket) return system_error("cannot make a socket", address);
  const int yes = 1;
  if (!address.is_unix()) {
    ::setsockopt(socket.fd(), SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
    if (address.address.is_v6)
      ::setsockopt(socket.fd(), IPPROTO_IPV6, IPV6_V6ONLY, &yes, sizeof yes);
  }
  if (::bind(socket.fd(), at.get(), *at.size()) != 0 || ::listen(socket.fd(), kBacklog) != 0)
    return system_error("cannot listen", address);
  ListenAddress bound = address;
  SystemAddress told;
  if (!address.is_unix() && ::getsockname(socket.fd(), told.get(), told.size()) == 0)
    bound.port = told.port();
  return ListeningSocket(std::move(socket), std::move(bound));
}

ListeningSocket::ListeningSocket(Socket socket, ListenAddress address)
    : socket_(std::move(socket)), address_(std::move(address)) {
  if (address_.is_unix()) inode_ = inode_of(address_.path);
}

ListeningSocket::~ListeningSocket() {
  if (socket_ && inode_ != 0 && inode_of(address_.path) == inode_) ::unlink(address_.path.c_str());
}

Result<Accepted> ListeningSocket::accept() const {
  SystemAddress peer;
  Socket socket(::accept4(socket_.fd(), peer.get(), peer.size(), SOCK_CLOEXEC | SOCK_NONBLOCK));
  if (socket) {
    const int yes = 1;  // a sender whose machine went away ends at last
    if (!address_.is_unix()) ::setsockopt(socket.fd(), SOL_SOCKET, SO_KEEPALIVE, &yes, sizeof yes);
    return Accepted{std::move(socket), address_.is_unix() ? std::nullopt : peer.ip()};
  }
  switch (errno) {
    case EMFILE:
    case ENFILE:
    case ENOBUFS:
    case ENOMEM:
      return Error{ErrorCode::kLimit, "no room for another connection", 0, address_.text()};
    case EBADF:
    case EINVAL:
    case ENOTSOCK:
      return system_error("cannot accept connections", address_);
    default:  // none waits, or the one that did has gone
      return Accepted{};
  }
}

}  // namespace spoor::capture
