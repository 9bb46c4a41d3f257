// SPDX-License-Identifier: Apache-2.0
// Octets of a sensor are hostile: whoever holds its credential may send anything.
#include <algorithm>
#include <array>
#include <cstring>
#include <limits>
#include <memory>
#include <string>

#include <zstd.h>

#include "base/octet_codec.h"
#include "dns/name.h"
#include "dns/rdata.h"
#include "transport/sensor_batch.h"
#include "transport/sensor_batch_format.h"

namespace spoor::transport {
namespace {

constexpr std::uint64_t kMaxReasons = 4096;
constexpr std::size_t kMaxReasonOctets = 200;
constexpr std::uint64_t kMaxTime = std::numeric_limits<std::uint32_t>::max();
constexpr std::size_t kLeastRowOctets = 9;

/// Where the parts of a frame lie.
struct Frame {
  FrameHead head;
  std::size_t size = 0;  // of the content, unpacked
  std::string_view packed;
};

Error malformed(std::string_view what, std::size_t offset) {
  return {ErrorCode::kMalformed, what, offset, "sensor batch"};
}

Status check_flags(const FrameHead& head, unsigned flags) {
  if ((flags & ~(kFrameEndsStream | kFrameIsGap)) != 0)
    return Error{ErrorCode::kInvalid, "a flag of a newer version", 4, "sensor batch"};
  if (head.covers == 0 || (!head.is_gap && head.covers != 1))
    return malformed("expected one sequence, or a gap", 32);
  if (head.sequence > std::numeric_limits<std::uint64_t>::max() - head.covers)
    return malformed("sequences beyond all bounds", 24);
  return {};
}

Result<Frame> read_frame(std::string_view octets) {
  if (octets.substr(0, kFrameMagic.size()) != kFrameMagic) {
    if (octets.starts_with(kFrameMagic.substr(0, 3)) && octets.size() > 3)
      return Error{ErrorCode::kInvalid, "a sensor batch of a newer version", 3, "sensor batch"};
    return malformed("this is no sensor batch", 0);
  }
  if (octets.size() < kFrameHeadOctets)
    return Error{ErrorCode::kTruncated, "ends within its head", octets.size(), "sensor batch"};
  ByteReader reader(octets.substr(kFrameMagic.size()));
  Frame frame;
  const unsigned flags = reader.u8();
  const std::string_view zeros = reader.bytes(3);
  const std::string_view stream = reader.bytes(frame.head.stream.octets.size());
  std::memcpy(frame.head.stream.octets.data(), stream.data(), stream.size());
  frame.head.sequence = reader.u64();
  frame.head.covers = reader.u32();
  frame.head.made = reader.u32();
  frame.head.ends_stream = (flags & kFrameEndsStream) != 0;
  frame.head.is_gap = (flags & kFrameIsGap) != 0;
  frame.size = reader.u32();
  const std::size_t packed = reader.u32();
  const std::uint64_t digest = reader.u64();
  if (frame.size > kMaxContentOctets || packed > kMaxContentOctets)
    return Error{ErrorCode::kLimit, "content beyond 24 MiB", 40, "sensor batch"};
  frame.packed = octets.substr(kFrameHeadOctets);
  if (frame.packed.size() < packed)
    return Error{ErrorCode::kTruncated, "ends within its content", octets.size(), "sensor batch"};
  if (frame.packed.size() > packed)
    return malformed("octets behind the content", kFrameHeadOctets + packed);
  if (digest != frame_digest(octets.substr(0, kFrameDigestAt), frame.packed))
    return malformed("its digest does not fit: torn on the way", kFrameDigestAt);
  if (zeros != std::string_view("\0\0\0", 3)) return malformed("expected three zeros", 5);
  SPOOR_CHECK(check_flags(frame.head, flags));
  return frame;
}

Result<std::string> unpack(const Frame& frame) {
  if (ZSTD_getFrameContentSize(frame.packed.data(), frame.packed.size()) != frame.size ||
      ZSTD_findFrameCompressedSize(frame.packed.data(), frame.packed.size()) != frame.packed.size())
    return malformed("expected one frame of zstd of the size that was told", kFrameHeadOctets);
  std::string content(frame.size, '\0');
  const std::size_t size =
      ZSTD_decompress(content.data(), content.size(), frame.packed.data(), frame.packed.size());
  if (ZSTD_isError(size) != 0 || size != frame.size)
    return malformed("its content cannot be unpacked", kFrameHeadOctets);
  return content;
}

/// Reads content. A fault is told once, with how far reading came.
class ContentReader {
 public:
  explicit ContentReader(std::string_view content) : all_(content.size()), in_(content) {}

  /// What stands before the rows. Says how many come.
  Result<std::uint64_t> read_before_rows(ledger::Entry& out) {
    read_delivered(out);
    const std::uint64_t base = in_.varint();
    const std::uint64_t rows = in_.varint();
    if (!fault_.empty() || !in_.ok() || base > kMaxTime || rows > in_.left() / kLeastRowOctets)
      return failure("what was delivered ends too early");
    base_ = static_cast<std::uint32_t>(base);
    return rows;
  }
  Status read(SensorBatch& out) {
    SPOOR_TRY(const std::uint64_t rows, read_before_rows(out.delivered));
    if (out.head.is_gap && rows != 0) return malformed("a gap with rows", at());
    if (rows > kMaxFrameRows) return malformed("more rows than a batch may have", at());
    out.batch.rows.reserve(static_cast<std::size_t>(rows));
    for (std::uint64_t i = 0; i < rows; ++i) {
      if (!read_row(out.batch)) return failure("a row ends too early");
    }
    if (!in_.at_end()) return malformed("octets behind the last row", at());
    return {};
  }

 private:
  [[nodiscard]] std::size_t at() const noexcept { return all_ - in_.left(); }
  [[nodiscard]] Error failure(std::string_view otherwise) const {
    return malformed(fault_.empty() ? otherwise : fault_, at());
  }
  bool fail(std::string_view what) noexcept {
    if (fault_.empty()) fault_ = what;
    return false;
  }

  std::uint64_t count() noexcept {
    const std::uint64_t value = in_.varint();
    if (value > record::kMaxCount) fail("a count beyond all bounds");
    return value;
  }
  void read_delivered(ledger::Entry& out);
  void read_reasons(ledger::Figures& figures);
  void read_data_days(ledger::Entry& out);
  bool read_row(record::Batch& batch);
  bool read_name(record::Batch& batch, record::BatchRow& row);
  bool check_rdata(const record::BatchRow& row);
  bool read_sightings(record::Sightings& s, unsigned bits);
  bool read_days(record::Sightings& s);

  std::size_t all_;
  ByteReader in_;
  std::string_view fault_;
  std::uint32_t base_ = 0;  // seconds, of the rows' times
  std::size_t labels_ = 0;  // of the name at hand
  std::array<std::uint8_t, dns::kMaxNameOctets> wire_{};
  std::array<std::uint8_t, dns::kMaxCanonicalRdata> rdata_{};
};

void ContentReader::read_reasons(ledger::Figures& figures) {
  const std::uint64_t reasons = in_.varint();
  if (reasons > kMaxReasons) {
    fail("too many reasons");
    return;
  }
  for (std::uint64_t i = 0; i < reasons && in_.ok(); ++i) {
    const std::uint64_t left = in_.varint();
    const std::string_view reason = in_.string();
    const std::uint64_t n = count();
    if (left < 1 || left > 3 || reason.empty() || reason.size() > kMaxReasonOctets) {
      fail("a reason that no sensor knows");
      return;
    }
    figures.left_out[static_cast<ledger::Left>(left)][std::string(reason)] += n;
  }
}

void ContentReader::read_data_days(ledger::Entry& out) {
  const std::uint64_t days = in_.varint();
  std::uint64_t day = 0;
  for (std::uint64_t i = 0; i < days && in_.ok(); ++i) {
    const std::uint64_t gap = in_.varint();
    day += gap;
    if ((i > 0 && gap == 0) || gap > kMaxTime || day > record::day_of(kMaxTime)) {
      fail("a day beyond all bounds");
      return;
    }
    ledger::DataDay one;
    one.day = static_cast<std::uint32_t>(day);
    one.responses = count();
    one.records = count();
    out.days.push_back(one);
  }
}

void ContentReader::read_delivered(ledger::Entry& out) {
  ledger::Figures& f = out.delivery.figures;
  for (std::uint64_t* figure : {&f.octets, &f.packets, &f.queries, &f.responses, &f.matched,
                                &f.unmatched, &f.lines, &f.records})
    *figure = count();
  read_reasons(f);
  const std::uint64_t first = in_.varint();
  const std::uint64_t last = in_.varint();
  if (last > kMaxTime || first > last || (first == 0) != (last == 0)) {
    fail("a time beyond all bounds");
    return;
  }
  if (last != 0) {
    out.delivery.data =
        ledger::DataSpan{static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(last)};
  }
  read_data_days(out);
}

bool ContentReader::read_name(record::Batch& batch, record::BatchRow& row) {
  const std::string_view before = batch.rows.empty() ? std::string_view() : batch.rows.back().name;
  const std::uint64_t shared = in_.varint();
  const std::string_view rest = in_.string();
  if (!in_.ok()) return false;
  if (shared > before.size() || shared + rest.size() > dns::kMaxSortFormOctets)
    return fail("a name longer than any");
  if (rest.empty() && shared == before.size() && !batch.rows.empty()) {
    row.name = before;
    return true;
  }
  char* const room = batch.arena.allocate(static_cast<std::size_t>(shared) + rest.size());
  std::copy(before.begin(), before.begin() + static_cast<std::ptrdiff_t>(shared), room);
  std::copy(rest.begin(), rest.end(), room + shared);
  row.name = {room, static_cast<std::size_t>(shared) + rest.size()};
  const std::size_t size = dns::write_wire_from_sort_form(wire_.data(), row.name);
  if (size == 0) return fail("a name that is no sort form");
  for (const std::uint8_t octet : Bytes(wire_.data(), size)) {
    if (octet >= 'A' && octet <= 'Z') return fail("a name that is not in lower case");
  }
  labels_ = dns::count_labels({wire_.data(), size});
  return true;
}

bool ContentReader::check_rdata(const record::BatchRow& row) {
  const Bytes octets = as_bytes(row.rdata);
  if (octets.size() > dns::kMaxCanonicalRdata) return fail("rdata longer than any");
  dns::WireReader reader(octets);
  const std::size_t size =
      dns::read_canonical_rdata(reader, row.type, octets.size(), rdata_.data());
  if (size != octets.size() || (size != 0 && std::memcmp(rdata_.data(), octets.data(), size) != 0))
    return fail("rdata that is not in canonical form");
  return true;
}

bool ContentReader::read_days(record::Sightings& s) {
  const std::uint64_t days = in_.varint();
  if (days == 0 || days > in_.left()) return fail("expected a number of days");
  std::uint64_t day = record::day_of(s.first);
  const std::uint32_t last = record::day_of(s.last);
  for (std::uint64_t i = 0; i < days; ++i) {
    const std::uint64_t gap = in_.varint();
    const std::uint64_t n = count();
    if (!in_.ok()) return false;
    if ((i > 0 && gap == 0) || gap > last - day) return fail("a day outside of first and last");
    day += gap;
    if (n == 0 && (day == record::day_of(s.first) || day == last))
      return fail("a day that need not be told");
    s.days.add(static_cast<std::uint32_t>(day), n);
  }
  return true;
}

bool ContentReader::read_sightings(record::Sightings& s, unsigned bits) {
  const std::uint64_t first = in_.varint();
  const std::uint64_t more = in_.varint();
  if (first > kMaxTime - base_ || more > kMaxTime - base_ - first || base_ + first == 0)
    return fail("a time beyond all bounds");
  s.first = static_cast<std::uint32_t>(base_ + first);
  s.last = static_cast<std::uint32_t>(s.first + more);
  if ((bits & kRowHasTtl) != 0) {
    const std::uint64_t least = in_.varint();
    const std::uint64_t wider = in_.varint();
    if (least > kMaxTime || wider > kMaxTime - least) return fail("a TTL beyond all bounds");
    s.ttl_min = static_cast<std::uint32_t>(least);
    s.ttl_max = static_cast<std::uint32_t>(least + wider);
  }
  if ((bits & kRowHasUndated) != 0) s.undated = count();
  if ((bits & kRowHasTold) != 0) s.told = count();
  if ((bits & kRowHasDays) != 0 && !read_days(s)) return false;
  const bool is_missing = ((bits & kRowHasUndated) != 0 && s.undated == 0) ||
                          ((bits & kRowHasTold) != 0 && s.told == 0);
  return !is_missing || fail("expected a count of 1 or more");
}

bool ContentReader::read_row(record::Batch& batch) {
  record::BatchRow row;
  if (!read_name(batch, row)) return false;
  const std::uint64_t type = in_.varint();
  const std::string_view rdata = in_.string();
  row.bailiwick = in_.u8();
  const unsigned bits = in_.u8();
  if (!in_.ok()) return false;
  if (type == 0 || type > std::numeric_limits<std::uint16_t>::max())
    return fail("a type that is none of the wire");
  if ((bits & ~kRowBits) != 0) return fail("bits that no row has");
  if (row.bailiwick != record::kBailiwickUnknown && row.bailiwick > labels_)
    return fail("a bailiwick that is no ancestor");
  if (batch.arena.bytes() + rdata.size() > kMaxFrameKeyOctets)
    return fail("more names and rdata than a batch may have");
  row.type = static_cast<dns::RrType>(type);
  row.rdata = batch.arena.copy(rdata);
  row.how = (bits & kRowIsZone) != 0 ? record::How::kZone : record::How::kSensor;
  if (!check_rdata(row) || !read_sightings(row.sightings, bits)) return false;
  if (!in_.ok()) return false;
  if (!batch.rows.empty() && record::compare(batch.rows.back(), row) >= 0)
    return fail("rows that are not sorted");
  batch.rows.push_back(std::move(row));
  return fault_.empty();
}

}  // namespace

Result<FrameHead> read_frame_head(std::string_view frame) {
  SPOOR_TRY(const Frame read, read_frame(frame));
  return read.head;
}

Result<DeliveredRows> read_delivered_rows(std::string_view frame) {
  SPOOR_TRY(const Frame read, read_frame(frame));
  SPOOR_TRY(const std::string content, unpack(read));
  DeliveredRows out;
  const auto reader = std::make_unique<ContentReader>(content);
  SPOOR_TRY(out.rows, reader->read_before_rows(out.delivered));
  return out;
}

Result<SensorBatch> read_sensor_batch(std::string_view frame) {
  SPOOR_TRY(const Frame read, read_frame(frame));
  SPOOR_TRY(const std::string content, unpack(read));
  SensorBatch out;
  out.head = read.head;
  const auto reader = std::make_unique<ContentReader>(content);  // too large for a stack
  SPOOR_CHECK(reader->read(out));
  out.batch.ends_stream = out.head.ends_stream;
  return out;
}

}  // namespace spoor::transport
