// SPDX-License-Identifier: Apache-2.0
// IEEE 802.11 data frames, plain or behind what a radio says of them (radiotap.org, Prism, AVS).
#include "capture/dissector.h"

namespace spoor::capture {
namespace {

constexpr std::uint32_t kRadiotapTsft = 1;
constexpr std::uint32_t kRadiotapFlags = 2;
constexpr std::uint32_t kRadiotapMore = 0x8000'0000;
constexpr std::uint8_t kFlagPaddedHeader = 0x20;

/// The flags octet of a radiotap header; 0 when there is none.
std::uint8_t radiotap_flags(Bytes header) noexcept {
  const Header<8> fixed(header);
  if (!fixed) return 0;
  const std::uint32_t present = fixed.u32_little<4>();
  if ((present & kRadiotapFlags) == 0) return 0;
  std::size_t at = 8;
  for (std::uint32_t word = present; (word & kRadiotapMore) != 0; at += 4) {
    const Header<4> next(after(header, at));
    if (!next) return 0;
    word = next.u32_little<0>();
  }
  if ((present & kRadiotapTsft) != 0) at = (at + 7) / 8 * 8 + 8;
  const Header<1> flags(after(header, at));
  return flags ? flags.u8<0>() : std::uint8_t{0};
}

}  // namespace

void Dissector::radiotap(Bytes in) {
  const Header<8> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  const std::size_t length = header.u16_little<2>();
  if (length < 8 || length > in.size()) return too_short(Reason::kBadLinkHeader);
  const bool padded = (radiotap_flags(in.first(length)) & kFlagPaddedHeader) != 0;
  return ieee80211(in.subspan(length), padded);
}

// Prism headers are in the byte order of their machine, AVS headers big-endian; both say their
// length at 4.
void Dissector::prism(Bytes in) {
  const Header<8> header(in);
  if (!header) return too_short(Reason::kBadLinkHeader);
  const std::size_t length = std::min(header.u32<4>(), header.u32_little<4>());
  if (length < 8 || length > in.size()) return too_short(Reason::kBadLinkHeader);
  return ieee80211(in.subspan(length), false);
}

void Dissector::ieee80211(Bytes in, bool padded_header) {
  const Header<24> header(in);
  if (!header) return skip(Reason::kNotIp);  // acknowledgements and the like are shorter
  const unsigned control = header.u8<0>();
  const unsigned flags = header.u8<1>();
  const bool is_data = (control & 0x0CU) == 0x08;
  const bool has_no_data = (control & 0x40U) != 0;
  if (!is_data || has_no_data) return skip(Reason::kNotIp);
  if ((flags & 0x40U) != 0) return skip(Reason::kEncrypted);
  std::size_t length = 24;
  if ((flags & 0x03U) == 0x03)
    length += 6;  // to and from the distribution system: a fourth address
  bool aggregated = false;
  if ((control & 0x80U) != 0) {  // quality of service
    const Header<2> quality(after(in, length));
    if (!quality) return too_short(Reason::kBadLinkHeader);
    aggregated = (quality.u8<0>() & 0x80U) != 0;
    length += 2;
    if ((flags & 0x80U) != 0) length += 4;  // HT control
  }
  if (padded_header) length = (length + 3) & ~std::size_t{3};
  const Bytes body = after(in, length);
  return aggregated ? aggregated_80211(body) : llc(body);
}

// A-MSDU: several payloads in one frame, each with addresses and a length, padded to four octets.
void Dissector::aggregated_80211(Bytes in) {
  while (!in.empty()) {
    const Header<14> header(in);
    if (!header) return too_short(Reason::kBadLinkHeader);
    const std::size_t length = header.u16<12>();
    const Bytes payload = after(in, 14);
    if (length == 0 || length > payload.size()) return too_short(Reason::kBadLinkHeader);
    depth_ = 0;
    llc(payload.first(length));
    in = after(in, (14 + length + 3) & ~std::size_t{3});
  }
}

}  // namespace spoor::capture
