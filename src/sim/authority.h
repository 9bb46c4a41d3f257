// SPDX-License-Identifier: Apache-2.0
// What a server answers to a question: RFC 1034 section 4.3.2 over the zones it holds. Each record
// carries the zone out of which it was taken: that is the bailiwick in the ground truth.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dns/rr_type.h"
#include "sim/world.h"

namespace spoor::sim {

struct Question {
  std::string name;  ///< Lower-case, with the final dot.
  RrType type{};
  bool dnssec = false;  ///< The DO bit (RFC 3225).
};

/// A record as told. `zone` is empty where the server has no authority over it.
struct Told {
  Rr rr;
  std::string zone;
  bool forged = false;  ///< Untrue: nobody may ever accept it.
};

struct Answer {
  unsigned rcode = 0;
  bool authoritative = false;
  std::vector<Told> answer;
  std::vector<Told> authority;
  std::vector<Told> additional;

  /// RFC 1034 section 4.3.2 step 3b.
  bool is_referral() const;
};

/// The answer of `server` at `time_s`.
Answer ask_authority(const World& world, const Server& server, const Question& question,
                     std::uint64_t time_s);

}  // namespace spoor::sim
