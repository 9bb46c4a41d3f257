// SPDX-License-Identifier: Apache-2.0
// What a sensor delivers, by which credential, and what it is told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "api/served_test.h"
#include "dns/name.h"
#include "record/aggregator.h"
#include "transport/sensor_batch.h"

namespace spoor::api::v1 {
namespace {

using ::testing::HasSubstr;
using Fields = std::vector<http::Field>;

constexpr std::string_view kTarget = "/api/v1/sensor/batches";

std::string frame(std::uint64_t sequence) {
  record::Aggregator aggregator;
  const dns::Name owner = *dns::parse_name("www.example.com");
  const record::RecordView record{owner.wire(), dns::RrType::kA, as_bytes("\xC0\x05\x02\x07"), 2};
  aggregator.observe({record, record::SourceId{9}, record::How::kSensor, 1'600'000'000, 300});
  const record::Batch batch = aggregator.take();
  std::span<const record::BatchRow> rows(batch.rows.data(), batch.rows.size());
  transport::FrameHead head;
  head.sequence = sequence;
  head.made = kNoon - 7;
  transport::SensorBatchWriter writer;
  return *writer.write(head, rows, {});
}

class SensorBatches : public ::testing::Test {
 protected:
  void SetUp() override {
    served_.use_keys(
        "fra-key-01 sensor=fra-1\n"
        "ams-key-01 sensor=ams-1\n"
        "desk-key-1 read import\n");
  }
  http::Response post(const std::string& content, const std::string& key = "fra-key-01") {
    return served_.post(kTarget, content, {{"x-api-key", key}});
  }
  std::string count_of(const std::string& source) {
    return served_
        .get("/api/v1/records?q=www.example.com&source=" + source, {{"x-api-key", "desk-key-1"}})
        .body;
  }

  Served served_;
};

TEST_F(SensorBatches, AreMergedOnceAsTheSourceOfTheirKey) {
  EXPECT_EQ(post(frame(0)).status, 201U);
  const http::Response again = post(frame(0));
  EXPECT_EQ(again.status, 200U);
  EXPECT_EQ(again.body,
            "{\"stream\":\"00000000000000000000000000000000\",\"sequence\":0,\"rows\":1,"
            "\"merged\":false}\n");
  EXPECT_EQ(post(frame(1)).status, 201U);
  EXPECT_THAT(count_of("fra-1"), HasSubstr("\"count\":2,"));
  EXPECT_EQ(post(frame(0), "ams-key-01").status, 201U) << "another sensor, the same octets";
  EXPECT_THAT(count_of("ams-1"), HasSubstr("\"count\":1,"));
}

TEST_F(SensorBatches, TakeACredentialOfASensor) {
  EXPECT_EQ(post(frame(0), "desk-key-1").status, 403U);
  EXPECT_EQ(post(frame(0), "nobody-key").status, 401U);
  EXPECT_EQ(served_.post(kTarget, frame(0), {}).status, 401U);
  EXPECT_EQ(served_.get("/api/v1/records?q=example.com", {{"x-api-key", "fra-key-01"}}).status,
            403U)
      << "a sensor may deliver, and nothing else";
  served_.use_keys("desk-key-1 read import\n");
  EXPECT_EQ(post(frame(0)).status, 401U) << "revoked";
  EXPECT_EQ(served_.store().stats()->records, 0U);
}

TEST_F(SensorBatches, SayWhatIsWrongWithThem) {
  std::string torn = frame(0);
  torn[60] = static_cast<char>(torn[60] ^ 1);
  const http::Response refused = post(torn);
  EXPECT_EQ(refused.status, 422U);
  EXPECT_THAT(refused.body, HasSubstr("its digest does not fit: torn on the way (octet 48)"));
  EXPECT_EQ(post("").status, 422U);
  EXPECT_EQ(post(std::string(transport::kMaxFrameOctets + 1, 'x')).status, 413U);
  MemoryBody broken(frame(0));
  broken.error = Error{ErrorCode::kIo, "the body broke off"};
  EXPECT_EQ(served_.post(kTarget, broken, {{"x-api-key", "fra-key-01"}}).status, 400U);
  EXPECT_EQ(served_.store().stats()->records, 0U);
}

TEST_F(SensorBatches, AreCountedForMetrics) {
  post(frame(0));
  post(frame(0));
  const std::string metrics = served_.get("/metrics", {{"x-api-key", "desk-key-1"}}).body;
  EXPECT_THAT(metrics, HasSubstr("spoor_sensor_batches_total{sensor=\"fra-1\"} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("spoor_sensor_repeats_total{sensor=\"fra-1\"} 1\n"));
  EXPECT_THAT(metrics, HasSubstr("spoor_sensor_lag_seconds{sensor=\"fra-1\"} 7\n"));
}

}  // namespace
}  // namespace spoor::api::v1
