// SPDX-License-Identifier: Apache-2.0
#include "capture/pcap_file.h"

#include <algorithm>
#include <cstring>
#include <utility>

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
constexpr std::size_t kLongestHeader = 24;

// Behind a broken record: so far the next one is searched for, so many must follow each other to be
// believed, and so far apart may their times be.
constexpr std::size_t kMaxSearch = std::size_t{1} << 20;
constexpr unsigned kChain = 3;
constexpr std::uint32_t kNearSeconds = 86'400;
// All that a search can look at. Twice as much is read at a time: what is kept of it is then never
// moved more often than as much was read, however many records are broken.
constexpr std::size_t kSearchReach =
    kMaxSearch + (kChain - 1) * (kLongestHeader + kMaxPacket) + kLongestHeader;

bool is_magic(std::uint32_t value) noexcept {
  return value == kMicroseconds || value == kNanoseconds || value == kModified;
}

bool is_near(std::uint32_t a, std::uint32_t b) noexcept {
  return (a < b ? b - a : a - b) <= kNearSeconds;
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
  second_ = magic == kNanoseconds ? 1'000'000'000 : 1'000'000;
  record_header_size_ = magic == kModified ? kLongestHeader : 16;
  const std::uint32_t snap_length = little_ ? fields.u32_little<16>() : fields.u32<16>();
  longest_ = snap_length == 0 ? kMaxPacket : std::min(snap_length, kMaxPacket);
  // The upper bits tell of frame check sequences, which the IP length cuts off anyway.
  const std::uint32_t link = little_ ? fields.u32_little<20>() : fields.u32<20>();
  link_ = static_cast<LinkType>(link & 0x03FF'FFFF);
}

PcapFile::Record PcapFile::record_at(std::size_t at) const noexcept {
  const Header<16> header(window_.subspan(at));
  if (little_) {
    return {header.u32_little<0>(), header.u32_little<4>(), header.u32_little<8>(),
            header.u32_little<12>()};
  }
  return {header.u32<0>(), header.u32<4>(), header.u32<8>(), header.u32<12>()};
}

Result<bool> PcapFile::next(PacketView& packet) {
  if (window_.size() < record_header_size_) {
    SPOOR_TRY(window_, in_.fill(record_header_size_));
    if (window_.size() < record_header_size_) return at_end(window_.size());
  }
  Record record = record_at(0);
  if (!is_usual(record)) {
    if (is_odd(record)) SPOOR_CHECK(mend(record));
    note_time(record.seconds);
  }
  const std::size_t whole = record_header_size_ + record.captured;
  if (window_.size() < whole) {
    SPOOR_TRY(window_, in_.fill(whole));
    if (window_.size() < whole) return at_end(window_.size());
  }
  packet.data = window_.subspan(record_header_size_, record.captured);
  packet.time_us = std::uint64_t{record.seconds} * 1'000'000 +
                   (second_ == 1'000'000 ? record.fraction : record.fraction / 1'000);
  packet.number = ++packets_;
  packet.link = link_;
  packet.cut = record.captured < record.original;
  in_.consume(whole);
  window_ = window_.subspan(whole);
  return true;
}

// Most records are of the second of the packet before, and nothing else speaks against them either.
bool PcapFile::is_usual(const Record& record) const noexcept {
  return record.seconds == seconds_[0] && packets_ != 0 && record.captured <= longest_ &&
         record.captured <= record.original && record.fraction < second_;
}

// What speaks against a header. There are files full of each of these, but few of two.
unsigned PcapFile::oddities(const Record& record) const noexcept {
  return (record.captured > longest_ ? 1U : 0U) + (record.captured > record.original ? 1U : 0U) +
         (record.fraction >= second_ ? 1U : 0U) + (is_in_time(record.seconds) ? 0U : 1U);
}

bool PcapFile::is_odd(const Record& record) const noexcept {
  return is_strict_ ? oddities(record) != 0 : record.captured > kMaxPacket;
}

bool PcapFile::is_in_time(std::uint32_t seconds) const noexcept {
  return packets_ == 0 || is_near(seconds, seconds_[0]) || is_near(seconds, seconds_[1]);
}

// A clock that was set keeps its place beside the one before, so that one wrong time does not hide
// all right ones, and merged captures of two times are read as they are.
void PcapFile::note_time(std::uint32_t seconds) noexcept {
  if (packets_ == 0) seconds_ = {seconds, seconds};
  if (!is_near(seconds, seconds_[0])) std::swap(seconds_[0], seconds_[1]);
  seconds_[0] = seconds;
}

// A header that nothing speaks against: stricter than what is read where nothing is broken.
bool PcapFile::is_sound(const Record& record) const noexcept {
  return record.captured != 0 && record.captured <= longest_ &&
         record.captured <= record.original && record.original <= kMaxPacket &&
         record.fraction < second_;
}

// Whether, where this odd record says that it ends, the file ends or a record lies that is odd in
// nothing else.
Result<bool> PcapFile::is_followed(const Record& record) {
  if (record.captured == 0 || record.captured > kMaxPacket || oddities(record) > 1) return false;
  const std::size_t whole = record_header_size_ + record.captured;
  if (window_.size() < whole + record_header_size_) {
    SPOOR_TRY(window_, in_.fill(whole + record_header_size_));
  }
  if (window_.size() < whole + record_header_size_) return window_.size() == whole;
  const Record after = record_at(whole);
  return after.captured != 0 && after.captured <= kMaxPacket && after.original != 0 &&
         after.original <= kMaxPacket &&
         (after.captured <= after.original || record.captured > record.original) &&
         (after.fraction < second_ || record.fraction >= second_) &&
         (is_in_time(after.seconds) || is_near(after.seconds, record.seconds));
}

// Whether sound records follow each other from `at` on, near each other and the last packet in
// time: three, or two and something cut off, or whatever ends where the file does.
bool PcapFile::chains_at(std::size_t at) const noexcept {
  std::uint32_t seconds = 0;
  for (unsigned links = 0; links < kChain; ++links) {
    if (window_.size() < at + record_header_size_) {
      return links >= 2 || (links == 1 && at == window_.size());
    }
    const Record record = record_at(at);
    if (!is_sound(record)) return false;
    const bool is_timely =
        links == 0 ? is_in_time(record.seconds) : is_near(record.seconds, seconds);
    if (!is_timely) return false;
    seconds = record.seconds;
    at += record_header_size_ + record.captured;
  }
  return true;
}

// Goes to the next place at which records chain; stays and says false when there is none.
Result<bool> PcapFile::search() {
  if (window_.size() < kSearchReach) {
    SPOOR_TRY(window_, in_.fill(2 * kSearchReach));
  }
  std::size_t at = 1;
  const std::size_t end = std::min(kMaxSearch, window_.size());
  while (at < end && !chains_at(at)) ++at;
  if (at >= end) return false;
  in_.consume(at);
  window_ = window_.subspan(at);
  ++breaks_;
  skipped_ += at;
  return true;
}

// Replaces an odd record by the next one that can be believed, unless it may be right after all.
Status PcapFile::mend(Record& record) {
  SPOOR_TRY(const bool is_followed_up, is_followed(record));
  if (is_followed_up) {
    longest_ = record.captured > longest_ ? kMaxPacket : longest_;
    return {};
  }
  SPOOR_TRY(const bool is_found, search());
  if (is_found) {
    record = record_at(0);
    return {};
  }
  if (record.captured > kMaxPacket) {
    return Error{ErrorCode::kMalformed, "impossible length in the packet's record", in_.offset(),
                 fmt::format("{}: packet {}", in_.path(), packets_ + 1)};
  }
  // The file is odd throughout. It is read as it is, and not searched again for so little.
  is_strict_ = false;
  longest_ = kMaxPacket;
  return {};
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
