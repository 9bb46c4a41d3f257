// SPDX-License-Identifier: Apache-2.0
// The wire between the resolver and the authoritative servers: carries each question and its
// answer, loses some, truncates what is too long, lets attackers speak, writes it all to the
// capture and tells the truth keeper.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "sim/authority.h"
#include "sim/packet_writer.h"
#include "sim/prng.h"
#include "sim/truth.h"
#include "sim/wire_writer.h"
#include "sim/world.h"

namespace spoor::sim {

struct Ask {
  IpAddress server;
  std::string name;
  RrType type{};
  bool calm = false;  ///< Nothing goes wrong on the way.
};

class Wiretap {
 public:
  Wiretap(const World& world, PacketWriter& writer, Truth& truth, Prng prng)
      : world_(world), writer_(writer), truth_(truth), prng_(prng) {}

  /// Puts one question. Empty when nothing came back in time. Time goes on meanwhile.
  std::optional<Answer> exchange(const Ask& ask);

  /// From now on questions for `name` are raced by forged answers with these records.
  void race(const std::string& name, std::vector<Rr> forged) { races_[name] = std::move(forged); }
  /// A forged answer out of the blue, as if from `server`.
  void unasked(const IpAddress& server, const Rr& forged);
  /// A question to a server of no known zone, and its untrue answer with AA.
  void stray(const IpAddress& server, const std::vector<Rr>& forged);

  std::uint64_t now_us() const { return now_us_; }
  std::uint64_t now_s() const { return now_us_ / 1'000'000; }
  /// Lets time pass, never backwards.
  void wait_until(std::uint64_t time_us);

  std::uint64_t exchanges() const { return exchanges_; }

 private:
  struct Flight {
    Way way;
    Envelope envelope;
    std::uint64_t response_us = 0;
  };
  Flight depart(const Ask& ask, const Server* server);
  Answer arrive(const Ask& ask, const Server& server, const Flight& flight);
  void forge_before(const Ask& ask, const Flight& flight);
  void forge_after(const Ask& ask, const Flight& flight);
  void send_forged(std::uint64_t time_us, const Flight& flight, const std::vector<Rr>& forged);
  bool goes_missing(const Ask& ask, const Server* server, const Flight& flight);

  const World& world_;
  PacketWriter& writer_;
  Truth& truth_;
  Prng prng_;
  std::uint64_t now_us_ = 0;
  std::uint64_t exchanges_ = 0;
  std::map<std::string, std::vector<Rr>> races_;
};

}  // namespace spoor::sim
