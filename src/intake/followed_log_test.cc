// SPDX-License-Identifier: Apache-2.0
// Logs that grow and are rotated, as octets and as counts.
#include "intake/followed_log.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <thread>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "intake/tail_source.h"
#include "store/memory/memory_store.h"

namespace spoor::intake {
namespace {

using std::chrono::milliseconds;

class Folder {
 public:
  Folder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "spoor-follow-XXXXXX").string();
    path_ = ::mkdtemp(pattern.data());
  }
  ~Folder() { std::filesystem::remove_all(path_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  [[nodiscard]] std::string at(const std::string& name) const { return (path_ / name).string(); }

 private:
  std::filesystem::path path_;
};

void append(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::binary | std::ios::app) << text;
}

TailOptions quick(const std::atomic<bool>* stop = nullptr) {
  return {milliseconds(5), milliseconds(20), stop};
}

/// What is there now.
std::string read_all(TailSource& source) {
  std::string all;
  std::uint8_t octets[7];  // small, so that what is given comes in pieces
  for (;;) {
    const auto got = source.read(octets);
    EXPECT_TRUE(got);
    if (!got || *got == 0) return all;
    all.append(reinterpret_cast<const char*>(octets), *got);
  }
}

/// Until it ends.
std::string read_to_end(TailSource& source) {
  std::string all;
  for (int tries = 0; source.may_grow() && tries < 1000; ++tries) all += read_all(source);
  EXPECT_FALSE(source.may_grow());
  return all + read_all(source);
}

TEST(TailSource, GivesWholeLinesAndKeepsBlankOnesBack) {
  const Folder folder;
  const std::string log = folder.at("a.log");
  append(log, "one\ntwo\nthr");
  const auto source = *TailSource::open(log, quick());
  EXPECT_EQ(read_all(*source), "one\ntwo\n");
  append(log, "ee");
  EXPECT_EQ(read_all(*source), "");
  append(log, "\n\n \r\n");
  EXPECT_EQ(read_all(*source), "three\n");
  append(log, "four \r\n\n");
  EXPECT_EQ(read_all(*source), "\n \r\nfour \r\n");
  EXPECT_TRUE(source->may_grow());
}

TEST(TailSource, ReadsARenamedFileToItsEndOnceAnotherHasItsName) {
  const Folder folder;
  const std::string log = folder.at("a.log");
  append(log, "one\n");
  const auto source = *TailSource::open(log, quick());
  EXPECT_EQ(read_all(*source), "one\n");
  std::filesystem::rename(log, log + ".1");
  append(log + ".1", "two\n");
  EXPECT_EQ(read_all(*source), "two\n") << "nobody has the name yet";
  EXPECT_TRUE(source->may_grow());
  append(log, "of the next\n");
  append(log + ".1", "three\nfou");
  EXPECT_EQ(read_to_end(*source), "three\nfou");
  EXPECT_FALSE(source->was_truncated());
}

TEST(TailSource, EndsWhereAFileWasTruncated) {
  const Folder folder;
  const std::string log = folder.at("a.log");
  append(log, "one\ntwo\n");
  const auto source = *TailSource::open(log, quick());
  EXPECT_EQ(read_all(*source), "one\ntwo\n");
  std::filesystem::resize_file(log, 0);
  append(log, "new\n");
  EXPECT_EQ(read_to_end(*source), "");
  EXPECT_TRUE(source->was_truncated());
  // Grown beyond where it was read before anyone looked.
  const auto again = *TailSource::open(log, quick());
  EXPECT_EQ(read_all(*again), "new\n");
  std::filesystem::resize_file(log, 0);
  append(log, "something else and longer\n");
  EXPECT_EQ(read_to_end(*again), "");
  EXPECT_TRUE(again->was_truncated());
}

TEST(TailSource, EndsWhenItIsStopped) {
  const Folder folder;
  const std::string log = folder.at("a.log");
  append(log, "one\n");
  std::atomic<bool> stop{false};
  const auto source = *TailSource::open(log, quick(&stop));
  EXPECT_EQ(read_all(*source), "one\n");
  stop = true;
  EXPECT_EQ(read_to_end(*source), "");
}

TEST(TailSource, TakesFilesAlone) {
  const Folder folder;
  EXPECT_EQ(TailSource::open(folder.at("none"), quick()).error().code, ErrorCode::kNotFound);
  EXPECT_EQ(TailSource::open(folder.at("."), quick()).error().code, ErrorCode::kInvalid);
}

TEST(FollowedLog, KnowsNamesOfRotation) {
  for (const char* const name :
       {"dns.log.1", "dns.log.12.gz", "dns.log-20240101", "dns.log-20240101.zst", "dns.log_1",
        "dns.2024-01-01-00-00-00.log", "dns-1.log.gz"})
    EXPECT_TRUE(is_rotation_of("dns.log", name)) << name;
  for (const char* const name : {"dns.log", "dns.log.bak", "dns.log.", "dns.log1", "dns2.log",
                                 "other.log.1", "dns.1.txt", "conn.log", "dns.log.gz"})
    EXPECT_FALSE(is_rotation_of("dns.log", name)) << name;
  EXPECT_TRUE(is_rotation_of("queries", "queries.1"));
  EXPECT_FALSE(is_rotation_of("queries", "queries"));
}

std::string line(int i) {
  return fmt::format(
      "{{\"rrname\":\"h{}.example\",\"rrtype\":\"A\",\"rdata\":\"192.0.2.1\",\"count\":1,"
      "\"time_first\":{},\"time_last\":{}}}\n",
      i % 50, 1'600'000'000 + i, 1'600'000'000 + i);
}

/// Sum of all counts in a store.
std::uint64_t counted(const record::RecordStore& store) {
  std::uint64_t sum = 0;
  auto rows = *store.snapshot()->find({});
  for (const auto* row = *rows->next(); row != nullptr; row = *rows->next()) {
    for (const auto& each : row->sightings) sum += each.sightings.count();
  }
  return sum;
}

/// Follows `log` in a thread while `act` runs, and until everything of `expected` is counted.
void follow_while(record::RecordStore& store, const std::string& log,
                  const std::function<void()>& act, std::uint64_t expected) {
  ImportOptions options;
  options.source = "s";
  options.counts = "delta";
  std::atomic<bool> stop{false};
  FollowHooks hooks;
  hooks.every = milliseconds(10);
  hooks.tail = quick(&stop);
  std::thread thread([&] {
    const Status done = FollowedLog(store, *resolve(options), log, hooks).run();
    EXPECT_TRUE(done) << describe(done.error());
  });
  act();
  for (int tries = 0; tries < 2000 && counted(store) < expected; ++tries)
    std::this_thread::sleep_for(milliseconds(5));
  stop = true;
  thread.join();
  EXPECT_EQ(counted(store), expected);
}

TEST(FollowedLog, CountsOnceThroughRotationsAndNewStarts) {
  const Folder folder;
  const std::string log = folder.at("pdns.log");
  const auto store = store::make_memory_store();
  int next = 0;
  const auto write = [&](int lines) {
    for (int i = 0; i < lines; ++i) append(log, line(next++));
  };
  const auto rest = [] { std::this_thread::sleep_for(milliseconds(60)); };
  follow_while(
      *store, log,
      [&] {
        rest();  // it is not there yet
        write(10);
        rest();
        write(20);
        std::filesystem::rename(log, log + ".1");
        write(15);
        rest();
        std::filesystem::copy_file(log, log + ".0");
        std::filesystem::resize_file(log, 0);
        write(5);
      },
      50);
  // Nobody looked: the log goes on, is renamed, another one begins.
  write(7);
  std::filesystem::rename(log, log + ".2");
  write(3);
  follow_while(
      *store, log,
      [&] {
        write(10);
        rest();
      },
      70);
  follow_while(*store, log, [] {}, 70);
}

TEST(FollowedLog, RefusesWhatIsNoLogOfLines) {
  const Folder folder;
  const auto store = store::make_memory_store();
  ImportOptions options;
  options.source = "s";
  std::atomic<bool> stop{false};
  FollowHooks hooks;
  hooks.tail = quick(&stop);
  const auto refused = [&](const std::string& name, const std::string& content) {
    append(folder.at(name), content);
    const Status done = FollowedLog(*store, *resolve(options), folder.at(name), hooks).run();
    return done ? std::string() : describe(done.error());
  };
  std::string zone = "$ORIGIN example.\n@ 1 IN SOA ns host 2020010101 1 1 1 1\n";
  for (int i = 0; i < 9; ++i) zone += fmt::format("h{} 1 IN A 192.0.2.1\n", i);
  EXPECT_NE(refused("a.zone", zone).find("lines alone"), std::string::npos);
  EXPECT_NE(refused("a.pcap",
                    std::string("\xd4\xc3\xb2\xa1\x02\0\x04\0", 8) + std::string(120, 'x') + "\n")
                .find("capture"),
            std::string::npos);
  EXPECT_NE(refused("a.txt", std::string(70'000, 'x') + "\n").find("expected a capture"),
            std::string::npos);
}

}  // namespace
}  // namespace spoor::intake
