// SPDX-License-Identifier: Apache-2.0
// How one row's rdata is written in a block, and the streams of a block in their order. On disk:
// never renumber.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>

namespace spoor::store {

enum class RdataShape : std::uint8_t {
  kRaw = 0,         ///< Length and octets.
  kOneName = 1,     ///< Octets, a name against the owner, octets.
  kTwoNames = 2,    ///< Octets, name, octets, name, octets.
  kAddress4 = 3,    ///< Four octets in the address stream.
  kAddress16 = 4,   ///< Sixteen octets in the address stream.
  kValue = 5,       ///< The row's value itself (index by value).
  kAroundValue = 6  ///< Octets, the row's value, octets (index by value).
};

/// Streams of the core columns. Integer columns take two: codes and extra octets.
enum class CoreStream : std::uint8_t {
  kLeadLcp = 0,
  kLeadLcpExtra,
  kLeadLen,
  kLeadLenExtra,
  kLeadBytes,
  kType,
  kBailiwick,
  kShape,
  kRawLen,
  kRawLenExtra,
  kRawBytes,
  kAddress,
  kNameLcp,
  kNameLcpExtra,
  kNameLen,
  kNameLenExtra,
  kNameBytes,
  kSightingCount,
  kSource,
  kFirst0,
  kFirst1,
  kFirst2,
  kFirst3,
  kSpan,
  kSpanExtra,
  kSeen,
  kSeenExtra,
  kTold,
  kToldExtra,
  kStreams
};
inline constexpr std::size_t kCoreStreams = static_cast<std::size_t>(CoreStream::kStreams);

/// The order in which the streams stand in a block, and after which of them a new part of the chunk
/// begins: small codes, text, addresses, and what hardly compresses.
inline constexpr std::array<CoreStream, kCoreStreams> kStreamOrder = {
    CoreStream::kLeadLcp,      CoreStream::kLeadLen,     CoreStream::kType,
    CoreStream::kBailiwick,    CoreStream::kShape,       CoreStream::kRawLen,
    CoreStream::kNameLcp,      CoreStream::kNameLen,     CoreStream::kSightingCount,
    CoreStream::kSource,       CoreStream::kFirst3,      CoreStream::kSpan,
    CoreStream::kSeen,         CoreStream::kTold,        CoreStream::kLeadLcpExtra,
    CoreStream::kLeadLenExtra, CoreStream::kRawLenExtra, CoreStream::kNameLcpExtra,
    CoreStream::kNameLenExtra, CoreStream::kLeadBytes,   CoreStream::kNameBytes,
    CoreStream::kRawBytes,     CoreStream::kAddress,     CoreStream::kFirst2,
    CoreStream::kFirst1,       CoreStream::kFirst0,      CoreStream::kSpanExtra,
    CoreStream::kSeenExtra,    CoreStream::kToldExtra};
constexpr bool ends_part(CoreStream stream) noexcept {
  return stream == CoreStream::kTold || stream == CoreStream::kRawBytes ||
         stream == CoreStream::kAddress;
}

/// Bits of a detail flag octet, one per sightings.
inline constexpr std::uint8_t kDetailHasTtl = 1;    ///< ttl_min follows in the TTL column.
inline constexpr std::uint8_t kDetailTtlRange = 2;  ///< ttl_max - ttl_min follows as well.
inline constexpr std::uint8_t kDetailOneDay =
    4;  ///< Everything seen fell on the day of first, which is that of last.
inline constexpr std::uint8_t kDetailDayList =
    8;  ///< Undated count and days follow in the day stream.

}  // namespace spoor::store
