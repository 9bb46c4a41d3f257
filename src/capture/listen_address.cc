// SPDX-License-Identifier: Apache-2.0
#include "capture/listen_address.h"

#include <charconv>

#include <sys/un.h>

namespace spoor::capture {
namespace {

constexpr std::string_view kUnix = "unix:";
constexpr std::string_view kTcp = "tcp:";
constexpr unsigned kBitsOfV4 = 32;
constexpr unsigned kBitsOfV6 = 128;

Error refused(std::string_view what, std::string_view text) {
  return {ErrorCode::kInvalid, what, 0, "'" + std::string(text) + "'"};
}

template <class Number>
bool read_whole(std::string_view text, Number& number) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

bool bit_of(const IpAddress& address, unsigned at) noexcept {
  return (address.octets[at / 8] >> (7 - at % 8) & 1U) != 0;
}

}  // namespace

std::string ListenAddress::text() const {
  if (is_unix()) return std::string(kUnix) + path;
  std::string out(kTcp);
  if (address.is_v6) out += '[';
  append_ip_text(out, address.bytes());
  if (address.is_v6) out += ']';
  return out + ':' + std::to_string(port);
}

Result<ListenAddress> parse_listen_address(std::string_view text) {
  constexpr std::string_view kExpected =
      "expected unix:/PATH or tcp:ADDRESS:PORT, such as unix:/run/spoor.sock or tcp:127.0.0.1:6000";
  ListenAddress listen;
  if (text.starts_with(kUnix)) {
    listen.path = text.substr(kUnix.size());
    if (!listen.path.starts_with('/')) return refused(kExpected, text);
    if (listen.path.size() >= sizeof(sockaddr_un::sun_path))
      return refused("a Unix socket's path has at most 107 octets", text);
    return listen;
  }
  if (!text.starts_with(kTcp)) return refused(kExpected, text);
  const std::string_view rest = text.substr(kTcp.size());
  const std::size_t colon = rest.rfind(':');
  if (colon == std::string_view::npos) return refused(kExpected, text);
  std::string_view host = rest.substr(0, colon);
  const bool has_brackets = host.starts_with('[') && host.ends_with(']');
  if (has_brackets) host = host.substr(1, host.size() - 2);
  const auto address = parse_ip_address(host);
  if (!address || address->is_v6 != has_brackets ||
      !read_whole(rest.substr(colon + 1), listen.port))
    return refused(kExpected, text);
  listen.address = *address;
  return listen;
}

bool IpNetwork::contains(const IpAddress& other) const noexcept {
  if (other.is_v6 != address.is_v6) return false;
  for (unsigned at = 0; at < bits; ++at) {
    if (bit_of(address, at) != bit_of(other, at)) return false;
  }
  return true;
}

Result<IpNetwork> parse_ip_network(std::string_view text) {
  constexpr std::string_view kExpected = "expected an address or a network, such as 192.0.2.0/24";
  const std::size_t slash = text.find('/');
  const auto address = parse_ip_address(text.substr(0, slash));
  if (!address) return refused(kExpected, text);
  IpNetwork network{*address, address->is_v6 ? kBitsOfV6 : kBitsOfV4};
  const unsigned most = network.bits;
  if (slash == std::string_view::npos) return network;
  if (!read_whole(text.substr(slash + 1), network.bits) || network.bits > most)
    return refused(kExpected, text);
  for (unsigned at = network.bits; at < most; ++at) {
    if (bit_of(*address, at)) return refused("the address has bits behind the prefix", text);
  }
  return network;
}

bool is_loopback(const IpAddress& address) noexcept {
  static const IpNetwork kV6{*parse_ip_address("::1"), kBitsOfV6};
  return address.is_v6 ? kV6.contains(address) : address.octets[0] == 127;
}

}  // namespace spoor::capture
