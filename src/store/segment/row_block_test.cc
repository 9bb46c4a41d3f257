// SPDX-License-Identifier: Apache-2.0
#include "store/segment/row_block.h"

#include <gtest/gtest.h>

#include "dns/name.h"
#include "store/segment/chunk.h"
#include "store/segment/name_block.h"
#include "store/segment/row_block_guide.h"
#include "store/testing/random_history.h"

namespace spoor::store {
namespace {

record::Batch random_batch(std::uint64_t seed, std::size_t rows) {
  return testing::RandomHistory(seed).batch({}, {record::SourceId{1}, record::SourceId{300}}, rows);
}

struct Encoded {
  std::string core, details;
  std::size_t rows = 0;
};

Encoded encode(const record::Batch& batch) {
  RowBlockBuilder builder(RowOrder::kByName);
  for (const record::BatchRow& row : batch.rows) {
    const SightingRef ref{row.source, row.how, &row.sightings};
    // One row a sighting: a block does not mind a key twice.
    if (!builder.add({row.name, row.type, row.rdata, row.bailiwick, {&ref, 1}})) break;
  }
  Encoded out;
  std::vector<std::size_t> cuts;
  builder.encode(out.core, cuts, out.details);
  out.rows = builder.rows();
  return out;
}

TEST(RowBlock, EveryFieldComesBack) {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const record::Batch batch = random_batch(seed, 700);
    const Encoded block = encode(batch);
    RowBlockCursor cursor(RowOrder::kByName);
    ASSERT_TRUE(cursor.open(block.core, block.details));
    for (std::size_t i = 0; i < block.rows; ++i) {
      const record::BatchRow& row = batch.rows[i];
      ASSERT_TRUE(cursor.next());
      EXPECT_EQ(cursor.lead(), row.name);
      EXPECT_EQ(cursor.type(), row.type);
      EXPECT_EQ(cursor.rdata(), row.rdata);
      EXPECT_EQ(cursor.bailiwick(), row.bailiwick);
      ASSERT_EQ(cursor.sightings().size(), 1U);
      EXPECT_EQ(cursor.sightings()[0].source, row.source);
      EXPECT_EQ(cursor.sightings()[0].how, row.how);
      EXPECT_EQ(cursor.sightings()[0].sightings, row.sightings);
    }
    EXPECT_FALSE(cursor.next());
    EXPECT_FALSE(cursor.failed());
  }
}

TEST(RowBlock, SeekFindsWhatAScanFinds) {
  const record::Batch batch = random_batch(4, 300);
  const Encoded block = encode(batch);
  for (std::size_t wanted = 0; wanted < block.rows; ++wanted) {
    RowBlockCursor cursor(RowOrder::kByName);
    ASSERT_TRUE(cursor.open(block.core, block.details));
    ASSERT_TRUE(cursor.seek_lead(batch.rows[wanted].name));
    std::size_t first = 0;
    while (batch.rows[first].name < batch.rows[wanted].name) ++first;
    for (std::size_t i = first; i < block.rows; ++i) {
      ASSERT_TRUE(cursor.next());
      ASSERT_EQ(cursor.lead(), batch.rows[i].name);
      ASSERT_EQ(cursor.rdata(), batch.rows[i].rdata);
      ASSERT_EQ(cursor.sightings()[0].sightings, batch.rows[i].sightings);
    }
  }
}

// Rows that a cursor gives from where it stands, each compared with the batch's.
std::size_t count_rest(RowBlockCursor& cursor, const record::Batch& batch, std::size_t rows) {
  std::vector<std::string> leads;
  std::vector<record::Sightings> sightings;
  while (cursor.next()) {
    leads.emplace_back(cursor.lead());
    sightings.push_back(cursor.sightings()[0].sightings);
  }
  EXPECT_FALSE(cursor.failed());
  const std::size_t first = rows - leads.size();
  for (std::size_t i = 0; i < leads.size(); ++i) {
    EXPECT_EQ(leads[i], batch.rows[first + i].name);
    EXPECT_EQ(sightings[i], batch.rows[first + i].sightings);
  }
  return leads.size();
}

TEST(RowBlock, AGuideLeadsCloseToWhatIsSought) {
  const record::Batch batch = random_batch(6, 500);
  const Encoded block = encode(batch);
  ASSERT_GT(block.rows, 4 * RowBlockGuide::kRowsBetween);
  const RowBlockGuide guide = RowBlockGuide::make(RowOrder::kByName, block.core);
  for (std::size_t wanted = 0; wanted < block.rows; ++wanted) {
    const record::BatchRow& row = batch.rows[wanted];
    std::string head(row.name);
    record::append_type(head, row.type);
    std::size_t first = wanted;  // of this owner and type
    while (first > 0 && batch.rows[first - 1].name == row.name &&
           batch.rows[first - 1].type == row.type) {
      --first;
    }
    RowBlockCursor cursor(RowOrder::kByName);
    ASSERT_TRUE(cursor.open(block.core, block.details));
    ASSERT_TRUE(cursor.seek_lead(head, &guide));
    const std::size_t at = block.rows - count_rest(cursor, batch, block.rows);
    EXPECT_LE(at, first);
    EXPECT_TRUE(batch.rows[at].name == row.name || at == first) << at << " for " << first;
  }
}

TEST(RowBlock, ADamagedBlockHasNoGuide) {
  const Encoded block = encode(random_batch(7, 300));
  std::string damaged = block.core;
  for (std::size_t i = 0; i < damaged.size(); i += 3) {
    damaged[i] = static_cast<char>(damaged[i] ^ 0x55);
    const RowBlockGuide guide = RowBlockGuide::make(RowOrder::kByName, damaged);
    RowBlockCursor cursor(RowOrder::kByName);
    if (!cursor.open(damaged, {})) continue;
    if (cursor.seek_lead("com", &guide)) {
      while (cursor.next()) {
      }
    }
  }
}

TEST(RowBlock, TruncatedBlocksAreRefusedOrEndEarly) {
  const Encoded block = encode(random_batch(5, 200));
  for (std::size_t size = 0; size < block.core.size(); ++size) {
    RowBlockCursor cursor(RowOrder::kByName);
    EXPECT_FALSE(cursor.open(std::string_view(block.core).substr(0, size), {})) << size;
  }
  for (std::size_t size = 1; size < block.details.size(); ++size) {
    RowBlockCursor cursor(RowOrder::kByName);
    if (!cursor.open(block.core, std::string_view(block.details).substr(0, size))) continue;
    while (cursor.next()) {
    }
    EXPECT_TRUE(cursor.failed()) << size;
  }
}

TEST(NameBlock, ComesBack) {
  NameBlockBuilder builder;
  const std::vector<std::string> names = {std::string("\0", 1), std::string("a\0\0", 3),
                                          std::string("a\0b\0\0", 5),
                                          std::string(300, 'x') + std::string("\0\0", 2)};
  for (const std::string& name : names) ASSERT_TRUE(builder.add(name));
  std::string encoded;
  builder.encode(encoded);
  NameBlockCursor cursor;
  ASSERT_TRUE(cursor.open(encoded));
  for (const std::string& name : names) {
    ASSERT_TRUE(cursor.next());
    EXPECT_EQ(cursor.name(), name);
  }
  EXPECT_FALSE(cursor.next());
  EXPECT_FALSE(cursor.failed());
}

TEST(Chunk, RoundTripsAndNoticesDamage) {
  for (const int level : {0, 1, 3}) {
    const std::string raw = std::string(1000, 'a') + "tail";
    std::string chunk;
    const std::size_t appended = append_chunk(chunk, raw, level);
    EXPECT_EQ(appended, chunk.size());
    std::string back;
    ASSERT_TRUE(read_chunk(chunk, back));
    EXPECT_EQ(back, raw);
    for (std::size_t i = 0; i < chunk.size(); ++i) {
      std::string damaged = chunk;
      damaged[i] = static_cast<char>(damaged[i] ^ 4);
      EXPECT_FALSE(read_chunk(damaged, back)) << i;
      EXPECT_FALSE(read_chunk(std::string_view(chunk).substr(0, i), back)) << i;
    }
  }
}

TEST(IntColumn, EdgesOfEveryWidth) {
  IntColumnWriter writer;
  std::vector<std::uint64_t> values = {0, 1, 239, 240, 255, 256, ~std::uint64_t{0}};
  for (unsigned shift = 8; shift < 64; shift += 8)
    values.insert(values.end(), {(std::uint64_t{1} << shift) - 1, std::uint64_t{1} << shift});
  for (const std::uint64_t v : values) writer.put(v);
  IntColumnReader reader(writer.codes(), writer.extra());
  for (const std::uint64_t v : values) EXPECT_EQ(reader.next(), v);
  EXPECT_TRUE(reader.ok());
  IntColumnReader skipping(writer.codes(), writer.extra());
  skipping.skip(values.size() - 1);
  EXPECT_EQ(skipping.next(), values.back());
  EXPECT_TRUE(skipping.ok());
  reader.next();
  EXPECT_FALSE(reader.ok());
}

}  // namespace
}  // namespace spoor::store
