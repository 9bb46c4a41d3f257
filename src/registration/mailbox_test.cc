// SPDX-License-Identifier: Apache-2.0
#include "registration/mailbox.h"

#include <gtest/gtest.h>

#include "dns/name.h"

namespace spoor::registration {
namespace {

TEST(Mailbox, BothSpellingsAreOneMailbox) {
  for (const char* text :
       {"host.master@example.com", "Host.Master@Example.COM", "host\\.master.example.com.",
        "host\\046master.example.com", " <host.master@example.com> ",
        "mailto:host.master@example.com", "host.master@example.com."}) {
    const auto mailbox = parse_mailbox(text);
    ASSERT_TRUE(mailbox) << text;
    EXPECT_EQ(*mailbox, "host.master@example.com") << text;
  }
  EXPECT_EQ(*parse_mailbox("hostmaster.example.com."), "hostmaster@example.com");
}

TEST(Mailbox, WhatIsNoneIsRefused) {
  for (const char* text : {"", "@", "a@", "@example.com", "a b@example.com", "com", ".", "a@b@",
                           "a@exa mple.com", "\"a\"@example.com", "a,b@example.com"}) {
    EXPECT_FALSE(parse_mailbox(text)) << text;
  }
  EXPECT_FALSE(parse_mailbox(std::string(400, 'a') + "@example.com"));
}

TEST(Mailbox, GoesToRnameAndBack) {
  for (const char* text :
       {"hostmaster@example.com", "host.master@example.com", "a+b@example.net"}) {
    const std::string rname = rname_of_mailbox(text);
    const auto name = dns::parse_name(rname);
    ASSERT_TRUE(name) << rname;
    EXPECT_EQ(mailbox_of_rname(name->wire()), text);
  }
  EXPECT_EQ(rname_of_mailbox("host.master@example.com"), "host\\.master.example.com.");
  EXPECT_EQ(rname_of_mailbox("none"), "");
  EXPECT_EQ(rname_of_mailbox(std::string(64, 'a') + "@example.com"), "");
}

TEST(Domain, IsLowerCaseWithoutItsDot) {
  EXPECT_EQ(*parse_domain(" EXAMPLE.Com. "), "example.com");
  EXPECT_EQ(*parse_domain("xn--bcher-kva.example"), "xn--bcher-kva.example");
  for (const char* text :
       {"", ".", ",", "a/b.example", "a b.example", "caf\xC3\xA9.example", "a..b", "a\\.b.example"})
    EXPECT_FALSE(parse_domain(text)) << text;
}

}  // namespace
}  // namespace spoor::registration
