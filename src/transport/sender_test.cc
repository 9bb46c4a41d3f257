// SPDX-License-Identifier: Apache-2.0
// A sender against a real server whose answers the test chooses.
#include "transport/sender.h"

#include <cstdlib>
#include <deque>
#include <filesystem>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "http/server.h"
#include "transport/some_batches_test.h"

namespace spoor::transport {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::uint32_t kNow = 1'700'000'000;

class SenderTest : public ::testing::Test {
 protected:
  SenderTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "spoorXXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    spool_ = *Spool::open({folder_, std::uint64_t{1} << 20, Drop::kOldest});
    options_.least_wait = std::chrono::milliseconds(2);
    options_.most_wait = std::chrono::milliseconds(20);
    start_server();
  }
  ~SenderTest() override {
    server_.reset();
    spool_.reset();
    std::filesystem::remove_all(folder_);
  }

  void start_server() {
    http::RoutingTable routes;
    http::Route route;
    route.method = http::Method::kPost;
    route.pattern = "/api/v1/sensor/batches";
    route.upload = [this](const http::Request& request, http::BodyReader& body) {
      return answer(request, body);
    };
    routes.add(std::move(route));
    http::ServerOptions options;
    options.port = 0;
    server_ = *http::Server::start(std::move(options), std::move(routes), metrics_);
    url_ = "http://127.0.0.1:" + std::to_string(server_->port());
  }
  http::Response answer(const http::Request& request, http::BodyReader& body) {
    std::string frame;
    std::uint8_t octets[4096];
    for (auto n = body.read(octets); n && *n > 0; n = body.read(octets))
      frame.append(reinterpret_cast<const char*>(octets), *n);
    const std::scoped_lock lock(mutex_);
    key_ = request.field("x-api-key");
    type_ = request.field("content-type");
    const auto head = read_frame_head(frame);
    http::Response response;
    response.status = script_.empty() ? 201 : script_.front();
    if (!script_.empty()) script_.pop_front();
    response.content_type = "text/plain";
    response.body = "so it\x1b goes";
    if (head)
      seen_.push_back(std::to_string(head->sequence) + (head->is_gap ? "gap " : " ") +
                      std::to_string(response.status));
    return response;
  }
  SenderCounts send() {
    auto carrier = make_carrier({url_, "sensor-key-1", "", "", "", ""});
    EXPECT_TRUE(carrier);
    Sender sender(*spool_, *std::move(carrier), options_,
                  [this](std::string_view sentence) { told_.emplace_back(sentence); });
    sender.finish();
    const Status done = sender.run();
    EXPECT_TRUE(done);
    return sender.counts();
  }
  void put(const std::string& name) {
    ASSERT_TRUE(spool_->put(one_record(name, kNow), delivered(1, 1), kNow));
  }

  std::string folder_;
  std::unique_ptr<Spool> spool_;
  SenderOptions options_;
  prometheus::Registry metrics_;
  std::unique_ptr<http::Server> server_;
  std::mutex mutex_;
  std::deque<unsigned> script_;
  std::vector<std::string> seen_, told_;
  std::string key_, type_, url_;
};

TEST_F(SenderTest, SendsTheOldestFirstWithItsCredential) {
  put("a.");
  put("b.");
  const SenderCounts counts = send();
  EXPECT_THAT(seen_, ElementsAre("0 201", "1 201"));
  EXPECT_EQ(key_, "sensor-key-1");
  EXPECT_EQ(type_, "application/octet-stream");
  EXPECT_EQ(counts.delivered, 2U);
  EXPECT_EQ(spool_->counts().waiting, 0U);
  EXPECT_TRUE(told_.empty());
}

TEST_F(SenderTest, TriesAgainUntilItIsTaken) {
  put("a.");
  script_ = {503, 507, 401, 200};
  const SenderCounts counts = send();
  EXPECT_THAT(seen_, ElementsAre("0 503", "0 507", "0 401", "0 200"));
  EXPECT_EQ(counts.failures, 3U);
  EXPECT_EQ(counts.known, 1U);
  ASSERT_EQ(told_.size(), 4U) << "three reasons, and that it works again";
  EXPECT_THAT(told_[0], HasSubstr("503: so it  goes"));
  EXPECT_THAT(told_[3], HasSubstr("again"));
}

TEST_F(SenderTest, PutsAGapWhereABatchIsRefused) {
  put("a.");
  put("b.");
  script_ = {422};
  const SenderCounts counts = send();
  EXPECT_THAT(seen_, ElementsAre("0 422", "0gap 201", "1 201"));
  EXPECT_EQ(counts.refused, 1U);
}

TEST_F(SenderTest, KeepsEverythingWhileNobodyAnswers) {
  put("a.");
  options_.patience = std::chrono::milliseconds(100);
  server_.reset();
  const SenderCounts counts = send();
  EXPECT_GE(counts.failures, 1U);
  EXPECT_EQ(spool_->counts().waiting, 1U);
  ASSERT_FALSE(told_.empty());
  EXPECT_THAT(told_[0], HasSubstr("cannot be reached"));
  start_server();
  send();
  EXPECT_EQ(spool_->counts().waiting, 0U);
}

TEST(CheckCollector, WantsTlsAndACredential) {
  const auto code = [](const CollectorAddress& to) {
    const Status status = check_collector(to);
    return status ? std::string("fine") : std::string(status.error().what).substr(0, 24);
  };
  EXPECT_EQ(code({"https://c.example", "key-of-sensor", "", "", "", ""}), "fine");
  EXPECT_EQ(code({"http://127.0.0.1:80/", "key-of-sensor", "", "", "", ""}), "fine");
  EXPECT_EQ(code({"http://[::1]:80", "key-of-sensor", "", "", "", ""}), "fine");
  EXPECT_EQ(code({"http://c.example", "key-of-sensor", "", "", "", ""}),
            "expected https: without ");
  EXPECT_EQ(code({"c.example", "key-of-sensor", "", "", "", ""}), "expected https://HOST, h");
  EXPECT_EQ(code({"https://c.example", "", "", "", "", ""}), "expected --sensor-key-fi");
  EXPECT_EQ(code({"https://c.example", "", "", "a.pem", "", ""}), "expected --certificate a");
  EXPECT_EQ(code({"kafka://b1:9092,b2/topic", "", "", "", "", ""}), "fine");
  EXPECT_EQ(code({"kafka://b1:9092", "", "", "", "", ""}), "expected kafka://HOST[:P");
  EXPECT_EQ(code({"kafka:///topic", "", "", "", "", ""}), "expected kafka://HOST[:P");
}

}  // namespace
}  // namespace spoor::transport
