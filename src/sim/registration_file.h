// SPDX-License-Identifier: Apache-2.0
// Who registered the domains of the simulated world, as a registry's RDAP server would tell it.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "sim/landscape.h"
#include "sim/truth.h"
#include "sim/world.h"

namespace spoor::sim {

/// One domain object of RFC 9083 a line, for the ordinary sites and for the stories that are
/// invented (the published campaign has none). A domain that changed hands has a line for each
/// time it was asked for, the earlier first; `last update of RDAP database` says when. The same
/// seed gives the same bytes. Errors: kIo.
struct RegistrationSubject {
  const World& world;
  const Landscape& landscape;
  const Truth& truth;
  std::uint64_t seed = 1;
};
Status write_registrations(const std::string& path, const RegistrationSubject& subject);

}  // namespace spoor::sim
