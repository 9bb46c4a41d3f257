// SPDX-License-Identifier: Apache-2.0
#include "harden/pending_queries.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <utility>

#include "harden/hashing.h"

namespace spoor::harden {

namespace {

constexpr std::size_t kLeastQueries = 64;

// Of a key's kind: how long the addresses are comes first in comparing, so two keys never run
// together.
constexpr unsigned kClientV6 = 0x10;
constexpr unsigned kServerV6 = 0x20;
constexpr unsigned kAnyV6 = kClientV6 | kServerV6;

bool is_within_window(std::uint64_t a, std::uint64_t b) noexcept {
  return (a > b ? a - b : b - a) <= PendingQueries::kWindowUs;
}

template <class Word>
Word load_word(const std::uint8_t* at) noexcept {
  Word word;
  std::memcpy(&word, at, sizeof word);
  return word;
}

template <class Word>
void store_word(std::uint8_t* at, Word word) noexcept {
  std::memcpy(at, &word, sizeof word);
}

std::size_t address_octets(unsigned kind) noexcept {
  return (kind & kAnyV6) == 0 ? 8 : 32;
}

}  // namespace

QueryKey::QueryKey(const CapturedMessage& message, const dns::Header& header,
                   const dns::Question& question) noexcept
    : klass_(question.klass), name_(question.name) {
  const bool is_response = header.is_response();
  const IpAddress& client = is_response ? message.destination : message.source;
  const IpAddress& server = is_response ? message.source : message.destination;
  const unsigned client_port = is_response ? message.destination_port : message.source_port;
  const unsigned server_port = is_response ? message.source_port : message.destination_port;
  ends_ = std::uint64_t{client_port << 16 | server_port} << 32 |
          (std::uint32_t{header.id} << 16 | question.type);
  const unsigned kind = static_cast<unsigned>(message.transport) | (client.is_v6 ? kClientV6 : 0U) |
                        (server.is_v6 ? kServerV6 : 0U);
  kind_ = static_cast<std::uint8_t>(kind);
  if ((kind & kAnyV6) == 0) {
    addresses_[0] = std::uint64_t{load_word<std::uint32_t>(client.octets.data())} << 32 |
                    load_word<std::uint32_t>(server.octets.data());
  } else {
    std::memcpy(&addresses_[0], client.octets.data(), 16);
    std::memcpy(&addresses_[2], server.octets.data(), 16);
  }
}

bool QueryKey::operator==(const QueryKey& other) const noexcept {
  return ends_ == other.ends_ && klass_ == other.klass_ && kind_ == other.kind_ &&
         std::memcmp(addresses_.data(), other.addresses_.data(), address_octets(kind_)) == 0 &&
         name_.size() == other.name_.size() &&
         std::memcmp(name_.data(), other.name_.data(), name_.size()) == 0;
}

PendingQueries::PendingQueries(std::size_t max_queries)
    : seeds_{random_seed(), random_seed()},
      max_bytes_(std::bit_ceil(std::max(max_queries, kLeastQueries)) * kBytesPerQuery) {
  resize(std::min(kFirstBytes, max_bytes_));
}

void PendingQueries::resize(std::size_t bytes) {
  buffer_.reset(new std::uint8_t[bytes]);  // not filled: only what was stored is read
  capacity_ = bytes;
  clear_slots();
}

void PendingQueries::clear_slots() {
  slots_.assign(capacity_ / kBytesPerQuery * 2, Slot{});
  used_ = 0;
  held_ = 0;
}

std::size_t PendingQueries::size_of(const Waiting& waiting) noexcept {
  const std::size_t octets =
      sizeof(Waiting) + address_octets(waiting.kind) + sizeof(QueryKey::klass_) + waiting.name_size;
  return (octets + 7) & ~std::size_t{7};
}

PendingQueries::Waiting PendingQueries::load(const std::uint8_t* held) noexcept {
  Waiting waiting;
  std::memcpy(&waiting, held, sizeof waiting);
  return waiting;
}

// Field by field: a whole that was put together from fields and is copied at once waits for them.
void PendingQueries::store(std::uint8_t* held, const Waiting& waiting) noexcept {
  store_word(held + offsetof(Waiting, time_us), waiting.time_us);
  store_word(held + offsetof(Waiting, ends), waiting.ends);
  store_word(held + offsetof(Waiting, hash), waiting.hash);
  store_word(held + offsetof(Waiting, times), waiting.times);
  store_word(held + offsetof(Waiting, kind), waiting.kind);
  store_word(held + offsetof(Waiting, name_size), waiting.name_size);
}

std::uint32_t PendingQueries::hash_of(const QueryKey& key) const noexcept {
  std::uint64_t hash = mix(key.ends_ ^ seeds_[0], key.addresses_[0] ^ seeds_[1]);
  if ((key.kind_ & kAnyV6) != 0) {
    hash = mix(key.addresses_[1] ^ hash, key.addresses_[2] ^ seeds_[0]);
    hash = mix(key.addresses_[3] ^ hash, key.kind_ ^ seeds_[1]);
  }
  return static_cast<std::uint32_t>(hash_bytes(key.name_, hash));
}

bool PendingQueries::is_equal(const QueryKey& key, const std::uint8_t* held) noexcept {
  const Waiting waiting = load(held);
  if (waiting.ends != key.ends_ || waiting.kind != key.kind_ ||
      waiting.name_size != key.name_.size())
    return false;
  const std::uint8_t* at = held + sizeof waiting;
  if (load_word<std::uint64_t>(at) != key.addresses_[0]) return false;
  if ((key.kind_ & kAnyV6) != 0 && std::memcmp(at + 8, &key.addresses_[1], 24) != 0) return false;
  at += address_octets(key.kind_);
  return load_word<std::uint16_t>(at) == key.klass_ &&
         std::memcmp(at + sizeof key.klass_, key.name_.data(), key.name_.size()) == 0;
}

const PendingQueries::Slot* PendingQueries::find(const QueryKey& key,
                                                 std::uint32_t hash) const noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask; slots_[i].place != 0; i = (i + 1) & mask) {
    if (slots_[i].hash == hash && is_equal(key, at(slots_[i].place))) return &slots_[i];
  }
  return nullptr;
}

void PendingQueries::insert_slot(std::uint32_t hash, std::size_t place) noexcept {
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = hash & mask;
  while (slots_[i].place != 0) i = (i + 1) & mask;
  slots_[i] = {hash, static_cast<std::uint32_t>(place)};
}

void PendingQueries::add(const QueryKey& key, std::uint64_t time_us) {
  const std::uint32_t hash = hash_of(key);
  if (const Slot* slot = find(key, hash)) {
    Waiting waiting = load(at(slot->place));
    if (!is_within_window(waiting.time_us, time_us)) {
      unanswered_ += std::exchange(waiting.times, std::uint16_t{0});
    }
    if (waiting.times < 0xFFFF) ++waiting.times;
    waiting.time_us = time_us;
    store(at(slot->place), waiting);
    return;
  }
  const Waiting waiting{time_us, key.ends_, hash,
                        1,       key.kind_, static_cast<std::uint8_t>(key.name_.size())};
  const std::size_t size = size_of(waiting);
  if (used_ + size > capacity_ || (held_ + 1) * kBytesPerQuery > capacity_) make_room(time_us);
  const std::size_t place = used_ / 8 + 1;
  store(at(place), waiting);
  std::uint8_t* const octets = at(place) + sizeof waiting;
  const std::size_t addresses = address_octets(key.kind_);
  store_word(octets, key.addresses_[0]);
  if (addresses != 8) std::memcpy(octets + 8, &key.addresses_[1], 24);
  store_word(octets + addresses, key.klass_);
  std::memcpy(octets + addresses + sizeof key.klass_, key.name_.data(), key.name_.size());
  used_ += size;
  ++held_;
  insert_slot(hash, place);
}

bool PendingQueries::take(const QueryKey& key, std::uint64_t time_us) noexcept {
  const Slot* slot = find(key, hash_of(key));
  if (slot == nullptr) return false;
  std::uint8_t* const held = at(slot->place);
  const Waiting waiting = load(held);
  if (waiting.times == 0 || !is_within_window(waiting.time_us, time_us)) return false;
  store_word(held + offsetof(Waiting, times), static_cast<std::uint16_t>(waiting.times - 1));
  return true;
}

// Moves what still waits to the front, oldest first, into a larger buffer if it fills more than
// half of this one.
void PendingQueries::make_room(std::uint64_t now_us) {
  std::size_t keep = 0;
  std::size_t weight = 0;
  for_each([&](const Waiting& waiting) {
    if (waiting.times == 0) return;
    if (!is_within_window(waiting.time_us, now_us)) {
      unanswered_ += waiting.times;
      return;
    }
    ++keep;
    weight += std::max(size_of(waiting), kBytesPerQuery);
  });
  const bool may_grow = weight * 2 > capacity_ && capacity_ < max_bytes_;
  const std::size_t end = used_;
  const std::unique_ptr<std::uint8_t[]> old = may_grow ? std::exchange(buffer_, nullptr) : nullptr;
  const std::uint8_t* from = may_grow ? old.get() : buffer_.get();
  if (may_grow) {
    resize(capacity_ * 2);
  } else {
    clear_slots();
  }
  for (std::size_t pos = 0; pos < end;) {
    const std::uint8_t* const whole = from + pos;
    const Waiting waiting = load(whole);
    const std::size_t size = size_of(waiting);
    pos += size;
    if (waiting.times == 0 || !is_within_window(waiting.time_us, now_us)) continue;
    if (weight > capacity_ / 4 * 3) {  // only where it may not grow any more: the oldest go
      weight -= std::max(size_of(waiting), kBytesPerQuery);
      evicted_ += waiting.times;
      continue;
    }
    std::memmove(buffer_.get() + used_, whole, size);
    insert_slot(waiting.hash, used_ / 8 + 1);
    used_ += size;
    ++held_;
  }
}

std::size_t PendingQueries::memory_bytes() const noexcept {
  return capacity_ + slots_.size() * sizeof(Slot);
}

void PendingQueries::finish() noexcept {
  for_each([&](const Waiting& waiting) { unanswered_ += waiting.times; });
  clear_slots();
}

}  // namespace spoor::harden
