// SPDX-License-Identifier: Apache-2.0
// The order of records. A key is a head, which compares as bytes, then rdata, then bailiwick.
//
//   by name    head = sort form of the owner, type
//   by value   head = kind of value, value, sort form of the owner, type
//
// Every part of a head says itself where it ends, so comparing the bytes compares the parts in
// turn.
#pragma once

#include <algorithm>
#include <compare>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "dns/rr_type.h"

namespace spoor::record {

inline constexpr std::uint8_t kBailiwickUnknown = 255;

/// A key of either index, as views.
struct RowKey {
  std::string_view head;
  std::string_view rdata;
  std::uint8_t bailiwick = kBailiwickUnknown;
};

inline int compare_bytes(std::string_view a, std::string_view b) noexcept {
  const std::size_t common = std::min(a.size(), b.size());
  const int order =
      common == 0 ? 0 : std::memcmp(a.data(), b.data(), common);  // an empty view may be null
  if (order != 0) return order;
  return a.size() < b.size() ? -1 : a.size() > b.size() ? 1 : 0;
}

/// <0, 0, >0 in the order of the index.
inline int compare(const RowKey& a, const RowKey& b) noexcept {
  if (const int head = compare_bytes(a.head, b.head); head != 0) return head;
  if (const int rdata = compare_bytes(a.rdata, b.rdata); rdata != 0) return rdata;
  return static_cast<int>(a.bailiwick) - static_cast<int>(b.bailiwick);
}

/// A key that owns its bytes (a resume point).
struct OwnedKey {
  std::string head;
  std::string rdata;
  std::uint8_t bailiwick = kBailiwickUnknown;

  [[nodiscard]] RowKey view() const noexcept { return {head, rdata, bailiwick}; }
  void assign(const RowKey& key) {
    head.assign(key.head);
    rdata.assign(key.rdata);
    bailiwick = key.bailiwick;
  }
  bool operator==(const OwnedKey&) const = default;
};

/// Kinds of value in the index by value. On disk: never renumber.
enum class ValueKind : std::uint8_t {
  kIpv4 = 1,     ///< Four octets (A).
  kIpv6 = 2,     ///< Sixteen octets (AAAA).
  kName = 3,     ///< Sort form of a host name in rdata.
  kMailbox = 4,  ///< Sort form of a mailbox in rdata (SOA RNAME).
  kToken = 5,    ///< A telling token of a TXT record, escaped like a label, ended by 0x00.
  kRaw = 6,  ///< Whole rdata of a type without names and addresses, escaped like a label, ended by
             ///< 0x00.
};

inline constexpr std::size_t kMaxTypeOctets = 4;
/// Writes a type so that byte order is numeric order: 1 octet below 0x80, 2 below 0x4000, else 4.
/// Returns how many.
inline std::size_t write_type(char* out, dns::RrType type) noexcept {
  const std::uint32_t v = dns::to_number(type);
  if (v < 0x80) {
    out[0] = static_cast<char>(v);
    return 1;
  }
  if (v < 0x4000) {
    out[0] = static_cast<char>(0x80 | v >> 8);
    out[1] = static_cast<char>(v);
    return 2;
  }
  out[0] = static_cast<char>(0xC0 | v >> 24);
  out[1] = static_cast<char>(v >> 16);
  out[2] = static_cast<char>(v >> 8);
  out[3] = static_cast<char>(v);
  return kMaxTypeOctets;
}
inline void append_type(std::string& out, dns::RrType type) {
  char octets[kMaxTypeOctets];
  out.append(octets, write_type(octets, type));
}

/// Reads what append_type wrote at the end of a head, from `bytes`, which must be all of it; false
/// when it is not.
inline bool read_type(std::string_view bytes, dns::RrType& type) noexcept {
  const auto at = [&](std::size_t i) {
    return static_cast<std::uint32_t>(static_cast<std::uint8_t>(bytes[i]));
  };
  if (bytes.size() == 1 && at(0) < 0x80) {
    type = static_cast<dns::RrType>(at(0));
  } else if (bytes.size() == 2 && (at(0) & 0xC0) == 0x80) {
    type = static_cast<dns::RrType>((at(0) & 0x3F) << 8 | at(1));
  } else if (bytes.size() == 4 && (at(0) & 0xC0) == 0xC0) {
    type = static_cast<dns::RrType>((at(0) & 0x3F) << 24 | at(1) << 16 | at(2) << 8 | at(3));
  } else {
    return false;
  }
  return true;
}

/// Appends `octets` escaped like a label of a sort form (0x00 as 01 01, 0x01 as 01 02), without an
/// end: so a prefix of the octets is a prefix of the escaped form.
inline void append_escaped(std::string& out, std::string_view octets) {
  for (const char octet : octets) {
    if (octet == 0 || octet == 1) {
      out += '\x01';
      out += static_cast<char>(octet + 1);
    } else {
      out += octet;
    }
  }
}

/// Length of the value (its kind octet included) that a head of the index by value begins with; 0
/// when malformed.
std::size_t value_length(std::string_view head) noexcept;

/// The least byte string above every string that begins with `prefix`; empty when there is none.
std::string after_prefix(std::string_view prefix);

}  // namespace spoor::record
