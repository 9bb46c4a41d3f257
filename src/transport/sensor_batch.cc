// SPDX-License-Identifier: Apache-2.0
#include "transport/sensor_batch.h"

#include <algorithm>

#include <xxhash.h>
#include <zstd.h>

#include "base/octet_codec.h"
#include "transport/sensor_batch_format.h"

namespace spoor::transport {
namespace {

constexpr int kPackingLevel = 1;  // level 3 saves a twentieth and takes twice as long
constexpr std::size_t kMaxRowOctets = std::size_t{1} << 20;

void append_days(std::string& out, const record::Sightings& s) {
  const auto days = s.days.all();
  put_varint(out, days.size());
  std::uint32_t before = record::day_of(s.first);
  for (const record::DayCount& each : days) {
    put_varint(out, each.day - before);
    put_varint(out, each.count);
    before = each.day;
  }
}

std::uint8_t bits_of(const record::BatchRow& row) {
  const record::Sightings& s = row.sightings;
  unsigned bits = row.how == record::How::kZone ? kRowIsZone : 0U;
  bits |= s.has_ttl() ? kRowHasTtl : 0U;
  bits |= s.undated != 0 ? kRowHasUndated : 0U;
  bits |= s.told != 0 ? kRowHasTold : 0U;
  bits |= s.days.empty() ? 0U : kRowHasDays;
  return static_cast<std::uint8_t>(bits);
}

void append_row(std::string& out, const record::BatchRow& row, std::string_view before,
                std::uint32_t base) {
  const std::size_t shared = common_prefix(before, row.name);
  put_varint(out, shared);
  put_string(out, row.name.substr(shared));
  put_varint(out, dns::to_number(row.type));
  put_string(out, row.rdata);
  out += static_cast<char>(row.bailiwick);
  const std::uint8_t bits = bits_of(row);
  out += static_cast<char>(bits);
  const record::Sightings& s = row.sightings;
  put_varint(out, s.first - base);
  put_varint(out, s.last - s.first);
  if ((bits & kRowHasTtl) != 0) {
    put_varint(out, s.ttl_min);
    put_varint(out, s.ttl_max - s.ttl_min);
  }
  if ((bits & kRowHasUndated) != 0) put_varint(out, s.undated);
  if ((bits & kRowHasTold) != 0) put_varint(out, s.told);
  if ((bits & kRowHasDays) != 0) append_days(out, s);
}

std::uint32_t earliest(std::span<const record::BatchRow> rows) {
  std::uint32_t base = rows.empty() ? 0 : rows.front().sightings.first;
  for (const record::BatchRow& row : rows) base = std::min(base, row.sightings.first);
  return base;
}

void append_head(std::string& out, const FrameHead& head, std::size_t size, std::size_t packed) {
  out += kFrameMagic;
  out += static_cast<char>((head.ends_stream ? kFrameEndsStream : 0U) |
                           (head.is_gap ? kFrameIsGap : 0U));
  out.append(3, '\0');
  out.append(reinterpret_cast<const char*>(head.stream.octets.data()), head.stream.octets.size());
  put_u64(out, head.sequence);
  put_u32(out, head.covers);
  put_u32(out, head.made);
  put_u32(out, static_cast<std::uint32_t>(size));
  put_u32(out, static_cast<std::uint32_t>(packed));
}

/// Only figures, data and days of `entry`.
void append_delivered(std::string& out, const ledger::Entry& entry) {
  const ledger::Figures& f = entry.delivery.figures;
  for (const std::uint64_t figure :
       {f.octets, f.packets, f.queries, f.responses, f.matched, f.unmatched, f.lines, f.records})
    put_varint(out, figure);
  std::size_t reasons = 0;
  for (const auto& [left, counts] : f.left_out) reasons += counts.size();
  put_varint(out, reasons);
  for (const auto& [left, counts] : f.left_out) {
    for (const auto& [reason, count] : counts) {
      put_varint(out, static_cast<std::uint64_t>(left));
      put_string(out, reason);
      put_varint(out, count);
    }
  }
  const ledger::DataSpan span = entry.delivery.data.value_or(ledger::DataSpan{});
  put_varint(out, span.first);
  put_varint(out, span.last);
  put_varint(out, entry.days.size());
  std::uint32_t before = 0;
  for (const ledger::DataDay& day : entry.days) {
    put_varint(out, day.day - before);
    put_varint(out, day.responses);
    put_varint(out, day.records);
    before = day.day;
  }
}

}  // namespace

std::uint64_t frame_digest(std::string_view head, std::string_view packed) {
  return XXH3_64bits_withSeed(packed.data(), packed.size(), XXH3_64bits(head.data(), head.size()));
}

struct SensorBatchWriter::Packer {
  ZSTD_CCtx* context = ZSTD_createCCtx();
};

SensorBatchWriter::SensorBatchWriter(std::size_t full_octets)
    : full_octets_(full_octets), packer_(new Packer) {}
SensorBatchWriter::~SensorBatchWriter() {
  ZSTD_freeCCtx(packer_->context);
  delete packer_;
}

Result<std::string> SensorBatchWriter::write(FrameHead head,
                                             std::span<const record::BatchRow>& rows,
                                             const ledger::Entry& delivered) {
  const std::uint32_t base = earliest(rows);
  rows_.clear();
  std::string_view before;
  std::size_t taken = 0;
  std::size_t key_octets = 0;
  while (taken < rows.size() && taken < kFullRows && rows_.size() < full_octets_ &&
         key_octets < kFullKeyOctets) {
    const record::BatchRow& row = rows[taken];
    if (!dns::is_wire_type(row.type))
      return Error{ErrorCode::kInvalid, "a sensor tells types of the wire only"};
    const std::size_t size = rows_.size();
    append_row(rows_, row, before, base);
    if (rows_.size() - size > kMaxRowOctets)
      return Error{ErrorCode::kLimit, "a record with too many days"};
    before = row.name;
    key_octets += row.name.size() + row.rdata.size();
    ++taken;
  }
  const bool is_last = taken == rows.size();
  head.ends_stream = head.ends_stream && is_last;
  content_.clear();
  append_delivered(content_, is_last ? delivered : ledger::Entry());
  put_varint(content_, base);
  put_varint(content_, taken);
  content_ += rows_;
  rows = rows.subspan(taken);
  return pack(head);
}

Result<std::string> SensorBatchWriter::write_gap(FrameHead head, const ledger::Entry& lost) {
  head.is_gap = true;
  content_.clear();
  append_delivered(content_, lost);
  put_varint(content_, 0);
  put_varint(content_, 0);
  return pack(head);
}

Result<std::string> SensorBatchWriter::pack(const FrameHead& head) {
  const std::size_t most = ZSTD_compressBound(content_.size());
  std::string frame(kFrameHeadOctets + most, '\0');
  if (packer_->context == nullptr || content_.size() > kMaxContentOctets)
    return Error{ErrorCode::kLimit, "a batch too large to pack"};
  const std::size_t packed =
      ZSTD_compressCCtx(packer_->context, frame.data() + kFrameHeadOctets, most, content_.data(),
                        content_.size(), kPackingLevel);
  if (ZSTD_isError(packed) != 0) return Error{ErrorCode::kLimit, "a batch that cannot be packed"};
  frame.resize(kFrameHeadOctets + packed);
  std::string written;
  append_head(written, head, content_.size(), packed);
  put_u64(written, frame_digest(written, std::string_view(frame).substr(kFrameHeadOctets)));
  std::copy(written.begin(), written.end(), frame.begin());
  return frame;
}

}  // namespace spoor::transport
