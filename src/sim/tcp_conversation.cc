// SPDX-License-Identifier: Apache-2.0
// Handshake, question, answer, goodbye.
#include "sim/tcp_conversation.h"

#include <algorithm>
#include <string>
#include <vector>

#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

constexpr std::uint8_t kFin = 1;
constexpr std::uint8_t kSyn = 2;
constexpr std::uint8_t kPsh = 8;
constexpr std::uint8_t kAck = 16;

std::string with_length(std::string_view message) {
  std::string out;
  append_u16(out, static_cast<std::uint32_t>(message.size()));
  out += message;
  return out;
}

struct Piece {
  std::uint32_t offset;
  std::string_view data;
};

std::vector<Piece> cut(std::string_view stream, Prng& prng) {
  const std::size_t largest = prng.chance(250) ? prng.between(100, 536) : 1440;
  std::vector<Piece> pieces;
  for (std::size_t at = 0; at < stream.size(); at += largest) {
    pieces.push_back({static_cast<std::uint32_t>(at), stream.substr(at, largest)});
  }
  if (pieces.size() > 1 && prng.chance(200)) std::swap(pieces.front(), pieces.back());
  if (prng.chance(100)) pieces.push_back(prng.pick(pieces));  // sent again
  return pieces;
}

}  // namespace

std::uint64_t clear_of_second(std::uint64_t time_us) {
  const std::uint64_t into = time_us % 1'000'000;
  return into > 995'000 ? time_us - into + 1'000'000 : time_us;
}

std::uint64_t play_tcp(PacketWriter& writer, Prng& prng, const TcpConversation& conversation) {
  const Way there = conversation.way;
  const Way back = there.back();
  const auto client = static_cast<std::uint32_t>(prng.next());
  const auto server = static_cast<std::uint32_t>(prng.next());
  const std::uint64_t trip = conversation.round_trip_us;
  const std::string query = with_length(conversation.query);
  const std::string response = with_length(conversation.response);

  std::uint64_t now = conversation.start_us;
  writer.tcp(now, there, {client, 0, kSyn, {}});
  writer.tcp(now += trip, back, {server, client + 1, kSyn | kAck, {}});
  writer.tcp(now += 60, there, {client + 1, server + 1, kAck, {}});
  writer.tcp(now += 40, there, {client + 1, server + 1, kPsh | kAck, query});
  const std::uint32_t asked = client + 1 + static_cast<std::uint32_t>(query.size());
  writer.tcp(now += trip, back, {server + 1, asked, kAck, {}});

  now = clear_of_second(now + 200);
  const std::uint64_t told_us = now;
  for (const Piece& piece : cut(response, prng)) {
    writer.tcp(now += 30, back, {server + 1 + piece.offset, asked, kPsh | kAck, piece.data});
  }
  const std::uint32_t answered = server + 1 + static_cast<std::uint32_t>(response.size());
  writer.tcp(now += 100, there, {asked, answered, kFin | kAck, {}});
  writer.tcp(now += trip, back, {answered, asked + 1, kFin | kAck, {}});
  writer.tcp(now + 50, there, {asked + 1, answered + 1, kAck, {}});
  return told_us;
}

}  // namespace spoor::sim
