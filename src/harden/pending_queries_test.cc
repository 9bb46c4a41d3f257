// SPDX-License-Identifier: Apache-2.0
// The table of waiting queries against a plain map, and its bounds.
#include "harden/pending_queries.h"

#include <map>
#include <random>
#include <string>

#include <gtest/gtest.h>

#include "harden/testing/message_builder.h"

namespace spoor::harden {
namespace {

constexpr std::uint64_t kSecond = 1'000'000;

QueryKey key_of(unsigned client, unsigned id,
                const testing::Octets& qname = testing::wire_name("www.example.com.")) {
  CapturedMessage message;
  testing::Octets address;
  testing::append_u32(address, 0xC0000200U + client);
  message.source = IpAddress::v4(as_bytes(address));
  message.source_port = 40000;
  message.destination_port = 53;
  dns::Header header;
  header.id = static_cast<std::uint16_t>(id);
  const dns::Question question{as_bytes(qname), 1, 1};
  return {message, header, question};
}

TEST(QueryKey, IsTheSameForAQueryAndItsAnswer) {
  CapturedMessage query;
  query.source = *parse_ip_address("2001:db8::1");
  query.destination = *parse_ip_address("192.0.2.1");
  query.source_port = 1;
  query.destination_port = 2;
  CapturedMessage answer = query;
  std::swap(answer.source, answer.destination);
  std::swap(answer.source_port, answer.destination_port);
  dns::Header header;
  const testing::Octets qname = testing::wire_name("a.example.");
  const dns::Question question{as_bytes(qname), 1, 1};
  const QueryKey asked(query, header, question);
  header.flags = 0x8000;
  const QueryKey answered(answer, header, question);
  EXPECT_TRUE(asked == answered);
  header.id = 1;
  EXPECT_FALSE(asked == QueryKey(answer, header, question));
}

TEST(PendingQueries, DoesWhatAMapOfListsWouldDo) {
  PendingQueries pending(1024);
  std::map<std::pair<unsigned, unsigned>, std::pair<std::uint64_t, unsigned>>
      model;  // last asked, answers due
  std::mt19937 random(1);
  std::uint64_t now = 1000 * kSecond;
  for (int i = 0; i < 200'000; ++i) {
    now += random() % 200'000;
    const unsigned client = random() % 16;
    const unsigned id = random() % 32;
    auto& [asked, due] = model[{client, id}];
    const bool is_waiting = due != 0 && now - asked <= PendingQueries::kWindowUs;
    if (random() % 2 == 0) {
      pending.add(key_of(client, id), now);
      due = is_waiting ? due + 1 : 1;
      asked = now;
    } else {
      EXPECT_EQ(pending.take(key_of(client, id), now), is_waiting) << i;
      if (is_waiting) --due;
    }
  }
  EXPECT_EQ(pending.evicted(), 0U);
}

TEST(PendingQueries, StaysSmallWhereEveryQueryIsAnswered) {
  PendingQueries pending(std::size_t{1} << 20);
  for (unsigned i = 0; i < 500'000; ++i) {
    pending.add(key_of(i, i), i);
    EXPECT_TRUE(pending.take(key_of(i, i), i + 1));
  }
  EXPECT_LE(pending.memory_bytes(), std::size_t{512} << 10);
  pending.finish();
  EXPECT_EQ(pending.unanswered(), 0U);
}

TEST(PendingQueries, RemembersThousandsThatWaitWhileOthersAreAnswered) {
  PendingQueries pending(std::size_t{1} << 16);
  for (unsigned i = 0; i < 20'000; ++i) pending.add(key_of(i, 1), 0);
  for (unsigned i = 0; i < 100'000; ++i) {
    pending.add(key_of(i, 2), kSecond);
    EXPECT_TRUE(pending.take(key_of(i, 2), kSecond));
  }
  for (unsigned i = 0; i < 20'000; ++i) EXPECT_TRUE(pending.take(key_of(i, 1), 2 * kSecond)) << i;
  EXPECT_EQ(pending.evicted(), 0U);
}

TEST(PendingQueries, ForgetsTheOldestWhenFull) {
  PendingQueries pending(1024);
  const unsigned asked = 10'000;
  for (unsigned i = 0; i < asked; ++i) pending.add(key_of(i, 1), kSecond);
  EXPECT_LE(pending.memory_bytes(), std::size_t{1024} * (64 + 16));
  EXPECT_GT(pending.evicted(), 0U);
  EXPECT_FALSE(pending.take(key_of(0, 1), kSecond));
  unsigned found = 0;
  for (unsigned i = 0; i < asked; ++i) found += pending.take(key_of(i, 1), kSecond) ? 1U : 0U;
  EXPECT_EQ(found + pending.evicted(), asked);
  EXPECT_GE(found, 512U);
  pending.add(key_of(asked - 1, 1), kSecond);
  EXPECT_TRUE(pending.take(key_of(asked - 1, 1), kSecond));
}

TEST(PendingQueries, HoldsTheLongestNamesWithinTheLeastBound) {
  PendingQueries pending(1);
  testing::Octets longest;
  for (int i = 0; i < 3; ++i) longest += '\x3f' + testing::Octets(63, 'a');
  longest += '\x3d' + testing::Octets(61, 'b') + testing::Octets(1, '\0');
  ASSERT_EQ(longest.size(), dns::kMaxNameOctets);
  for (unsigned i = 0; i < 1000; ++i) {
    pending.add(key_of(i, i, longest), kSecond);
    EXPECT_TRUE(pending.take(key_of(i, i, longest), kSecond));
    pending.add(key_of(i, i, longest), kSecond);
  }
  EXPECT_LE(pending.memory_bytes(), std::size_t{64} * (64 + 16));
}

TEST(PendingQueries, CountsWhatWasNeverAnswered) {
  PendingQueries pending(1024);
  for (unsigned i = 0; i < 100; ++i) pending.add(key_of(i, 1), 0);
  for (unsigned i = 0; i < 5000; ++i) pending.add(key_of(i, 2), 61 * kSecond);
  pending.finish();
  EXPECT_EQ(pending.unanswered() + pending.evicted(), 5100U);
  EXPECT_GE(pending.unanswered(), 100U);
  EXPECT_FALSE(pending.take(key_of(4999, 2), 61 * kSecond));
}

TEST(PendingQueries, SurvivesAClockThatIsFarOff) {
  PendingQueries pending(1024);
  pending.add(key_of(1, 1), 0);
  pending.add(key_of(1, 2), ~std::uint64_t{0});
  EXPECT_FALSE(pending.take(key_of(1, 1), ~std::uint64_t{0}));
  EXPECT_TRUE(pending.take(key_of(1, 2), ~std::uint64_t{0}));
  EXPECT_TRUE(pending.take(key_of(1, 1), kSecond));
}

}  // namespace
}  // namespace spoor::harden
