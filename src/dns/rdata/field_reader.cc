// SPDX-License-Identifier: Apache-2.0
// Each field from its text. The other direction is field_text.cc.
#include <algorithm>
#include <array>
#include <string_view>

#include "base/ip_address.h"
#include "dns/name.h"
#include "dns/rdata/address_list.h"
#include "dns/rdata/encoding.h"
#include "dns/rdata/location.h"
#include "dns/rdata/mnemonics.h"
#include "dns/rdata/svc_params.h"
#include "dns/rdata/text_reader.h"
#include "dns/rdata/time_text.h"
#include "dns/rdata/type_bitmap.h"

namespace spoor::dns {
namespace {

/// A mnemonic in any case, or a number that fits `octets` octets.
template <std::size_t n>
bool read_mnemonic(RdataTextReader& in, const std::array<Mnemonic, n>& names,
                   unsigned octets) noexcept {
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

bool read_string(RdataTextReader& in) noexcept {
  const std::string_view word = in.word();
  if (!in.put_number(0, 1)) return false;
  std::uint8_t* length = in.next() - 1;
  const std::size_t size = unescape(word, in.next(), std::min<std::size_t>(255, in.room()));
  if (size == kMisfit)
    return in.fail("a character-string longer than 255 octets, or a malformed escape");
  *length = static_cast<std::uint8_t>(size);
  in.take(size);
  return true;
}

bool read_tag(RdataTextReader& in) noexcept {
  const std::size_t start = in.used();
  if (!read_string(in)) return false;
  const Bytes tag(in.octets() + start, in.used() - start);
  return measure_field(Field::kTag, tag, in.octets()) == tag.size() ||
         in.fail("a tag of letters and digits was expected");
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
bool read_encoded(RdataTextReader& in, std::string_view encoded, Decoder decode,
                  std::size_t least) noexcept {
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
  if (word.size() < 2 || word[0] != '0' || (word[1] != 'x' && word[1] != 'X'))
    return in.fail("NSAP begins with 0x");
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
  return parse_time(in.word(), time_s)
             ? in.put_number(time_s, 4)
             : in.fail("a time YYYYMMDDHHmmSS or seconds since 1970 were expected");
}

bool read_period(RdataTextReader& in) noexcept {
  std::uint32_t period_s = 0;
  return parse_period(in.word(), period_s)
             ? in.put_number(period_s, 4)
             : in.fail("a number of seconds, or of units w d h m s, was expected");
}

bool read_number(RdataTextReader& in, unsigned octets) noexcept {
  const std::uint64_t max = octets == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << octets * 8) - 1;
  const std::uint64_t value = in.number(max);
  return in.ok() && in.put_number(value, octets);
}

bool read_rest(RdataTextReader& in, Field field) noexcept {
  switch (field) {
    case Field::kHex:
      return read_encoded(in, in.rest(), decode_hex, 1);
    case Field::kBase64:
      return read_encoded(in, in.rest(), decode_base64, 1);
    case Field::kMaybeBase64:
      return read_encoded(in, in.rest(), decode_base64, 0);
    case Field::kDoaData: {
      const std::string_view rest = in.rest();
      return rest == "-" || read_encoded(in, rest, decode_base64, 1);
    }
    default:
      return in.fail("a gateway type that is not known");
  }
}

/// Numbers and words of one size.
bool read_number_field(RdataTextReader& in, Field field) noexcept {
  switch (field) {
    case Field::kU8:
      return read_number(in, 1);
    case Field::kU16:
      return read_number(in, 2);
    case Field::kU32:
      return read_number(in, 4);
    case Field::kU64:
      return read_number(in, 8);
    case Field::kPeriod:
      return read_period(in);
    case Field::kTime:
      return read_time(in);
    case Field::kType:
      return read_rr_type(in);
    case Field::kAlgorithm:
      return read_mnemonic(in, kAlgorithms, 1);
    case Field::kCertType:
      return read_mnemonic(in, kCertTypes, 2);
    case Field::kScheme:
      return read_mnemonic(in, kSchemes, 1);
    case Field::kGroups64:
      return read_groups64(in);
    case Field::kEui48:
      return read_eui(in, 6);
    case Field::kEui64:
      return read_eui(in, 8);
    default:
      return read_rest(in, field);
  }
}

/// The fields that are a little format of their own.
bool read_composite(RdataTextReader& in, Field field) noexcept {
  switch (field) {
    case Field::kTypeBitmap:
      return read_type_bitmap(in);
    case Field::kNxtBitmap:
      return read_nxt_bitmap(in);
    case Field::kLoc:
      return read_location(in);
    case Field::kApl:
      return read_address_list(in);
    case Field::kWksServices:
      return read_wks_services(in);
    case Field::kHipHead:
      return read_hip_head(in);
    case Field::kRelayType:
      return read_relay_type(in);
    case Field::kA6Suffix:
      return read_a6_suffix(in);
    case Field::kSvcParams:
      return read_svc_params(in);
    case Field::kNsap:
      return read_nsap(in);
    default:
      return read_number_field(in, field);
  }
}

/// One resolved field, names included.
bool read_field(RdataTextReader& in, Field field) noexcept {
  switch (field) {
    case Field::kHost:
    case Field::kMailbox:
      return read_host(in);
    case Field::kHosts:
      return read_hosts(in);
    case Field::kNothing:
      return in.word() == "." || in.fail("'.' was expected: this gateway type has none");
    case Field::kIpv4:
      return read_address(in, false);
    case Field::kIpv6:
      return read_address(in, true);
    case Field::kString:
      return read_string(in);
    case Field::kTag:
      return read_tag(in);
    case Field::kMaybeString:
      return in.at_end() ? in.ok() : read_string(in);
    case Field::kStrings:
      return read_strings(in);
    case Field::kText:
      return read_text(in);
    case Field::kSalt:
      return read_counted(in, decode_hex, 0);
    case Field::kHash:
      return read_counted(in, decode_base32hex, 1);
    default:
      return read_composite(in, field);
  }
}

}  // namespace

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
