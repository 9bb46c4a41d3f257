// SPDX-License-Identifier: Apache-2.0
// In a child, because rights do not come back.
#include "cli/privileges.h"

#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

namespace spoor::cli {
namespace {

/// What /proc says of this process under `key`.
std::string status(const std::string& key) {
  std::ifstream in("/proc/self/status");
  for (std::string line; std::getline(in, line);) {
    if (line.starts_with(key + ":")) return line.substr(key.size() + 2);
  }
  return "";
}

template <class Story>
int in_a_child(Story story) {
  const pid_t child = ::fork();
  if (child == 0) ::_exit(story() ? 0 : 1);
  int ended = 0;
  EXPECT_EQ(::waitpid(child, &ended, 0), child);
  return ended;
}

bool has_nothing() {
  const std::string none(16, '0');
  return status("CapPrm") == none && status("CapEff") == none && status("CapInh") == none &&
         status("CapAmb") == none && status("NoNewPrivs") == "1";
}

TEST(Privileges, ACapabilityThatWasGivenUpIsGone) {
  EXPECT_EQ(in_a_child([] { return drop_capabilities() && has_nothing(); }), 0);
}

TEST(Privileges, AUserHasItsOwnGroupsAndNothingElse) {
  if (!is_root()) GTEST_SKIP() << "needs root";
  EXPECT_EQ(in_a_child([] {
              return become_user("nobody") && has_nothing() && !is_root() && ::getgid() != 0 &&
                     status("Groups").find("0 ") != 0;
            }),
            0);
}

TEST(Privileges, RefusesRootAndStrangers) {
  EXPECT_EQ(become_user("root").error().code, ErrorCode::kInvalid);
  EXPECT_EQ(become_user("no-such-user").error().code, ErrorCode::kNotFound);
}

}  // namespace
}  // namespace spoor::cli
