// SPDX-License-Identifier: Apache-2.0
#include "dns/message.h"

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "dns/hex_octets.h"
#include "dns/rdata.h"

namespace spoor::dns {
namespace {

constexpr std::string_view kExampleName = "076578616d706c6503636f6d00";

/// A response about example.com with the given counts and records.
std::string message(std::string_view counts, std::string_view records) {
  return from_hex(std::string("1234 8580 ") + std::string(counts) + std::string(kExampleName) +
                  "0001 0001" + std::string(records));
}

/// "section owner type ttl rdata" of each record, or "fault at N".
std::vector<std::string> read_all(const std::string& octets) {
  std::vector<std::string> lines;
  MessageReader reader;
  RecordInMessage record;
  if (reader.begin(as_bytes(octets))) {
    while (reader.next(record)) {
      std::string line = std::to_string(static_cast<int>(record.section)) + ' ';
      append_name_text(line, record.owner);
      line += ' ' + rr_type_text(static_cast<RrType>(record.type)) + ' ' +
              std::to_string(record.ttl_s) + ' ';
      WireReader r(reader.message());
      r.seek(record.rdata_offset);
      std::vector<std::uint8_t> rdata(kMaxCanonicalRdata);
      const std::size_t size =
          read_canonical_rdata(r, static_cast<RrType>(record.type), record.rdlength, rdata.data());
      line += size == kBadRdata
                  ? "bad"
                  : rdata_text(static_cast<RrType>(record.type), Bytes(rdata).first(size));
      lines.push_back(line);
    }
  }
  if (reader.failed()) lines.push_back("fault at " + std::to_string(reader.fault_offset()));
  return lines;
}

using Lines = std::vector<std::string>;

TEST(MessageReader, ReadsTheThreeSections) {
  const std::string octets =
      message("0001 0002 0001 0001",
              "c00c 0001 0001 0000003c 0004 c0000201"      // answer
              "03575757c00c 0005 0001 0000003c 0002 c00c"  // owner with a pointer
              "c00c 0002 0001 00000e10 0006 036e7331c00c"  // authority
              "036e7331c00c 001c 0001 80000001 0010 20010db8000000000000000000000001");
  EXPECT_EQ(
      read_all(octets),
      (Lines{"1 example.com. A 60 192.0.2.1", "1 www.example.com. CNAME 60 example.com.",
             "2 example.com. NS 3600 ns1.example.com.", "3 ns1.example.com. AAAA 0 2001:db8::1"}));
  MessageReader reader;
  ASSERT_TRUE(reader.begin(as_bytes(octets)));
  EXPECT_EQ(reader.header().id, 0x1234);
  EXPECT_TRUE(reader.header().is_response());
  EXPECT_TRUE(reader.header().is_authoritative());
  EXPECT_FALSE(reader.header().is_truncated());
  EXPECT_EQ(reader.header().opcode(), 0U);
  EXPECT_EQ(reader.question().type, 1);
  EXPECT_EQ(reader.question().klass, 1);
  EXPECT_EQ(to_hex(reader.question().name), kExampleName);
  RecordInMessage record;
  while (reader.next(record)) {
  }
  EXPECT_EQ(reader.consumed(), octets.size());
}

TEST(MessageReader, KeepsOwnersApartWhoseTextIsTheSamePointerElsewhere) {
  // An owner in full, a pointer at it, a pointer at the question, and the first pointer again.
  const std::string octets = message("0001 0004 0000 0000",
                                     "016100 0001 0001 00000001 0004 c0000201"
                                     "c01d 0001 0001 00000001 0004 c0000202"
                                     "c00c 0001 0001 00000001 0004 c0000203"
                                     "c01d 0001 0001 00000001 0004 c0000204");
  EXPECT_EQ(read_all(octets), (Lines{"1 a. A 1 192.0.2.1", "1 a. A 1 192.0.2.2",
                                     "1 example.com. A 1 192.0.2.3", "1 a. A 1 192.0.2.4"}));
}

TEST(MessageReader, OneReaderForManyMessagesForgetsTheLastOne) {
  const std::string first =
      message("0001 0001 0000 0000", "016100 0001 0001 00000001 0004 c0000201");
  // No question: a pointer at 12 is what stands there, not the question of the message before.
  const std::string second = from_hex(
      "0001 8000 0000 0002 0000 0000 016200 0001 0001 00000001 0004 c0000201"
      "c00c 0001 0001 00000001 0004 c0000201");
  MessageReader reader;
  RecordInMessage record;
  ASSERT_TRUE(reader.begin(as_bytes(first)));
  while (reader.next(record)) {
  }
  ASSERT_TRUE(reader.begin(as_bytes(second)));
  ASSERT_TRUE(reader.next(record));
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(to_hex(record.owner), "016200");
  EXPECT_FALSE(reader.next(record));
  EXPECT_FALSE(reader.failed());
}

TEST(MessageReader, ReadsThroughSeveralQuestionsAndKeepsTheFirst) {
  const std::string octets =
      message("0002 0001 0000 0000", "016200 001c 0001 016100 0001 0001 00000001 0004 c0000201");
  EXPECT_EQ(read_all(octets), (Lines{"1 a. A 1 192.0.2.1"}));
  MessageReader reader;
  ASSERT_TRUE(reader.begin(as_bytes(octets)));
  EXPECT_EQ(to_hex(reader.question().name), kExampleName);
}

TEST(MessageReader, SaysWhereTheFaultIs) {
  EXPECT_EQ(read_all(""), (Lines{"fault at 0"}));
  EXPECT_EQ(read_all(from_hex("1234 8000 0001 0000 0000 00")), (Lines{"fault at 11"}));
  EXPECT_EQ(read_all(from_hex("1234 8000 0001 0000 0000 0000")), (Lines{"fault at 12"}));
  EXPECT_EQ(read_all(message("0001 0001 0000 0000", "")), (Lines{"fault at 29"}));
  EXPECT_EQ(read_all(message("0001 0001 0000 0000", "c01d 0001 0001 00000001 0004 c0000201")),
            (Lines{"fault at 29"}));
  EXPECT_EQ(read_all(message("0001 0001 0000 0000", "c00c 0001 0001 00000001 0005 c0000201")),
            (Lines{"fault at 29"}));
  EXPECT_EQ(read_all(message("0001 ffff 0000 0000", "c00c 0001 0001 00000001 0004 c0000201")),
            (Lines{"1 example.com. A 1 192.0.2.1", "fault at 45"}));
}

TEST(MessageReader, AcceptsNoStrictPrefix) {
  const std::string octets = message("0001 0001 0001 0001",
                                     "c00c 0001 0001 0000003c 0004 c0000201"
                                     "c00c 0002 0001 00000e10 0006 036e7331c00c"
                                     "00 0029 1000 00000000 0000");
  EXPECT_EQ(read_all(octets).size(), 3U);
  for (std::size_t n = 0; n < octets.size(); ++n) {
    EXPECT_TRUE(read_all(octets.substr(0, n)).back().starts_with("fault")) << n;
  }
  MessageReader reader;
  RecordInMessage record;
  const std::string longer = octets + "rest";
  ASSERT_TRUE(reader.begin(as_bytes(longer)));
  while (reader.next(record)) {
  }
  EXPECT_FALSE(reader.failed());
  EXPECT_EQ(reader.consumed(), octets.size()) << "what follows the last record is left over";
}

}  // namespace
}  // namespace spoor::dns
