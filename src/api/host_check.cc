// SPDX-License-Identifier: Apache-2.0
// Host and Origin, taken apart by hand: what is not exactly of the form is foreign.
#include "api/host_check.h"

#include <algorithm>
#include <charconv>

#include "base/ip_address.h"

namespace spoor::api {
namespace {

constexpr std::string_view kLocalhost = "localhost";

bool is_localhost(std::string_view host) {
  return std::equal(host.begin(), host.end(), kLocalhost.begin(), kLocalhost.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
}

bool is_loopback(std::string_view host) {
  if (is_localhost(host) || host == "[::1]") return true;
  const auto address = parse_ip_address(host);
  return address && !address->is_v6 && address->octets[0] == 127;
}

bool is_port(std::string_view text, const OwnAddress& own) {
  std::uint16_t port = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), port);
  return fault == std::errc() && end == text.data() + text.size() && port == own.port;
}

/// HOST or HOST:PORT and nothing besides: no user, no path, no blank.
bool is_own_authority(std::string_view text, const OwnAddress& own) {
  const std::size_t bracket = text.starts_with('[') ? text.find(']') : 0;
  if (bracket == std::string_view::npos) return false;
  const std::size_t host_end = bracket != 0 ? bracket + 1 : text.find(':');
  const std::string_view host = text.substr(0, host_end);
  if (!is_loopback(host)) return false;
  const std::string_view rest = text.substr(host.size());
  if (rest.empty()) return own.port == (own.has_tls ? 443 : 80);
  return rest.front() == ':' && is_port(rest.substr(1), own);
}

bool is_own_origin(std::string_view text, const OwnAddress& own) {
  const std::string_view scheme = own.has_tls ? "https://" : "http://";
  return text.starts_with(scheme) && is_own_authority(text.substr(scheme.size()), own);
}

}  // namespace

HostVerdict check_host(const std::vector<http::Field>& fields, const OwnAddress& own) {
  std::size_t hosts = 0;
  bool is_own = true;
  for (const http::Field& field : fields) {
    if (field.name == "host") {
      ++hosts;
      is_own = is_own && is_own_authority(field.value, own);
    } else if (field.name == "origin" && !is_own_origin(field.value, own)) {
      return HostVerdict::kForeignOrigin;
    }
  }
  return hosts == 1 && is_own ? HostVerdict::kOwn : HostVerdict::kForeignHost;
}

}  // namespace spoor::api
