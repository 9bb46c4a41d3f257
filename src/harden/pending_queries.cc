// SPDX-License-Identifier: Apache-2.0
#include "harden/pending_queries.h"

#include <algorithm>
#include <bit>
#include <cstring>
#include <utility>

#include "harden/hashing.h"

namespace spoor::harden {

namespace {

constexpr std::size_t kLeastQueries = 64;

bool is_within_window(std::uint64_t a, std::uint64_t b) noexcept {
  return (a > b ? a - b : b - a) <= PendingQueries::kWindowUs;
}

}  // namespace

QueryKey::QueryKey(const CapturedMessage& message, const dns::Header& header,
                   const dns::Question& question) noexcept {
  const bool is_response = header.is_response();
  const IpAddress& client = is_response ? message.destination : message.source;
  const IpAddress& server = is_response ? message.source : message.destination;
  // The kind comes first: it says how long the addresses are, so two keys never run together.
  octets_[size_++] =
      static_cast<std::uint8_t>(static_cast<unsigned>(message.transport) |
                                (client.is_v6 ? 0x10U : 0U) | (server.is_v6 ? 0x20U : 0U));
  append(client.bytes());
  append(server.bytes());
  append_u16(is_response ? message.destination_port : message.source_port);
  append_u16(is_response ? message.source_port : message.destination_port);
  append_u16(header.id);
  append_u16(question.type);
  append_u16(question.klass);
  append(question.name);
}

void QueryKey::append(Bytes octets) noexcept {
  std::memcpy(octets_.data() + size_, octets.data(), octets.size());
  size_ += octets.size();
}

void QueryKey::append_u16(std::uint16_t value) noexcept {
  octets_[size_++] = static_cast<std::uint8_t>(value >> 8);
  octets_[size_++] = static_cast<std::uint8_t>(value);
}

PendingQueries::PendingQueries(std::size_t max_queries)
    : seed_(random_seed()),
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

PendingQueries::Waiting PendingQueries::load(std::size_t place) const noexcept {
  Waiting waiting;
  std::memcpy(&waiting, at(place), sizeof waiting);
  return waiting;
}

void PendingQueries::store(std::size_t place, const Waiting& waiting) noexcept {
  std::memcpy(at(place), &waiting, sizeof waiting);
}

PendingQueries::Slot* PendingQueries::find(Bytes key, std::uint32_t hash) noexcept {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask; slots_[i].place != 0; i = (i + 1) & mask) {
    if (slots_[i].hash != hash) continue;
    const std::uint8_t* held = at(slots_[i].place);
    if (load(slots_[i].place).key_size != key.size()) continue;
    if (std::memcmp(held + sizeof(Waiting), key.data(), key.size()) == 0) return &slots_[i];
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
  const auto hash = static_cast<std::uint32_t>(hash_bytes(key.octets(), seed_));
  if (const Slot* slot = find(key.octets(), hash)) {
    Waiting waiting = load(slot->place);
    if (!is_within_window(waiting.time_us, time_us)) {
      unanswered_ += std::exchange(waiting.times, std::uint16_t{0});
    }
    if (waiting.times < 0xFFFF) ++waiting.times;
    waiting.time_us = time_us;
    store(slot->place, waiting);
    return;
  }
  if (used_ + size_of(key.octets().size()) > capacity_ || (held_ + 1) * kBytesPerQuery > capacity_)
    make_room(time_us);
  append(Waiting{time_us, hash, static_cast<std::uint16_t>(key.octets().size()), 1},
         key.octets().data());
}

void PendingQueries::append(const Waiting& waiting, const std::uint8_t* key) noexcept {
  const std::size_t place = used_ / 8 + 1;
  store(place, waiting);
  std::memmove(at(place) + sizeof(Waiting), key, waiting.key_size);
  used_ += size_of(waiting.key_size);
  ++held_;
  insert_slot(waiting.hash, place);
}

bool PendingQueries::take(const QueryKey& key, std::uint64_t time_us) noexcept {
  const auto hash = static_cast<std::uint32_t>(hash_bytes(key.octets(), seed_));
  const Slot* slot = find(key.octets(), hash);
  if (slot == nullptr) return false;
  Waiting waiting = load(slot->place);
  if (waiting.times == 0 || !is_within_window(waiting.time_us, time_us)) return false;
  --waiting.times;
  store(slot->place, waiting);
  return true;
}

// Moves what still waits to the front, oldest first, into a larger buffer if it fills more than
// half of this one.
void PendingQueries::make_room(std::uint64_t now_us) {
  std::size_t keep = 0;
  std::size_t weight = 0;
  for_each([&](std::size_t, const Waiting& waiting) {
    if (waiting.times == 0) return;
    if (!is_within_window(waiting.time_us, now_us)) {
      unanswered_ += waiting.times;
      return;
    }
    ++keep;
    weight += std::max(size_of(waiting.key_size), kBytesPerQuery);
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
    Waiting waiting;
    std::memcpy(&waiting, from + pos, sizeof waiting);
    const std::uint8_t* key = from + pos + sizeof waiting;
    pos += size_of(waiting.key_size);
    if (waiting.times == 0 || !is_within_window(waiting.time_us, now_us)) continue;
    if (weight > capacity_ / 4 * 3) {  // only where it may not grow any more: the oldest go
      weight -= std::max(size_of(waiting.key_size), kBytesPerQuery);
      evicted_ += waiting.times;
      continue;
    }
    append(waiting, key);
  }
}

std::size_t PendingQueries::memory_bytes() const noexcept {
  return capacity_ + slots_.size() * sizeof(Slot);
}

void PendingQueries::finish() noexcept {
  for_each([&](std::size_t, const Waiting& waiting) { unanswered_ += waiting.times; });
  clear_slots();
}

}  // namespace spoor::harden
