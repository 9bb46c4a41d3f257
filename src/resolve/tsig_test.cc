// SPDX-License-Identifier: Apache-2.0
#include "resolve/tsig.h"

#include <gtest/gtest.h>

#include "resolve/query.h"

namespace spoor::resolve {
namespace {

using Octets = std::vector<std::uint8_t>;

constexpr std::uint64_t kNow = 1'700'000'000;
constexpr std::string_view kKey =
    "hmac-sha256:transfer.example:MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

// Made with dnspython 2.9 (dns.tsig.sign): the query of kQuery, and three answers, the second of
// which goes without a signature.
constexpr const char* kQuery =
    "12340000000100000000000104636f7270076578616d706c650000fc0001087472616e7366657207"
    "6578616d706c650000fa00ff00000000003d0b686d61632d7368613235360000006553f100012c00"
    "2088c3d09c7d0e29980201d9236c371895690100f26ade7b4831923504356ecf6c123400000000";
constexpr const char* kFirst =
    "12348400000000010000000102773104636f7270076578616d706c6500000100010000003c0004c0"
    "000201087472616e73666572076578616d706c650000fa00ff00000000003d0b686d61632d736861"
    "3235360000006553f100012c00201723c2f6e44989734273911e53866e5f704957c7d1928fb7dbdf"
    "013658f9c812123400000000";
constexpr const char* kSecond =
    "12348400000000010000000002773204636f7270076578616d706c6500000100010000003c0004c0"
    "000202";
constexpr const char* kThird =
    "12348400000000010000000102773304636f7270076578616d706c6500000100010000003c0004c0"
    "000203087472616e73666572076578616d706c650000fa00ff00000000003d0b686d61632d736861"
    "3235360000006553f100012c002022bc4177ffab5ecc9a310a20869befa6eef002a82e25752447e1"
    "35cdeb055afa123400000000";

Octets from_hex(std::string_view hex) {
  Octets out;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    out.push_back(static_cast<std::uint8_t>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16)));
  return out;
}

/// A session that has signed the query.
TsigSession asked() {
  TsigSession session(*parse_tsig_key(kKey));
  Octets query =
      write_query({*dns::parse_name("corp.example."), dns::RrType::kAxfr}, 0x1234, {false, 0});
  session.sign(query, kNow);
  EXPECT_EQ(query, from_hex(kQuery));
  return session;
}

TEST(Tsig, TakesWhatAnotherSoftwareSigned) {
  TsigSession session = asked();
  EXPECT_FALSE(session.is_proven());
  ASSERT_TRUE(session.check(from_hex(kFirst), kNow));
  EXPECT_TRUE(session.is_proven());
  ASSERT_TRUE(session.check(from_hex(kSecond), kNow + 10));
  EXPECT_FALSE(session.is_proven());
  ASSERT_TRUE(session.check(from_hex(kThird), kNow + 300));
  EXPECT_TRUE(session.is_proven());
}

TEST(Tsig, NoOctetMayChange) {
  const Octets first = from_hex(kFirst);
  // But those of the id: the original one stands in the signature (section 5.3).
  for (std::size_t at = 2; at < first.size(); ++at) {
    Octets changed = first;
    changed[at] ^= 1;
    EXPECT_FALSE(asked().check(changed, kNow)) << at;
  }
  for (std::size_t size = 0; size < first.size(); ++size)
    EXPECT_FALSE(asked().check(Bytes(first).first(size), kNow)) << size;
}

TEST(Tsig, NoAnswerMayBeLeftOutOrPutIn) {
  TsigSession left_out = asked();
  ASSERT_TRUE(left_out.check(from_hex(kFirst), kNow));
  EXPECT_FALSE(left_out.check(from_hex(kThird), kNow));
  TsigSession put_in = asked();
  ASSERT_TRUE(put_in.check(from_hex(kFirst), kNow));
  ASSERT_TRUE(put_in.check(from_hex(kSecond), kNow));
  ASSERT_TRUE(put_in.check(from_hex(kSecond), kNow));
  EXPECT_FALSE(put_in.check(from_hex(kThird), kNow));
}

TEST(Tsig, TheFirstIsSignedAndTheTimeIsNow) {
  EXPECT_FALSE(asked().check(from_hex(kSecond), kNow));
  EXPECT_FALSE(asked().check(from_hex(kFirst), kNow + 301));
  EXPECT_FALSE(asked().check(from_hex(kFirst), kNow - 301));
  TsigSession many = asked();
  ASSERT_TRUE(many.check(from_hex(kFirst), kNow));
  for (int i = 0; i < 99; ++i) ASSERT_TRUE(many.check(from_hex(kSecond), kNow));
  EXPECT_FALSE(many.check(from_hex(kSecond), kNow));
}

TEST(TsigKey, ReadsWhatDigTakes) {
  const auto plain = parse_tsig_key("Transfer.Example:c2VjcmV0");
  ASSERT_TRUE(plain);
  EXPECT_EQ(dns::name_to_text(plain->name), "transfer.example.");
  EXPECT_EQ(plain->secret, "secret");
  EXPECT_EQ(plain->algorithm, TsigAlgorithm::kHmacSha256);
  EXPECT_EQ(parse_tsig_key("hmac-sha512:k:c2VjcmV0")->algorithm, TsigAlgorithm::kHmacSha512);
  for (const char* text :
       {"", "k", "k:", ":c2VjcmV0", "k:c2Vj*mV0", "k:c2V", "hmac-md5:k:c2VjcmV0", "a..b:c2VjcmV0"})
    EXPECT_FALSE(parse_tsig_key(text)) << text;
}

}  // namespace
}  // namespace spoor::resolve
