// SPDX-License-Identifier: Apache-2.0
// Files of a pack and of a folder; and the pack that this program was built with.
#include "api/pages/files.h"

#include <array>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>
#include <unistd.h>

#include "base/input_stream.h"

namespace spoor::api::pages {
namespace {

namespace fs = std::filesystem;

constexpr std::array<PackedFile, 2> kPack{
    {{"index.html", "<p>", {}, "d1"}, {"assets/a.js", "plain", "packed", "d2"}}};

ErrorCode code_of(const Result<PageFile>& file) {
  return file ? ErrorCode{} : file.error().code;
}

/// A folder that goes with the test.
class FolderTest : public ::testing::Test {
 protected:
  FolderTest() : root_(fs::path(::testing::TempDir()) / ("pages" + std::to_string(::getpid()))) {
    fs::create_directories(root_ / "dist" / "assets");
  }
  ~FolderTest() override { fs::remove_all(root_); }

  void put(const std::string& name, std::string_view content) const {
    std::ofstream(root_ / name, std::ios::binary) << content;
  }
  [[nodiscard]] std::string dist() const { return (root_ / "dist").string(); }

  const fs::path root_;
};

TEST(PackedFiles, AreCompressedWhereThatIsTaken) {
  const auto files = packed_files(kPack);
  ASSERT_NE(files, nullptr);
  const auto plain = files->read("assets/a.js", false);
  ASSERT_TRUE(plain);
  EXPECT_EQ(plain->octets, "plain");
  EXPECT_EQ(plain->tag, "\"d2\"");
  EXPECT_FALSE(plain->is_gzip);
  EXPECT_TRUE(plain->is_lasting);
  const auto packed = files->read("assets/a.js", true);
  ASSERT_TRUE(packed);
  EXPECT_EQ(packed->octets, "packed");
  EXPECT_NE(packed->tag, plain->tag);
  EXPECT_TRUE(packed->is_gzip);
  const auto index = files->read("index.html", true);
  ASSERT_TRUE(index);
  EXPECT_EQ(index->octets, "<p>");
  EXPECT_FALSE(index->is_gzip);
  EXPECT_FALSE(index->is_lasting);
  for (const std::string_view name : {"", "assets/", "assets/b.js", "assets", "INDEX.HTML"})
    EXPECT_EQ(code_of(files->read(name, true)), ErrorCode::kNotFound) << name;
}

TEST(PackedFiles, AreNoneOfAnEmptyPack) {
  EXPECT_EQ(packed_files({}), nullptr);
}

TEST(BuiltInPack, IsWhole) {
  const auto pack = built_in_pack();
  const auto files = packed_files(pack);
  if (files == nullptr) GTEST_SKIP() << "built without pages";
  const auto index = files->read("index.html", false);
  ASSERT_TRUE(index);
  EXPECT_NE(index->octets.find("__SPOOR_NONCE__"), std::string::npos);
  for (const PackedFile& file : pack) {
    EXPECT_FALSE(file.plain.empty()) << file.name;
    EXPECT_EQ(file.digest.size(), 32U) << file.name;
    if (file.gzip.empty()) continue;
    const auto in = InputStream::from_memory(as_bytes(file.gzip));
    const auto unpacked = in->fill(file.plain.size() + 1);
    ASSERT_TRUE(unpacked) << file.name;
    EXPECT_TRUE(in->fault()) << file.name;
    EXPECT_TRUE(as_chars(*unpacked) == file.plain) << file.name;
  }
}

TEST_F(FolderTest, IsReadAtEachRequest) {
  put("dist/index.html", "one");
  put("dist/assets/a-1.js", "let a = 1;");
  const auto files = folder_files(dist());
  ASSERT_TRUE(files);
  EXPECT_EQ((*files)->read("index.html", true)->octets, "one");
  const auto before = (*files)->read("assets/a-1.js", true);
  ASSERT_TRUE(before);
  EXPECT_FALSE(before->is_gzip);
  EXPECT_FALSE(before->is_lasting);
  put("dist/index.html", "another");
  put("dist/assets/a-1.js", "let a = 22;");
  EXPECT_EQ((*files)->read("index.html", true)->octets, "another");
  EXPECT_NE((*files)->read("assets/a-1.js", true)->tag, before->tag);
}

TEST_F(FolderTest, LetsNoNameLeadOutOfIt) {
  put("dist/index.html", "page");
  put("secret", "secret");
  put("dist/assets/.hidden", "secret");
  fs::create_directories(root_ / "dist" / "assets" / "deep");
  put("dist/assets/deep/a.js", "deep");
  const auto files = folder_files(dist());
  ASSERT_TRUE(files);
  const std::string with_nul("assets/a\0b", 10);
  for (const std::string_view name : std::initializer_list<std::string_view>{
           "../secret", "assets/../../secret", "assets/..", "assets/.", "assets/.hidden", "assets/",
           "assets", "", ".", "..", "/etc/passwd", "assets//etc/passwd", "assets/deep/a.js",
           "assets/deep", "assets/..\\secret", "assets/%2e%2e", with_nul})
    EXPECT_EQ(code_of((*files)->read(name, false)), ErrorCode::kNotFound) << name;
}

TEST_F(FolderTest, BoundsAFile) {
  put("dist/index.html", "page");
  put("dist/assets/big.js", "");
  fs::resize_file(root_ / "dist/assets/big.js", kMostOctets);
  const auto files = folder_files(dist());
  ASSERT_TRUE(files);
  EXPECT_EQ((*files)->read("assets/big.js", false)->octets.size(), kMostOctets);
  fs::resize_file(root_ / "dist/assets/big.js", kMostOctets + 1);
  EXPECT_EQ(code_of((*files)->read("assets/big.js", false)), ErrorCode::kLimit);
}

TEST_F(FolderTest, NeedsItsPage) {
  const auto files = folder_files(dist());
  ASSERT_FALSE(files);
  EXPECT_EQ(files.error().code, ErrorCode::kInvalid);
  EXPECT_EQ(files.error().where, dist());
}

}  // namespace
}  // namespace spoor::api::pages
