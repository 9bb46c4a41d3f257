// SPDX-License-Identifier: Apache-2.0
// One thread and poll(): the rate is what bounds it, not the processor. A socket for each try, so
// that each has a port of its own that nobody can guess (RFC 5452 section 9.2).
#include "resolve/look_ups.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <list>
#include <optional>
#include <random>

#include <poll.h>
#include <sys/socket.h>

#include "dns/message.h"
#include "resolve/answer.h"
#include "resolve/pacer.h"
#include "resolve/server_socket.h"

namespace spoor::resolve {
namespace {

using Clock = Pacer::Clock;
using std::chrono::milliseconds;

// Whoever sends so many wrong answers to one port guesses: TCP has no such game to win.
constexpr unsigned kMostMismatches = 16;
constexpr std::size_t kMostOctets = 65535;
constexpr std::size_t kLengthOctets = 2;  // before a message over TCP (RFC 1035 section 4.2.2)

/// A look-up that has begun. Without a socket it waits for its turn.
struct Flight {
  LookUp look_up;
  std::optional<std::size_t> only;    // asked of this server alone
  std::optional<std::size_t> server;  // of the last try
  unsigned tries = 0;
  bool wants_tcp = false;  // of the same server
  bool has_edns = true;
  OwnedFd socket;
  Protocol protocol = Protocol::kUdp;
  std::uint16_t id = 0;
  std::vector<std::uint8_t> query;  // without its length
  std::size_t sent = 0;             // over TCP, with its length
  std::vector<std::uint8_t> received;
  unsigned mismatches = 0;
  Clock::time_point deadline{};
  bool is_done = false;
};

std::uint64_t unix_microseconds() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::microseconds>(
                                        std::chrono::system_clock::now().time_since_epoch())
                                        .count());
}

bool is_again() noexcept {
  return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR;
}

}  // namespace

struct LookUps::State {
  State(const ResolveOptions& wanted, NextLookUp from, harden::MessageSink& to)
      : options(wanted), next(std::move(from)), sink(to), all(wanted.rate), buffer(kMostOctets) {
    each.assign(options.servers.size(), Pacer(options.rate_each));
  }

  [[nodiscard]] bool has_more() const noexcept { return !is_stopped && !is_empty; }
  bool take_next(Flight& flight);
  [[nodiscard]] std::optional<std::size_t> choose(const Flight& flight, Clock::time_point now);
  Status begin(Clock::time_point now);
  Result<bool> send(Flight& flight, Clock::time_point now);
  bool send_udp(Flight& flight);
  Status wait(Clock::time_point now, milliseconds most);
  [[nodiscard]] Clock::time_point next_event(Clock::time_point latest) const;
  void receive_udp(Flight& flight);
  void serve_tcp(Flight& flight, short events);
  bool push_tcp(Flight& flight);
  bool pull_tcp(Flight& flight);
  void take(Flight& flight, Bytes message);
  void hand_on(const Flight& flight, Bytes message);
  void fail(Flight& flight, Outcome outcome);
  void finish(Flight& flight, Outcome outcome);
  void ask_again(Flight& flight, bool over_tcp);
  void end_late(Clock::time_point now);

  const ResolveOptions options;
  NextLookUp next;
  harden::MessageSink& sink;
  LookUpStats stats;
  Pacer all;
  std::vector<Pacer> each;
  std::size_t turn = 0;            // the server whose turn it is
  std::optional<LookUp> repeated;  // asked of every server: of which `repeated_at` is next
  std::size_t repeated_at = 0;
  bool is_empty = false, is_stopped = false;
  std::list<Flight> flights;
  std::vector<pollfd> polled;
  std::vector<Flight*> polled_flights;
  std::vector<std::uint8_t> buffer;
  dns::MessageReader reader;
  std::random_device random;
};

LookUps::LookUps(const ResolveOptions& options, NextLookUp next, harden::MessageSink& sink)
    : state_(std::make_unique<State>(options, std::move(next), sink)) {}
LookUps::~LookUps() = default;

const LookUpStats& LookUps::stats() const noexcept {
  return state_->stats;
}

void LookUps::stop() noexcept {
  state_->is_stopped = true;
  // What was never sent is not asked any more, and was no look-up.
  state_->stats.look_ups -=
      state_->flights.remove_if([](const Flight& flight) { return flight.tries == 0; });
}

Result<bool> LookUps::step(milliseconds most) {
  SPOOR_CHECK(state_->begin(Clock::now()));
  if (!state_->has_more() && state_->flights.empty()) return false;
  SPOOR_CHECK(state_->wait(Clock::now(), most));
  state_->end_late(Clock::now());
  state_->flights.remove_if([](const Flight& flight) { return flight.is_done; });
  return state_->has_more() || !state_->flights.empty();
}

bool LookUps::State::take_next(Flight& flight) {
  if (!repeated || repeated_at == options.servers.size()) {
    if (!next(flight.look_up)) {
      is_empty = true;
      return false;
    }
    if (!options.asks_every_server) return true;
    repeated = flight.look_up;
    repeated_at = 0;
  }
  flight.look_up = *repeated;
  flight.only = repeated_at++;
  return true;
}

/// A server that may be asked now: TCP goes to the one that was cut short, another try to another
/// server where there is one.
std::optional<std::size_t> LookUps::State::choose(const Flight& flight, Clock::time_point now) {
  if (flight.only || flight.wants_tcp) {
    const std::size_t one = flight.only ? *flight.only : *flight.server;
    return each[one].may_go(now) ? std::optional(one) : std::nullopt;
  }
  const std::size_t count = each.size();
  for (std::size_t step = 0; step < count; ++step) {
    const std::size_t at = (turn + step) % count;
    if (!each[at].may_go(now) || (count > 1 && flight.server == at)) continue;
    turn = (at + 1) % count;
    return at;
  }
  return std::nullopt;
}

/// Sends what waits for its turn, then what is new.
Status LookUps::State::begin(Clock::time_point now) {
  bool is_waiting = false;
  for (Flight& flight : flights) {
    if (flight.socket || flight.is_done) continue;
    if (!all.may_go(now)) return {};
    SPOOR_TRY(const bool was_sent, send(flight, now));
    is_waiting = is_waiting || !was_sent;
  }
  // One that could not go would hold up the next: none is taken before its time.
  while (!is_waiting && has_more() && all.may_go(now) && flights.size() < options.concurrent) {
    Flight flight;
    flight.has_edns = options.style.edns_size != 0;
    if (!take_next(flight)) break;
    ++stats.look_ups;
    flights.push_back(std::move(flight));
    SPOOR_TRY(const bool was_sent, send(flights.back(), now));
    is_waiting = !was_sent;
  }
  return {};
}

/// False: not yet.
Result<bool> LookUps::State::send(Flight& flight, Clock::time_point now) {
  const auto server = choose(flight, now);
  if (!server) return false;
  flight.server = server;
  flight.protocol = flight.wants_tcp ? Protocol::kTcp : Protocol::kUdp;
  flight.id = static_cast<std::uint16_t>(random());
  QueryStyle style = options.style;
  if (!flight.has_edns) style.edns_size = 0;
  flight.query = write_query(flight.look_up, flight.id, style);
  flight.sent = 0;
  flight.received.clear();
  flight.mismatches = 0;
  flight.deadline = now + options.timeout;
  stats.sent_again += flight.tries > 0 ? 1U : 0U;
  ++flight.tries;
  all.went(now);
  each[*server].went(now);
  const bool is_udp = flight.protocol == Protocol::kUdp;
  ++(is_udp ? stats.sent_udp : stats.sent_tcp);
  SPOOR_TRY(flight.socket, open_server_socket(options.servers[*server], flight.protocol));
  if (!flight.socket || (is_udp && !send_udp(flight))) fail(flight, Outcome::kUnreachable);
  return true;
}

bool LookUps::State::send_udp(Flight& flight) {
  const ssize_t done =
      ::send(flight.socket.fd(), flight.query.data(), flight.query.size(), MSG_NOSIGNAL);
  // A full buffer is like a datagram that was lost: the time-out knows both.
  return done >= 0 || is_again() || errno == ENOBUFS;
}

Clock::time_point LookUps::State::next_event(Clock::time_point latest) const {
  Clock::time_point at = latest;
  bool waits_for_turn = has_more() && flights.size() < options.concurrent;
  for (const Flight& flight : flights) {
    if (flight.is_done) continue;
    if (flight.socket) {
      at = std::min(at, flight.deadline);
    } else {
      waits_for_turn = true;
    }
  }
  if (!waits_for_turn) return at;
  Clock::time_point turn_at = each.front().next();
  for (const Pacer& pacer : each) turn_at = std::min(turn_at, pacer.next());
  return std::min(at, std::max(turn_at, all.next()));
}

Status LookUps::State::wait(Clock::time_point now, milliseconds most) {
  polled.clear();
  polled_flights.clear();
  for (Flight& flight : flights) {
    if (!flight.socket) continue;
    const bool is_sending =
        flight.protocol == Protocol::kTcp && flight.sent < flight.query.size() + kLengthOctets;
    polled.push_back({flight.socket.fd(), static_cast<short>(is_sending ? POLLOUT : POLLIN), 0});
    polled_flights.push_back(&flight);
  }
  // A millisecond at least: whose turn it is may depend on one server alone, and this must not
  // spin.
  const auto left = std::chrono::ceil<milliseconds>(next_event(now + most) - now);
  const auto wait_ms = static_cast<int>(std::clamp<std::int64_t>(left.count(), 1, most.count()));
  if (::poll(polled.data(), polled.size(), wait_ms) < 0) {
    if (errno == EINTR) return {};
    return Error{ErrorCode::kIo, "cannot wait for answers"};
  }
  for (std::size_t i = 0; i < polled.size(); ++i) {
    if (polled[i].revents == 0) continue;
    if (polled_flights[i]->protocol == Protocol::kUdp) {
      receive_udp(*polled_flights[i]);
    } else {
      serve_tcp(*polled_flights[i], polled[i].revents);
    }
  }
  return {};
}

void LookUps::State::receive_udp(Flight& flight) {
  // As many as lie there, but no flood: others wait.
  for (unsigned i = 0; i <= kMostMismatches && flight.socket; ++i) {
    const ssize_t size = ::recv(flight.socket.fd(), buffer.data(), buffer.size(), 0);
    if (size < 0) {
      if (!is_again()) fail(flight, Outcome::kUnreachable);
      return;
    }
    take(flight, Bytes(buffer).first(static_cast<std::size_t>(size)));
  }
}

void LookUps::State::serve_tcp(Flight& flight, short events) {
  const bool is_sending = flight.sent < flight.query.size() + kLengthOctets;
  const bool stands = is_sending ? push_tcp(flight) : pull_tcp(flight);
  if (!stands || ((events & POLLNVAL) != 0)) fail(flight, Outcome::kUnreachable);
}

/// False when the connection is lost.
bool LookUps::State::push_tcp(Flight& flight) {
  std::vector<std::uint8_t> framed{static_cast<std::uint8_t>(flight.query.size() >> 8U),
                                   static_cast<std::uint8_t>(flight.query.size())};
  framed.insert(framed.end(), flight.query.begin(), flight.query.end());
  const Bytes rest = Bytes(framed).subspan(flight.sent);
  const ssize_t done = ::send(flight.socket.fd(), rest.data(), rest.size(), MSG_NOSIGNAL);
  if (done < 0) return is_again();
  flight.sent += static_cast<std::size_t>(done);
  return true;
}

/// Likewise. More than one message never comes: only one was asked for.
bool LookUps::State::pull_tcp(Flight& flight) {
  const ssize_t size = ::recv(flight.socket.fd(), buffer.data(), buffer.size(), 0);
  if (size < 0) return is_again();
  if (size == 0) return false;
  const Bytes came = Bytes(buffer).first(static_cast<std::size_t>(size));
  flight.received.insert(flight.received.end(), came.begin(), came.end());
  dns::WireReader length(flight.received);
  const std::size_t wanted = length.u16();
  if (!length.ok()) return true;
  const Bytes message = Bytes(flight.received).subspan(kLengthOctets);
  if (message.size() < wanted) return true;
  // take() may end the flight, so it gets octets that stay where they are.
  const std::vector<std::uint8_t> whole = std::move(flight.received);
  flight.received.clear();
  take(flight, Bytes(whole).subspan(kLengthOctets, wanted));
  return !flight.socket || flight.mismatches == 0;
}

void LookUps::State::take(Flight& flight, Bytes message) {
  const AnswerVerdict verdict = judge_answer(reader, flight.look_up, flight.id, message);
  switch (verdict.kind) {
    case AnswerKind::kForeign:
      ++stats.mismatches;
      if (++flight.mismatches >= kMostMismatches) ask_again(flight, true);
      return;
    case AnswerKind::kTruncated:
      if (flight.protocol == Protocol::kTcp) return fail(flight, Outcome::kUnreachable);
      ++stats.truncated;
      return ask_again(flight, true);
    case AnswerKind::kNoEdns:
      if (flight.has_edns) {
        flight.has_edns = false;
        return ask_again(flight, flight.protocol == Protocol::kTcp);
      }
      [[fallthrough]];
    case AnswerKind::kAnswer:
      stats.octets += message.size();
      hand_on(flight, message);
      return finish(flight, verdict.outcome);
  }
}

void LookUps::State::hand_on(const Flight& flight, Bytes message) {
  const ServerAddress& server = options.servers[*flight.server];
  harden::CapturedMessage told;
  told.time_us = unix_microseconds();
  told.source = server.address;
  told.source_port = server.port;
  told.destination.is_v6 = server.address.is_v6;  // whoever asked: that is nobody's business
  told.transport =
      flight.protocol == Protocol::kUdp ? harden::Transport::kUdp : harden::Transport::kTcp;
  told.payload = message;
  told.logged_by =
      options.asks_authorities ? harden::LoggedBy::kAuthority : harden::LoggedBy::kClient;
  told.is_matched = true;
  told.query = flight.query;
  sink.take(told);
}

/// This try came to nothing.
void LookUps::State::fail(Flight& flight, Outcome outcome) {
  if (flight.tries >= options.tries || is_stopped) return finish(flight, outcome);
  ask_again(flight, false);
}

void LookUps::State::finish(Flight& flight, Outcome outcome) {
  ++stats.by_outcome[static_cast<std::size_t>(outcome)];
  flight.socket.close();
  flight.is_done = true;
}

/// TCP after UDP and a query without EDNS follow even upon the last try: an answer is at hand.
void LookUps::State::ask_again(Flight& flight, bool over_tcp) {
  flight.socket.close();
  flight.wants_tcp = over_tcp;
}

void LookUps::State::end_late(Clock::time_point now) {
  for (Flight& flight : flights) {
    if (flight.socket && flight.deadline <= now) fail(flight, Outcome::kTimeOut);
  }
}

}  // namespace spoor::resolve
