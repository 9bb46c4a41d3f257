// SPDX-License-Identifier: Apache-2.0
// A listener, a store and a ledger, with a resolver that is a socket of this test.
#include "intake/live_import.h"

#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "capture/dnstap_listener.h"
#include "intake/stored_lines_test.h"
#include "store/memory/memory_store.h"

namespace spoor::intake {
namespace {

using ::testing::ElementsAre;

std::string big(std::size_t value) {
  std::string out;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) out += static_cast<char>(value >> shift);
  return out;
}
std::string control(unsigned type) {
  const std::string content = "protobuf:dnstap.Dnstap";
  const std::string fields = type == 3 ? "" : big(1) + big(content.size()) + content;
  return big(0) + big(4 + fields.size()) + big(type) + fields;
}
std::string bytes_field(char key, const std::string& octets) {
  return key + std::string(1, static_cast<char>(octets.size())) + octets;
}
std::string name_of(char letter) {
  return std::string("\x01") + letter + "\x07" + "example" + std::string(1, '\0');
}
/// `letter`.example. A 192.0.2.7
std::string response(char letter) {
  return std::string("\0\x01\x84\0\0\x01\0\x01\0\0\0\0", 12) + name_of(letter) +
         std::string("\0\x01\0\x01", 4) +
         std::string("\xC0\x0C\0\x01\0\x01\0\0\x01\x2C\0\x04\xC0\0\x02\x07", 16);
}
/// RESOLVER_RESPONSE of it, asked of the servers of example., at 1,600,000,000.
std::string frame(char letter) {
  const std::string message = std::string("\x08\x04", 2) +
                              bytes_field('\x5A', name_of(letter).substr(2)) +
                              "\x60\x80\xA0\xF8\xFA\x05" + bytes_field('\x72', response(letter));
  const std::string payload = bytes_field('\x72', message) + "\x78\x01";
  return big(payload.size()) + payload;
}

class LiveImportTest : public ::testing::Test {
 protected:
  LiveImportTest() {
    std::string pattern = (std::filesystem::temp_directory_path() / "spoorXXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    ImportOptions options;
    options.source = "r1";
    settings_.reading = *resolve(options);
    listening_.addresses = {*capture::parse_listen_address("unix:" + folder_ + "/s")};
  }
  ~LiveImportTest() override { std::filesystem::remove_all(folder_); }

  [[nodiscard]] int connect() const {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un to{};
    to.sun_family = AF_UNIX;
    const std::string path = folder_ + "/s";
    std::copy(path.begin(), path.end(), to.sun_path);
    EXPECT_EQ(::connect(fd, reinterpret_cast<const sockaddr*>(&to), sizeof to), 0);
    return fd;
  }
  static void send(int fd, const std::string& octets) {
    EXPECT_EQ(::send(fd, octets.data(), octets.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(octets.size()));
  }
  [[nodiscard]] Result<std::unique_ptr<capture::LiveSource>> listen(
      harden::MessageSink& sink) const {
    SPOOR_TRY(auto listener, capture::DnstapListener::open(listening_, sink));
    return std::unique_ptr<capture::LiveSource>(std::move(listener));
  }
  /// Runs while `script` does, then stops.
  template <class Script>
  InputReport run(Script script) {
    const ledger::Ledger ledger(folder_ + "/ledger");
    std::atomic<bool> stop = false;
    ledger::Delivery told;
    told.format = "dnstap";
    const auto outlet = StoreOutlet::open(*store_, {"r1", record::SourceKind::kSensor, {}}, &ledger,
                                          std::move(told), 1'700'000'000);
    EXPECT_TRUE(outlet);
    auto live =
        LiveImport::open(**outlet, settings_, {&stop, [] { return 1'700'000'000U; }, {}, {}},
                         [&](harden::MessageSink& sink) { return listen(sink); });
    EXPECT_TRUE(live);
    Status done;
    std::thread running([&] { done = (*live)->run(); });
    script();
    stop = true;
    running.join();
    EXPECT_TRUE(done);
    return (*live)->report();
  }

  std::string folder_;
  LiveSettings settings_;
  capture::DnstapListenerOptions listening_;
  std::unique_ptr<record::RecordStore> store_ = store::make_memory_store();
};

TEST_F(LiveImportTest, MergesAllThatArrivedBeforeItWasStopped) {
  int fd = -1;
  const InputReport report = run([&] {
    fd = connect();
    send(fd, control(4) + control(2) + frame('a') + frame('b') + frame('a'));
  });
  ::close(fd);
  EXPECT_THAT(lines_of(*store_), ElementsAre("a.example A r1 2 192.0.2.7 1600000000",
                                             "b.example A r1 1 192.0.2.7 1600000000"));
  EXPECT_EQ(report.packets, 3U);
  EXPECT_EQ(report.responses, 3U);
  EXPECT_EQ(report.records, 3U);
  EXPECT_EQ(report.batches, 1U);
}

TEST_F(LiveImportTest, IsNotedInTheLedger) {
  run([&] {
    const int fd = connect();
    send(fd, control(4) + control(2) + frame('a') + control(3));
    ::close(fd);
  });
  const ledger::Ledger ledger(folder_ + "/ledger");
  const auto deliveries = ledger.deliveries("r1", 10);
  ASSERT_TRUE(deliveries);
  ASSERT_EQ(deliveries->newest.size(), 1U);
  const ledger::Delivery& one = deliveries->newest.front();
  EXPECT_EQ(one.format, "dnstap");
  EXPECT_EQ(one.figures.packets, 1U);
  EXPECT_EQ(one.figures.records, 1U);
  EXPECT_EQ(one.figures.octets, (control(4) + control(2) + frame('a') + control(3)).size());
  EXPECT_EQ(one.data, (ledger::DataSpan{1'600'000'000, 1'600'000'000}));
}

/// Hands one message on, and then the interface is gone.
class BrokenSource final : public capture::LiveSource {
 public:
  BrokenSource(harden::MessageSink& sink, bool is_absent) : sink_(sink), is_absent_(is_absent) {}
  Status step(std::chrono::milliseconds /*wait*/) override {
    if (is_gone_) return Error{ErrorCode::kIo, "the interface is gone"};
    is_gone_ = true;
    const std::string octets = is_absent_ ? std::string("\0\x01\x84\x03\0\x01\0\0\0\0\0\0", 12) +
                                                name_of('a') + std::string("\0\x01\0\x01", 4)
                                          : response('a');
    harden::CapturedMessage message;
    message.time_us = 1'600'000'000'000'000;
    message.is_matched = true;
    message.logged_by = harden::LoggedBy::kClient;
    message.payload = as_bytes(octets);
    sink_.take(message);
    return {};
  }
  Status stop() override { return Error{ErrorCode::kIo, "the interface is gone"}; }
  [[nodiscard]] const capture::CaptureStats& stats() const noexcept override { return stats_; }
  [[nodiscard]] std::uint64_t octets() const noexcept override { return 0; }
  [[nodiscard]] std::string_view format() const noexcept override { return "packets"; }

 private:
  harden::MessageSink& sink_;
  capture::CaptureStats stats_;
  bool is_absent_;
  bool is_gone_ = false;
};

/// Takes nothing, as a store on a full disk.
class FullOutlet final : public LiveOutlet {
 public:
  [[nodiscard]] record::SourceId source() const noexcept override { return {}; }
  Status put(record::Batch /*batch*/, const ledger::Entry& /*told*/) override {
    return Error{ErrorCode::kIo, "no space"};
  }
  void note(ledger::Outcome /*outcome*/, std::uint32_t /*now_s*/) override {}
};

LiveImport::OpenSource broken_source(bool is_absent = false) {
  return [=](harden::MessageSink& sink) -> Result<std::unique_ptr<capture::LiveSource>> {
    return std::unique_ptr<capture::LiveSource>(std::make_unique<BrokenSource>(sink, is_absent));
  };
}

TEST_F(LiveImportTest, MergesWhatCameBeforeTheSourceBroke) {
  const std::atomic<bool> stop = false;
  const auto outlet =
      StoreOutlet::open(*store_, {"r1", record::SourceKind::kSensor, {}}, nullptr, {}, 1);
  ASSERT_TRUE(outlet);
  auto live =
      LiveImport::open(**outlet, settings_, {&stop, [] { return 1U; }, {}, {}}, broken_source());
  ASSERT_TRUE(live);
  const Status done = (*live)->run();
  ASSERT_FALSE(done);
  EXPECT_EQ(done.error().what, "the interface is gone");
  EXPECT_FALSE((*live)->has_lost());
  EXPECT_THAT(lines_of(*store_), ElementsAre("a.example A r1 1 192.0.2.7 1600000000"));
}

TEST_F(LiveImportTest, NotesWhatIsAbsent) {
  const std::atomic<bool> stop = false;
  const auto outlet =
      StoreOutlet::open(*store_, {"r1", record::SourceKind::kSensor, {}}, nullptr, {}, 1);
  ASSERT_TRUE(outlet);
  const enrich::PublicSuffixes suffixes = enrich::PublicSuffixes::builtin();
  const ledger::AbsenceBook book(folder_ + "/absences");
  auto live = LiveImport::open(
      **outlet, settings_, {&stop, [] { return 1U; }, {}, {&suffixes, &book}}, broken_source(true));
  ASSERT_TRUE(live);
  EXPECT_FALSE((*live)->run());
  const auto days = book.days("a.example.", {});
  ASSERT_TRUE(days);
  ASSERT_EQ(days->size(), 1U);
  EXPECT_EQ(days->front().name, "r1");
  EXPECT_EQ(days->front().day, 1'600'000'000U / 86'400);
  EXPECT_EQ(days->front().counts.nxdomain, 1U);
}

TEST_F(LiveImportTest, SaysWhenABatchIsLost) {
  const std::atomic<bool> stop = false;
  FullOutlet outlet;
  auto live =
      LiveImport::open(outlet, settings_, {&stop, [] { return 1U; }, {}, {}}, broken_source());
  ASSERT_TRUE(live);
  const Status done = (*live)->run();
  ASSERT_FALSE(done);
  EXPECT_TRUE((*live)->has_lost());
}

TEST_F(LiveImportTest, MergesAsItGoes) {
  settings_.limits.every = std::chrono::milliseconds(1);
  std::size_t seen = 0;
  int fd = -1;
  const InputReport report = run([&] {
    fd = connect();
    send(fd, control(2) + frame('a'));
    for (int i = 0; i < 500 && seen == 0; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
      seen = lines_of(*store_).size();
    }
    send(fd, frame('b'));
  });
  ::close(fd);
  EXPECT_EQ(seen, 1U);
  EXPECT_EQ(lines_of(*store_).size(), 2U);
  EXPECT_GE(report.batches, 2U);
}

}  // namespace
}  // namespace spoor::intake
