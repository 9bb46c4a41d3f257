// SPDX-License-Identifier: Apache-2.0
#include "resolve/server_address.h"

#include <charconv>

namespace spoor::resolve {
namespace {

bool read_port(std::string_view text, std::uint16_t& port) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
  return error == std::errc() && end == text.data() + text.size() && port != 0;
}

}  // namespace

std::string ServerAddress::text() const {
  std::string out;
  if (address.is_v6) out += '[';
  append_ip_text(out, address.bytes());
  if (address.is_v6) out += ']';
  return out + ':' + std::to_string(port);
}

Result<ServerAddress> parse_server_address(std::string_view text) {
  const auto refused = [&] {
    return Error{ErrorCode::kInvalid,
                 "expected ADDRESS or ADDRESS:PORT, such as 192.0.2.53 or [2001:db8::53]:53", 0,
                 "'" + std::string(text) + "'"};
  };
  ServerAddress server;
  if (const auto alone = parse_ip_address(text)) {
    server.address = *alone;
    return server;
  }
  const bool has_brackets = text.starts_with('[');
  const std::size_t host_end = has_brackets ? text.find(']') : text.find(':');
  if (host_end == std::string_view::npos) return refused();
  const auto address =
      parse_ip_address(text.substr(has_brackets ? 1 : 0, host_end - (has_brackets ? 1 : 0)));
  if (!address || address->is_v6 != has_brackets) return refused();
  server.address = *address;
  const std::string_view rest = text.substr(host_end + (has_brackets ? 1 : 0));
  if (rest.empty()) return server;
  if (!rest.starts_with(':') || !read_port(rest.substr(1), server.port)) return refused();
  return server;
}

}  // namespace spoor::resolve
