// SPDX-License-Identifier: Apache-2.0
// Real sockets: a Unix socket in a folder of its own, and TCP on the loopback.
#include "capture/dnstap_listener.h"

#include <array>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "capture/listening_socket.h"
#include "capture/packet_builder.h"
#include "capture/tap_builder.h"

namespace spoor::capture {
namespace {

using namespace testing;
using std::chrono::milliseconds;

std::string frame() {
  Tap tap;
  const Octets octets = dns_message(1, true);
  tap.response_message.assign(octets.begin(), octets.end());
  return data_frame(tap_payload(tap));
}
std::string opened() {
  return control_frame(4, kTapContent) + control_frame(2, kTapContent);
}

/// A resolver's end of a connection.
class Sender {
 public:
  explicit Sender(const ListenAddress& to)
      : socket_(::socket(to.is_unix() ? AF_UNIX : AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_un path{};
    sockaddr_in ip{};
    path.sun_family = AF_UNIX;
    std::copy(to.path.begin(), to.path.end(), path.sun_path);
    ip.sin_family = AF_INET;
    ip.sin_port = htons(to.port);
    std::memcpy(&ip.sin_addr, to.address.octets.data(), 4);
    const auto* const at = to.is_unix() ? reinterpret_cast<const sockaddr*>(&path)
                                        : reinterpret_cast<const sockaddr*>(&ip);
    is_connected_ = ::connect(socket_.fd(), at, to.is_unix() ? sizeof path : sizeof ip) == 0;
  }
  [[nodiscard]] bool is_connected() const { return is_connected_; }
  void send(std::string_view octets) const {
    ASSERT_EQ(::send(socket_.fd(), octets.data(), octets.size(), MSG_NOSIGNAL),
              static_cast<ssize_t>(octets.size()));
  }
  /// What has come back so far; "end" when the other side has closed.
  [[nodiscard]] std::string received() const {
    std::array<char, 4096> buffer{};
    const ssize_t got = ::recv(socket_.fd(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    return got == 0 ? "end"
                    : std::string(buffer.data(), got > 0 ? static_cast<std::size_t>(got) : 0);
  }
  void close() { socket_ = Socket(); }

 private:
  Socket socket_;
  bool is_connected_ = false;
};

class Listening : public ::testing::Test {
 protected:
  Listening() {
    std::string pattern = (std::filesystem::temp_directory_path() / "spoorXXXXXX").string();
    folder_ = ::mkdtemp(pattern.data());
    options_.addresses.push_back(*parse_listen_address("unix:" + folder_ + "/tap.sock"));
    options_.tell = [this](std::string_view sentence) { told_.emplace_back(sentence); };
  }
  ~Listening() override { std::filesystem::remove_all(folder_); }
  void open() {
    auto opened = DnstapListener::open(options_, sink_);
    ASSERT_TRUE(opened) << describe(opened.error());
    listener_ = *std::move(opened);
  }
  const ListenAddress& address(std::size_t at = 0) { return listener_->addresses().at(at); }
  /// Steps until nothing more happens at once.
  void settle() {
    for (int i = 0; i < 5; ++i) ASSERT_TRUE(listener_->step(milliseconds(20)));
  }

  std::string folder_;
  DnstapListenerOptions options_;
  KeepingSink sink_;
  std::unique_ptr<DnstapListener> listener_;
  std::vector<std::string> told_;
};

TEST_F(Listening, TakesAStreamWithItsHandshake) {
  open();
  const Sender sender(address());
  ASSERT_TRUE(sender.is_connected());
  sender.send(control_frame(4, kTapContent));
  settle();
  EXPECT_EQ(sender.received(), control_frame(1, kTapContent));
  sender.send(control_frame(2, kTapContent) + frame() + frame());
  settle();
  EXPECT_EQ(sink_.kept.size(), 2U);
  EXPECT_EQ(listener_->open_connections(), 1U);
  sender.send(frame() + control_frame(3));
  settle();
  EXPECT_EQ(sender.received(), control_frame(5));
  EXPECT_EQ(sender.received(), "end");
  EXPECT_EQ(sink_.kept.size(), 3U);
  EXPECT_EQ(listener_->open_connections(), 0U);
  EXPECT_EQ(listener_->connections(), (ConnectionCounts{.accepted = 1, .ended = 1}));
  EXPECT_EQ(listener_->stats().packets, 3U);
}

TEST_F(Listening, TakesSeveralAtOnceOverUnixAndTcp) {
  options_.addresses.push_back(*parse_listen_address("tcp:127.0.0.1:0"));
  open();
  EXPECT_NE(address(1).port, 0);
  const Sender senders[] = {Sender(address()), Sender(address(1)), Sender(address(1))};
  for (const Sender& sender : senders) sender.send(opened() + frame().substr(0, 50));
  settle();
  EXPECT_EQ(listener_->open_connections(), 3U);
  for (const Sender& sender : senders) sender.send(frame().substr(50) + frame());
  settle();
  EXPECT_EQ(sink_.kept.size(), 6U);
}

TEST_F(Listening, ABrokenStreamEndsItsOwnConnectionAlone) {
  open();
  const Sender good(address());
  const Sender bad(address());
  good.send(opened());
  bad.send("GET / HTTP/1.1\r\n\r\n");
  settle();
  EXPECT_EQ(bad.received(), "end");
  good.send(frame());
  settle();
  EXPECT_EQ(sink_.kept.size(), 1U);
  EXPECT_EQ(listener_->connections(), (ConnectionCounts{.accepted = 2, .broken = 1}));
}

TEST_F(Listening, TellsATornEndFromACleanOne) {
  open();
  Sender clean(address());
  Sender torn(address());
  clean.send(opened() + frame());
  torn.send(opened() + frame().substr(0, 20));
  settle();
  clean.close();
  torn.close();
  settle();
  EXPECT_EQ(listener_->connections(), (ConnectionCounts{.accepted = 2, .ended = 1, .broken = 1}));
  EXPECT_EQ(sink_.kept.size(), 1U);
}

TEST_F(Listening, BoundsConnectionsAndTheirPatience) {
  options_.max_connections = 2;
  options_.handshake_time = milliseconds(150);
  open();
  const Sender streaming(address());
  streaming.send(opened());
  settle();
  const Sender silent(address());
  settle();
  const Sender third(address());
  settle();
  EXPECT_EQ(third.received(), "end");
  EXPECT_EQ(listener_->connections().too_many, 1U);
  for (int i = 0; i < 50 && listener_->connections().too_slow == 0; ++i) settle();
  EXPECT_EQ(silent.received(), "end");
  EXPECT_EQ(listener_->connections().too_slow, 1U);
  EXPECT_EQ(listener_->open_connections(), 1U) << "who has begun may be silent";
}

TEST_F(Listening, RefusesTcpBeyondTheLoopbackWithoutAList) {
  options_.addresses.push_back(*parse_listen_address("tcp:0.0.0.0:0"));
  const auto refused = DnstapListener::open(options_, sink_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalid);
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/tap.sock"));
  options_.allow.push_back(*parse_ip_network("192.0.2.0/24"));
  open();
  ListenAddress here = address(1);
  here.address = *parse_ip_address("127.0.0.1");
  const Sender sender(here);
  sender.send(opened() + frame());
  settle();
  EXPECT_EQ(sink_.kept.size(), 1U) << "this machine may always";
}

TEST_F(Listening, StopTakesWhatHasArrivedAndLeavesNoFile) {
  open();
  const Sender sender(address());
  sender.send(opened());
  settle();
  std::string much;
  for (int i = 0; i < 500; ++i) much += frame();
  sender.send(much);
  ASSERT_TRUE(listener_->stop());
  EXPECT_EQ(sink_.kept.size(), 500U);
  EXPECT_EQ(sender.received(), control_frame(1, kTapContent));
  EXPECT_EQ(sender.received(), "end");
  listener_.reset();
  EXPECT_FALSE(std::filesystem::exists(folder_ + "/tap.sock"));
}

TEST_F(Listening, TakesTheSocketOfOneThatDiedButNotOfOneThatLives) {
  open();
  auto second = DnstapListener::open(options_, sink_);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kDenied);
  listener_.reset();
  {
    sockaddr_un path{};
    path.sun_family = AF_UNIX;
    const std::string name = folder_ + "/tap.sock";
    std::copy(name.begin(), name.end(), path.sun_path);
    const Socket dead(::socket(AF_UNIX, SOCK_STREAM, 0));
    ASSERT_EQ(::bind(dead.fd(), reinterpret_cast<const sockaddr*>(&path), sizeof path), 0);
  }
  ASSERT_TRUE(std::filesystem::exists(folder_ + "/tap.sock"));
  open();
  EXPECT_TRUE(Sender(address()).is_connected());
}

TEST_F(Listening, NeverRemovesAFileThatIsNoSocket) {
  std::ofstream(folder_ + "/tap.sock") << "precious";
  const auto refused = DnstapListener::open(options_, sink_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kDenied);
  EXPECT_TRUE(std::filesystem::exists(folder_ + "/tap.sock"));
}

}  // namespace
}  // namespace spoor::capture
