// SPDX-License-Identifier: Apache-2.0
#include "cli/access_log.h"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace spoor::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

http::AccessEntry entry() {
  http::AccessEntry entry;
  entry.method = "GET";
  entry.route = "/api/v1/records";
  entry.target = "/api/v1/records?q=private.test\"\n";
  entry.remote = "192.0.2.1";
  entry.caller = "desk";
  entry.status = 200;
  entry.bytes = 17;
  entry.time = std::chrono::microseconds(250);
  return entry;
}

std::string read(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(AccessLine, SaysNothingOfTheQuestion) {
  std::string line;
  append_access_line(line, entry(), false);
  EXPECT_THAT(line, HasSubstr(R"("remote":"192.0.2.1","key":"desk","method":"GET",)"
                              R"("route":"/api/v1/records","status":200,"bytes":17,"us":250})"));
  EXPECT_THAT(line, Not(HasSubstr("private")));
}

TEST(AccessLine, EscapesTheQuestionWhenItIsAskedFor) {
  std::string line;
  append_access_line(line, entry(), true);
  EXPECT_THAT(line, HasSubstr(R"("target":"/api/v1/records?q=private.test\"\n"})"));
}

TEST(AccessLog, GoesOnInANewFileWhenTheOldOneWasMovedAway) {
  const std::string path = testing::TempDir() + "spoor_access.log";
  std::filesystem::remove(path);
  auto log = AccessLog::open(path, false);
  ASSERT_TRUE(log);
  (*log)->add(entry());
  std::filesystem::rename(path, path + ".1");
  ASSERT_TRUE((*log)->reopen());
  (*log)->add(entry());
  (*log)->add(entry());
  (*log)->flush();
  const auto lines = [](const std::string& text) {
    return std::count(text.begin(), text.end(), '\n');
  };
  EXPECT_EQ(lines(read(path + ".1")), 1);
  EXPECT_EQ(lines(read(path)), 2);
}

TEST(AccessLog, SaysWhatCannotBeWritten) {
  const auto log = AccessLog::open(testing::TempDir(), false);  // a directory
  ASSERT_FALSE(log);
  EXPECT_EQ(log.error().code, ErrorCode::kIo);
}

TEST(AccessLog, IsSilentWithoutAPath) {
  auto log = AccessLog::open("", true);
  ASSERT_TRUE(log);
  (*log)->add(entry());
}

}  // namespace
}  // namespace spoor::cli
