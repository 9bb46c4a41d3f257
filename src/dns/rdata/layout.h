// SPDX-License-Identifier: Apache-2.0
// What the rdata of each type is made of. The one table from which canonical form, presentation
// form in both directions and the names inside rdata follow. Private to this room.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

#include "base/bytes.h"
#include "dns/rr_type.h"

namespace spoor::dns {

/// One field of rdata. In brackets, what stands in the text where that is not obvious.
enum class Field : std::uint8_t {
  kEnd = 0,  ///< No further field.
  kNothing,  ///< An absent field [written "."] (see resolve_field).
  kHost,     ///< A name.
  kMailbox,  ///< A mailbox coded as a name.
  kHosts,    ///< Names up to the end, maybe none.
  kU8,       ///< A number, as kU16, kU32, kU64, most significant octet first [decimal].
  kU16,
  kU32,
  kU64,
  kPeriod,     ///< Seconds in 32 bits [also read with units: 1h30m].
  kTime,       ///< Seconds since 1970 in 32 bits [YYYYMMDDHHmmSS].
  kType,       ///< A record type in 16 bits [mnemonic or TYPEnnn].
  kAlgorithm,  ///< A DNSSEC algorithm in 8 bits [number; mnemonics are read].
  kCertType,   ///< RFC 4398 section 2.1 in 16 bits [mnemonic or number].
  kScheme,     ///< RFC 9859 section 2.1 in 8 bits [NOTIFY or number].
  kIpv4,       ///< An address, as kIpv6.
  kIpv6,
  kGroups64,     ///< 8 octets [four groups of hex digits].
  kEui48,        ///< 6 octets [hex pairs with hyphens].
  kEui64,        ///< 8 octets [hex pairs with hyphens].
  kString,       ///< A character-string [quoted].
  kMaybeString,  ///< A character-string or the end.
  kStrings,      ///< Character-strings up to the end, at least one.
  kTag,          ///< A character-string of letters and digits, at least one [bare].
  kText,         ///< All octets that remain [one quoted string].
  kSalt,         ///< Length and octets [hex, "-" when empty].
  kHash,         ///< Length and octets [base32 with extended hex alphabet].
  kHex,          ///< All octets that remain, at least one.
  kBase64,       ///< All octets that remain, at least one.
  kMaybeBase64,  ///< All octets that remain, maybe none.
  kDoaData,      ///< All octets that remain [base64, "-" when empty].
  kNsap,         ///< All octets that remain, at least one [0x and hex].
  kTypeBitmap,   ///< RFC 4034 section 4.1.2 [mnemonics].
  kNxtBitmap,    ///< RFC 2535 section 5.2 [mnemonics].
  kLoc,          ///< RFC 1876.
  kApl,          ///< RFC 3123.
  kWksServices,  ///< Protocol and port bitmap, RFC 1035 section 3.4.2.
  kHipHead,      ///< RFC 8005: lengths, algorithm, HIT and key.
  kGateway,      ///< RFC 4025 section 2.5: what rdata[1] says.
  kRelayType,    ///< RFC 8777 section 4.2: discovery bit and type in one octet [two numbers].
  kRelay,        ///< RFC 8777 section 4.2.4: what rdata[1] says.
  kA6Suffix,     ///< RFC 2874 section 3.1: as many octets as rdata[0] leaves [an IPv6 address].
  kA6Prefix,     ///< A name, absent if rdata[0] is 0.
  kSvcParams,    ///< RFC 9460 section 2.2.
};

inline constexpr std::size_t kMaxFields = 10;

/// The fields of a type, ended by kEnd; a type without a layout has none and its octets are opaque.
struct Layout {
  std::array<Field, kMaxFields> fields{};
  bool decompresses = false;  ///< RFC 3597 section 4: pointers are allowed in its names.
};

/// The layout of `type`, nullptr for a type that has none (NULL, unknown types, partners' labels).
const Layout* layout_of(RrType type) noexcept;

constexpr bool is_name_field(Field field) noexcept {
  return field == Field::kHost || field == Field::kMailbox || field == Field::kHosts;
}

/// Turns a field whose shape depends on earlier octets into the field that stands there; kEnd when
/// those octets say nothing known. `rdata` is what precedes (at least two octets for the fields
/// concerned).
Field resolve_field(Field field, const std::uint8_t* rdata) noexcept;

inline constexpr std::size_t kMisfit = static_cast<std::size_t>(-1);

/// Octets that a resolved field other than a name takes at the beginning of `rest`; kMisfit when it
/// does not fit. `rdata` is the rdata's own beginning, as for resolve_field.
std::size_t measure_field(Field field, Bytes rest, const std::uint8_t* rdata) noexcept;

/// Octets of the uncompressed name that `rest` begins with; 0 when there is none.
std::size_t measure_name(Bytes rest) noexcept;

}  // namespace spoor::dns
