// SPDX-License-Identifier: Apache-2.0
// The records of one response that may be stored, each once, in canonical form. Nothing of a
// message may be handed on before all of it was read without a fault, so they wait here.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <vector>

#include "dns/message.h"
#include "dns/rr_type.h"
#include "harden/harden_options.h"
#include "harden/harden_stats.h"

namespace spoor::harden {

/// A record of a response; views as long as the MessageRecords holds the message.
struct ToldRecord {
  Bytes owner;
  Bytes rdata;  ///< Canonical.
  dns::RrType type{};
  std::uint32_t ttl_s = 0;
  dns::Section section = dns::Section::kAnswer;
};

/// Reuse one for many messages: it holds its buffers.
class MessageRecords {
 public:
  explicit MessageRecords(const HardenOptions& options);

  /// Reads every record behind the questions; above a resolver, the additional section too. False
  /// on a fault in the message's structure. Rdata that does not fit its type costs that record
  /// alone.
  bool read(dns::MessageReader& reader, Position position);

  [[nodiscard]] std::size_t size() const noexcept { return held_.size(); }
  [[nodiscard]] ToldRecord operator[](std::size_t i) const noexcept;
  /// Whether record i has the owner of record i - 1.
  [[nodiscard]] bool same_owner_as_before(std::size_t i) const noexcept {
    return i > 0 && held_[i].owner_at == held_[i - 1].owner_at;
  }
  /// Adds what was left out to `counts`, by reason.
  void add_refused(std::array<std::uint64_t, kRefusedReasons>& counts) const noexcept {
    for (std::uint32_t left = reasons_; left != 0; left &= left - 1) {
      const auto reason = static_cast<std::size_t>(std::countr_zero(left));
      counts[reason] += refused_[reason];
    }
  }
  /// The upper eight bits of the RCODE, from OPT (RFC 6891 section 6.1.3); 0 without OPT.
  [[nodiscard]] unsigned extended_rcode() const noexcept { return extended_rcode_; }

 private:
  struct Held {
    std::uint32_t owner_at = 0;
    std::uint32_t rdata_at = 0;
    std::uint32_t rdata_size = 0;
    std::uint32_t ttl_s = 0;
    std::uint16_t type = 0;
    std::uint8_t owner_size = 0;
    dns::Section section = dns::Section::kAnswer;
  };
  struct Slot {
    std::uint32_t message = 0;
    std::uint32_t index = 0;
  };

  static constexpr std::size_t kFewRecords = 16;  // so many are compared one by one
  static constexpr std::size_t kSlots =
      16384;  // more than twice the records that fit into a message

  /// The reason for which a record is refused unseen, kEnd when there is none.
  [[nodiscard]] Refused refusal(const dns::RecordInMessage& record) const noexcept;
  void hold(const dns::RecordInMessage& record, Bytes message);
  void place_owner(Bytes owner, Held& held);
  bool is_repeated(const Held& held);
  bool is_repeated_among_many(const Held& held);
  [[nodiscard]] std::uint64_t hash_of(const Held& held) const noexcept;
  [[nodiscard]] bool equal(const Held& a, const Held& b) const noexcept;
  void reserve(std::size_t more);
  void refuse(Refused reason) noexcept {
    const auto index = static_cast<unsigned>(reason);
    const std::uint32_t before = (reasons_ >> index & 1U) != 0 ? refused_[index] : 0;
    refused_[index] = before + 1;
    reasons_ |= 1U << index;
  }

  bool keeps_additional_ = false;  // of the message at hand
  bool keeps_dnssec_;
  std::uint64_t seed_;
  std::unique_ptr<std::uint8_t[]> octets_;
  std::size_t capacity_ = 0;
  std::size_t used_ = 0;
  std::vector<Held> held_;
  std::vector<Slot> slots_;  // made when first needed
  std::uint32_t message_ = 0;
  static_assert(kRefusedReasons <= 32);
  std::uint32_t reasons_ = 0;  // a bit for each that was a reason; the counts of others are old
  std::array<std::uint32_t, kRefusedReasons> refused_{};
  unsigned extended_rcode_ = 0;
};

}  // namespace spoor::harden
