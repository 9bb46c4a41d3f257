// SPDX-License-Identifier: Apache-2.0
// What a browser, a client and an attacker may put into Host and Origin.
#include "api/host_check.h"

#include <gtest/gtest.h>

namespace spoor::api {
namespace {

using Verdict = HostVerdict;
using Fields = std::vector<http::Field>;

constexpr OwnAddress kPlain{8053, false};

struct HostCase {
  std::string_view host;
  Verdict verdict;
};

TEST(CheckHost, TakesLoopbackNamesWithOurPort) {
  constexpr HostCase kCases[] = {
      {"127.0.0.1:8053", Verdict::kOwn},
      {"localhost:8053", Verdict::kOwn},
      {"LOCALHOST:8053", Verdict::kOwn},
      {"[::1]:8053", Verdict::kOwn},
      {"127.0.0.2:8053", Verdict::kOwn},
      {"127.255.255.254:8053", Verdict::kOwn},
      {"127.0.0.1", Verdict::kForeignHost},
      {"localhost", Verdict::kForeignHost},
      {"[::1]", Verdict::kForeignHost},
      {"127.0.0.1:80", Verdict::kForeignHost},
      {"127.0.0.1:", Verdict::kForeignHost},
      {"127.0.0.1:8053x", Verdict::kForeignHost},
      {"127.0.0.1:+8053", Verdict::kForeignHost},
      {"127.0.0.1:73589", Verdict::kForeignHost},  // 8053 + 65536
      {"127.0.0.1: 8053", Verdict::kForeignHost},
      {"127.0.0.1:8053:8053", Verdict::kForeignHost},
      {"127.1:8053", Verdict::kForeignHost},
      {"2130706433:8053", Verdict::kForeignHost},
      {"0x7f.0.0.1:8053", Verdict::kForeignHost},
      {"0.0.0.0:8053", Verdict::kForeignHost},
      {"192.0.2.1:8053", Verdict::kForeignHost},
      {"::1:8053", Verdict::kForeignHost},
      {"[::1:8053", Verdict::kForeignHost},
      {"[::1]8053", Verdict::kForeignHost},
      {"[2001:db8::1]:8053", Verdict::kForeignHost},
      {"[::ffff:127.0.0.1]:8053", Verdict::kForeignHost},
      {"[localhost]:8053", Verdict::kForeignHost},
      {"[]:8053", Verdict::kForeignHost},
      {"[", Verdict::kForeignHost},
      {"evil.test:8053", Verdict::kForeignHost},
      {"evil.test", Verdict::kForeignHost},
      {"localhost.evil.test:8053", Verdict::kForeignHost},
      {"127.0.0.1.evil.test:8053", Verdict::kForeignHost},
      {"evil.test#localhost:8053", Verdict::kForeignHost},
      {"localhost:8053@evil.test", Verdict::kForeignHost},
      {"evil.test@localhost:8053", Verdict::kForeignHost},
      {"user@localhost:8053", Verdict::kForeignHost},
      {"localhost:8053/", Verdict::kForeignHost},
      {"localhost:8053,evil.test", Verdict::kForeignHost},
      {"localhost.:8053", Verdict::kForeignHost},
      {"localhos:8053", Verdict::kForeignHost},
      {" localhost:8053", Verdict::kForeignHost},
      {":8053", Verdict::kForeignHost},
      {"", Verdict::kForeignHost},
  };
  for (const HostCase& each : kCases)
    EXPECT_EQ(check_host({{"host", std::string(each.host)}}, kPlain), each.verdict) << each.host;
}

TEST(CheckHost, TakesNoPortForTheSchemesOwn) {
  const Fields bare{{"host", "localhost"}};
  EXPECT_EQ(check_host(bare, {80, false}), Verdict::kOwn);
  EXPECT_EQ(check_host(bare, {443, true}), Verdict::kOwn);
  EXPECT_EQ(check_host(bare, {443, false}), Verdict::kForeignHost);
  EXPECT_EQ(check_host(bare, {80, true}), Verdict::kForeignHost);
  EXPECT_EQ(check_host({{"host", "localhost:80"}}, {80, false}), Verdict::kOwn);
}

TEST(CheckHost, WantsExactlyOneHost) {
  EXPECT_EQ(check_host({}, kPlain), Verdict::kForeignHost);
  EXPECT_EQ(check_host({{"accept", "localhost:8053"}}, kPlain), Verdict::kForeignHost);
  const Fields twice{{"host", "localhost:8053"}, {"host", "localhost:8053"}};
  EXPECT_EQ(check_host(twice, kPlain), Verdict::kForeignHost);
  const Fields two{{"host", "localhost:8053"}, {"host", "evil.test"}};
  EXPECT_EQ(check_host(two, kPlain), Verdict::kForeignHost);
}

TEST(CheckHost, TakesAnOriginOfOurOwnOnly) {
  constexpr HostCase kCases[] = {
      {"http://127.0.0.1:8053", Verdict::kOwn},
      {"http://localhost:8053", Verdict::kOwn},
      {"http://[::1]:8053", Verdict::kOwn},
      {"null", Verdict::kForeignOrigin},
      {"", Verdict::kForeignOrigin},
      {"http://evil.test", Verdict::kForeignOrigin},
      {"http://evil.test:8053", Verdict::kForeignOrigin},
      {"https://127.0.0.1:8053", Verdict::kForeignOrigin},
      {"http://127.0.0.1", Verdict::kForeignOrigin},
      {"http://127.0.0.1:3000", Verdict::kForeignOrigin},
      {"http://localhost:8053@evil.test", Verdict::kForeignOrigin},
      {"http://localhost:8053/", Verdict::kForeignOrigin},
      {"127.0.0.1:8053", Verdict::kForeignOrigin},
      {"file://", Verdict::kForeignOrigin},
      {"http://localhost:8053 http://evil.test", Verdict::kForeignOrigin},
  };
  for (const HostCase& each : kCases) {
    const Fields fields{{"host", "127.0.0.1:8053"}, {"origin", std::string(each.host)}};
    EXPECT_EQ(check_host(fields, kPlain), each.verdict) << each.host;
  }
  const Fields both{{"origin", "http://localhost:8053"},
                    {"host", "localhost:8053"},
                    {"origin", "http://evil.test"}};
  EXPECT_EQ(check_host(both, kPlain), Verdict::kForeignOrigin);
  const Fields tls{{"host", "localhost:8053"}, {"origin", "https://localhost:8053"}};
  EXPECT_EQ(check_host(tls, {8053, true}), Verdict::kOwn);
}

}  // namespace
}  // namespace spoor::api
