// SPDX-License-Identifier: Apache-2.0
// Each field in both directions: octets to text, text to octets.
#include "dns/rdata/field_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/ip_address.h"
#include "dns/name.h"
#include "dns/rdata/address_list.h"
#include "dns/rdata/character_string.h"
#include "dns/rdata/encoding.h"
#include "dns/rdata/location.h"
#include "dns/rdata/svc_params.h"
#include "dns/rdata/text_reader.h"
#include "dns/rdata/time_text.h"
#include "dns/rdata/type_bitmap.h"

namespace spoor::dns {
namespace {

using Mnemonic = std::pair<std::string_view, unsigned>;

/// The IANA registry of DNSSEC algorithm numbers.
constexpr std::array<Mnemonic, 17> kAlgorithms{{{"RSAMD5", 1}, {"DH", 2}, {"DSA", 3}, {"ECC", 4}, {"RSASHA1", 5},
    {"DSA-NSEC3-SHA1", 6}, {"NSEC3DSA", 6}, {"RSASHA1-NSEC3-SHA1", 7}, {"NSEC3RSASHA1", 7}, {"RSASHA256", 8},
    {"RSASHA512", 10}, {"ECC-GOST", 12}, {"ECDSAP256SHA256", 13}, {"ECDSAP384SHA384", 14}, {"ED25519", 15},
    {"ED448", 16}, {"INDIRECT", 252}}};
/// RFC 4398 section 2.1.
constexpr std::array<Mnemonic, 10> kCertTypes{{{"PKIX", 1}, {"SPKI", 2}, {"PGP", 3}, {"IPKIX", 4}, {"ISPKI", 5},
    {"IPGP", 6}, {"ACPKIX", 7}, {"IACPKIX", 8}, {"URI", 253}, {"OID", 254}}};
constexpr std::array<Mnemonic, 1> kSchemes{{{"NOTIFY", 1}}};

std::uint64_t big_endian(Bytes octets) noexcept {
  std::uint64_t value = 0;
  for (const std::uint8_t octet : octets) value = value << 8 | octet;
  return value;
}

void append_number(std::string& out, std::uint64_t value) {
  const fmt::format_int text(value);
  out.append(text.data(), text.size());
}

template <std::size_t n>
void append_mnemonic(std::string& out, const std::array<Mnemonic, n>& names, std::uint64_t value) {
  for (const auto& [name, number] : names) {
    if (number == value) {
      out += name;
      return;
    }
  }
  append_number(out, value);
}

/// A mnemonic in any case, or a number that fits `octets` octets.
template <std::size_t n>
bool read_mnemonic(RdataTextReader& in, const std::array<Mnemonic, n>& names, unsigned octets) noexcept {
  const std::string_view word = in.word();
  for (const auto& [name, number] : names) {
    if (same_word(word, name)) return in.put_number(number, octets);
  }
  std::uint64_t value = 0;
  if (!parse_decimal(word, (std::uint64_t{1} << octets * 8) - 1, value)) {
    return in.fail("a mnemonic or a number was expected");
  }
  return in.put_number(value, octets);
}

bool append_tag_and_rest(std::string& out, Field field, Bytes octets) {
  switch (field) {
    case Field::kString: case Field::kMaybeString: append_quoted(out, octets.subspan(1)); return true;
    case Field::kStrings:
      for (std::size_t pos = 0; pos < octets.size(); pos += octets[pos] + 1U) {
        if (pos != 0) out += ' ';
        append_quoted(out, octets.subspan(pos + 1, octets[pos]));
      }
      return true;
    case Field::kTag: out += as_chars(octets.subspan(1)); return true;
    case Field::kText: append_quoted(out, octets); return true;
    case Field::kSalt:
      if (octets.size() == 1) out += '-';
      append_hex(out, octets.subspan(1));
      return true;
    case Field::kHash: append_base32hex(out, octets.subspan(1)); return true;
    case Field::kNsap: out += "0x"; append_hex(out, octets); return true;
    case Field::kHex: append_hex(out, octets); return true;
    case Field::kDoaData:
      if (octets.empty()) out += '-';
      append_base64(out, octets);
      return true;
    default: append_base64(out, octets); return true;
  }
}

/// Hex digits in groups of `octets_a_group`, in lower case as EUI and ILNP texts are written.
void append_groups(std::string& out, Bytes octets, std::size_t octets_a_group, char separator) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  for (std::size_t i = 0; i < octets.size(); ++i) {
    if (i != 0 && i % octets_a_group == 0) out += separator;
    out += kDigits[octets[i] >> 4];
    out += kDigits[octets[i] & 0xFU];
  }
}

void append_hip_head(std::string& out, Bytes octets) {
  const std::size_t hit = octets[0];
  append_number(out, octets[1]);
  out += ' ';
  append_hex(out, octets.subspan(4, hit));
  out += ' ';
  append_base64(out, octets.subspan(4 + hit));
}

bool append_a6_suffix(std::string& out, Bytes octets) {
  std::array<std::uint8_t, 16> address{};
  std::copy(octets.begin(), octets.end(), address.end() - static_cast<std::ptrdiff_t>(octets.size()));
  append_ip_text(out, address);
  return true;
}

/// One resolved field other than a name. False when no text says these octets.
bool append_field(std::string& out, Field field, Bytes octets) {
  switch (field) {
    case Field::kNothing: out += '.'; return true;
    case Field::kU8: case Field::kU16: case Field::kU32: case Field::kU64: case Field::kPeriod:
    case Field::kAlgorithm: append_number(out, big_endian(octets)); return true;
    case Field::kTime: append_time(out, static_cast<std::uint32_t>(big_endian(octets))); return true;
    case Field::kType: out += rr_type_text(static_cast<RrType>(big_endian(octets))); return true;
    case Field::kCertType: append_mnemonic(out, kCertTypes, big_endian(octets)); return true;
    case Field::kScheme: append_mnemonic(out, kSchemes, big_endian(octets)); return true;
    case Field::kIpv4: case Field::kIpv6: append_ip_text(out, octets); return true;
    case Field::kGroups64: append_groups(out, octets, 2, ':'); return true;
    case Field::kEui48: case Field::kEui64: append_groups(out, octets, 1, '-'); return true;
    case Field::kRelayType:
      append_number(out, octets[0] >> 7);
      out += ' ';
      append_number(out, octets[0] & 0x7FU);
      return true;
    case Field::kTypeBitmap: append_type_bitmap(out, octets); return true;
    case Field::kNxtBitmap: append_nxt_bitmap(out, octets); return true;
    case Field::kLoc: return append_location(out, octets);
    case Field::kApl: return append_address_list(out, octets);
    case Field::kWksServices: return append_wks_services(out, octets);
    case Field::kHipHead: append_hip_head(out, octets); return true;
    case Field::kA6Suffix: return append_a6_suffix(out, octets);
    case Field::kSvcParams: return append_svc_params(out, octets);
    default: return append_tag_and_rest(out, field, octets);
  }
}

bool read_string(RdataTextReader& in) noexcept {
  const std::string_view word = in.word();
  if (!in.put_number(0, 1)) return false;
  std::uint8_t* length = in.next() - 1;
  const std::size_t size = unescape(word, in.next(), std::min<std::size_t>(255, in.room()));
  if (size == kMisfit) return in.fail("a character-string longer than 255 octets, or a malformed escape");
  *length = static_cast<std::uint8_t>(size);
  in.take(size);
  return true;
}

bool read_tag(RdataTextReader& in) noexcept {
  const std::size_t start = in.used();
  if (!read_string(in)) return false;
  const Bytes tag(in.octets() + start, in.used() - start);
  return measure_field(Field::kTag, tag, in.octets()) == tag.size() || in.fail("a tag of letters and digits was expected");
}

bool read_strings(RdataTextReader& in) noexcept {
  do {
    if (!read_string(in)) return false;
  } while (!in.at_end());
  return in.ok();
}

bool read_text(RdataTextReader& in) noexcept {
  const std::size_t size = unescape(in.word(), in.next(), in.room());
  if (size == kMisfit) return in.fail("a malformed escape in a string");
  in.take(size);
  return in.ok();
}

using Decoder = std::size_t (*)(std::string_view, std::uint8_t*, std::size_t) noexcept;

/// `encoded` decoded behind what there is; at least `least` octets.
bool read_encoded(RdataTextReader& in, std::string_view encoded, Decoder decode, std::size_t least) noexcept {
  const std::size_t size = in.ok() ? decode(encoded, in.next(), in.room()) : kBadEncoding;
  if (size == kBadEncoding || size < least) return in.fail("hex or base64 digits were expected");
  in.take(size);
  return true;
}

/// A length octet and what one word decodes to.
bool read_counted(RdataTextReader& in, Decoder decode, std::size_t least) noexcept {
  std::string_view word = in.word();
  if (least == 0 && word == "-") word = {};
  if (!in.put_number(0, 1)) return false;
  std::uint8_t* length = in.next() - 1;
  const std::size_t before = in.used();
  if (!read_encoded(in, word, decode, least)) return false;
  if (in.used() - before > 255) return in.fail("more than 255 octets");
  *length = static_cast<std::uint8_t>(in.used() - before);
  return true;
}

bool read_address(RdataTextReader& in, bool want_v6) noexcept {
  const auto address = parse_ip_address(in.word());
  if (!address || address->is_v6 != want_v6) {
    return in.fail(want_v6 ? "an IPv6 address was expected" : "an IPv4 address was expected");
  }
  return in.put(address->bytes());
}

bool read_host(RdataTextReader& in) noexcept {
  std::array<std::uint8_t, kMaxNameOctets> name;
  const std::size_t size = parse_name_octets(in.bare_word(), name.data());
  return size == 0 ? in.fail("a name was expected") : in.put(Bytes(name).first(size));
}

bool read_hosts(RdataTextReader& in) noexcept {
  while (!in.at_end()) {
    if (!read_host(in)) return false;
  }
  return in.ok();
}

/// `count` pairs of hex digits with hyphens between.
bool read_eui(RdataTextReader& in, std::size_t count) noexcept {
  const std::string_view word = in.word();
  if (word.size() != count * 3 - 1) return in.fail("hex pairs with hyphens were expected");
  for (std::size_t i = 0; i < count; ++i) {
    const int high = hex_digit(word[i * 3]);
    const int low = hex_digit(word[i * 3 + 1]);
    if (high < 0 || low < 0 || (i + 1 < count && word[i * 3 + 2] != '-')) {
      return in.fail("hex pairs with hyphens were expected");
    }
    if (!in.put_number(static_cast<std::uint64_t>(high << 4 | low), 1)) return false;
  }
  return true;
}

bool read_groups64(RdataTextReader& in) noexcept {
  constexpr std::string_view kExpected = "four groups of one to four hex digits were expected";
  std::string_view word = in.word();
  for (unsigned group = 0; group < 4; ++group) {
    if (group != 0) {
      if (word.empty() || word[0] != ':') return in.fail(kExpected);
      word.remove_prefix(1);
    }
    std::uint64_t value = 0;
    std::size_t digits = 0;
    for (; digits < word.size() && digits < 4 && hex_digit(word[digits]) >= 0; ++digits) {
      value = value << 4 | static_cast<unsigned>(hex_digit(word[digits]));
    }
    if (digits == 0) return in.fail(kExpected);
    word.remove_prefix(digits);
    if (!in.put_number(value, 2)) return false;
  }
  return word.empty() || in.fail(kExpected);
}

bool read_nsap(RdataTextReader& in) noexcept {
  const std::string_view word = in.word();
  if (word.size() < 2 || word[0] != '0' || (word[1] != 'x' && word[1] != 'X')) return in.fail("NSAP begins with 0x");
  std::size_t digits = 0;
  std::uint64_t octet = 0;
  for (const char c : word.substr(2)) {
    if (c == '.') continue;  // RFC 1706 section 7: anywhere, for readability
    if (hex_digit(c) < 0) return in.fail("hex digits were expected");
    octet = octet << 4 | static_cast<unsigned>(hex_digit(c));
    if (++digits % 2 == 0 && !in.put_number(octet & 0xFFU, 1)) return false;
  }
  return (digits != 0 && digits % 2 == 0) || in.fail("an even number of hex digits was expected");
}

bool read_hip_head(RdataTextReader& in) noexcept {
  std::uint8_t* head = in.next();
  const std::uint64_t algorithm = in.number(255);
  if (!in.put_number(algorithm << 16, 4)) return false;
  const std::size_t start = in.used();
  if (!read_encoded(in, in.word(), decode_hex, 1)) return false;
  const std::size_t hit = in.used() - start;
  if (hit > 255) return in.fail("a HIT longer than 255 octets");
  if (!read_encoded(in, in.word(), decode_base64, 1)) return false;
  const std::size_t key = in.used() - start - hit;
  head[0] = static_cast<std::uint8_t>(hit);
  head[2] = static_cast<std::uint8_t>(key >> 8);
  head[3] = static_cast<std::uint8_t>(key);
  return true;
}

bool read_a6_suffix(RdataTextReader& in) noexcept {
  const unsigned prefix_bits = in.octets()[0];
  if (prefix_bits > 128) return in.fail("a prefix length beyond the address");
  const auto address = parse_ip_address(in.word());
  if (!address || !address->is_v6) return in.fail("an IPv6 address was expected");
  std::array<std::uint8_t, 16> octets = address->octets;
  for (unsigned bit = 0; bit < prefix_bits; ++bit) {
    octets[bit / 8] = static_cast<std::uint8_t>(octets[bit / 8] & ~(0x80U >> bit % 8));
  }
  return in.put(Bytes(octets).last((128 - prefix_bits + 7) / 8));
}

bool read_relay_type(RdataTextReader& in) noexcept {
  const std::uint64_t discovery = in.number(1);
  const std::uint64_t type = in.number(127);
  return in.put_number(discovery << 7 | type, 1);
}

bool read_rr_type(RdataTextReader& in) noexcept {
  const auto type = parse_rr_type(in.word());
  return type ? in.put_number(to_number(*type), 2) : in.fail("a record type was expected");
}

bool read_time(RdataTextReader& in) noexcept {
  std::uint32_t time_s = 0;
  return parse_time(in.word(), time_s) ? in.put_number(time_s, 4)
                                       : in.fail("a time YYYYMMDDHHmmSS or seconds since 1970 were expected");
}

bool read_period(RdataTextReader& in) noexcept {
  std::uint32_t period_s = 0;
  return parse_period(in.word(), period_s) ? in.put_number(period_s, 4)
                                           : in.fail("a number of seconds, or of units w d h m s, was expected");
}

bool read_number(RdataTextReader& in, unsigned octets) noexcept {
  const std::uint64_t max = octets == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << octets * 8) - 1;
  const std::uint64_t value = in.number(max);
  return in.ok() && in.put_number(value, octets);
}

bool read_rest(RdataTextReader& in, Field field) noexcept {
  switch (field) {
    case Field::kHex: return read_encoded(in, in.rest(), decode_hex, 1);
    case Field::kBase64: return read_encoded(in, in.rest(), decode_base64, 1);
    case Field::kMaybeBase64: return read_encoded(in, in.rest(), decode_base64, 0);
    case Field::kDoaData: {
      const std::string_view rest = in.rest();
      return rest == "-" || read_encoded(in, rest, decode_base64, 1);
    }
    default: return in.fail("a gateway type that is not known");
  }
}

/// One resolved field, names included.
bool read_field(RdataTextReader& in, Field field) noexcept {
  switch (field) {
    case Field::kHost: case Field::kMailbox: return read_host(in);
    case Field::kHosts: return read_hosts(in);
    case Field::kNothing: return in.word() == "." || in.fail("'.' was expected: this gateway type has none");
    case Field::kU8: return read_number(in, 1);
    case Field::kU16: return read_number(in, 2);
    case Field::kU32: return read_number(in, 4);
    case Field::kU64: return read_number(in, 8);
    case Field::kPeriod: return read_period(in);
    case Field::kTime: return read_time(in);
    case Field::kType: return read_rr_type(in);
    case Field::kAlgorithm: return read_mnemonic(in, kAlgorithms, 1);
    case Field::kCertType: return read_mnemonic(in, kCertTypes, 2);
    case Field::kScheme: return read_mnemonic(in, kSchemes, 1);
    case Field::kIpv4: return read_address(in, false);
    case Field::kIpv6: return read_address(in, true);
    case Field::kGroups64: return read_groups64(in);
    case Field::kEui48: return read_eui(in, 6);
    case Field::kEui64: return read_eui(in, 8);
    case Field::kString: return read_string(in);
    case Field::kTag: return read_tag(in);
    case Field::kMaybeString: return in.at_end() ? in.ok() : read_string(in);
    case Field::kStrings: return read_strings(in);
    case Field::kText: return read_text(in);
    case Field::kSalt: return read_counted(in, decode_hex, 0);
    case Field::kHash: return read_counted(in, decode_base32hex, 1);
    case Field::kNsap: return read_nsap(in);
    case Field::kTypeBitmap: return read_type_bitmap(in);
    case Field::kNxtBitmap: return read_nxt_bitmap(in);
    case Field::kLoc: return read_location(in);
    case Field::kApl: return read_address_list(in);
    case Field::kWksServices: return read_wks_services(in);
    case Field::kHipHead: return read_hip_head(in);
    case Field::kRelayType: return read_relay_type(in);
    case Field::kA6Suffix: return read_a6_suffix(in);
    case Field::kSvcParams: return read_svc_params(in);
    default: return read_rest(in, field);
  }
}

/// Whether the field stands in the text at all: an absent A6 prefix and an A6 suffix of no bits do not.
bool is_silent(Field unresolved, Field field, std::size_t size) noexcept {
  if (unresolved == Field::kA6Prefix) return field == Field::kNothing;
  return size == 0 && field != Field::kNothing && field != Field::kText && field != Field::kDoaData;
}

}  // namespace

bool append_fields(std::string& out, const Layout& layout, Bytes rdata) {
  std::size_t pos = 0;
  bool is_first = true;
  const auto separate = [&] {
    if (!is_first) out += ' ';
    is_first = false;
  };
  for (std::size_t i = 0; layout.fields[i] != Field::kEnd; ++i) {
    const Field field = resolve_field(layout.fields[i], rdata.data());
    if (is_name_field(field)) {
      do {
        if (field == Field::kHosts && pos == rdata.size()) break;
        const std::size_t size = measure_name(rdata.subspan(pos));
        if (size == 0) return false;
        separate();
        append_name_text(out, rdata.subspan(pos, size));
        pos += size;
      } while (field == Field::kHosts);
      continue;
    }
    const std::size_t size = measure_field(field, rdata.subspan(pos), rdata.data());
    if (size == kMisfit) return false;
    if (!is_silent(layout.fields[i], field, size)) {
      separate();
      if (!append_field(out, field, rdata.subspan(pos, size))) return false;
    }
    pos += size;
  }
  return pos == rdata.size() && !is_first;
}

bool read_fields(RdataTextReader& in, const Layout& layout) noexcept {
  for (std::size_t i = 0; layout.fields[i] != Field::kEnd; ++i) {
    const Field field = resolve_field(layout.fields[i], in.octets());
    const bool is_absent = (layout.fields[i] == Field::kA6Prefix && field == Field::kNothing) ||
                           (field == Field::kA6Suffix && in.octets()[0] == 128);
    if (!is_absent && !read_field(in, field)) return false;
  }
  if (!in.ok()) return false;
  if (in.at_end()) return true;
  in.word();
  return in.fail("more text than this type takes");
}

}  // namespace spoor::dns
