// SPDX-License-Identifier: Apache-2.0
// How a look-up ended.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace spoor::resolve {

enum class Outcome : std::uint8_t {
  kNoError,  ///< The answer holds the type that was asked for.
  kNoData,   ///< NOERROR without it (RFC 2308 section 2.2): nothing, an alias, or a referral.
  kNxDomain,
  kServFail,
  kRefused,
  kOtherRcode,
  kMalformed,    ///< It answered the question, but cannot be read to its end.
  kTimeOut,      ///< No answer to any try.
  kUnreachable,  ///< The last try could not be sent, or was cut off.
  kEnd,
};

inline constexpr std::size_t kOutcomes = static_cast<std::size_t>(Outcome::kEnd);

/// `NOERROR`, `NODATA`, `NXDOMAIN`, `time-out` … Static text.
std::string_view outcome_text(Outcome outcome) noexcept;

struct LookUpStats {
  std::array<std::uint64_t, kOutcomes> by_outcome{};
  std::uint64_t look_ups = 0;    ///< Begun: the sum of all outcomes, once all have ended.
  std::uint64_t sent_udp = 0;    ///< Queries,
  std::uint64_t sent_tcp = 0;    ///< of which these over TCP;
  std::uint64_t sent_again = 0;  ///< of both, those that were not a look-up's first.
  std::uint64_t truncated = 0;   ///< Answers with TC over UDP, asked for again over TCP.
  std::uint64_t mismatches = 0;  ///< Messages that did not answer what was asked there: ignored.
  std::uint64_t octets = 0;      ///< Of the answers.

  [[nodiscard]] std::uint64_t of(Outcome outcome) const noexcept {
    return by_outcome[static_cast<std::size_t>(outcome)];
  }
};

}  // namespace spoor::resolve
