// SPDX-License-Identifier: Apache-2.0
// What is told as absent, and what is not.
#include "harden/absence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "harden/testing/stream_under_test.h"

namespace spoor::harden::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

class Absences final : public AbsenceSink {
 public:
  void absent(const Absence& absence) override {
    std::string line;
    dns::append_name_text(line, absence.name);
    lines.push_back(line + (absence.is_name ? " NXDOMAIN " : " NODATA ") +
                    std::to_string(absence.time_s));
  }
  std::vector<std::string> lines;
};

MessageBuilder asked(dns::RrType type = dns::RrType::kA) {
  return MessageBuilder("WWW.example.com.", type).response();
}
MessageBuilder with_soa(MessageBuilder message) {
  return message.authority("example.com.", dns::RrType::kSoa,
                           soa("ns.example.com.", "h.example.com."));
}

std::vector<std::string> told_of(const MessageBuilder& message, bool is_asked = true) {
  StreamUnderTest stream(HardenOptions{});
  Absences absences;
  stream.hardener.tell_absences(&absences);
  if (is_asked) {
    stream.exchange(message);
  } else {
    stream.response(message);
  }
  return absences.lines;
}

TEST(Absence, OfAName) {
  EXPECT_THAT(told_of(with_soa(asked().rcode(3))),
              ElementsAre("www.example.com. NXDOMAIN 1600000000"));
  EXPECT_THAT(told_of(asked().rcode(3)), ElementsAre("www.example.com. NXDOMAIN 1600000000"));
}

TEST(Absence, OfAType) {
  EXPECT_THAT(told_of(with_soa(asked())), ElementsAre("www.example.com. NODATA 1600000000"));
  EXPECT_THAT(told_of(asked()), ElementsAre("www.example.com. NODATA 1600000000"));
}

TEST(Absence, IsThatOfTheNameBehindAnAlias) {
  const auto alias = [](MessageBuilder message) {
    return message.answer("www.example.com.", dns::RrType::kCname, wire_name("Gone.example.net."));
  };
  EXPECT_THAT(told_of(alias(asked().rcode(3))),
              ElementsAre("gone.example.net. NXDOMAIN 1600000000"));
  EXPECT_THAT(told_of(with_soa(alias(asked()))),
              ElementsAre("gone.example.net. NODATA 1600000000"));
  EXPECT_THAT(told_of(alias(asked())), IsEmpty());  // the rest may be told elsewhere
  EXPECT_THAT(told_of(with_soa(alias(asked(dns::RrType::kCname)))), IsEmpty());
}

TEST(Absence, IsNoneWhereThereIsAnAnswerOrAReferral) {
  EXPECT_THAT(told_of(asked().answer("www.example.com.", dns::RrType::kA, address("192.0.2.80"))),
              IsEmpty());
  EXPECT_THAT(
      told_of(asked().authority("example.com.", dns::RrType::kNs, wire_name("ns.example.com."))),
      IsEmpty());
}

TEST(Absence, IsNotBelievedOfWhatIsNotAccepted) {
  EXPECT_THAT(told_of(asked().rcode(3), false), IsEmpty());
  EXPECT_THAT(told_of(asked().rcode(2)), IsEmpty());
}

}  // namespace
}  // namespace spoor::harden::testing
