// SPDX-License-Identifier: Apache-2.0
// The key file line by line, the ring, and counters under a clock of their own.
#include "api/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spoor::api {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr std::uint32_t kDay = 86400;
constexpr std::uint32_t kMidnight = 20'000 * kDay;
constexpr std::string_view kKey = "0123456789abcdef";

KeySpec one_key(std::string_view line) {
  auto keys = parse_key_file(line);
  EXPECT_TRUE(keys) << describe(keys.error());
  EXPECT_EQ(keys->size(), 1U);
  return keys && keys->size() == 1 ? keys->front() : KeySpec{};
}

TEST(KeyFile, ReadsEveryWord) {
  const KeySpec key = one_key(
      "0123456789abcdef read import name=desk quota=1000 burst=10/60 results=500 offset=0 "
      "expires=2027-01-31");
  EXPECT_TRUE(key.may_read);
  EXPECT_TRUE(key.may_import);
  EXPECT_EQ(key.name, "desk");
  EXPECT_EQ(key.quota, 1000U);
  EXPECT_EQ(key.burst_size, 10U);
  EXPECT_EQ(key.burst_window_s, 60U);
  EXPECT_EQ(key.results_max, 500U);
  EXPECT_EQ(key.offset_max, 0U);
  EXPECT_EQ(key.expires, 1'801'353'600U);
}

TEST(KeyFile, GivesAKeyAloneTheRightToRead) {
  const KeySpec key = one_key("0123456789abcdef");
  EXPECT_TRUE(key.may_read);
  EXPECT_FALSE(key.may_import);
  EXPECT_EQ(key.name, "key-1");
  EXPECT_EQ(key.quota, kUnlimited);
  EXPECT_EQ(key.burst_size, kUnlimited);
  EXPECT_EQ(key.results_max, kDefaultResultsMax);
  EXPECT_EQ(key.offset_max, kDefaultOffsetMax);
  EXPECT_FALSE(key.expires);
}

TEST(KeyFile, GivesAKeyThatImportsNoMore) {
  const KeySpec key = one_key("0123456789abcdef import");
  EXPECT_FALSE(key.may_read);
  EXPECT_TRUE(key.may_import);
}

TEST(KeyFile, SkipsCommentsAndEmptyLinesAndTakesCrlf) {
  const auto keys = parse_key_file(
      "# keys of the desk\r\n\r\n \t \r\n  first-key-of-two\tname=a # her own\r\n"
      "second#key#of#two #name=c\r\n#\r\nthird-key-of-all");
  ASSERT_TRUE(keys) << describe(keys.error());
  ASSERT_EQ(keys->size(), 3U);
  EXPECT_EQ((*keys)[0].name, "a");
  EXPECT_EQ((*keys)[1].name, "key-2");
  EXPECT_EQ((*keys)[1].digest, make_key("second#key#of#two")->digest);
  EXPECT_EQ((*keys)[2].digest, make_key("third-key-of-all")->digest);
}

TEST(KeyFile, IsEmptyWithoutKeys) {
  for (const std::string_view text : {"", "\n", "# nothing\n", "  \t\r\n"}) {
    const auto keys = parse_key_file(text);
    ASSERT_TRUE(keys);
    EXPECT_TRUE(keys->empty());
  }
}

TEST(KeyFile, RefusesEveryMalformedLineWithoutQuotingIt) {
  const std::string long_key(257, 'k');
  const std::string long_name(65, 'n');
  const std::string cases[] = {
      "short",
      "1234567",
      long_key,
      "key-with-\x01-control",
      "key-with-\xc3\xa9-accent",
      std::string("key-with-\0-nul", 14),
      "s3cr3t-s3cr3t write",
      "s3cr3t-s3cr3t READ",
      "s3cr3t-s3cr3t read read",
      "s3cr3t-s3cr3t import import",
      "s3cr3t-s3cr3t another-s3cr3t",
      "s3cr3t-s3cr3t name",
      "s3cr3t-s3cr3t name=",
      "s3cr3t-s3cr3t name=" + long_name,
      "s3cr3t-s3cr3t name=\xff",
      "s3cr3t-s3cr3t name=a name=b",
      "s3cr3t-s3cr3t quota=",
      "s3cr3t-s3cr3t quota=0",
      "s3cr3t-s3cr3t quota=-1",
      "s3cr3t-s3cr3t quota=10x",
      "s3cr3t-s3cr3t quota=+1",
      "s3cr3t-s3cr3t quota=18446744073709551616",
      "s3cr3t-s3cr3t quota=18446744073709551615",
      "s3cr3t-s3cr3t quota=1 quota=1",
      "s3cr3t-s3cr3t burst=10",
      "s3cr3t-s3cr3t burst=/60",
      "s3cr3t-s3cr3t burst=10/",
      "s3cr3t-s3cr3t burst=10/0",
      "s3cr3t-s3cr3t burst=0/60",
      "s3cr3t-s3cr3t burst=10/86401",
      "s3cr3t-s3cr3t burst=10/60/1",
      "s3cr3t-s3cr3t results=0",
      "s3cr3t-s3cr3t results=many",
      "s3cr3t-s3cr3t offset=",
      "s3cr3t-s3cr3t offset=-0",
      "s3cr3t-s3cr3t expires=",
      "s3cr3t-s3cr3t expires=never",
      "s3cr3t-s3cr3t expires=now",
      "s3cr3t-s3cr3t expires=-7d",
      "s3cr3t-s3cr3t expires=2027-02-30",
      "s3cr3t-s3cr3t =",
      "s3cr3t-s3cr3t read,import",
  };
  for (const std::string& line : cases) {
    const auto keys = parse_key_file("# first\n\n" + line + "\nfine-key-123\n");
    ASSERT_FALSE(keys) << line;
    EXPECT_EQ(keys.error().code, ErrorCode::kMalformed) << line;
    EXPECT_EQ(keys.error().offset, 3U) << line;
    const std::string told = describe(keys.error());
    EXPECT_THAT(told, HasSubstr("expected")) << line;
    EXPECT_THAT(told, HasSubstr("line 3")) << line;
    EXPECT_THAT(told, Not(HasSubstr("s3cr3t"))) << line;
    EXPECT_THAT(told, Not(HasSubstr(line.substr(0, 9)))) << line;
  }
}

TEST(KeyFile, RefusesAKeyThatStandsThereTwice) {
  const auto keys = parse_key_file("0123456789abcdef\nother-key-1\n0123456789abcdef import\n");
  ASSERT_FALSE(keys);
  EXPECT_EQ(keys.error().offset, 3U);
  EXPECT_THAT(describe(keys.error()), Not(HasSubstr("0123456789abcdef")));
}

TEST(MakeKey, MayReadAndImport) {
  const auto key = make_key(kKey);
  ASSERT_TRUE(key);
  EXPECT_TRUE(key->may_read);
  EXPECT_TRUE(key->may_import);
  EXPECT_FALSE(make_key("short"));
  EXPECT_FALSE(make_key("with a blank"));
  EXPECT_FALSE(make_key("#begins-a-comment"));
  EXPECT_THAT(describe(make_key("s3cr3t s3cr3t").error()), Not(HasSubstr("s3cr3t")));
}

TEST(KeyRing, IsOpenWithoutKeysOnly) {
  KeyRing ring;
  EXPECT_TRUE(ring.is_open());
  EXPECT_EQ(ring.find(kKey), nullptr);
  ring.replace({*make_key(kKey)});
  EXPECT_FALSE(ring.is_open());
  ring.replace({});
  EXPECT_TRUE(ring.is_open());
}

TEST(KeyRing, FindsEachKeyByAllOfIt) {
  std::vector<KeySpec> keys;
  for (int i = 0; i < 20; ++i) {
    keys.push_back(*make_key("key-number-" + std::to_string(i)));
    keys.back().name = std::to_string(i);
  }
  KeyRing ring;
  ring.replace(keys);
  for (int i = 0; i < 20; ++i) {
    const auto found = ring.find("key-number-" + std::to_string(i));
    ASSERT_NE(found, nullptr);
    EXPECT_EQ(found->spec().name, std::to_string(i));
  }
  for (const std::string_view wrong :
       {"", "key-number-", "key-number-20", "key-number-1 ", "KEY-NUMBER-1", "key-number-100"}) {
    EXPECT_EQ(ring.find(wrong), nullptr) << wrong;
  }
}

TEST(KeyRing, KeepsCountersOfKeysThatStay) {
  KeyRing ring;
  ring.replace(*parse_key_file("0123456789abcdef quota=3\nother-key-1 quota=3"));
  const auto before = ring.find(kKey);
  EXPECT_EQ(before->take_question(kMidnight), Caller::Taken::kYes);
  EXPECT_EQ(before->take_question(kMidnight), Caller::Taken::kYes);

  ring.replace(*parse_key_file("new-key-111\n0123456789abcdef quota=3 name=key-1"));
  EXPECT_EQ(ring.find(kKey), before);  // nothing of it changed
  EXPECT_EQ(ring.find("other-key-1"), nullptr);
  EXPECT_NE(ring.find("new-key-111"), nullptr);

  ring.replace(*parse_key_file("0123456789abcdef quota=10"));
  const auto after = ring.find(kKey);
  EXPECT_EQ(after->spec().quota, 10U);
  EXPECT_EQ(after->quota(kMidnight).remaining, 8U);
}

TEST(Caller, CountsQuestionsOfAUtcDay) {
  Caller caller(one_key("0123456789abcdef quota=2"));
  const std::uint32_t noon = kMidnight + kDay / 2;
  EXPECT_EQ(caller.quota(noon).limit, 2U);
  EXPECT_EQ(caller.quota(noon).remaining, 2U);
  EXPECT_EQ(caller.quota(noon).reset, kMidnight + kDay);
  EXPECT_EQ(caller.take_question(noon), Caller::Taken::kYes);
  EXPECT_EQ(caller.take_question(noon), Caller::Taken::kYes);
  EXPECT_EQ(caller.take_question(kMidnight + kDay - 1), Caller::Taken::kQuotaExhausted);
  EXPECT_EQ(caller.quota(kMidnight + kDay - 1).remaining, 0U);
  EXPECT_EQ(caller.retry_after_s(Caller::Taken::kQuotaExhausted, kMidnight + kDay - 1), 1U);
  EXPECT_EQ(caller.retry_after_s(Caller::Taken::kQuotaExhausted, noon), kDay / 2);
  EXPECT_EQ(caller.quota(kMidnight + kDay).remaining, 2U);
  EXPECT_EQ(caller.take_question(kMidnight + kDay), Caller::Taken::kYes);
}

TEST(Caller, CountsQuestionsOfAWindow) {
  Caller caller(one_key("0123456789abcdef burst=2/60"));
  EXPECT_EQ(caller.take_question(kMidnight + 50), Caller::Taken::kYes);
  EXPECT_EQ(caller.take_question(kMidnight + 60), Caller::Taken::kYes);
  EXPECT_EQ(caller.take_question(kMidnight + 109), Caller::Taken::kBurstExhausted);
  EXPECT_EQ(caller.retry_after_s(Caller::Taken::kBurstExhausted, kMidnight + 109), 1U);
  EXPECT_EQ(caller.retry_after_s(Caller::Taken::kBurstExhausted, kMidnight + 70), 40U);
  EXPECT_EQ(caller.take_question(kMidnight + 110), Caller::Taken::kYes);
  EXPECT_EQ(caller.quota(kMidnight).remaining, kUnlimited);
}

TEST(Caller, DoesNotCountWhatItRefuses) {
  Caller caller(one_key("0123456789abcdef quota=3 burst=1/10"));
  EXPECT_EQ(caller.take_question(kMidnight), Caller::Taken::kYes);
  for (int i = 0; i < 5; ++i)
    EXPECT_EQ(caller.take_question(kMidnight + 1), Caller::Taken::kBurstExhausted);
  EXPECT_EQ(caller.quota(kMidnight).remaining, 2U);
}

TEST(Caller, LetsNobodyWaitForAClockThatWasWrong) {
  Caller caller(one_key("0123456789abcdef burst=1/60"));
  EXPECT_EQ(caller.take_question(kMidnight + kDay), Caller::Taken::kYes);
  EXPECT_EQ(caller.take_question(kMidnight), Caller::Taken::kYes);
}

TEST(Caller, MayWhatItsScopesSay) {
  const Caller reader(one_key("0123456789abcdef read"));
  const Caller importer(one_key("0123456789abcdef import"));
  EXPECT_TRUE(reader.may(Scope::kOpen) && importer.may(Scope::kOpen));
  EXPECT_TRUE(reader.may(Scope::kRead) && importer.may(Scope::kImport));
  EXPECT_FALSE(reader.may(Scope::kImport) || importer.may(Scope::kRead));
}

TEST(KeyFile, NamesSensorsAndTheirCertificates) {
  const std::string digits = "00112233445566778899aAbBcCdDeEfF00112233445566778899aabbccddeeff";
  const auto keys =
      parse_key_file("sha256:" + digits + " sensor=fra-1\n0123456789abcdef sensor=x read\n");
  ASSERT_TRUE(keys);
  ASSERT_EQ(keys->size(), 2U);
  EXPECT_TRUE(keys->front().is_certificate);
  EXPECT_EQ(keys->front().digest[9], 0x99);
  EXPECT_EQ(keys->front().sensor, "fra-1");
  EXPECT_FALSE(keys->front().may_read);
  EXPECT_TRUE(keys->back().may_read);
  EXPECT_FALSE(parse_key_file("sha256:0011 sensor=fra-1\n"));
  EXPECT_FALSE(parse_key_file("0123456789abcdef sensor=\n"));
  KeyRing ring;
  ring.replace(*keys);
  const std::string digest(keys->front().digest.begin(), keys->front().digest.end());
  ASSERT_TRUE(ring.find_certificate(digest));
  EXPECT_TRUE(ring.find_certificate(digest)->may(Scope::kSensor));
  EXPECT_FALSE(ring.find_certificate(digest.substr(1)));
  EXPECT_FALSE(ring.find("sha256:" + digits)) << "a digest is no secret";
  EXPECT_FALSE(ring.find(digest));
}

TEST(Caller, ExpiresInTheSecondThatItSays) {
  const Caller caller(one_key("0123456789abcdef expires=1700000000"));
  EXPECT_FALSE(caller.is_expired(1'699'999'999));
  EXPECT_TRUE(caller.is_expired(1'700'000'000));
  EXPECT_FALSE(Caller(one_key("0123456789abcdef")).is_expired(~std::uint32_t{0}));
}

}  // namespace
}  // namespace spoor::api
