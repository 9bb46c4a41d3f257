// SPDX-License-Identifier: Apache-2.0
// Messages as written, read back by the dns room.
#include "sim/wire_writer.h"

#include <gtest/gtest.h>

#include "dns/message.h"
#include "dns/rdata.h"
#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

struct ReadBack {
  dns::Header header;
  std::string question;
  std::vector<std::string> records;
  bool whole = false;
};

ReadBack read(const std::string& message) {
  ReadBack out;
  dns::MessageReader reader;
  if (!reader.begin(as_bytes(message))) return out;
  out.header = reader.header();
  dns::append_name_text(out.question, reader.question().name);
  dns::RecordInMessage record;
  std::vector<std::uint8_t> rdata(dns::kMaxCanonicalRdata);
  while (reader.next(record)) {
    const auto type = static_cast<RrType>(record.type);
    std::string line;
    dns::append_name_text(line, record.owner);
    dns::WireReader at(reader.message());
    at.seek(record.rdata_offset);
    const std::size_t size = dns::read_canonical_rdata(at, type, record.rdlength, rdata.data());
    if (size == dns::kBadRdata) return out;
    out.records.push_back(line + " " + dns::rr_type_text(type) + " " +
                          dns::rdata_text(type, Bytes(rdata).first(size)));
  }
  out.whole = !reader.failed() && reader.consumed() == message.size();
  return out;
}

Answer mail_answer() {
  Answer answer;
  answer.authoritative = true;
  answer.answer.push_back(
      {{"example.", RrType::kMx, 60, mx_rdata(10, "mail.example.")}, "example."});
  answer.authority.push_back(
      {{"example.", RrType::kNs, 60, name_wire("ns1.example.")}, "example."});
  answer.additional.push_back(
      {{"mail.example.", RrType::kA, 60, address_rdata(make_v4(0xC0000201))}, "example."});
  return answer;
}

TEST(WriteResponse, ReadsBackWithCompressionAndCapitals) {
  const Envelope envelope{.id = 0x1234, .qname = "ExAmPlE.", .qtype = RrType::kMx, .edns = false};
  const std::string message = write_response(envelope, mail_answer());
  const ReadBack back = read(message);
  EXPECT_TRUE(back.whole);
  EXPECT_EQ(back.header.id, 0x1234);
  EXPECT_TRUE(back.header.is_response());
  EXPECT_TRUE(back.header.is_authoritative());
  EXPECT_EQ(back.question, "example.");
  EXPECT_EQ(back.records,
            (std::vector<std::string>{"example. MX 10 mail.example.", "example. NS ns1.example.",
                                      "mail.example. A 192.0.2.1"}));
  // 12 + question 13 + MX 2+10+2+7 + NS 2+10+6 + A 2+10+4: every name but the first is a pointer.
  EXPECT_EQ(message.size(), 80U);
}

TEST(WriteResponse, EndsWithOptWhereAsked) {
  const Envelope envelope{
      .id = 1, .qname = "example.", .qtype = RrType::kMx, .edns = true, .dnssec = true};
  const std::string message = write_response(envelope, mail_answer());
  EXPECT_EQ(message.size(), 91U);
  EXPECT_EQ(read(message).header.arcount, 2);
  EXPECT_TRUE(read(message).whole);
}

TEST(WriteTruncated, SaysSoAndHoldsNoRecords) {
  const Envelope envelope{.id = 1, .qname = "example.", .qtype = RrType::kMx, .edns = false};
  const ReadBack back = read(write_truncated(envelope, mail_answer()));
  EXPECT_TRUE(back.header.is_truncated());
  EXPECT_TRUE(back.records.empty());
  EXPECT_TRUE(back.whole);
}

TEST(WriteQuery, AsksOneQuestion) {
  const ReadBack back = read(write_query({.id = 7, .qname = "www.example.", .qtype = RrType::kA}));
  EXPECT_FALSE(back.header.is_response());
  EXPECT_EQ(back.header.qdcount, 1);
  EXPECT_EQ(back.header.arcount, 1);
  EXPECT_EQ(back.question, "www.example.");
}

// A pointer holds 14 bits: names behind them must not be pointed at.
TEST(WriteResponse, DoesNotPointBeyondWhatAPointerHolds) {
  Answer answer;
  for (unsigned k = 0; k < 90; ++k) {
    answer.answer.push_back(
        {{"example.", RrType::kTxt, 60, txt_rdata(std::string(250, 'x'))}, "example."});
  }
  for (unsigned k = 0; k < 2; ++k) {
    answer.answer.push_back({{"late.other.", RrType::kA, 60, address_rdata(make_v4(k))}, "other."});
  }
  const ReadBack back =
      read(write_response({.qname = "example.", .qtype = RrType::kTxt, .edns = false}, answer));
  EXPECT_TRUE(back.whole);
  EXPECT_EQ(back.records.back(), "late.other. A 0.0.0.1");
}

}  // namespace
}  // namespace spoor::sim
