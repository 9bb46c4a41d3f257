// SPDX-License-Identifier: Apache-2.0
#include "resolve/query.h"

#include <gtest/gtest.h>

#include "dns/message.h"

namespace spoor::resolve {
namespace {

LookUp look_up(const char* name, dns::RrType type) {
  return {*dns::parse_name(name), type};
}

TEST(WriteQuery, IsReadBackByTheReader) {
  const auto query = write_query(look_up("WWW.Example", dns::RrType::kMx), 0xBEEF, {true, 1232});
  dns::MessageReader reader;
  ASSERT_TRUE(reader.begin(query));
  EXPECT_EQ(reader.header().id, 0xBEEF);
  EXPECT_EQ(reader.header().flags, 0x0100);
  EXPECT_EQ(reader.header().qdcount, 1);
  EXPECT_EQ(reader.question().type, 15);
  EXPECT_EQ(reader.question().klass, 1);
  EXPECT_EQ(as_chars(reader.question().name), as_chars(dns::parse_name("www.example.")->wire()));
  dns::RecordInMessage record;
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(record.type, 41);
  EXPECT_EQ(record.klass, 1232);
  EXPECT_EQ(record.ttl_s, 0U);
  EXPECT_FALSE(reader.next(record));
  EXPECT_FALSE(reader.failed());
  EXPECT_EQ(reader.consumed(), query.size());
}

TEST(WriteQuery, LeavesOutWhatIsNotWanted) {
  const auto query = write_query(look_up(".", static_cast<dns::RrType>(65280)), 0, {false, 0});
  const std::vector<std::uint8_t> expected{0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0, 0, 1};
  EXPECT_EQ(query, expected);
}

}  // namespace
}  // namespace spoor::resolve
