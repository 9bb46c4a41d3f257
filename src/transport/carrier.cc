// SPDX-License-Identifier: Apache-2.0
#include "transport/carrier.h"

#include "base/ip_address.h"

namespace spoor::transport {
namespace {

constexpr std::string_view kHttp = "http://";
constexpr std::string_view kHttps = "https://";
constexpr std::string_view kKafka = "kafka://";
constexpr std::size_t kMostSaid = 600;  // octets that people are shown

/// The host of a URL behind its scheme, without brackets and port.
std::string_view host_of(std::string_view rest) {
  rest = rest.substr(0, rest.find_first_of("/?#"));
  if (rest.starts_with('[')) return rest.substr(1, rest.find(']') - 1);
  return rest.substr(0, rest.rfind(':'));
}

bool is_loopback(std::string_view host) {
  if (host == "localhost") return true;
  const auto address = parse_ip_address(std::string(host));
  static const auto kLoopback6 = parse_ip_address("::1");
  return address && (address->is_v6 ? *address == *kLoopback6 : address->octets[0] == 127);
}

}  // namespace

std::string in_one_line(std::string_view said) {
  std::string out;
  for (const char c : said.substr(0, kMostSaid)) out += c >= 0x20 && c < 0x7F ? c : ' ';
  while (out.ends_with(' ')) out.pop_back();
  return out;
}

bool goes_through_kafka(const CollectorAddress& collector) noexcept {
  return collector.url.starts_with(kKafka);
}

Status check_collector(const CollectorAddress& collector) {
  const std::string_view url = collector.url;
  const auto refuse = [&](std::string_view what) {
    return Error{ErrorCode::kInvalid, what, 0, "--collector " + collector.url};
  };
  if (goes_through_kafka(collector)) {
    const std::size_t slash = url.find('/', kKafka.size());
    const bool is_whole = slash != std::string_view::npos && slash > kKafka.size() &&
                          slash + 1 < url.size() && url.find('/', slash + 1) == url.npos;
    if (!is_whole) return refuse("expected kafka://HOST[:PORT][,HOST…]/TOPIC");
    return {};
  }
  if (!url.starts_with(kHttps) && !url.starts_with(kHttp))
    return refuse("expected https://HOST, https://HOST:PORT or kafka://HOST:PORT/TOPIC");
  if (url.starts_with(kHttp) && !is_loopback(host_of(url.substr(kHttp.size()))))
    return refuse("expected https: without TLS anyone on the way reads and changes what is sent");
  if (collector.key.empty() && collector.certificate_file.empty())
    return refuse("expected --sensor-key-file, or --certificate with --certificate-key");
  if (collector.certificate_file.empty() != collector.key_file.empty())
    return refuse("expected --certificate and --certificate-key together");
  return {};
}

Result<std::unique_ptr<Carrier>> make_carrier(const CollectorAddress& collector) {
  SPOOR_CHECK(check_collector(collector));
  if (goes_through_kafka(collector)) return make_kafka_carrier(collector);
  return make_https_carrier(collector);
}

}  // namespace spoor::transport
