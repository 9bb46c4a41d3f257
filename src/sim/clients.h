// SPDX-License-Identifier: Apache-2.0
// What the resolver's clients ask for when nothing is the matter: few sites often, most sites
// seldom.
#pragma once

#include "sim/landscape.h"
#include "sim/prng.h"
#include "sim/resolver.h"

namespace spoor::sim {

class Clients {
 public:
  Clients(const Landscape& landscape, Prng prng);

  Lookup next();
  /// Microseconds until the next question; `mean_us` on average.
  std::uint64_t pause_us(std::uint64_t mean_us);

 private:
  Lookup ask_mail(const std::string& site);
  Lookup ask_nonsense(const std::string& site);

  const Landscape& landscape_;
  Prng prng_;
  Zipf sites_;
};

}  // namespace spoor::sim
