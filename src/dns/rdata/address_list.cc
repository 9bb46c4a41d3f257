// SPDX-License-Identifier: Apache-2.0
#include "dns/rdata/address_list.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <string_view>
#include <utility>

#include "base/ip_address.h"
#include "dns/rdata/text_reader.h"

namespace spoor::dns {
namespace {

constexpr unsigned kFamilyIpv4 = 1;  // the IANA registry of address family numbers
constexpr unsigned kFamilyIpv6 = 2;
constexpr std::uint8_t kNegation = 0x80;

struct AplItem {
  unsigned family = 0;
  unsigned prefix_bits = 0;
  bool is_negated = false;
  Bytes address;  ///< Without trailing zero octets.
};

/// The item that `octets` begins with, taken off it; false when there is none.
bool take_item(Bytes& octets, AplItem& item) noexcept {
  if (octets.size() < 4) return false;
  const std::size_t size = octets[3] & 0x7FU;
  if (size + 4 > octets.size()) return false;
  item.family = static_cast<unsigned>(octets[0]) << 8 | octets[1];
  item.prefix_bits = octets[2];
  item.is_negated = (octets[3] & kNegation) != 0;
  item.address = octets.subspan(4, size);
  octets = octets.subspan(size + 4);
  return true;
}

bool read_item(RdataTextReader& in, std::string_view text) noexcept {
  const bool is_negated = !text.empty() && text[0] == '!';
  if (is_negated) text.remove_prefix(1);
  const std::size_t slash = text.find('/');
  if (text.size() < 2 || text[1] != ':' || slash == std::string_view::npos) {
    return in.fail("an address prefix is written family:address/bits");
  }
  const auto address = parse_ip_address(text.substr(2, slash - 2));
  const unsigned family = text[0] == '1' ? kFamilyIpv4 : text[0] == '2' ? kFamilyIpv6 : 0;
  if (!address || family != (address->is_v6 ? kFamilyIpv6 : kFamilyIpv4)) {
    return in.fail("an address of family 1 (IPv4) or 2 (IPv6) was expected");
  }
  unsigned bits = 0;
  const char* end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data() + slash + 1, end, bits);
  if (error != std::errc{} || stop != end || bits > (address->is_v6 ? 128U : 32U)) {
    return in.fail("a prefix length beyond the address");
  }
  Bytes octets = address->bytes();
  while (!octets.empty() && octets.back() == 0) octets = octets.first(octets.size() - 1);
  return in.put_number(family, 2) && in.put_number(bits, 1) &&
         in.put_number(octets.size() | (is_negated ? kNegation : 0U), 1) && in.put(octets);
}

constexpr std::array<std::pair<std::string_view, unsigned>, 3> kProtocols{
    {{"icmp", 1}, {"tcp", 6}, {"udp", 17}}};
/// The names that old zone files use; anything else is written as a number.
constexpr std::array<std::pair<std::string_view, unsigned>, 16> kServices{{{"echo", 7},
                                                                           {"discard", 9},
                                                                           {"systat", 11},
                                                                           {"daytime", 13},
                                                                           {"ftp", 21},
                                                                           {"ssh", 22},
                                                                           {"telnet", 23},
                                                                           {"smtp", 25},
                                                                           {"time", 37},
                                                                           {"domain", 53},
                                                                           {"finger", 79},
                                                                           {"http", 80},
                                                                           {"pop3", 110},
                                                                           {"nntp", 119},
                                                                           {"ntp", 123},
                                                                           {"imap", 143}}};

template <std::size_t n>
bool read_number_or_name(std::string_view word,
                         const std::array<std::pair<std::string_view, unsigned>, n>& names,
                         unsigned& value) noexcept {
  const auto same = [&](std::string_view name) {
    return std::equal(word.begin(), word.end(), name.begin(), name.end(),
                      [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a + 32 : a) == b; });
  };
  for (const auto& [name, number] : names) {
    if (same(name)) {
      value = number;
      return true;
    }
  }
  const auto [stop, error] = std::from_chars(word.data(), word.data() + word.size(), value);
  return error == std::errc{} && stop == word.data() + word.size();
}

}  // namespace

bool is_address_list(Bytes octets) noexcept {
  AplItem item;
  while (!octets.empty()) {
    if (!take_item(octets, item)) return false;
    if (!item.address.empty() && item.address.back() == 0) return false;
  }
  return true;
}

bool append_address_list(std::string& out, Bytes octets) {
  AplItem item;
  for (bool is_first = true; !octets.empty(); is_first = false) {
    if (!take_item(octets, item)) return false;
    const std::size_t full = item.family == kFamilyIpv4 ? 4 : item.family == kFamilyIpv6 ? 16 : 0;
    if (full == 0 || item.address.size() > full || item.prefix_bits > full * 8) return false;
    std::array<std::uint8_t, 16> address{};
    std::copy(item.address.begin(), item.address.end(), address.begin());
    if (!is_first) out += ' ';
    if (item.is_negated) out += '!';
    out += item.family == kFamilyIpv4 ? "1:" : "2:";
    append_ip_text(out, Bytes(address).first(full));
    out += '/';
    out += std::to_string(item.prefix_bits);
  }
  return true;
}

bool read_address_list(RdataTextReader& in) noexcept {
  while (!in.at_end()) {
    const std::string_view item = in.word();
    if (!in.ok() || !read_item(in, item)) return false;
  }
  return in.ok();
}

bool append_wks_services(std::string& out, Bytes octets) {
  const Bytes bitmap = octets.subspan(1);
  if (!bitmap.empty() && bitmap.back() == 0) return false;
  out += std::to_string(octets[0]);
  for (std::size_t port = 0; port < bitmap.size() * 8; ++port) {
    if ((bitmap[port / 8] & 0x80U >> (port % 8)) == 0) continue;
    out += ' ';
    out += std::to_string(port);
  }
  return true;
}

bool read_wks_services(RdataTextReader& in) noexcept {
  unsigned protocol = 0;
  if (!read_number_or_name(in.word(), kProtocols, protocol) || protocol > 255) {
    return in.fail("a protocol number was expected");
  }
  std::array<std::uint8_t, 65536 / 8> bits{};
  std::size_t size = 0;
  while (!in.at_end()) {
    unsigned port = 0;
    if (!read_number_or_name(in.word(), kServices, port) || port > 65535)
      return in.fail("a port was expected");
    bits[port / 8] = static_cast<std::uint8_t>(bits[port / 8] | 0x80U >> (port % 8));
    size = std::max<std::size_t>(size, port / 8 + 1);
  }
  return in.ok() && in.put_number(protocol, 1) && in.put(Bytes(bits).first(size));
}

}  // namespace spoor::dns
