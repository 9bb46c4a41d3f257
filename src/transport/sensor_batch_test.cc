// SPDX-License-Identifier: Apache-2.0
#include "transport/sensor_batch.h"

#include <gtest/gtest.h>
#include <zstd.h>

#include "base/octet_codec.h"
#include "transport/sensor_batch_format.h"
#include "transport/some_batches_test.h"

namespace spoor::transport {
namespace {

FrameHead head_of(std::uint64_t sequence) {
  FrameHead head;
  for (std::size_t i = 0; i < head.stream.octets.size(); ++i)
    head.stream.octets[i] = static_cast<std::uint8_t>(i);
  head.sequence = sequence;
  head.made = 1'700'000'000;
  return head;
}

std::string frame_of(const record::Batch& batch, const ledger::Entry& told = {}) {
  SensorBatchWriter writer;
  auto rows = rows_of(batch);
  auto frame = writer.write(head_of(7), rows, told);
  EXPECT_TRUE(frame);
  EXPECT_TRUE(rows.empty());
  return *frame;
}

/// A frame whose digest fits, around any content.
std::string frame_around(std::string_view content, std::uint32_t covers = 1, char flags = 0) {
  std::string packed(ZSTD_compressBound(content.size()), '\0');
  packed.resize(ZSTD_compress(packed.data(), packed.size(), content.data(), content.size(), 1));
  std::string frame(kFrameMagic);
  frame += flags;
  frame.append(19, '\0');
  put_u64(frame, 7);
  put_u32(frame, covers);
  put_u32(frame, 0);
  put_u32(frame, static_cast<std::uint32_t>(content.size()));
  put_u32(frame, static_cast<std::uint32_t>(packed.size()));
  put_u64(frame, frame_digest(frame, packed));
  return frame + packed;
}

/// Nothing delivered, base 1000, and rows.
std::string content_of(std::uint64_t rows, const std::string& octets) {
  std::string content(12, '\0');
  put_varint(content, 1000);
  put_varint(content, rows);
  return content + octets;
}

/// A row of `www.` by its pieces.
std::string row(const std::string& name, const std::string& rdata, const std::string& rest) {
  std::string out(1, '\0');
  put_string(out, name);
  out += '\x01';
  put_string(out, rdata);
  return out + rest;
}
const std::string kName("www\0\0", 5);
const std::string kRdata("\x01\x02\x03\x04", 4);
const std::string kSeenOnce("\x01\x10\x05\x00\x01\x00\x03", 7);  // bailiwick, bits, times, a day

std::string fault_of(const std::string& frame) {
  const auto read = read_sensor_batch(frame);
  return read ? "none" : std::string(read.error().what);
}

TEST(SensorBatch, RoundTripsAnyBatch) {
  for (std::uint32_t seed = 0; seed < 40; ++seed) {
    const record::Batch batch = random_batch(seed, seed * seed);
    const auto read = read_sensor_batch(frame_of(batch, delivered(5, 9)));
    ASSERT_TRUE(read) << describe(read.error());
    EXPECT_EQ(read->head, head_of(7));
    EXPECT_EQ(read->delivered.delivery.figures, delivered(5, 9).delivery.figures);
    EXPECT_EQ(read->delivered.delivery.data, delivered(5, 9).delivery.data);
    EXPECT_EQ(read->delivered.days, delivered(5, 9).days);
    ASSERT_EQ(read->batch.rows.size(), batch.rows.size());
    for (std::size_t i = 0; i < batch.rows.size(); ++i) {
      record::BatchRow same = batch.rows[i];
      same.source = {};
      EXPECT_EQ(record::compare(read->batch.rows[i], same), 0);
      EXPECT_EQ(read->batch.rows[i].sightings, same.sightings);
    }
  }
}

TEST(SensorBatch, FillsSeveralFrames) {
  record::Batch batch;
  constexpr std::size_t kRows = kFullRows + 10;
  for (std::uint32_t i = 0; i < kRows; ++i) {
    record::BatchRow row;
    std::string name = "aaaaaa";
    for (std::uint32_t rest = i, at = 6; at > 0; rest /= 26)
      name[--at] = static_cast<char>('a' + rest % 26);
    row.name = batch.arena.copy(name + std::string(2, '\0'));
    row.rdata = kRdata;
    row.type = dns::RrType::kA;
    row.sightings = record::Sightings::seen_once(1'700'000'000, 60);
    batch.rows.push_back(row);
  }
  SensorBatchWriter writer;
  auto rows = rows_of(batch);
  FrameHead head = head_of(0);
  head.ends_stream = true;
  const auto first = writer.write(head, rows, delivered(1, kRows));
  ASSERT_TRUE(first);
  EXPECT_EQ(rows.size(), 10U);
  const auto second = writer.write(head, rows, delivered(1, kRows));
  ASSERT_TRUE(second);
  EXPECT_TRUE(rows.empty());
  const auto one = read_sensor_batch(*first);
  const auto two = read_sensor_batch(*second);
  ASSERT_TRUE(one && two);
  EXPECT_EQ(one->batch.rows.size(), kFullRows);
  EXPECT_EQ(two->batch.rows.size(), 10U);
  EXPECT_FALSE(one->head.ends_stream);
  EXPECT_TRUE(two->head.ends_stream);
  EXPECT_EQ(one->delivered.delivery.figures, ledger::Figures());
  EXPECT_EQ(two->delivered.delivery.figures.records, kRows) << "told once, with the last";
}

TEST(SensorBatch, TellsWhatWasDeliveredWithoutItsRows) {
  const record::Batch batch = random_batch(3, 50);
  const auto read = read_delivered_rows(frame_of(batch, delivered(5, 50)));
  ASSERT_TRUE(read);
  EXPECT_EQ(read->rows, batch.rows.size());
  EXPECT_EQ(read->delivered.delivery.figures, delivered(5, 50).delivery.figures);
}

TEST(SensorBatch, GapsHaveNoRows) {
  SensorBatchWriter writer;
  FrameHead head = head_of(3);
  head.covers = 9;
  const auto gap = writer.write_gap(head, delivered(4, 0));
  ASSERT_TRUE(gap);
  const auto read = read_sensor_batch(*gap);
  ASSERT_TRUE(read);
  EXPECT_TRUE(read->head.is_gap);
  EXPECT_EQ(read->head.covers, 9U);
  EXPECT_TRUE(read->batch.rows.empty());
  EXPECT_EQ(fault_of(frame_around(content_of(1, row(kName, kRdata, kSeenOnce)), 9, 2)),
            "a gap with rows");
}

TEST(SensorBatch, IsKnownToBeTornWhereverItIs) {
  const std::string whole = frame_of(random_batch(1, 30), delivered(1, 30));
  for (std::size_t size = 0; size < whole.size(); ++size)
    EXPECT_FALSE(read_frame_head(whole.substr(0, size))) << size;
  for (std::size_t at = 0; at < whole.size(); ++at) {
    std::string bad = whole;
    bad[at] = static_cast<char>(bad[at] ^ 0x40);
    EXPECT_FALSE(read_frame_head(bad)) << at;
  }
  EXPECT_EQ(read_frame_head(whole + "x").error().what, "octets behind the content");
  std::string newer = whole;
  newer[3] = 2;
  EXPECT_EQ(read_frame_head(newer).error().code, ErrorCode::kInvalid);
}

TEST(SensorBatch, RefusesWhatNoWriterWrites) {
  ASSERT_EQ(fault_of(frame_around(content_of(1, row(kName, kRdata, kSeenOnce)))), "none");
  const auto fault = [](const std::string& rows, std::uint64_t n = 1) {
    return fault_of(frame_around(content_of(n, rows)));
  };
  EXPECT_EQ(fault(row("www", kRdata, kSeenOnce)), "a name that is no sort form");
  EXPECT_EQ(fault(row(std::string("WWW\0\0", 5), kRdata, kSeenOnce)),
            "a name that is not in lower case");
  EXPECT_EQ(fault(row(std::string(600, 'a'), kRdata, kSeenOnce)), "a name longer than any");
  EXPECT_EQ(fault(row(kName, "\x01\x02\x03", kSeenOnce)), "rdata that is not in canonical form");
  EXPECT_EQ(fault(row(kName, kRdata, std::string("\x02\x10\x05\x00\x01\x00\x03", 7))),
            "a bailiwick that is no ancestor");
  EXPECT_EQ(fault(row(kName, kRdata, std::string("\x01\x20\x05\x00\x01\x00\x03", 7))),
            "bits that no row has");
  EXPECT_EQ(fault(row(kName, kRdata, std::string("\x01\x10\x05\x00\x01\x01\x03", 7))),
            "a day outside of first and last");
  EXPECT_EQ(fault(row(kName, kRdata, std::string("\x01\x10\x05\x00\x01\x00\x00", 7))),
            "a day that need not be told");
  EXPECT_EQ(fault(row(kName, kRdata, std::string("\x01\x04\x05\x00\x00\x00\x00", 7))),
            "expected a count of 1 or more");
  EXPECT_EQ(fault(row(kName, kRdata, std::string("\x01\x00\xFF\xFF\xFF\xFF\x0F\x00", 8))),
            "a time beyond all bounds");
  EXPECT_EQ(fault(row(kName, kRdata, kSeenOnce) + row(kName, kRdata, kSeenOnce), 2),
            "rows that are not sorted");
  EXPECT_EQ(fault(row(kName, kRdata, kSeenOnce) + "x"), "octets behind the last row");
  EXPECT_EQ(fault(row(kName, kRdata, kSeenOnce).substr(0, 14)), "a row ends too early");
  EXPECT_EQ(fault("", kMaxFrameRows + 1), "what was delivered ends too early");
  EXPECT_EQ(fault_of(frame_around("")), "what was delivered ends too early");
  EXPECT_EQ(fault_of(frame_around(content_of(0, ""), 2)), "expected one sequence, or a gap");
  EXPECT_EQ(fault_of(frame_around(content_of(0, ""), 1, 64)), "a flag of a newer version");
}

TEST(SensorBatch, RefusesBombs) {
  // A megabyte that says it is small, and a frame of zstd that holds more than it says.
  const std::string zeros(1 << 20, '\0');
  std::string frame = frame_around(zeros);
  std::string lying = frame.substr(0, 40);
  put_u32(lying, 100);
  put_u32(lying, static_cast<std::uint32_t>(frame.size() - kFrameHeadOctets));
  const std::string packed = frame.substr(kFrameHeadOctets);
  put_u64(lying, frame_digest(lying, packed));
  EXPECT_EQ(fault_of(lying + packed), "expected one frame of zstd of the size that was told");
  std::string large = frame.substr(0, 40);
  put_u32(large, static_cast<std::uint32_t>(kMaxContentOctets + 1));
  put_u32(large, static_cast<std::uint32_t>(packed.size()));
  put_u64(large, frame_digest(large, packed));
  EXPECT_EQ(read_sensor_batch(large + packed).error().code, ErrorCode::kLimit);
}

TEST(SensorBatch, SaysNothingOfPartnersTypes) {
  record::Batch batch = one_record("a.example.", 1'700'000'000);
  batch.rows[0].type = static_cast<dns::RrType>(dns::kFirstLabelType);
  SensorBatchWriter writer;
  auto rows = rows_of(batch);
  EXPECT_EQ(writer.write(head_of(0), rows, {}).error().code, ErrorCode::kInvalid);
}

}  // namespace
}  // namespace spoor::transport
