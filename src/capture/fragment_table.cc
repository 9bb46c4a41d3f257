// SPDX-License-Identifier: Apache-2.0
#include "capture/fragment_table.h"

#include <algorithm>
#include <cstring>

#include <xxhash.h>

namespace spoor::capture {
namespace {

constexpr std::uint32_t kMaxDatagram = 65'535;
// What a datagram and a piece cost beside their octets, so that many small ones count, too.
constexpr std::size_t kEntryCost = 256;
constexpr std::size_t kPieceCost = 64;

}  // namespace

std::size_t FragmentTable::KeyHash::operator()(const Key& key) const noexcept {
  std::array<std::uint8_t, 38> octets;
  std::memcpy(octets.data(), key.source.data(), 16);
  std::memcpy(octets.data() + 16, key.destination.data(), 16);
  std::memcpy(octets.data() + 32, &key.id, 4);
  octets[36] = key.protocol;
  octets[37] = key.is_v6 ? 1 : 0;
  return XXH3_64bits_withSeed(octets.data(), octets.size(), seed);
}

std::optional<Datagram> FragmentTable::add(const Fragment& piece, std::uint64_t time_us) {
  expire(time_us);
  const std::size_t end = piece.offset + piece.data.size();
  // Every fragment but the last carries whole units of eight octets (RFC 791 section 3.2, RFC 8200
  // section 4.5).
  if (piece.data.empty() || end > kMaxDatagram || (piece.more && piece.data.size() % 8 != 0)) {
    stats_.count(Reason::kBadFragment);
    return std::nullopt;
  }
  Key key;
  key.is_v6 = piece.source.size() == 16;
  std::copy_n(piece.source.begin(), std::min<std::size_t>(16, piece.source.size()),
              key.source.begin());
  std::copy_n(piece.destination.begin(), std::min<std::size_t>(16, piece.destination.size()),
              key.destination.begin());
  key.id = piece.id;
  key.protocol = key.is_v6 ? std::uint8_t{0} : piece.protocol;

  Entry& entry = entry_for(key, time_us);
  if (piece.unwanted && entry.state == State::kWaiting) give_up_pieces(entry, State::kUnwanted);
  if (entry.state != State::kWaiting) return std::nullopt;
  const Fit how = contradicts_end(entry, piece) ? Fit::kOverlap : fit(entry, piece);
  if (how == Fit::kDuplicate) return std::nullopt;
  if (how == Fit::kOverlap) {
    stats_.count(Reason::kFragmentOverlap);
    give_up_pieces(entry, State::kSpoilt);
    return std::nullopt;
  }
  insert(entry, piece);
  if (entry.total != 0 && entry.held == entry.total) {
    Datagram whole = assemble(entry);
    remove(index_.find(key)->second);
    return whole;
  }
  if (entry.pieces.size() > limits_.pieces) {
    stats_.count(Reason::kFragmentsEvicted);
    give_up_pieces(entry, State::kSpoilt);
  }
  while (bytes_ > limits_.bytes) remove_oldest(Reason::kFragmentsEvicted);
  return std::nullopt;
}

FragmentTable::Entry& FragmentTable::entry_for(const Key& key, std::uint64_t time_us) {
  const auto found = index_.find(key);
  if (found != index_.end()) return *found->second;
  while (waiting_.size() >= limits_.datagrams && !waiting_.empty())
    remove_oldest(Reason::kFragmentsEvicted);
  Entry& entry = waiting_.emplace_back();
  entry.key = key;
  entry.first_us = time_us;
  bytes_ += kEntryCost;
  index_.emplace(key, std::prev(waiting_.end()));
  return entry;
}

// The datagram's end is told by its last fragment, once, and nothing lies beyond it.
bool FragmentTable::contradicts_end(const Entry& entry, const Fragment& piece) noexcept {
  const std::size_t end = piece.offset + piece.data.size();
  if (entry.total != 0) return piece.more ? end >= entry.total : end != entry.total;
  if (piece.more || entry.pieces.empty()) return false;
  const Piece& last = entry.pieces.back();
  return last.offset + last.data.size() > end;
}

FragmentTable::Fit FragmentTable::fit(const Entry& entry, const Fragment& piece) noexcept {
  const std::size_t end = piece.offset + piece.data.size();
  for (const Piece& known : entry.pieces) {
    if (known.offset >= end) break;
    if (known.offset + known.data.size() <= piece.offset) continue;
    const bool same = known.offset == piece.offset && std::ranges::equal(known.data, piece.data);
    return same ? Fit::kDuplicate : Fit::kOverlap;
  }
  return Fit::kNew;
}

void FragmentTable::insert(Entry& entry, const Fragment& piece) {
  const auto at = std::lower_bound(
      entry.pieces.begin(), entry.pieces.end(), piece.offset,
      [](const Piece& known, std::uint32_t offset) { return known.offset < offset; });
  entry.pieces.insert(at, Piece{piece.offset, {piece.data.begin(), piece.data.end()}});
  const auto size = static_cast<std::uint32_t>(piece.data.size());
  entry.held += size;
  bytes_ += size + kPieceCost;
  entry.header_bad = entry.header_bad || piece.header_bad;
  if (piece.offset == 0) entry.protocol = piece.protocol;
  if (!piece.more) entry.total = piece.offset + size;
}

Datagram FragmentTable::assemble(Entry& entry) {
  Datagram whole;
  whole.protocol = entry.protocol;
  whole.header_bad = entry.header_bad;
  whole.payload.reserve(entry.total);
  for (const Piece& piece : entry.pieces) {
    whole.payload.insert(whole.payload.end(), piece.data.begin(), piece.data.end());
  }
  return whole;
}

// The entry stays until its time is over, so that later fragments of the same datagram are known
// for what they are.
void FragmentTable::give_up_pieces(Entry& entry, State state) {
  bytes_ -= entry.held + entry.pieces.size() * kPieceCost;
  entry.held = 0;
  entry.pieces = {};
  entry.state = state;
}

void FragmentTable::expire(std::uint64_t time_us) {
  while (!waiting_.empty() && time_us > waiting_.front().first_us &&
         time_us - waiting_.front().first_us > limits_.wait_us) {
    remove_oldest(Reason::kFragmentsIncomplete);
  }
}

void FragmentTable::remove_oldest(Reason reason) {
  if (waiting_.front().state == State::kWaiting) stats_.count(reason);
  remove(waiting_.begin());
}

void FragmentTable::remove(Entries::iterator at) {
  bytes_ -= at->held + at->pieces.size() * kPieceCost + kEntryCost;
  index_.erase(at->key);
  waiting_.erase(at);
}

void FragmentTable::finish() {
  while (!waiting_.empty()) remove_oldest(Reason::kFragmentsIncomplete);
}

}  // namespace spoor::capture
