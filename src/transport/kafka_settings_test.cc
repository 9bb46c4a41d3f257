// SPDX-License-Identifier: Apache-2.0
// What needs no broker; the rest is in tests/end_to_end/kafka_test.py.
#include "transport/kafka_settings.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "transport/kafka_collector.h"

namespace spoor::transport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;

class KafkaFile : public ::testing::Test {
 protected:
  ~KafkaFile() override { std::filesystem::remove_all(folder_); }
  std::string write(const std::string& text) {
    const std::string path = folder_ + "/properties";
    std::ofstream(path) << text;
    return path;
  }
  static std::string make_folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "spoorXXXXXX").string();
    return ::mkdtemp(pattern.data());
  }
  std::string folder_ = make_folder();
};

TEST_F(KafkaFile, IsReadAsKafkasOwnClientsDo) {
  const auto properties =
      read_kafka_file(write("# TLS\n\n security.protocol = ssl \r\nssl.ca.location=/a=b\n"));
  ASSERT_TRUE(properties);
  EXPECT_THAT(*properties,
              ElementsAre(Pair("security.protocol", "ssl"), Pair("ssl.ca.location", "/a=b")));
}

TEST_F(KafkaFile, SaysWhichLineIsWrong) {
  const auto wrong = read_kafka_file(write("# TLS\nsecurity.protocol\n"));
  ASSERT_FALSE(wrong);
  EXPECT_THAT(describe(wrong.error()), HasSubstr("properties:2"));
  EXPECT_EQ(read_kafka_file(folder_ + "/none").error().code, ErrorCode::kIo);
}

TEST(KafkaSettings, SayWhichPropertyIsWrong) {
  KafkaEvents events;
  const auto settings = make_kafka_settings("127.0.0.1:1", {}, {{"no.such", "1"}}, &events);
  ASSERT_FALSE(settings);
  EXPECT_EQ(settings.error().code, ErrorCode::kInvalid);
  EXPECT_THAT(describe(settings.error()), HasSubstr("no.such"));
}

TEST(KafkaTopics, NameTheirSources) {
  EXPECT_EQ(*parse_kafka_topic("spoor.fra=fra-1"), (KafkaTopic{"spoor.fra", "fra-1"}));
  for (const char* wrong : {"", "topic", "=s", "topic=", "topic=a b"})
    EXPECT_FALSE(parse_kafka_topic(wrong)) << wrong;
}

}  // namespace
}  // namespace spoor::transport
