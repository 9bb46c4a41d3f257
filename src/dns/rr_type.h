// SPDX-License-Identifier: Apache-2.0
// Resource record types: the IANA registry's mnemonics, TYPEnnn (RFC 3597 section 5), and room for
// partners' own labels, which are numbered beyond every wire type.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spoor::dns {

/// A wire type 0..65535, or a partner's own label from 65536 up (numbered by a store's registry).
enum class RrType : std::uint32_t {
  kA = 1,
  kNs = 2,
  kMd = 3,
  kMf = 4,
  kCname = 5,
  kSoa = 6,
  kMb = 7,
  kMg = 8,
  kMr = 9,
  kNull = 10,
  kWks = 11,
  kPtr = 12,
  kHinfo = 13,
  kMinfo = 14,
  kMx = 15,
  kTxt = 16,
  kRp = 17,
  kAfsdb = 18,
  kX25 = 19,
  kIsdn = 20,
  kRt = 21,
  kNsap = 22,
  kNsapPtr = 23,
  kSig = 24,
  kKey = 25,
  kPx = 26,
  kGpos = 27,
  kAaaa = 28,
  kLoc = 29,
  kNxt = 30,
  kEid = 31,
  kNimloc = 32,
  kSrv = 33,
  kAtma = 34,
  kNaptr = 35,
  kKx = 36,
  kCert = 37,
  kA6 = 38,
  kDname = 39,
  kSink = 40,
  kOpt = 41,
  kApl = 42,
  kDs = 43,
  kSshfp = 44,
  kIpseckey = 45,
  kRrsig = 46,
  kNsec = 47,
  kDnskey = 48,
  kDhcid = 49,
  kNsec3 = 50,
  kNsec3param = 51,
  kTlsa = 52,
  kSmimea = 53,
  kHip = 55,
  kNinfo = 56,
  kRkey = 57,
  kTalink = 58,
  kCds = 59,
  kCdnskey = 60,
  kOpenpgpkey = 61,
  kCsync = 62,
  kZonemd = 63,
  kSvcb = 64,
  kHttps = 65,
  kDsync = 66,
  kHhit = 67,
  kBrid = 68,
  kSpf = 99,
  kNid = 104,
  kL32 = 105,
  kL64 = 106,
  kLp = 107,
  kEui48 = 108,
  kEui64 = 109,
  kTkey = 249,
  kTsig = 250,
  kIxfr = 251,
  kAxfr = 252,
  kAny = 255,
  kUri = 256,
  kCaa = 257,
  kAvc = 258,
  kDoa = 259,
  kAmtrelay = 260,
  kResinfo = 261,
  kWallet = 262,
  kCla = 263,
  kIpn = 264,
  kTa = 32768,
  kDlv = 32769,
};

inline constexpr std::uint32_t kFirstLabelType = 65536;

constexpr std::uint32_t to_number(RrType type) noexcept {
  return static_cast<std::uint32_t>(type);
}
constexpr bool is_wire_type(RrType type) noexcept {
  return to_number(type) < kFirstLabelType;
}

/// The mnemonic without regard to case, or `TYPE` and 0..65535. Empty when it is neither.
std::optional<RrType> parse_rr_type(std::string_view text) noexcept;

/// The IANA mnemonic, empty for a type that has none (and for partners' labels).
std::string_view rr_type_mnemonic(RrType type) noexcept;

/// The mnemonic, or TYPEnnn. For wire types only.
std::string rr_type_text(RrType type);

/// Types that only ask or only sign a message: 128-255, OPT, TSIG, TKEY: never stored (RFC 6895
/// section 3.1).
bool is_meta_type(RrType type) noexcept;

/// The types that DNSDB's ANY leaves out: DS, RRSIG, NSEC, DNSKEY, NSEC3, NSEC3PARAM, DLV, CDNSKEY,
/// CDS, TA.
bool is_dnssec_type(RrType type) noexcept;

}  // namespace spoor::dns
