// SPDX-License-Identifier: Apache-2.0
#include "capture/pcap_file.h"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "capture/header.h"

namespace spoor::capture {
namespace {

constexpr std::size_t kFileHeader = 24;
// What libpcap itself accepts (MAXIMUM_SNAPLEN); the file's own snapshot length is often a lie.
constexpr std::uint32_t kMaxPacket = 262'144;

constexpr std::uint32_t kMicroseconds = 0xA1B2C3D4;
constexpr std::uint32_t kNanoseconds = 0xA1B23C4D;
constexpr std::uint32_t kModified = 0xA1B2CD34;  // Kuznetzov's patch: 8 more octets a record

bool is_magic(std::uint32_t value) noexcept {
  return value == kMicroseconds || value == kNanoseconds || value == kModified;
}

}  // namespace

bool PcapFile::recognises(Bytes head) noexcept {
  const Header<4> magic(head);
  return magic && (is_magic(magic.u32<0>()) || is_magic(magic.u32_little<0>()));
}

Result<std::unique_ptr<PacketSource>> PcapFile::open(InputStream& in) {
  SPOOR_TRY(const Bytes head, in.fill(kFileHeader));
  if (!recognises(head)) return Error{ErrorCode::kMalformed, "not a pcap file", 0, in.path()};
  if (head.size() < kFileHeader) {
    return Error{ErrorCode::kTruncated, "pcap file ends in its header", head.size(), in.path()};
  }
  std::unique_ptr<PacketSource> source(new PcapFile(in, head));
  in.consume(kFileHeader);
  return source;
}

PcapFile::PcapFile(InputStream& in, Bytes header) : in_(in) {
  const Header<kFileHeader> fields(header);
  little_ = is_magic(fields.u32_little<0>());
  const std::uint32_t magic = little_ ? fields.u32_little<0>() : fields.u32<0>();
  nanoseconds_ = magic == kNanoseconds;
  record_header_size_ = magic == kModified ? 24 : 16;
  // The upper bits tell of frame check sequences, which the IP length cuts off anyway.
  const std::uint32_t link = little_ ? fields.u32_little<20>() : fields.u32<20>();
  link_ = static_cast<LinkType>(link & 0x03FF'FFFF);
}

std::uint32_t PcapFile::u32(Bytes at_least_four) const noexcept {
  const Header<4> field(at_least_four);
  return little_ ? field.u32_little<0>() : field.u32<0>();
}

Result<bool> PcapFile::next(PacketView& packet) {
  if (window_.size() < record_header_size_) {
    SPOOR_TRY(window_, in_.fill(record_header_size_));
    if (window_.size() < record_header_size_) return at_end(window_.size());
  }
  const std::uint32_t seconds = u32(window_);
  const std::uint32_t fraction = u32(window_.subspan(4));
  const std::uint32_t captured = u32(window_.subspan(8));
  const std::uint32_t original = u32(window_.subspan(12));
  if (captured > kMaxPacket) {
    return Error{ErrorCode::kMalformed, "impossible length in the packet's record", in_.offset(),
                 fmt::format("{}: packet {}", in_.path(), packets_ + 1)};
  }
  const std::size_t whole = record_header_size_ + captured;
  if (window_.size() < whole) {
    SPOOR_TRY(window_, in_.fill(whole));
    if (window_.size() < whole) return at_end(window_.size());
  }
  packet.data = window_.subspan(record_header_size_, captured);
  packet.time_us =
      std::uint64_t{seconds} * 1'000'000 + (nanoseconds_ ? fraction / 1'000 : fraction);
  packet.number = ++packets_;
  packet.link = link_;
  packet.cut = captured < original;
  in_.consume(whole);
  window_ = window_.subspan(whole);
  return true;
}

// The file ends, with `left` octets of a record that is not whole.
Result<bool> PcapFile::at_end(std::size_t left) {
  if (left == 0) return false;
  // Not consumed: when the file has grown, an importer comes by this offset again.
  window_ = {};
  SPOOR_CHECK(in_.fault());  // a broken compressed file says so itself
  return Error{ErrorCode::kTruncated, "file ends in the middle of a packet", in_.offset(),
               fmt::format("{}: packet {}", in_.path(), packets_ + 1)};
}

}  // namespace spoor::capture
