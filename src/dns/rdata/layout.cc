// SPDX-License-Identifier: Apache-2.0
// The table of layouts and the shape of each field. A new type of known fields is one line here.
#include "dns/rdata/layout.h"

#include "dns/name.h"
#include "dns/rdata/address_list.h"
#include "dns/rdata/svc_params.h"
#include "dns/rdata/type_bitmap.h"

namespace spoor::dns {
namespace {

struct Row {
  RrType type;
  Layout layout;
};

constexpr bool kDecompresses = true;

// clang-format off
constexpr std::array kRows = [] {
  using enum Field;
  return std::array{
    Row{RrType::kA, {{kIpv4}}},
    Row{RrType::kNs, {{kHost}, kDecompresses}},
    Row{RrType::kMd, {{kHost}, kDecompresses}},
    Row{RrType::kMf, {{kHost}, kDecompresses}},
    Row{RrType::kCname, {{kHost}, kDecompresses}},
    Row{RrType::kSoa, {{kHost, kMailbox, kU32, kPeriod, kPeriod, kPeriod, kPeriod}, kDecompresses}},
    Row{RrType::kMb, {{kMailbox}, kDecompresses}},
    Row{RrType::kMg, {{kMailbox}, kDecompresses}},
    Row{RrType::kMr, {{kMailbox}, kDecompresses}},
    Row{RrType::kWks, {{kIpv4, kWksServices}}},
    Row{RrType::kPtr, {{kHost}, kDecompresses}},
    Row{RrType::kHinfo, {{kString, kString}}},
    Row{RrType::kMinfo, {{kMailbox, kMailbox}, kDecompresses}},
    Row{RrType::kMx, {{kU16, kHost}, kDecompresses}},
    Row{RrType::kTxt, {{kStrings}}},
    Row{RrType::kRp, {{kMailbox, kHost}, kDecompresses}},
    Row{RrType::kAfsdb, {{kU16, kHost}, kDecompresses}},
    Row{RrType::kX25, {{kString}}},
    Row{RrType::kIsdn, {{kString, kMaybeString}}},
    Row{RrType::kRt, {{kU16, kHost}, kDecompresses}},
    Row{RrType::kNsap, {{kNsap}}},
    Row{RrType::kNsapPtr, {{kHost}}},
    Row{RrType::kSig, {{kType, kAlgorithm, kU8, kU32, kTime, kTime, kU16, kHost, kBase64}, kDecompresses}},
    Row{RrType::kKey, {{kU16, kU8, kAlgorithm, kMaybeBase64}}},
    Row{RrType::kPx, {{kU16, kHost, kHost}, kDecompresses}},
    Row{RrType::kGpos, {{kString, kString, kString}}},
    Row{RrType::kAaaa, {{kIpv6}}},
    Row{RrType::kLoc, {{kLoc}}},
    Row{RrType::kNxt, {{kHost, kNxtBitmap}, kDecompresses}},
    Row{RrType::kEid, {{kHex}}},
    Row{RrType::kNimloc, {{kHex}}},
    Row{RrType::kSrv, {{kU16, kU16, kU16, kHost}, kDecompresses}},
    Row{RrType::kNaptr, {{kU16, kU16, kString, kString, kString, kHost}, kDecompresses}},
    Row{RrType::kKx, {{kU16, kHost}}},
    Row{RrType::kCert, {{kCertType, kU16, kAlgorithm, kBase64}}},
    Row{RrType::kA6, {{kU8, kA6Suffix, kA6Prefix}}},
    Row{RrType::kDname, {{kHost}}},
    Row{RrType::kApl, {{kApl}}},
    Row{RrType::kDs, {{kU16, kAlgorithm, kU8, kHex}}},
    Row{RrType::kSshfp, {{kU8, kU8, kHex}}},
    Row{RrType::kIpseckey, {{kU8, kU8, kU8, kGateway, kMaybeBase64}}},
    Row{RrType::kRrsig, {{kType, kAlgorithm, kU8, kU32, kTime, kTime, kU16, kHost, kBase64}}},
    Row{RrType::kNsec, {{kHost, kTypeBitmap}}},
    Row{RrType::kDnskey, {{kU16, kU8, kAlgorithm, kMaybeBase64}}},
    Row{RrType::kDhcid, {{kBase64}}},
    Row{RrType::kNsec3, {{kU8, kU8, kU16, kSalt, kHash, kTypeBitmap}}},
    Row{RrType::kNsec3param, {{kU8, kU8, kU16, kSalt}}},
    Row{RrType::kTlsa, {{kU8, kU8, kU8, kHex}}},
    Row{RrType::kSmimea, {{kU8, kU8, kU8, kHex}}},
    Row{RrType::kHip, {{kHipHead, kHosts}}},
    Row{RrType::kNinfo, {{kStrings}}},
    Row{RrType::kRkey, {{kU16, kU8, kAlgorithm, kMaybeBase64}}},
    Row{RrType::kTalink, {{kHost, kHost}}},
    Row{RrType::kCds, {{kU16, kAlgorithm, kU8, kHex}}},
    Row{RrType::kCdnskey, {{kU16, kU8, kAlgorithm, kMaybeBase64}}},
    Row{RrType::kOpenpgpkey, {{kBase64}}},
    Row{RrType::kCsync, {{kU32, kU16, kTypeBitmap}}},
    Row{RrType::kZonemd, {{kU32, kU8, kU8, kHex}}},
    Row{RrType::kSvcb, {{kU16, kHost, kSvcParams}}},
    Row{RrType::kHttps, {{kU16, kHost, kSvcParams}}},
    Row{RrType::kDsync, {{kType, kScheme, kU16, kHost}}},
    Row{RrType::kHhit, {{kBase64}}},
    Row{RrType::kBrid, {{kBase64}}},
    Row{RrType::kSpf, {{kStrings}}},
    Row{RrType::kNid, {{kU16, kGroups64}}},
    Row{RrType::kL32, {{kU16, kIpv4}}},
    Row{RrType::kL64, {{kU16, kGroups64}}},
    Row{RrType::kLp, {{kU16, kHost}}},
    Row{RrType::kEui48, {{kEui48}}},
    Row{RrType::kEui64, {{kEui64}}},
    Row{RrType::kUri, {{kU16, kU16, kText}}},
    Row{RrType::kCaa, {{kU8, kTag, kText}}},
    Row{RrType::kAvc, {{kStrings}}},
    Row{RrType::kDoa, {{kU32, kU32, kU8, kString, kDoaData}}},
    Row{RrType::kAmtrelay, {{kU8, kRelayType, kRelay}}},
    Row{RrType::kResinfo, {{kStrings}}},
    Row{RrType::kWallet, {{kStrings}}},
    Row{RrType::kCla, {{kStrings}}},
    Row{RrType::kIpn, {{kU64}}},
    Row{RrType::kTa, {{kU16, kAlgorithm, kU8, kHex}}},
    Row{RrType::kDlv, {{kU16, kAlgorithm, kU8, kHex}}}};
}();
// clang-format on

constexpr std::uint32_t kLowTypes = 265;
constexpr std::uint8_t kNoRow = 255;

/// Row number by type, for the types below kLowTypes.
constexpr auto kRowOf = [] {
  std::array<std::uint8_t, kLowTypes> row_of{};
  row_of.fill(kNoRow);
  for (std::size_t i = 0; i < kRows.size(); ++i) {
    const std::uint32_t number = to_number(kRows[i].type);
    if (number < kLowTypes) row_of[number] = static_cast<std::uint8_t>(i);
  }
  return row_of;
}();

static_assert(kRows.size() < kNoRow);

std::size_t measure_string(Bytes rest) noexcept {
  return rest.empty() || rest[0] + 1U > rest.size() ? kMisfit : rest[0] + 1U;
}

std::size_t measure_strings(Bytes rest) noexcept {
  std::size_t pos = 0;
  while (pos < rest.size()) pos += rest[pos] + 1U;
  return rest.empty() || pos != rest.size() ? kMisfit : pos;
}

std::size_t measure_tag(Bytes rest) noexcept {
  const std::size_t size = measure_string(rest);
  if (size == kMisfit || size == 1) return kMisfit;
  for (const std::uint8_t octet : rest.subspan(1, size - 1)) {
    const std::uint8_t lower = to_lower(octet);
    if (!(lower >= 'a' && lower <= 'z') && !(octet >= '0' && octet <= '9')) return kMisfit;
  }
  return size;
}

std::size_t measure_hip_head(Bytes rest) noexcept {
  if (rest.size() < 4) return kMisfit;
  const std::size_t hit = rest[0];
  const std::size_t key = static_cast<std::size_t>(rest[2]) << 8 | rest[3];
  return hit == 0 || key == 0 || 4 + hit + key > rest.size() ? kMisfit : 4 + hit + key;
}

/// RFC 2874 section 3.1: the bits of the suffix, with at most seven zero bits before them.
std::size_t measure_a6_suffix(Bytes rest, unsigned prefix_bits) noexcept {
  if (prefix_bits > 128) return kMisfit;
  const std::size_t octets = (128 - prefix_bits + 7) / 8;
  if (octets > rest.size()) return kMisfit;
  const unsigned pad_bits = prefix_bits % 8;
  return pad_bits != 0 && rest[0] >> (8 - pad_bits) != 0 ? kMisfit : octets;
}

constexpr std::size_t fixed_size(Field field) noexcept {
  switch (field) {
    case Field::kU8:
    case Field::kAlgorithm:
    case Field::kScheme:
    case Field::kRelayType:
      return 1;
    case Field::kU16:
    case Field::kType:
    case Field::kCertType:
      return 2;
    case Field::kU32:
    case Field::kPeriod:
    case Field::kTime:
    case Field::kIpv4:
      return 4;
    case Field::kEui48:
      return 6;
    case Field::kU64:
    case Field::kGroups64:
    case Field::kEui64:
      return 8;
    case Field::kIpv6:
    case Field::kLoc:
      return 16;
    default:
      return 0;
  }
}

}  // namespace

const Layout* layout_of(RrType type) noexcept {
  const std::uint32_t number = to_number(type);
  if (number < kLowTypes) return kRowOf[number] == kNoRow ? nullptr : &kRows[kRowOf[number]].layout;
  if (type == RrType::kTa || type == RrType::kDlv) return &kRows.back().layout;
  return nullptr;
}

Field resolve_field(Field field, const std::uint8_t* rdata) noexcept {
  constexpr std::array kByGatewayType{Field::kNothing, Field::kIpv4, Field::kIpv6, Field::kHost};
  if (field == Field::kGateway) return rdata[1] < 4 ? kByGatewayType[rdata[1]] : Field::kEnd;
  if (field == Field::kRelay)
    return (rdata[1] & 0x7FU) < 4 ? kByGatewayType[rdata[1] & 0x7FU] : Field::kEnd;
  if (field == Field::kA6Prefix) return rdata[0] == 0 ? Field::kNothing : Field::kHost;
  return field;
}

std::size_t measure_field(Field field, Bytes rest, const std::uint8_t* rdata) noexcept {
  if (const std::size_t size = fixed_size(field); size != 0)
    return size <= rest.size() ? size : kMisfit;
  switch (field) {
    case Field::kNothing:
      return 0;
    case Field::kString:
    case Field::kSalt:
      return measure_string(rest);
    case Field::kHash: {
      const std::size_t size = measure_string(rest);
      return size == 1 ? kMisfit : size;
    }
    case Field::kMaybeString:
      return rest.empty() ? 0 : measure_string(rest);
    case Field::kStrings:
      return measure_strings(rest);
    case Field::kTag:
      return measure_tag(rest);
    case Field::kHex:
    case Field::kBase64:
    case Field::kNsap:
      return rest.empty() ? kMisfit : rest.size();
    case Field::kText:
    case Field::kMaybeBase64:
    case Field::kDoaData:
      return rest.size();
    case Field::kTypeBitmap:
      return is_type_bitmap(rest) ? rest.size() : kMisfit;
    case Field::kNxtBitmap:
      return is_nxt_bitmap(rest) ? rest.size() : kMisfit;
    case Field::kApl:
      return is_address_list(rest) ? rest.size() : kMisfit;
    case Field::kWksServices:
      return rest.empty() || rest.size() > 1 + 8192 ? kMisfit : rest.size();
    case Field::kHipHead:
      return measure_hip_head(rest);
    case Field::kA6Suffix:
      return measure_a6_suffix(rest, rdata[0]);
    case Field::kSvcParams:
      return are_svc_params(rest) ? rest.size() : kMisfit;
    default:
      return kMisfit;  // kEnd (an unknown gateway) and names
  }
}

std::size_t measure_name(Bytes rest) noexcept {
  std::size_t pos = 0;
  while (pos < rest.size() && pos < kMaxNameOctets) {
    const std::size_t label = rest[pos];
    if (label == 0) return pos + 1;
    if (label > kMaxLabelOctets) return 0;
    pos += label + 1;
  }
  return 0;
}

}  // namespace spoor::dns
