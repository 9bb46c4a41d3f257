// SPDX-License-Identifier: Apache-2.0
// Against servers of our own on the loopback, which answer as they are told to.
#include "resolve/look_ups.h"

#include <array>
#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>

#include "base/owned_fd.h"
#include "dns/message.h"

namespace spoor::resolve {
namespace {

using Octets = std::vector<std::uint8_t>;
using Messages = std::vector<Octets>;
using std::chrono::milliseconds;

/// The query as an answer with these flags, and an A record behind the question if it may.
Octets answer_to(const Octets& query, std::uint8_t rcode, bool with_record) {
  dns::MessageReader reader;
  EXPECT_TRUE(reader.begin(query));
  Octets out(query.begin(), query.begin() + static_cast<std::ptrdiff_t>(reader.consumed()));
  out[2] = 0x81;
  out[3] = rcode;
  out[7] = with_record ? 1 : 0;
  out[11] = 0;
  if (with_record) out.insert(out.end(), {0xC0, 12, 0, 1, 0, 1, 0, 0, 0, 60, 0, 4, 192, 0, 2, 1});
  return out;
}

Octets truncated_answer_to(const Octets& query) {
  Octets out = answer_to(query, 0, false);
  out[2] |= 2;
  return out;
}

class FakeServer {
 public:
  /// What is sent upon a query, one message after the other.
  using Answers = std::function<Messages(const Octets& query)>;

  explicit FakeServer(Answers udp, Answers tcp = {}) : udp_(std::move(udp)), tcp_(std::move(tcp)) {
    udp_socket_ = open(SOCK_DGRAM, 0);
    if (tcp_) {
      tcp_socket_ = open(SOCK_STREAM, address_.port);
      EXPECT_EQ(::listen(tcp_socket_.fd(), 16), 0);
    }
    thread_ = std::thread([this] { serve(); });
  }
  ~FakeServer() {
    stop_ = true;
    thread_.join();
  }
  [[nodiscard]] const ServerAddress& address() const { return address_; }
  [[nodiscard]] unsigned queries() const { return queries_; }
  [[nodiscard]] std::set<std::uint16_t> ports() {
    const std::lock_guard lock(mutex_);
    return ports_;
  }

 private:
  OwnedFd open(int kind, std::uint16_t port) {
    OwnedFd socket(::socket(AF_INET, kind, 0));
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    at.sin_port = htons(port);
    EXPECT_EQ(::bind(socket.fd(), reinterpret_cast<const sockaddr*>(&at), sizeof at), 0);
    socklen_t size = sizeof at;
    EXPECT_EQ(::getsockname(socket.fd(), reinterpret_cast<sockaddr*>(&at), &size), 0);
    address_ = {*parse_ip_address("127.0.0.1"), ntohs(at.sin_port)};
    return socket;
  }
  void serve() {
    std::array<pollfd, 2> polled{{{udp_socket_.fd(), POLLIN, 0}, {tcp_socket_.fd(), POLLIN, 0}}};
    while (!stop_) {
      if (::poll(polled.data(), 2, 5) <= 0) continue;
      if (polled[0].revents != 0) serve_udp();
      if (polled[1].revents != 0) serve_tcp();
    }
  }
  void serve_udp() {
    Octets query(65535);
    sockaddr_in from{};
    socklen_t size = sizeof from;
    const ssize_t got = ::recvfrom(udp_socket_.fd(), query.data(), query.size(), 0,
                                   reinterpret_cast<sockaddr*>(&from), &size);
    if (got < 0) return;
    query.resize(static_cast<std::size_t>(got));
    {
      const std::lock_guard lock(mutex_);
      ports_.insert(ntohs(from.sin_port));
    }
    ++queries_;
    for (const Octets& answer : udp_(query))
      ::sendto(udp_socket_.fd(), answer.data(), answer.size(), 0,
               reinterpret_cast<const sockaddr*>(&from), size);
  }
  void serve_tcp() {
    const OwnedFd peer(::accept(tcp_socket_.fd(), nullptr, nullptr));
    Octets query(65535);
    std::size_t at = 0;
    while (at < 2 || at < 2 + std::size_t{query[0]} * 256 + query[1]) {
      const ssize_t got = ::recv(peer.fd(), query.data() + at, query.size() - at, 0);
      if (got <= 0) return;
      at += static_cast<std::size_t>(got);
    }
    ++queries_;
    for (const Octets& answer :
         tcp_(Octets(query.begin() + 2, query.begin() + static_cast<std::ptrdiff_t>(at)))) {
      // Octet by octet: a stream has no messages.
      const std::array<std::uint8_t, 2> length{static_cast<std::uint8_t>(answer.size() >> 8U),
                                               static_cast<std::uint8_t>(answer.size())};
      for (const std::uint8_t octet : length) ::send(peer.fd(), &octet, 1, MSG_NOSIGNAL);
      for (const std::uint8_t octet : answer) ::send(peer.fd(), &octet, 1, MSG_NOSIGNAL);
    }
  }

  Answers udp_, tcp_;
  OwnedFd udp_socket_, tcp_socket_;
  ServerAddress address_;
  std::atomic<bool> stop_{false};
  std::atomic<unsigned> queries_{0};
  std::mutex mutex_;
  std::set<std::uint16_t> ports_;
  std::thread thread_;
};

struct Taken final : harden::MessageSink {
  void take(const harden::CapturedMessage& message) override {
    EXPECT_TRUE(message.is_matched);
    EXPECT_FALSE(message.query.empty());
    EXPECT_GT(message.time_us, 1'600'000'000'000'000U);
    answers.emplace_back(message.payload.begin(), message.payload.end());
    transports.push_back(message.transport);
    ports.push_back(message.source_port);
  }
  std::vector<Octets> answers;
  std::vector<harden::Transport> transports;
  std::vector<std::uint16_t> ports;
};

NextLookUp names(unsigned count) {
  return [left = count](LookUp& look_up) mutable {
    if (left == 0) return false;
    look_up = {*dns::parse_name("n" + std::to_string(left--) + ".example."), dns::RrType::kA};
    return true;
  };
}

ResolveOptions fast(std::vector<ServerAddress> servers) {
  ResolveOptions options;
  options.servers = std::move(servers);
  options.rate = options.rate_each = 5000;
  options.timeout = milliseconds(100);
  return options;
}

LookUpStats ask_all(const ResolveOptions& options, unsigned count, Taken& taken) {
  LookUps look_ups(options, names(count), taken);
  while (true) {
    const auto more = look_ups.step(milliseconds(50));
    EXPECT_TRUE(more);
    if (!more || !*more) break;
  }
  const LookUpStats& stats = look_ups.stats();
  std::uint64_t ended = 0;
  for (const std::uint64_t each : stats.by_outcome) ended += each;
  EXPECT_EQ(ended, stats.look_ups);
  return stats;
}

TEST(LookUps, EachIsAnsweredOnceFromAPortOfItsOwn) {
  FakeServer server([](const Octets& query) { return Messages{answer_to(query, 0, true)}; });
  Taken taken;
  const LookUpStats stats = ask_all(fast({server.address()}), 300, taken);
  EXPECT_EQ(stats.of(Outcome::kNoError), 300U);
  EXPECT_EQ(stats.sent_udp, 300U);
  EXPECT_EQ(stats.sent_again, 0U);
  EXPECT_EQ(taken.answers.size(), 300U);
  EXPECT_EQ(std::set<Octets>(taken.answers.begin(), taken.answers.end()).size(), 300U);
  // Random ports meet now and then: 300 of 28,000.
  EXPECT_GT(server.ports().size(), 280U);
}

TEST(LookUps, WrongAnswersAreIgnoredAndTheRightOneIsTaken) {
  FakeServer server([](const Octets& query) {
    Octets wrong_id = answer_to(query, 0, true), wrong_name = wrong_id, no_answer = query;
    wrong_id[0] ^= 1;
    wrong_name[13] ^= 1;
    return Messages{wrong_id, wrong_name, no_answer, Octets{1}, answer_to(query, 3, false)};
  });
  Taken taken;
  const LookUpStats stats = ask_all(fast({server.address()}), 10, taken);
  EXPECT_EQ(stats.of(Outcome::kNxDomain), 10U);
  EXPECT_EQ(stats.mismatches, 40U);
  EXPECT_EQ(taken.answers.size(), 10U);
}

TEST(LookUps, WhoIsFloodedWithWrongAnswersAsksOverTcp) {
  FakeServer server(
      [](const Octets& query) {
        Octets wrong = answer_to(query, 0, true);
        wrong[0] ^= 1;
        Messages flood(16, wrong);
        flood.push_back(answer_to(query, 0, true));  // the seventeenth might be a lucky guess
        return flood;
      },
      [](const Octets& query) { return Messages{answer_to(query, 3, false)}; });
  Taken taken;
  const LookUpStats stats = ask_all(fast({server.address()}), 1, taken);
  EXPECT_EQ(stats.of(Outcome::kNxDomain), 1U);
  EXPECT_EQ(stats.sent_tcp, 1U);
}

TEST(LookUps, ATruncatedAnswerIsAskedForOverTcp) {
  FakeServer server([](const Octets& query) { return Messages{truncated_answer_to(query)}; },
                    [](const Octets& query) { return Messages{answer_to(query, 0, true)}; });
  Taken taken;
  ResolveOptions options = fast({server.address()});
  options.tries = 1;
  const LookUpStats stats = ask_all(options, 5, taken);
  EXPECT_EQ(stats.of(Outcome::kNoError), 5U);
  EXPECT_EQ(stats.truncated, 5U);
  EXPECT_EQ(stats.sent_tcp, 5U);
  for (const auto transport : taken.transports) EXPECT_EQ(transport, harden::Transport::kTcp);
}

TEST(LookUps, TcpThatIsCutOffIsUnreachable) {
  FakeServer server([](const Octets& query) { return Messages{truncated_answer_to(query)}; },
                    [](const Octets&) { return Messages{}; });
  Taken taken;
  const LookUpStats stats = ask_all(fast({server.address()}), 2, taken);
  EXPECT_EQ(stats.of(Outcome::kUnreachable), 2U);
  EXPECT_TRUE(taken.answers.empty());
}

TEST(LookUps, ASilentServerTimesOutAndAnotherOneIsTried) {
  FakeServer silent([](const Octets&) { return Messages{}; });
  Taken taken;
  ResolveOptions options = fast({silent.address()});
  options.tries = 2;
  LookUpStats stats = ask_all(options, 3, taken);
  EXPECT_EQ(stats.of(Outcome::kTimeOut), 3U);
  EXPECT_EQ(stats.sent_udp, 6U);
  EXPECT_EQ(silent.queries(), 6U);
  FakeServer good([](const Octets& query) { return Messages{answer_to(query, 0, true)}; });
  options.servers = {silent.address(), good.address()};
  stats = ask_all(options, 4, taken);
  EXPECT_EQ(stats.of(Outcome::kNoError), 4U);
  EXPECT_EQ(stats.sent_again, 2U);
}

TEST(LookUps, WhereNobodyListensIsUnreachable) {
  ServerAddress gone;
  {
    const FakeServer server([](const Octets&) { return Messages{}; });
    gone = server.address();
  }
  Taken taken;
  const LookUpStats stats = ask_all(fast({gone}), 2, taken);
  EXPECT_EQ(stats.of(Outcome::kUnreachable), 2U);
}

TEST(LookUps, AsksWithoutEdnsWhoDoesNotKnowIt) {
  FakeServer server([](const Octets& query) {
    const bool has_opt = query[11] != 0;
    return Messages{answer_to(query, has_opt ? 1 : 0, !has_opt)};
  });
  Taken taken;
  const LookUpStats stats = ask_all(fast({server.address()}), 2, taken);
  EXPECT_EQ(stats.of(Outcome::kNoError), 2U);
  EXPECT_EQ(stats.sent_udp, 4U);
}

TEST(LookUps, AsksEveryServerWhenTold) {
  FakeServer one([](const Octets& query) { return Messages{answer_to(query, 0, true)}; });
  FakeServer two([](const Octets& query) { return Messages{answer_to(query, 5, false)}; });
  Taken taken;
  ResolveOptions options = fast({one.address(), two.address()});
  options.asks_every_server = true;
  const LookUpStats stats = ask_all(options, 20, taken);
  EXPECT_EQ(stats.look_ups, 40U);
  EXPECT_EQ(one.queries(), 20U);
  EXPECT_EQ(two.queries(), 20U);
  EXPECT_EQ(stats.of(Outcome::kRefused), 20U);
}

TEST(LookUps, KeepsBothRates) {
  FakeServer one([](const Octets& query) { return Messages{answer_to(query, 0, true)}; });
  FakeServer two([](const Octets& query) { return Messages{answer_to(query, 0, true)}; });
  const auto time_of = [](const ResolveOptions& options, unsigned count) {
    Taken taken;
    const auto start = std::chrono::steady_clock::now();
    EXPECT_EQ(ask_all(options, count, taken).of(Outcome::kNoError), count);
    return std::chrono::steady_clock::now() - start;
  };
  ResolveOptions options = fast({one.address(), two.address()});
  options.rate = 100;
  EXPECT_GE(time_of(options, 50), milliseconds(450));
  options.rate = 5000;
  options.rate_each = 50;
  EXPECT_GE(time_of(options, 50), milliseconds(450));
}

TEST(LookUps, WhoStopsAsksNothingMore) {
  FakeServer server([](const Octets& query) { return Messages{answer_to(query, 0, true)}; });
  Taken taken;
  ResolveOptions options = fast({server.address()});
  options.rate = 50;
  LookUps look_ups(options, names(100'000), taken);
  for (int i = 0; i < 5; ++i) ASSERT_TRUE(look_ups.step(milliseconds(20)));
  look_ups.stop();
  for (auto more = look_ups.step(milliseconds(20)); *more; more = look_ups.step(milliseconds(20)))
    ASSERT_TRUE(more);
  EXPECT_LT(server.queries(), 20U);
  EXPECT_EQ(look_ups.stats().look_ups, look_ups.stats().of(Outcome::kNoError));
  EXPECT_EQ(look_ups.stats().look_ups, taken.answers.size());
}

}  // namespace
}  // namespace spoor::resolve
