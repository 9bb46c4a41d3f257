// SPDX-License-Identifier: Apache-2.0
#include "capture/pcapng_file.h"

#include <algorithm>
#include <limits>

#include <fmt/format.h>

#include "capture/header.h"

namespace spoor::capture {
namespace {

constexpr std::uint32_t kSectionHeader = 0x0A0D'0D0A;
constexpr std::uint32_t kByteOrder = 0x1A2B'3C4D;
constexpr std::size_t kBlockFrame = 12;  // type, length, length again
constexpr std::size_t kSectionHead = 12;
// A packet of 256 KiB and as much again for its options.
constexpr std::uint32_t kMaxBlock = 1U << 20;
constexpr std::uint32_t kMaxPacket = 262'144;
constexpr std::size_t kMaxInterfaces = 65'536;

enum BlockType : std::uint32_t {
  kInterface = 1,
  kObsoletePacket = 2,
  kSimplePacket = 3,
  kEnhancedPacket = 6
};

__extension__ using Wide = unsigned __int128;

/// `ticks` of `resolution` (if_tsresol) as microseconds; 0 when they do not fit.
std::uint64_t to_microseconds(std::uint64_t ticks, std::uint8_t resolution) noexcept {
  Wide wide = ticks;
  if ((resolution & 0x80U) != 0) {
    wide = (wide * 1'000'000) >> (resolution & 0x7FU);
  } else {
    for (int power = resolution; power < 6; ++power) wide *= 10;
    for (int power = std::min<int>(resolution, 40); power > 6; --power) wide /= 10;
  }
  return wide > std::numeric_limits<std::uint64_t>::max() ? 0 : static_cast<std::uint64_t>(wide);
}

std::uint64_t shifted(std::uint64_t time_us, std::int64_t seconds) noexcept {
  const Wide limit = std::numeric_limits<std::uint64_t>::max();
  const Wide by = static_cast<Wide>(seconds < 0 ? -(seconds + 1) : seconds) * 1'000'000;
  if (seconds >= 0) return time_us + by > limit ? 0 : static_cast<std::uint64_t>(time_us + by);
  const Wide back = by + 1'000'000;
  return back > time_us ? 0 : static_cast<std::uint64_t>(time_us - back);
}

}  // namespace

bool PcapngFile::recognises(Bytes head) noexcept {
  const Header<kSectionHead> block(head);
  return block && block.u32<0>() == kSectionHeader &&
         (block.u32<8>() == kByteOrder || block.u32_little<8>() == kByteOrder);
}

Result<std::unique_ptr<PacketSource>> PcapngFile::open(InputStream& in) {
  SPOOR_TRY(const Bytes head, in.fill(kSectionHead));
  if (!recognises(head)) return Error{ErrorCode::kMalformed, "not a pcapng file", 0, in.path()};
  return std::unique_ptr<PacketSource>(new PcapngFile(in));
}

std::uint16_t PcapngFile::u16(Bytes at) const noexcept {
  const Header<2> field(at);
  return little_ ? field.u16_little<0>() : field.u16<0>();
}

std::uint32_t PcapngFile::u32(Bytes at) const noexcept {
  const Header<4> field(at);
  return little_ ? field.u32_little<0>() : field.u32<0>();
}

Error PcapngFile::block_error(ErrorCode code, std::string_view what) const {
  return {code, what, in_.offset(), fmt::format("{}: packet {}", in_.path(), packets_ + 1)};
}

// The file ends within a block.
Error PcapngFile::cut_off() {
  // What is left is not consumed: when the file has grown, an importer comes by this offset again.
  const Status fault = in_.fault();  // a broken compressed file says so itself
  return fault ? block_error(ErrorCode::kTruncated, "file ends in the middle of a block")
               : fault.error();
}

Result<bool> PcapngFile::next(PacketView& packet) {
  for (;;) {
    bool found = false;
    SPOOR_TRY(const bool more, next_block(packet, found));
    if (!more || found) return more;
  }
}

// Reads one block; `found` when it held a packet.
Result<bool> PcapngFile::next_block(PacketView& packet, bool& found) {
  SPOOR_TRY(Bytes at, in_.fill(kBlockFrame));
  if (at.empty()) return false;
  if (at.size() < kBlockFrame) return cut_off();
  if (Header<4>(at).u32<0>() == kSectionHeader) {
    SPOOR_CHECK(section_header());
    SPOOR_TRY(at, in_.fill(kBlockFrame));
  }
  const std::uint32_t type = u32(at);
  const std::uint32_t length = u32(at.subspan(4));
  if (length < kBlockFrame || length % 4 != 0)
    return block_error(ErrorCode::kMalformed, "impossible block length");
  const bool wanted = type == kInterface || type == kObsoletePacket || type == kSimplePacket ||
                      type == kEnhancedPacket;
  if (!wanted || length > kMaxBlock) {
    bad_blocks_ += wanted ? 1 : 0;
    SPOOR_CHECK(skip(length));
    return true;
  }
  SPOOR_TRY(at, in_.fill(length));
  if (at.size() < length) return cut_off();
  if (u32(at.subspan(length - 4)) != length) {
    return block_error(ErrorCode::kMalformed, "a block's two lengths differ");
  }
  const Bytes body = at.subspan(8, length - kBlockFrame);
  if (type == kInterface) {
    interface_block(body);
  } else {
    found = type == kEnhancedPacket ? enhanced_packet(body, packet)
            : type == kSimplePacket ? simple_packet(body, packet)
                                    : obsolete_packet(body, packet);
    if (!found) ++bad_blocks_;
  }
  in_.consume(length);
  return true;
}

// A new section: its byte order counts, and the interfaces of the one before are gone.
Status PcapngFile::section_header() {
  SPOOR_TRY(const Bytes head, in_.fill(kSectionHead));
  const Header<kSectionHead> block(head);
  const bool big = block && block.u32<8>() == kByteOrder;
  const bool little = block && block.u32_little<8>() == kByteOrder;
  if (!big && !little)
    return block_error(ErrorCode::kMalformed, "section header without byte order");
  little_ = little;
  interfaces_.clear();
  return {};
}

Status PcapngFile::skip(std::uint64_t octets) {
  while (octets != 0) {
    SPOOR_TRY(const Bytes at, in_.fill(1));
    if (at.empty()) return cut_off();
    const std::size_t n = static_cast<std::size_t>(std::min<std::uint64_t>(octets, at.size()));
    in_.consume(n);
    octets -= n;
  }
  return {};
}

void PcapngFile::interface_block(Bytes body) {
  Interface interface;
  if (body.size() < 8 || interfaces_.size() >= kMaxInterfaces) {
    ++bad_blocks_;
    return;
  }
  interface.link = static_cast<LinkType>(u16(body));
  interface.snap_length = u32(body.subspan(4));
  interface_options(body.subspan(8), interface);
  interfaces_.push_back(interface);
}

void PcapngFile::interface_options(Bytes options, Interface& interface) const {
  while (options.size() >= 4) {
    const std::uint16_t code = u16(options);
    const std::size_t size = u16(options.subspan(2));
    options = options.subspan(4);
    if (code == 0 || size > options.size()) return;
    if (code == 9 && size == 1) interface.resolution = options.front();
    if (code == 14 && size == 8) {
      const std::uint64_t low = u32(options.subspan(little_ ? 0 : 4));
      const std::uint64_t high = u32(options.subspan(little_ ? 4 : 0));
      interface.offset_seconds = static_cast<std::int64_t>(high << 32 | low);
    }
    options = options.subspan(std::min(options.size(), (size + 3) / 4 * 4));
  }
}

bool PcapngFile::enhanced_packet(Bytes body, PacketView& packet) {
  if (body.size() < 20) return false;
  const std::uint32_t id = u32(body);
  return id < interfaces_.size() && fill_packet(interfaces_[id], body.subspan(4), packet);
}

bool PcapngFile::obsolete_packet(Bytes body, PacketView& packet) {
  if (body.size() < 20) return false;
  const std::uint16_t id = u16(body);
  return id < interfaces_.size() && fill_packet(interfaces_[id], body.subspan(4), packet);
}

// Time, captured length, original length, octets: the same in both packet blocks.
bool PcapngFile::fill_packet(const Interface& interface, Bytes body, PacketView& packet) {
  const std::uint64_t ticks = std::uint64_t{u32(body)} << 32 | u32(body.subspan(4));
  const std::uint32_t captured = u32(body.subspan(8));
  const std::uint32_t original = u32(body.subspan(12));
  const Bytes rest = body.subspan(16);
  if (captured > rest.size() || captured > kMaxPacket) return false;
  packet.data = rest.first(captured);
  packet.time_us = shifted(to_microseconds(ticks, interface.resolution), interface.offset_seconds);
  packet.number = ++packets_;
  packet.link = interface.link;
  packet.cut = captured < original;
  return true;
}

// No time and no captured length: the octets are cut to the interface's snapshot length and padded.
bool PcapngFile::simple_packet(Bytes body, PacketView& packet) {
  if (body.size() < 4 || interfaces_.empty()) return false;
  const Interface& interface = interfaces_.front();
  const std::uint32_t original = u32(body);
  const std::uint32_t snap = interface.snap_length == 0 ? original : interface.snap_length;
  const std::uint32_t captured = std::min(original, snap);
  const Bytes rest = body.subspan(4);
  if (captured > rest.size() || captured > kMaxPacket) return false;
  packet.data = rest.first(captured);
  packet.time_us = 0;
  packet.number = ++packets_;
  packet.link = interface.link;
  packet.cut = captured < original;
  return true;
}

}  // namespace spoor::capture
