// SPDX-License-Identifier: Apache-2.0
#include "registration/searched_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "registration/tidy.h"

namespace spoor::registration {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> values(const Registration& registration, Field field) {
  std::vector<std::string> found;
  for (const SearchedValue& value : searched_values(registration)) {
    if (value.field == field) found.push_back(value.value);
  }
  return found;
}

TEST(SearchedValues, AreInOneForm) {
  Registration registration;
  registration.registrar = "Example  Registrar";
  registration.name_servers = {"ns1.example.net"};
  Contact& contact = registration.contact(Role::kRegistrant);
  contact.name = "J\xC3\x96RG Example";
  contact.mailboxes = {"Holder@Example.ORG", "not a mailbox"};
  contact.telephone = "+1 (555) 010-0100 x12";
  contact.street = "1 Example Way";
  contact.country = "US";
  registration.contact(Role::kTech) = contact;
  EXPECT_THAT(values(registration, Field::kRegistrar), ElementsAre("example registrar"));
  EXPECT_THAT(values(registration, Field::kName), ElementsAre("j\xC3\xB6rg example"));
  EXPECT_THAT(values(registration, Field::kMailbox), ElementsAre("holder@example.org"));
  EXPECT_THAT(values(registration, Field::kPhone), ElementsAre("15550100100"));
  EXPECT_THAT(values(registration, Field::kAddress), ElementsAre("1 example way, us"));
  EXPECT_THAT(values(registration, Field::kNameServer), ElementsAre("ns1.example.net"));
  EXPECT_EQ(*to_searched(Field::kPhone, "tel:+1-555-010-0100"), "15550100100");
  EXPECT_EQ(*to_searched(Field::kPhone, "0015550100100"), "15550100100");
}

TEST(SearchedValues, PlaceholdersFindNobody) {
  for (const char* text :
       {"REDACTED FOR PRIVACY", "Redacted for privacy purposes", "N/A", "Data Protected", "-",
        "Not Disclosed", "https://whois.example/contact", "GDPR Masked", "none",
        "Please query the RDDS service of the Registrar of Record"}) {
    EXPECT_TRUE(is_placeholder(text)) << text;
    Registration registration;
    Contact& contact = registration.contact(Role::kRegistrant);
    contact.name = contact.organization = contact.street = text;
    contact.mailboxes = {text};
    contact.country = "US";
    EXPECT_THAT(searched_values(registration), IsEmpty()) << text;
  }
  for (const char* text : {"Example Org", "Noneville", "Privateer Ltd"})
    EXPECT_FALSE(is_placeholder(text)) << text;
}

TEST(SearchedValues, WordsAreRunsOfLettersAndDigits) {
  EXPECT_THAT(words_of("Example-Org, (42) Stra\xC3\x9F"
                       "e EXAMPLE"),
              ElementsAre("42", "example", "org",
                          "stra\xC3\x9F"
                          "e"));
  EXPECT_THAT(words_of(" ,-"), IsEmpty());
}

TEST(Tidy, TextIsUtf8WithoutControlsAndBounded) {
  EXPECT_EQ(tidy_line("  a\x01\n\tb \xFF\x1B[31m\xC2\x9B"), "a b \xEF\xBF\xBD [31m");
  EXPECT_EQ(tidy_line(std::string(kMaxValueBytes - 1, 'a') + "\xC3\xA9"),
            std::string(kMaxValueBytes - 1, 'a'));
  EXPECT_EQ(tidy_line("\xED\xA0\x80\xC0\x80").find('\xED'), std::string::npos);
  EXPECT_EQ(tidy_text("a\r\nb\x02"), "a\nb");
  EXPECT_EQ(tidy_line("\x01 a \x02"), "a");
  EXPECT_EQ(tidy_text("\x01\na\n\x02"), "a");
  EXPECT_EQ(lower("\xC3\x84\xD0\x90\xCE\xA9Z\xC5\x81"), "\xC3\xA4\xD0\xB0\xCF\x89z\xC5\x82");
}

}  // namespace
}  // namespace spoor::registration
