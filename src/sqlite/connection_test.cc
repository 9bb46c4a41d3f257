// SPDX-License-Identifier: Apache-2.0
#include "sqlite/connection.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

namespace spoor::sqlite {
namespace {

constexpr Words kWords{"damaged", "busy", "unusable"};

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string folder = ::testing::TempDir() + "sqlite_XXXXXX";
    ASSERT_NE(::mkdtemp(folder.data()), nullptr);
    folder_ = folder;
    path_ = folder_ + "/x.sqlite3";
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  std::string folder_, path_;
};

TEST_F(Files, KeepNumbersTextsAndOctets) {
  auto connection = Connection::open(path_, OpenAs::kWriter, kWords);
  ASSERT_TRUE(connection) << describe(connection.error());
  ASSERT_TRUE(connection->run("CREATE TABLE t(a INTEGER, b TEXT, c BLOB) STRICT"));
  auto insert = connection->prepare("INSERT INTO t VALUES(?1, ?2, ?3)");
  ASSERT_TRUE(insert);
  const std::string_view text = "it's";
  ASSERT_TRUE(
      insert->bind(1, std::int64_t{-7}).bind(2, text).bind_blob(3, as_bytes("\x01\xFF")).run());
  const auto reader = Connection::open(path_, OpenAs::kReader, kWords);
  ASSERT_TRUE(reader);
  auto rows = connection->prepare("SELECT a, b, c FROM t");
  ASSERT_TRUE(rows);
  const auto has_row = rows->step();
  ASSERT_TRUE(has_row);
  ASSERT_TRUE(*has_row);
  EXPECT_EQ(rows->number(0), -7);
  EXPECT_EQ(rows->text(1), text);
  EXPECT_EQ(as_chars(rows->blob(2)), "\x01\xFF");
  const auto has_more = rows->step();
  ASSERT_TRUE(has_more);
  EXPECT_FALSE(*has_more);
}

TEST_F(Files, SayInTheRoomsWordsWhatIsWrongWithThem) {
  const auto missing = Connection::open(folder_ + "/no/x.sqlite3", OpenAs::kWriter, kWords);
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kIo);
  EXPECT_EQ(missing.error().what, "unusable");
  EXPECT_EQ(missing.error().where, folder_ + "/no/x.sqlite3");
  std::ofstream(path_) << std::string(5000, 'x');
  auto damaged = Connection::open(path_, OpenAs::kReader, kWords);
  ASSERT_TRUE(damaged);  // SQLite looks when it reads
  const auto rows = damaged->prepare("SELECT 1 FROM t");
  ASSERT_FALSE(rows);
  EXPECT_EQ(rows.error().code, ErrorCode::kCorrupt);
  EXPECT_EQ(rows.error().what, "damaged");
}

TEST_F(Files, AreCopiedWhileTheyAreWritten) {
  auto writer = Connection::open(path_, OpenAs::kWriter, kWords);
  ASSERT_TRUE(writer);
  ASSERT_TRUE(
      writer->run("PRAGMA journal_mode=WAL; CREATE TABLE t(a INTEGER); INSERT INTO t VALUES(7)"));
  ASSERT_TRUE(writer->run("BEGIN IMMEDIATE; INSERT INTO t VALUES(8)"));
  const std::string copy = folder_ + "/copy.sqlite3";
  for (int i = 0; i < 2; ++i) {  // over an older copy too
    const auto copied = copy_database(path_, copy, kWords);
    ASSERT_TRUE(copied) << describe(copied.error());
    EXPECT_EQ(*copied, i == 0);
  }
  ASSERT_TRUE(writer->run("COMMIT"));
  auto reader = Connection::open(copy, OpenAs::kReader, kWords);
  ASSERT_TRUE(reader);
  auto sum = reader->prepare("SELECT sum(a) FROM t");
  ASSERT_TRUE(*sum->step());
  EXPECT_EQ(sum->number(0), 7);
  EXPECT_FALSE(copy_database(folder_ + "/none.sqlite3", copy, kWords));
}

}  // namespace
}  // namespace spoor::sqlite
