// SPDX-License-Identifier: Apache-2.0
// One exchange at a time.
#include "sim/wiretap.h"

#include <algorithm>

#include "sim/tcp_conversation.h"

namespace spoor::sim {
namespace {

constexpr std::uint16_t kDnsPort = 53;
constexpr std::size_t kPlainLimit = 512;  // RFC 1035 section 4.2.1
constexpr std::uint64_t kTimeoutUs = 900'000;
constexpr std::uint64_t kWindowUs = 60'000'000;  // a response after this was never asked for

IpAddress resolver_address(bool is_v6) {
  return is_v6 ? make_v6(0x53, 0x53) : make_v4(0xC0000235);
}

std::string mix_case(std::string name, Prng& prng) {
  for (char& c : name) {
    if (c >= 'a' && c <= 'z' && prng.chance(500)) c = static_cast<char>(c - 32);
  }
  return name;
}

Answer answer_with(const std::vector<Rr>& records) {
  Answer answer;
  answer.authoritative = true;
  for (const Rr& rr : records) answer.answer.push_back({rr, "", true});
  return answer;
}

}  // namespace

void Wiretap::wait_until(std::uint64_t time_us) {
  now_us_ = std::max(now_us_, time_us);
  writer_.advance(now_us_);
}

Wiretap::Flight Wiretap::depart(const Ask& ask, const Server* server) {
  Flight flight;
  const auto port = static_cast<std::uint16_t>(prng_.between(1024, 65535));
  flight.way = {{resolver_address(ask.server.is_v6), port}, {ask.server, kDnsPort}};
  flight.envelope.id = static_cast<std::uint16_t>(prng_.below(65536));
  flight.envelope.qname = prng_.chance(200) ? mix_case(ask.name, prng_) : ask.name;
  flight.envelope.qtype = ask.type;
  flight.envelope.edns = (server == nullptr || server->knows_edns) && !prng_.chance(60);
  flight.envelope.dnssec = flight.envelope.edns && prng_.chance(900);
  flight.envelope.payload_octets = prng_.chance(600) ? 4096 : 1232;
  const std::uint32_t trip = server == nullptr ? 30'000 : server->round_trip_us;
  flight.response_us = clear_of_second(now_us_ + trip + prng_.below(trip / 4 + 1));
  writer_.udp(now_us_, flight.way, write_query(flight.envelope));
  ++exchanges_;
  return flight;
}

bool Wiretap::goes_missing(const Ask& ask, const Server* server, const Flight& flight) {
  if (server == nullptr) return true;
  if (ask.calm || !prng_.chance(15)) return false;
  if (prng_.chance(800)) return true;
  // Comes after everybody has stopped waiting for it.
  const Question question{ask.name, ask.type, flight.envelope.dnssec};
  const Answer late = ask_authority(world_, *server, question, now_s());
  const std::string message = write_response(flight.envelope, late);
  if (message.size() <= kPlainLimit) {
    const std::uint64_t late_us = now_us_ + kWindowUs + 1'500'000 + prng_.below(15'000'000);
    writer_.udp(late_us, flight.way.back(), message);
    ++truth_.totals().responses_unasked;
  }
  return true;
}

Answer Wiretap::arrive(const Ask& ask, const Server& server, const Flight& flight) {
  const Question question{ask.name, ask.type, flight.envelope.dnssec};
  const std::size_t limit = flight.envelope.edns ? flight.envelope.payload_octets : kPlainLimit;
  Answer answer = ask_authority(world_, server, question, now_s());
  const std::string message = write_response(flight.envelope, answer);
  std::uint64_t told_us = flight.response_us;
  if (message.size() <= limit) {
    writer_.udp(told_us, flight.way.back(), message);
    now_us_ = told_us + 300;
  } else {
    writer_.udp(told_us, flight.way.back(), write_truncated(flight.envelope, answer));
    ++truth_.totals().responses_truncated;
    Way way = flight.way;
    way.from.port = static_cast<std::uint16_t>(prng_.between(1024, 65535));
    const std::string query = write_query(flight.envelope);
    told_us = play_tcp(writer_, prng_, {way, told_us + 200, server.round_trip_us, query, message});
    now_us_ = told_us + 3'000;
  }
  truth_.tell(answer, ask.server, static_cast<std::uint32_t>(told_us / 1'000'000));
  return answer;
}

std::optional<Answer> Wiretap::exchange(const Ask& ask) {
  writer_.advance(now_us_);
  const Server* server = world_.server_at(ask.server);
  const Flight flight = depart(ask, server);
  forge_before(ask, flight);
  if (goes_missing(ask, server, flight)) {
    now_us_ += kTimeoutUs;
    return std::nullopt;
  }
  Answer answer = arrive(ask, *server, flight);
  forge_after(ask, flight);
  return answer;
}

void Wiretap::send_forged(std::uint64_t time_us, const Flight& flight,
                          const std::vector<Rr>& forged) {
  writer_.udp(time_us, flight.way.back(), write_response(flight.envelope, answer_with(forged)));
  ++truth_.totals().responses_unasked;
  for (const Rr& rr : forged) truth_.forge(rr);
}

// A flood that guesses: wrong identifiers, wrong ports, and a right pair for a name that was not
// asked for.
void Wiretap::forge_before(const Ask& ask, const Flight& flight) {
  const auto race = races_.find(ask.name);
  if (race == races_.end()) return;
  std::uint64_t at = now_us_ + 500;
  for (unsigned guess = 0; guess < 6; ++guess, at += 40) {
    Flight wrong = flight;
    wrong.envelope.id = static_cast<std::uint16_t>(flight.envelope.id + 1 + prng_.below(60'000));
    send_forged(at, wrong, race->second);
  }
  for (unsigned guess = 0; guess < 2; ++guess, at += 40) {
    Flight wrong = flight;
    wrong.way.from.port =
        static_cast<std::uint16_t>(1024 + (flight.way.from.port + 7 + guess) % 64'000);
    send_forged(at, wrong, race->second);
  }
  Flight wrong = flight;
  wrong.envelope.qname = "x" + ask.name;
  std::vector<Rr> other = race->second;
  for (Rr& rr : other) rr.owner = "x" + rr.owner;
  send_forged(at, wrong, other);
}

// The right pair, but the question was used up by its first response.
void Wiretap::forge_after(const Ask& ask, const Flight& flight) {
  const auto race = races_.find(ask.name);
  if (race == races_.end()) return;
  send_forged(now_us_ + 20, flight, race->second);
  now_us_ += 100;
}

void Wiretap::unasked(const IpAddress& server, const Rr& forged) {
  writer_.advance(now_us_);
  Flight flight;
  const auto port = static_cast<std::uint16_t>(prng_.between(1024, 65535));
  flight.way = {{resolver_address(server.is_v6), port}, {server, kDnsPort}};
  flight.envelope.id = static_cast<std::uint16_t>(prng_.below(65536));
  flight.envelope.qname = forged.owner;
  flight.envelope.qtype = forged.type;
  send_forged(now_us_, flight, {forged});
  now_us_ += 200;
}

void Wiretap::stray(const IpAddress& server, const std::vector<Rr>& forged) {
  writer_.advance(now_us_);
  const Flight flight = depart({server, forged.front().owner, forged.front().type}, nullptr);
  writer_.udp(flight.response_us, flight.way.back(),
              write_response(flight.envelope, answer_with(forged)));
  now_us_ = flight.response_us + 300;
  Answer answer = answer_with(forged);
  truth_.tell(answer, server, static_cast<std::uint32_t>(flight.response_us / 1'000'000));
}

}  // namespace spoor::sim
