// SPDX-License-Identifier: Apache-2.0
#include "capture/dnstap_listener.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <list>

#include <fmt/format.h>
#include <poll.h>
#include <sys/socket.h>

#include "capture/frame_receiver.h"
#include "capture/listening_socket.h"

namespace spoor::capture {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr std::size_t kReadBytes = std::size_t{256} << 10;
// Of one connection in a step: a busy one must neither starve the others nor grow a batch without
// end.
constexpr int kReadsPerStep = 4;
// How long nobody is accepted when there was no room for another.
constexpr milliseconds kDeafTime{500};

struct Connection {
  Connection(Accepted accepted, std::string who, DnstapDecoder& decoder, Clock::time_point now)
      : socket(std::move(accepted.socket)), name(std::move(who)), receiver(decoder), since(now) {}

  Socket socket;
  std::string name;  // for a person
  FrameReceiver receiver;
  std::vector<std::uint8_t> unsent;
  Clock::time_point since;
  bool is_done = false;
};

}  // namespace

struct DnstapListener::State {
  State(DnstapListenerOptions wanted, harden::MessageSink& sink)
      : options(std::move(wanted)), decoder(options.dnstap, sink, stats), buffer(kReadBytes) {}

  void tell(std::string_view sentence) const {
    if (options.tell) options.tell(sentence);
  }
  Status open_all();
  Status wait(milliseconds time);
  Status accept_all();
  bool welcome(Accepted accepted, const ListenAddress& at);
  void read(Connection& connection, int reads);
  bool take(Connection& connection, Bytes received);
  void send(Connection& connection);
  void end(Connection& connection, std::uint64_t ConnectionCounts::* count, std::string_view how);
  void end_silent(Clock::time_point now);
  void sweep();

  DnstapListenerOptions options;
  CaptureStats stats;
  ConnectionCounts counts;
  std::uint64_t octets = 0;
  DnstapDecoder decoder;
  std::vector<std::uint8_t> buffer;
  std::vector<ListeningSocket> listening;
  std::vector<ListenAddress> addresses;
  std::list<Connection> open;
  std::vector<pollfd> polled;  // of `listening`, then of `open`
  Clock::time_point deaf_until{};
};

DnstapListener::DnstapListener(std::unique_ptr<State> state) : state_(std::move(state)) {}
DnstapListener::~DnstapListener() = default;

const CaptureStats& DnstapListener::stats() const noexcept {
  return state_->stats;
}
const ConnectionCounts& DnstapListener::connections() const noexcept {
  return state_->counts;
}
std::uint64_t DnstapListener::octets() const noexcept {
  return state_->octets;
}
std::size_t DnstapListener::open_connections() const noexcept {
  return state_->open.size();
}
const std::vector<ListenAddress>& DnstapListener::addresses() const noexcept {
  return state_->addresses;
}

Result<std::unique_ptr<DnstapListener>> DnstapListener::open(DnstapListenerOptions options,
                                                             harden::MessageSink& sink) {
  auto state = std::make_unique<State>(std::move(options), sink);
  SPOOR_CHECK(state->open_all());
  return std::unique_ptr<DnstapListener>(new DnstapListener(std::move(state)));
}

Status DnstapListener::State::open_all() {
  for (const ListenAddress& address : options.addresses) {
    if (!address.is_unix() && !is_loopback(address.address) && options.allow.empty()) {
      return Error{ErrorCode::kInvalid,
                   "without a list of who may connect (--allow), TCP is for the loopback alone", 0,
                   address.text()};
    }
  }
  for (const ListenAddress& address : options.addresses) {
    SPOOR_TRY(ListeningSocket socket, ListeningSocket::open(address));
    addresses.push_back(socket.address());
    listening.push_back(std::move(socket));
  }
  return {};
}

Status DnstapListener::step(milliseconds wait) {
  SPOOR_CHECK(state_->wait(wait));
  for (Connection& connection : state_->open) {
    if (!connection.unsent.empty()) state_->send(connection);
  }
  std::size_t at = state_->listening.size();
  for (Connection& connection : state_->open) {
    if (state_->polled[at++].revents != 0) state_->read(connection, kReadsPerStep);
  }
  state_->end_silent(Clock::now());
  state_->sweep();
  return state_->accept_all();
}

Status DnstapListener::stop() {
  constexpr int kAll = 1 << 20;        // what a socket's buffer holds is less
  SPOOR_CHECK(step(milliseconds(0)));  // who waits to be accepted may have sent already
  state_->listening.clear();
  for (Connection& connection : state_->open) {
    state_->read(connection, kAll);
    if (!connection.is_done) state_->end(connection, &ConnectionCounts::ended, "is closed");
  }
  state_->sweep();
  return {};
}

Status DnstapListener::State::wait(milliseconds time) {
  const bool is_deaf = Clock::now() < deaf_until;
  polled.clear();
  for (const ListeningSocket& socket : listening)
    polled.push_back({is_deaf ? -1 : socket.fd(), POLLIN, 0});
  for (const Connection& connection : open) {
    const auto wanted = static_cast<short>(connection.unsent.empty() ? POLLIN : (POLLIN | POLLOUT));
    polled.push_back({connection.socket.fd(), wanted, 0});
  }
  const int ready = ::poll(polled.data(), polled.size(), static_cast<int>(time.count()));
  if (ready >= 0) return {};
  for (pollfd& each : polled) each.revents = 0;
  if (errno == EINTR) return {};
  return Error{ErrorCode::kIo, "cannot wait for connections", 0, std::strerror(errno)};
}

Status DnstapListener::State::accept_all() {
  for (std::size_t i = 0; i < listening.size(); ++i) {
    if (i >= polled.size() || polled[i].revents == 0) continue;
    for (bool is_more = true; is_more;) {
      auto accepted = listening[i].accept();
      if (!accepted && accepted.error().code == ErrorCode::kLimit) {
        deaf_until = Clock::now() + kDeafTime;
        break;
      }
      if (!accepted) return accepted.error();
      is_more = welcome(*std::move(accepted), addresses[i]);
    }
  }
  return {};
}

// False when nobody was there.
bool DnstapListener::State::welcome(Accepted accepted, const ListenAddress& at) {
  if (!accepted.socket) return false;
  std::string name = at.text();
  if (accepted.peer) {
    const IpAddress& peer = *accepted.peer;
    name += " from ";
    append_ip_text(name, peer.bytes());
    const bool is_allowed =
        is_loopback(peer) ||
        std::any_of(options.allow.begin(), options.allow.end(),
                    [&](const IpNetwork& network) { return network.contains(peer); });
    if (!is_allowed) {
      ++counts.not_allowed;
      tell(name + ": may not connect");
      return true;
    }
  }
  if (open.size() >= options.max_connections) {
    ++counts.too_many;
    tell(name + ": too many connections");
    return true;
  }
  ++counts.accepted;
  open.emplace_back(std::move(accepted), std::move(name), decoder, Clock::now());
  return true;
}

void DnstapListener::State::read(Connection& connection, int reads) {
  while (reads-- > 0 && !connection.is_done) {
    const ssize_t got = ::recv(connection.socket.fd(), buffer.data(), buffer.size(), 0);
    if (got > 0) {
      if (!take(connection, Bytes(buffer).first(static_cast<std::size_t>(got)))) return;
    } else if (got == 0 || errno == ECONNRESET) {  // reset: without reading our reply
      const bool is_torn = connection.receiver.held_bytes() != 0;
      end(connection, is_torn ? &ConnectionCounts::broken : &ConnectionCounts::ended,
          is_torn ? "went away in the middle of a frame" : "went away");
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return;
    } else if (errno != EINTR) {
      end(connection, &ConnectionCounts::broken, std::strerror(errno));
    }
  }
}

// False when the connection has ended.
bool DnstapListener::State::take(Connection& connection, Bytes received) {
  octets += received.size();
  const bool was_started = connection.receiver.is_started();
  const Status taken = connection.receiver.receive(received);
  const std::vector<std::uint8_t> reply = connection.receiver.take_reply();
  connection.unsent.insert(connection.unsent.end(), reply.begin(), reply.end());
  if (!connection.unsent.empty()) send(connection);
  if (!was_started && connection.receiver.is_started()) tell(connection.name + ": a stream begins");
  if (!taken) {
    end(connection, &ConnectionCounts::broken, describe(taken.error()));
  } else if (connection.receiver.is_over()) {
    end(connection, &ConnectionCounts::ended, "has ended its stream");
  }
  return !connection.is_done;
}

// A reply is a few octets; what the socket does not take at once goes later.
void DnstapListener::State::send(Connection& connection) {
  std::vector<std::uint8_t>& unsent = connection.unsent;
  const ssize_t sent =
      ::send(connection.socket.fd(), unsent.data(), unsent.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
  if (sent > 0) unsent.erase(unsent.begin(), unsent.begin() + sent);
}

void DnstapListener::State::end(Connection& connection, std::uint64_t ConnectionCounts::* count,
                                std::string_view how) {
  connection.is_done = true;
  ++(counts.*count);
  tell(fmt::format("{}: {}, {} frames", connection.name, how, connection.receiver.frames()));
}

void DnstapListener::State::end_silent(Clock::time_point now) {
  for (Connection& connection : open) {
    if (connection.is_done || connection.receiver.is_started()) continue;
    if (now - connection.since > options.handshake_time)
      end(connection, &ConnectionCounts::too_slow, "began no stream in time");
  }
}

void DnstapListener::State::sweep() {
  open.remove_if([](const Connection& connection) { return connection.is_done; });
}

}  // namespace spoor::capture
