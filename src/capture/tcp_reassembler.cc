// SPDX-License-Identifier: Apache-2.0
#include "capture/tcp_reassembler.h"

#include <algorithm>
#include <cstring>
#include <tuple>

#include <xxhash.h>

namespace spoor::capture {
namespace {

using harden::Checksum;

// No window that a resolver opens is bigger; what lies farther away is another connection, or
// forged.
constexpr std::int32_t kWindow = 1 << 20;
// So many segments one after the other outside the window: it is we who lost track.
constexpr std::uint8_t kMaxStrays = 8;
constexpr std::size_t kWaitingCost = 96;

std::int32_t distance(std::uint32_t from, std::uint32_t to) noexcept {
  return static_cast<std::int32_t>(to - from);
}

/// Of a message whose octets came from two segments: bad if either is, and checked only if both
/// are.
Checksum worse(Checksum a, Checksum b) noexcept {
  if (a == Checksum::kBad || b == Checksum::kBad) return Checksum::kBad;
  if (a == Checksum::kUnchecked || b == Checksum::kUnchecked) return Checksum::kUnchecked;
  return a;
}

/// The QR that messages of this direction have; nullptr where either may come.
const bool* expected_response(const TcpSegment& segment) noexcept {
  static constexpr bool kYes = true;
  static constexpr bool kNo = false;
  if (segment.from_server) return &kYes;
  return segment.from_client ? &kNo : nullptr;
}

}  // namespace

bool looks_like_tcp_message(Bytes data, const bool* response) noexcept {
  const Header<14> header(data);
  if (!header) return false;
  const std::size_t length = header.u16<0>();
  const std::uint16_t flags = header.u16<4>();
  if (response != nullptr && ((flags & 0x8000U) != 0) != *response) return false;
  const unsigned opcode = flags >> 11 & 0xFU;
  const bool zero_bit_set = (flags & 0x0040U) != 0;  // RFC 1035's Z without AD and CD
  if (opcode == 3 || opcode > 6 || zero_bit_set) return false;
  const std::size_t questions = header.u16<6>();
  const std::size_t records = std::size_t{header.u16<8>()} + header.u16<10>() + header.u16<12>();
  // A question takes 5 octets at least, a record 11. An AXFR goes on without a question.
  return questions <= 1 && questions + records != 0 &&
         length >= kDnsHeader + questions * 5 + records * 11;
}

std::size_t TcpReassembler::KeyHash::operator()(const Key& key) const noexcept {
  std::array<std::uint8_t, 37> octets;
  std::memcpy(octets.data(), key.low.data(), 16);
  std::memcpy(octets.data() + 16, key.high.data(), 16);
  std::memcpy(octets.data() + 32, &key.low_port, 2);
  std::memcpy(octets.data() + 34, &key.high_port, 2);
  octets[36] = key.is_v6 ? 1 : 0;
  return XXH3_64bits_withSeed(octets.data(), octets.size(), seed);
}

void TcpReassembler::add(const TcpSegment& segment) {
  expire(segment.time_us);
  Key key;
  key.is_v6 = segment.source.size() == 16;
  std::copy_n(segment.source.begin(), segment.source.size(), key.low.begin());
  std::copy_n(segment.destination.begin(), segment.destination.size(), key.high.begin());
  key.low_port = segment.source_port;
  key.high_port = segment.destination_port;
  const bool swap = std::tie(key.high, key.high_port) < std::tie(key.low, key.low_port);
  if (swap) {
    std::swap(key.low, key.high);
    std::swap(key.low_port, key.high_port);
  }
  // An empty segment teaches nothing, unless it says where a stream begins.
  if (segment.data.empty() && !segment.syn) {
    outlet_.stats().count(Reason::kNoData);
    return;
  }
  Flow& flow = flow_for(key, segment.time_us);
  Direction& direction = flow.directions[swap ? 1 : 0];
  if (direction.ends.source_port == 0) {
    direction.ends.source =
        key.is_v6 ? IpAddress::v6(segment.source) : IpAddress::v4(segment.source);
    direction.ends.destination =
        key.is_v6 ? IpAddress::v6(segment.destination) : IpAddress::v4(segment.destination);
    direction.ends.source_port = segment.source_port;
    direction.ends.destination_port = segment.destination_port;
    direction.ends.transport = harden::Transport::kTcp;
    direction.expected = expected_response(segment);
  }
  std::uint32_t sequence = segment.sequence;
  if (segment.syn) {
    on_syn(flow, direction, segment);
    ++sequence;  // data may follow at once (RFC 7413)
  }
  if (segment.data.empty()) {
    outlet_.stats().count(Reason::kNoData);
  } else {
    on_data(flow, direction, segment, sequence);
  }
  while (bytes_ > limits_.bytes && !flows_.empty()) {
    outlet_.stats().count(Reason::kTcpEvicted);
    remove_oldest();
  }
}

TcpReassembler::Flow& TcpReassembler::flow_for(const Key& key, std::uint64_t time_us) {
  const auto found = index_.find(key);
  if (found != index_.end()) {
    flows_.splice(flows_.end(), flows_, found->second);
    found->second->last_us = std::max(found->second->last_us, time_us);
    return *found->second;
  }
  while (flows_.size() >= limits_.flows && !flows_.empty()) {
    outlet_.stats().count(Reason::kTcpEvicted);
    remove_oldest();
  }
  Flow& flow = flows_.emplace_back();
  flow.key = key;
  flow.last_us = time_us;
  index_.emplace(key, std::prev(flows_.end()));
  return flow;
}

void TcpReassembler::on_syn(Flow& flow, Direction& direction, const TcpSegment& segment) {
  const std::uint32_t first = segment.sequence + 1;
  if (direction.state == State::kOpen) {
    // A SYN said twice, perhaps behind data that overtook it.
    const std::int32_t progress = distance(first, direction.next);
    if (progress >= 0 && progress < kWindow) return;
  }
  if (!segment.ack) {
    // A new connection between the same ports: whatever the old one lacked will not come.
    for (Direction& either : flow.directions) close(either);
  }
  close(direction);
  direction.state = State::kOpen;
  direction.next = first;
}

void TcpReassembler::on_data(Flow& flow, Direction& direction, const TcpSegment& segment,
                             std::uint32_t sequence) {
  if (direction.state == State::kDropped) {
    outlet_.stats().count(Reason::kTcpStartUnknown);
    return;
  }
  if (direction.state == State::kUnknown && !join(direction, sequence, segment.data)) {
    outlet_.stats().count(Reason::kTcpStartUnknown);
    return;
  }
  if (!inside_window(direction, distance(direction.next, sequence), segment.data.size())) {
    outlet_.stats().count(Reason::kTcpOutsideWindow);
    return;
  }
  if (contradicts(direction, sequence, segment.data)) {
    // A segment that fails its checksum says nothing against the stream.
    if (segment.checksum == Checksum::kBad) return;
    outlet_.stats().count(Reason::kTcpConflict);
    for (Direction& either : flow.directions) {
      reset(either);
      either.state = State::kDropped;
    }
    return;
  }
  const Origin now{segment.time_us, segment.packet, segment.checksum};
  const std::int32_t ahead = distance(direction.next, sequence);
  if (ahead > 0) {
    wait(direction, segment, sequence);
    const bool waited = segment.time_us > direction.hole_since_us &&
                        segment.time_us - direction.hole_since_us > limits_.hole_us;
    if (waited || direction.ahead_bytes > limits_.ahead_bytes ||
        direction.ahead.size() > limits_.ahead_segments) {
      skip_hole(direction);
    }
    return;
  }
  advance(direction, after(segment.data, static_cast<std::size_t>(-ahead)), now);
  drain(direction, &now);
}

// No SYN was seen, or the boundary was lost: begin here if this looks like the beginning of a
// message.
bool TcpReassembler::join(Direction& direction, std::uint32_t sequence, Bytes data) {
  // Some servers send the length in a segment of its own; the header is looked at when it comes.
  const Header<2> length(data);
  const bool length_alone = data.size() == 2 && length.u16<0>() > kDnsHeader;
  if (!length_alone && !looks_like_tcp_message(data, direction.expected)) return false;
  direction.state = State::kOpen;
  direction.verify = true;
  direction.next = sequence;
  direction.strays = 0;
  return true;
}

bool TcpReassembler::inside_window(Direction& direction, std::int32_t ahead, std::size_t size) {
  const std::int64_t end = std::int64_t{ahead} + static_cast<std::int64_t>(size);
  if (end >= -kWindow && ahead <= kWindow) {
    direction.strays = 0;
    return true;
  }
  if (++direction.strays >= kMaxStrays) lose_boundary(direction, Reason::kTcpHole);
  return false;
}

// Whether `data` differs from octets of the same place that are still held: the unfinished message
// and what waits. Octets that were handed on already are gone, and a repetition of them is ignored,
// whatever it says.
bool TcpReassembler::contradicts(const Direction& direction, std::uint32_t sequence,
                                 Bytes data) noexcept {
  const auto differs = [&](std::uint32_t at, Bytes known) {
    const std::int64_t shift = distance(sequence, at);  // place of known[0] in data
    const std::int64_t from = std::max<std::int64_t>(shift, 0);
    const std::int64_t to = std::min<std::int64_t>(static_cast<std::int64_t>(data.size()),
                                                   shift + static_cast<std::int64_t>(known.size()));
    if (from >= to) return false;
    const auto size = static_cast<std::size_t>(to - from);
    const Bytes ours = known.subspan(static_cast<std::size_t>(from - shift), size);
    return !std::ranges::equal(ours, data.subspan(static_cast<std::size_t>(from), size));
  };
  const auto partial_at = direction.next - static_cast<std::uint32_t>(direction.partial.size());
  if (differs(partial_at, direction.partial)) return true;
  return std::ranges::any_of(direction.ahead, [&](const Waiting& waiting) {
    return differs(waiting.sequence, waiting.data);
  });
}

void TcpReassembler::wait(Direction& direction, const TcpSegment& segment, std::uint32_t sequence) {
  const auto at = std::find_if(
      direction.ahead.begin(), direction.ahead.end(),
      [&](const Waiting& waiting) { return distance(sequence, waiting.sequence) >= 0; });
  const bool known = at != direction.ahead.end() && at->sequence == sequence &&
                     at->data.size() >= segment.data.size();
  if (known) return;
  if (direction.ahead.empty()) direction.hole_since_us = segment.time_us;
  direction.ahead.insert(at, Waiting{sequence,
                                     segment.time_us,
                                     segment.packet,
                                     segment.checksum,
                                     {segment.data.begin(), segment.data.end()}});
  direction.ahead_bytes += segment.data.size() + kWaitingCost;
  bytes_ += segment.data.size() + kWaitingCost;
}

// Takes in what waited and now follows. `now` is the segment that made it follow, if one did.
void TcpReassembler::drain(Direction& direction, const Origin* now) {
  while (!direction.ahead.empty() && direction.state == State::kOpen) {
    const std::int32_t ahead = distance(direction.next, direction.ahead.front().sequence);
    if (ahead > 0) break;
    const Waiting front = std::move(direction.ahead.front());
    direction.ahead.erase(direction.ahead.begin());
    direction.ahead_bytes -= front.data.size() + kWaitingCost;
    bytes_ -= front.data.size() + kWaitingCost;
    const Origin origin{now != nullptr ? now->time_us : front.time_us,
                        now != nullptr ? now->packet : front.packet, front.checksum};
    advance(direction, after(front.data, static_cast<std::size_t>(-ahead)), origin);
    if (!direction.ahead.empty()) direction.hole_since_us = origin.time_us;
  }
}

// `data` is what follows: cut it into messages.
void TcpReassembler::advance(Direction& direction, Bytes data, const Origin& origin) {
  direction.next += static_cast<std::uint32_t>(data.size());
  while (!data.empty() && direction.state == State::kOpen) {
    if (!direction.partial.empty()) {
      if (!complete_partial(direction, data, origin)) return;
      continue;
    }
    const Header<2> length(data);
    const std::size_t whole = length ? 2U + length.u16<0>() : 0;
    if (whole == 0 || data.size() < whole) {
      direction.checksum = origin.checksum;
      if (!complete_partial(direction, data, origin)) return;
      continue;
    }
    const Bytes framed = data.first(whole);
    data = data.subspan(whole);
    emit(direction, framed, origin, origin.checksum);
  }
}

// Adds to the unfinished message as much as it still needs; false when `data` is used up or of no
// use.
bool TcpReassembler::complete_partial(Direction& direction, Bytes& data, const Origin& origin) {
  auto& partial = direction.partial;
  direction.checksum = worse(direction.checksum, origin.checksum);
  std::size_t whole = 2;
  for (;;) {
    const Header<2> length{Bytes(partial)};
    if (length) whole = 2U + length.u16<0>();
    const std::size_t take = std::min(whole - partial.size(), data.size());
    partial.insert(partial.end(), data.begin(), data.begin() + static_cast<std::ptrdiff_t>(take));
    bytes_ += take;
    data = data.subspan(take);
    if (partial.size() < whole) return false;
    if (length) break;
  }
  std::vector<std::uint8_t> framed;
  framed.swap(partial);
  bytes_ -= framed.size();
  emit(direction, framed, origin, direction.checksum);
  return true;
}

// `framed` is a message with its length.
void TcpReassembler::emit(Direction& direction, Bytes framed, const Origin& origin,
                          Checksum checksum) {
  const Bytes message = after(framed, 2);
  if (message.size() < kDnsHeader) return lose_boundary(direction, Reason::kTcpBadLength);
  if (direction.verify && !looks_like_tcp_message(framed, direction.expected)) {
    return lose_boundary(direction, Reason::kTcpBadLength);
  }
  harden::CapturedMessage& out = direction.ends;
  out.time_us = origin.time_us;
  out.packet = origin.packet;
  out.checksum = is_response(message) ? checksum : Checksum::kUnchecked;
  out.payload = message;
  outlet_.hand_on(out);
  out.payload = {};
}

// What comes next may be the middle of a message: nothing is believed until a segment looks like a
// beginning.
void TcpReassembler::lose_boundary(Direction& direction, Reason reason) {
  outlet_.stats().count(reason);
  outlet_.stats().count(Reason::kTcpStartUnknown, direction.ahead.size());
  reset(direction);
}

// The hole will not be filled: go on behind it, at the first segment that begins like a message.
void TcpReassembler::skip_hole(Direction& direction) {
  outlet_.stats().count(Reason::kTcpHole);
  bytes_ -= direction.partial.size();
  direction.partial = {};
  while (!direction.ahead.empty()) {
    const Waiting& front = direction.ahead.front();
    if (looks_like_tcp_message(front.data, direction.expected)) {
      direction.verify = true;
      direction.next = front.sequence;
      direction.hole_since_us = front.time_us;
      drain(direction, nullptr);
      return;
    }
    outlet_.stats().count(Reason::kTcpStartUnknown);
    direction.ahead_bytes -= front.data.size() + kWaitingCost;
    bytes_ -= front.data.size() + kWaitingCost;
    direction.ahead.erase(direction.ahead.begin());
  }
  reset(direction);
}

void TcpReassembler::reset(Direction& direction) {
  bytes_ -= direction.partial.size() + direction.ahead_bytes;
  Direction fresh;
  fresh.ends = direction.ends;
  fresh.expected = direction.expected;
  direction = std::move(fresh);
}

// Nothing more will come: use what lies behind holes, and count what is unfinished.
void TcpReassembler::close(Direction& direction) {
  while (direction.state == State::kOpen && !direction.ahead.empty()) skip_hole(direction);
  if (!direction.partial.empty()) outlet_.stats().count(Reason::kTcpUnfinished);
  reset(direction);
}

void TcpReassembler::expire(std::uint64_t time_us) {
  while (!flows_.empty() && time_us > flows_.front().last_us &&
         time_us - flows_.front().last_us > limits_.idle_us) {
    remove_oldest();
  }
}

void TcpReassembler::remove_oldest() {
  for (Direction& direction : flows_.front().directions) close(direction);
  index_.erase(flows_.front().key);
  flows_.pop_front();
}

void TcpReassembler::finish() {
  while (!flows_.empty()) remove_oldest();
}

}  // namespace spoor::capture
