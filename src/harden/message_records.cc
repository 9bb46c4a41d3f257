// SPDX-License-Identifier: Apache-2.0
#include "harden/message_records.h"

#include <algorithm>
#include <cstring>

#include "dns/rdata.h"
#include "harden/hashing.h"

namespace spoor::harden {

namespace {

constexpr std::uint16_t kClassIn = 1;
constexpr std::size_t kFirstCapacity = std::size_t{1} << 18;

constexpr std::uint16_t number(dns::RrType type) noexcept {
  return static_cast<std::uint16_t>(type);
}

/// Types that only ask, or sign or extend the message itself (RFC 6895 section 3.1); kEnd for all
/// others.
Refused meta_refusal(std::uint16_t type) noexcept {
  if (type == number(dns::RrType::kOpt)) return Refused::kOpt;
  if (type == number(dns::RrType::kTsig)) return Refused::kTsig;
  if (type == number(dns::RrType::kTkey)) return Refused::kTkey;
  return type == 0 || (type >= 128 && type <= 255) ? Refused::kMetaType : Refused::kEnd;
}

Refused dnssec_refusal(std::uint16_t type) noexcept {
  if (type == number(dns::RrType::kRrsig)) return Refused::kRrsig;
  if (type == number(dns::RrType::kNsec)) return Refused::kNsec;
  return type == number(dns::RrType::kNsec3) ? Refused::kNsec3 : Refused::kEnd;
}

}  // namespace

MessageRecords::MessageRecords(const HardenOptions& options)
    : keeps_dnssec_(options.dnssec == DnssecPolicy::kKeep),
      seed_(random_seed()),
      octets_(new std::uint8_t[kFirstCapacity]),
      capacity_(kFirstCapacity) {}

bool MessageRecords::read(dns::MessageReader& reader, Position position) {
  keeps_additional_ = position == Position::kAbove;
  held_.clear();
  used_ = 0;
  reasons_ = 0;
  extended_rcode_ = 0;
  if (++message_ == 0) {  // after 2^32 messages old marks would look like new ones
    slots_.clear();
    message_ = 1;
  }
  dns::RecordInMessage record;
  while (reader.next(record)) {
    if (record.type == number(dns::RrType::kOpt) && record.section == dns::Section::kAdditional) {
      extended_rcode_ = record.ttl_s >> 24;
    }
    if (const Refused reason = refusal(record); reason != Refused::kEnd) {
      refuse(reason);
    } else {
      hold(record, reader.message());
    }
  }
  return !reader.failed();
}

Refused MessageRecords::refusal(const dns::RecordInMessage& record) const noexcept {
  if (const Refused reason = meta_refusal(record.type); reason != Refused::kEnd) return reason;
  if (record.klass != kClassIn) return Refused::kClass;
  if (!keeps_dnssec_) {
    if (const Refused reason = dnssec_refusal(record.type); reason != Refused::kEnd) return reason;
  }
  const bool is_left_out = record.section == dns::Section::kAdditional && !keeps_additional_;
  return is_left_out ? Refused::kAdditional : Refused::kEnd;
}

void MessageRecords::hold(const dns::RecordInMessage& record, Bytes message) {
  reserve(dns::kMaxNameOctets + dns::kMaxCanonicalRdata);
  Held held;
  held.type = record.type;
  held.ttl_s = record.ttl_s;
  held.section = record.section;
  const std::size_t used_before = used_;
  place_owner(record.owner, held);
  dns::WireReader at_rdata(message);
  at_rdata.seek(record.rdata_offset);
  const std::size_t size = dns::read_canonical_rdata(
      at_rdata, static_cast<dns::RrType>(record.type), record.rdlength, octets_.get() + used_);
  held.rdata_at = static_cast<std::uint32_t>(used_);
  held.rdata_size = static_cast<std::uint32_t>(size);
  Refused reason = Refused::kEnd;
  if (size == dns::kBadRdata) {
    reason = Refused::kBadRdata;
  } else if (record.type == number(dns::RrType::kSig) && size >= 2 && octets_[used_] == 0 &&
             octets_[used_ + 1] == 0) {
    reason = Refused::kSig0;  // RFC 2931 section 3: a signature of the message, covering no type
  } else if (is_repeated(held)) {
    reason = Refused::kRepeated;
  }
  if (reason != Refused::kEnd) {
    refuse(reason);
    used_ = used_before;
    return;
  }
  used_ += size;
  held_.push_back(held);
}

// Most records of a message share the owner of the one before: it is kept once.
void MessageRecords::place_owner(Bytes owner, Held& held) {
  held.owner_size = static_cast<std::uint8_t>(owner.size());
  if (!held_.empty() && held_.back().owner_size == owner.size() &&
      std::memcmp(octets_.get() + held_.back().owner_at, owner.data(), owner.size()) == 0) {
    held.owner_at = held_.back().owner_at;
    return;
  }
  held.owner_at = static_cast<std::uint32_t>(used_);
  std::memcpy(octets_.get() + used_, owner.data(), owner.size());
  used_ += owner.size();
}

bool MessageRecords::equal(const Held& a, const Held& b) const noexcept {
  if (a.type != b.type || a.rdata_size != b.rdata_size || a.owner_size != b.owner_size)
    return false;
  const std::uint8_t* octets = octets_.get();
  return std::memcmp(octets + a.rdata_at, octets + b.rdata_at, a.rdata_size) == 0 &&
         (a.owner_at == b.owner_at ||
          std::memcmp(octets + a.owner_at, octets + b.owner_at, a.owner_size) == 0);
}

bool MessageRecords::is_repeated(const Held& held) {
  if (held_.size() >= kFewRecords) return is_repeated_among_many(held);
  return std::any_of(held_.begin(), held_.end(),
                     [&](const Held& other) { return equal(held, other); });
}

std::uint64_t MessageRecords::hash_of(const Held& held) const noexcept {
  const std::uint64_t owner =
      hash_bytes({octets_.get() + held.owner_at, held.owner_size}, seed_ + held.type);
  return hash_bytes({octets_.get() + held.rdata_at, held.rdata_size}, owner);
}

// Slots of earlier messages count as free, so nothing is cleared between messages.
bool MessageRecords::is_repeated_among_many(const Held& held) {
  if (slots_.empty()) slots_.resize(kSlots);
  const auto place = [&](const Held& record, std::uint32_t index) {
    std::size_t i = hash_of(record) % kSlots;
    for (; slots_[i].message == message_; i = (i + 1) % kSlots) {
      if (slots_[i].index < held_.size() && equal(record, held_[slots_[i].index])) return false;
    }
    slots_[i] = {message_, index};
    return true;
  };
  if (held_.size() == kFewRecords) {
    for (std::uint32_t i = 0; i < kFewRecords; ++i) place(held_[i], i);
  }
  return !place(held, static_cast<std::uint32_t>(held_.size()));
}

void MessageRecords::reserve(std::size_t more) {
  if (used_ + more <= capacity_) return;
  const std::size_t capacity = capacity_ * 2;
  std::unique_ptr<std::uint8_t[]> larger(new std::uint8_t[capacity]);
  std::memcpy(larger.get(), octets_.get(), used_);
  octets_ = std::move(larger);
  capacity_ = capacity;
}

ToldRecord MessageRecords::operator[](std::size_t i) const noexcept {
  const Held& held = held_[i];
  return {{octets_.get() + held.owner_at, held.owner_size},
          {octets_.get() + held.rdata_at, held.rdata_size},
          static_cast<dns::RrType>(held.type),
          held.ttl_s,
          held.section};
}

}  // namespace spoor::harden
