// SPDX-License-Identifier: Apache-2.0
// What hardening took, handed on and refused, by reason.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/reason_counts.h"

namespace spoor::harden {

/// Why a response was refused as a whole, in the order in which the reasons are looked for.
enum class Rejected : std::uint8_t {
  kChecksum,
  kMulticastDns,
  kLlmnr,
  kNetbios,
  kMalformed,
  kIquery,
  kNotify,
  kUpdate,
  kOpcode,
  kQuestionCount,
  kClass,
  kTransfer,
  kUnmatched,
  kTruncated,
  kFormErr,
  kServFail,
  kNotImp,
  kRefused,
  kRcode,
  kTime,
  kNotAuthoritative,
  kEnd,
};

/// Why a record of an accepted response was refused.
enum class Refused : std::uint8_t {
  kOpt,
  kTsig,
  kTkey,
  kSig0,
  kMetaType,
  kClass,
  kRrsig,
  kNsec,
  kNsec3,
  kAdditional,
  kBadRdata,
  kRepeated,
  kServerUnknown,
  kOutOfBailiwick,
  kEnd,
};

inline constexpr std::size_t kRejectedReasons = static_cast<std::size_t>(Rejected::kEnd);
inline constexpr std::size_t kRefusedReasons = static_cast<std::size_t>(Refused::kEnd);

/// Static text of a reason.
std::string_view reason_text(Rejected reason) noexcept;
std::string_view reason_text(Refused reason) noexcept;

/// Always: messages == too_short + queries + responses + rejected().total(), and the records of the
/// accepted responses (OPT included) == records + records_refused().total().
struct HardenStats {
  std::uint64_t messages = 0;  ///< Taken.
  std::uint64_t too_short =
      0;  ///< Shorter than a header of twelve octets: neither query nor response.
  std::uint64_t queries = 0;         ///< QR = 0.
  std::uint64_t responses = 0;       ///< QR = 1 and accepted.
  std::uint64_t records = 0;         ///< Observations handed on.
  std::uint64_t unmatched_kept = 0;  ///< Of `responses`, those never asked for, kept on request.
  std::uint64_t queries_unanswered = 0;  ///< Nothing came within the window.
  std::uint64_t queries_evicted = 0;     ///< Forgotten before their time, for want of room.
  std::uint64_t checksums_seen = 0;      ///< Responses whose checksum was looked at,
  std::uint64_t checksums_bad = 0;       ///< and was wrong.

  std::array<std::uint64_t, kRejectedReasons> rejected_by{};
  std::array<std::uint64_t, kRefusedReasons> refused_by{};

  [[nodiscard]] ReasonCounts rejected() const;  ///< Responses, by reason.
  [[nodiscard]] ReasonCounts records_refused()
      const;  ///< Records of accepted responses, by reason.

  /// A sentence that asks whether the checksums were left to a network card, and names the flag
  /// that ignores them; only where most responses' checksums are wrong.
  [[nodiscard]] std::optional<std::string> offload_hint() const;

  bool operator==(const HardenStats&) const = default;
};

}  // namespace spoor::harden
