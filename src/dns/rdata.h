// SPDX-License-Identifier: Apache-2.0
// Rdata: canonical wire form, presentation form, and where the names inside it stand.
//
// Canonical here means: names decompressed (only for the types of RFC 3597 section 4; a pointer in
// any other type is malformed) and lower-cased, in every known type with names (RFC 4034
// section 6.2, and by our own choice beyond it, against 0x20 noise; docs/formats/rdata.md lists
// them).
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "dns/rr_type.h"
#include "dns/wire_reader.h"

namespace spoor::dns {

/// Longest canonical rdata: 65535 octets on the wire, and names that grow when decompressed.
inline constexpr std::size_t kMaxCanonicalRdata = 65535;

/// Reads `rdlength` octets of rdata at `r.pos()` of a whole message and writes the canonical form
/// to `out` (room for kMaxCanonicalRdata octets). Returns the octets written, or kBadRdata. Leaves
/// `r` behind the rdata. Hot path: no allocation, no Result.
inline constexpr std::size_t kBadRdata = static_cast<std::size_t>(-1);
std::size_t read_canonical_rdata(WireReader& r, RrType type, std::size_t rdlength,
                                 std::uint8_t* out) noexcept;

/// The canonical form of uncompressed rdata. Errors: kMalformed with the offset.
Result<std::string> canonical_rdata(RrType type, Bytes rdata);

/// Presentation form to canonical wire form. Takes `\# length hex` for every type (RFC 3597 section
/// 5). A name without its final dot is absolute. Errors: kMalformed or kInvalid with the offset in
/// `text`.
Result<std::string> parse_rdata(RrType type, std::string_view text);

/// The same into `out` (room for kMaxCanonicalRdata octets), without allocation for the common
/// types; returns the octets written. For a partner's label the text stands for its octets, `\\`
/// and `\DDD` resolved.
Result<std::size_t> parse_rdata_into(RrType type, std::string_view text, std::uint8_t* out);

/// Appends the presentation form. Rdata that does not fit its type is written as `\# length hex`,
/// so every octet string has a text that parses back to it.
void append_rdata_text(std::string& out, RrType type, Bytes rdata);
std::string rdata_text(RrType type, Bytes rdata);

/// What a name inside rdata is for.
enum class NameRole : std::uint8_t {
  kHost =
      1,  ///< Points at a host or zone: NS, CNAME, DNAME, PTR, MX, SRV, SOA MNAME, SVCB target …
  kMailbox = 2,  ///< A mailbox coded as a name: SOA RNAME, RP mbox, MINFO, MB, MG, MR.
};

/// One name inside canonical rdata: rdata[offset, offset + size) is its wire form.
struct RdataName {
  std::uint16_t offset = 0;
  std::uint16_t size = 0;
  NameRole role = NameRole::kHost;
};

/// The names inside canonical rdata of `type`, at most `max` (4 is enough for every type but HIP),
/// written to `names`; returns how many. None when `rdata` does not fit the type. RRSIG's signer
/// and NSEC's next name count.
std::size_t find_rdata_names(RrType type, Bytes rdata, RdataName* names, std::size_t max) noexcept;

}  // namespace spoor::dns
