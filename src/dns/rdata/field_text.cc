// SPDX-License-Identifier: Apache-2.0
// Each field as text. The other direction is field_reader.cc.
#include "dns/rdata/field_text.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

#include "base/ip_address.h"
#include "dns/name.h"
#include "dns/rdata/address_list.h"
#include "dns/rdata/character_string.h"
#include "dns/rdata/encoding.h"
#include "dns/rdata/location.h"
#include "dns/rdata/mnemonics.h"
#include "dns/rdata/svc_params.h"
#include "dns/rdata/time_text.h"
#include "dns/rdata/type_bitmap.h"

namespace spoor::dns {
namespace {

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

bool append_tag_and_rest(std::string& out, Field field, Bytes octets) {
  switch (field) {
    case Field::kString:
    case Field::kMaybeString:
      append_quoted(out, octets.subspan(1));
      return true;
    case Field::kStrings:
      for (std::size_t pos = 0; pos < octets.size(); pos += octets[pos] + 1U) {
        if (pos != 0) out += ' ';
        append_quoted(out, octets.subspan(pos + 1, octets[pos]));
      }
      return true;
    case Field::kTag:
      out += as_chars(octets.subspan(1));
      return true;
    case Field::kText:
      append_quoted(out, octets);
      return true;
    case Field::kSalt:
      if (octets.size() == 1) out += '-';
      append_hex(out, octets.subspan(1));
      return true;
    case Field::kHash:
      append_base32hex(out, octets.subspan(1));
      return true;
    case Field::kNsap:
      out += "0x";
      append_hex(out, octets);
      return true;
    case Field::kHex:
      append_hex(out, octets);
      return true;
    case Field::kDoaData:
      if (octets.empty()) out += '-';
      append_base64(out, octets);
      return true;
    default:
      append_base64(out, octets);
      return true;
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
  std::copy(octets.begin(), octets.end(),
            address.end() - static_cast<std::ptrdiff_t>(octets.size()));
  append_ip_text(out, address);
  return true;
}

/// The fields that are a little format of their own. False when no text says these octets.
bool append_composite(std::string& out, Field field, Bytes octets) {
  switch (field) {
    case Field::kRelayType:
      append_number(out, octets[0] >> 7);
      out += ' ';
      append_number(out, octets[0] & 0x7FU);
      return true;
    case Field::kTypeBitmap:
      append_type_bitmap(out, octets);
      return true;
    case Field::kNxtBitmap:
      append_nxt_bitmap(out, octets);
      return true;
    case Field::kLoc:
      return append_location(out, octets);
    case Field::kApl:
      return append_address_list(out, octets);
    case Field::kWksServices:
      return append_wks_services(out, octets);
    case Field::kHipHead:
      append_hip_head(out, octets);
      return true;
    case Field::kA6Suffix:
      return append_a6_suffix(out, octets);
    case Field::kSvcParams:
      return append_svc_params(out, octets);
    default:
      return append_tag_and_rest(out, field, octets);
  }
}

/// One resolved field other than a name. False when no text says these octets.
bool append_field(std::string& out, Field field, Bytes octets) {
  switch (field) {
    case Field::kNothing:
      out += '.';
      return true;
    case Field::kU8:
    case Field::kU16:
    case Field::kU32:
    case Field::kU64:
    case Field::kPeriod:
    case Field::kAlgorithm:
      append_number(out, big_endian(octets));
      return true;
    case Field::kTime:
      append_time(out, static_cast<std::uint32_t>(big_endian(octets)));
      return true;
    case Field::kType:
      out += rr_type_text(static_cast<RrType>(big_endian(octets)));
      return true;
    case Field::kCertType:
      append_mnemonic(out, kCertTypes, big_endian(octets));
      return true;
    case Field::kScheme:
      append_mnemonic(out, kSchemes, big_endian(octets));
      return true;
    case Field::kIpv4:
    case Field::kIpv6:
      append_ip_text(out, octets);
      return true;
    case Field::kGroups64:
      append_groups(out, octets, 2, ':');
      return true;
    case Field::kEui48:
    case Field::kEui64:
      append_groups(out, octets, 1, '-');
      return true;
    default:
      return append_composite(out, field, octets);
  }
}
/// Whether the field stands in the text at all: an absent A6 prefix and an A6 suffix of no bits do
/// not.
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

}  // namespace spoor::dns
