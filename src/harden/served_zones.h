// SPDX-License-Identifier: Apache-2.0
// Which zone an authority speaks for: one of those that a person gave, else one whose SOA or NS it
// told with AA.
#pragma once

#include <cstdint>
#include <optional>

#include "base/ip_address.h"
#include "harden/harden_options.h"
#include "harden/name_table.h"

namespace spoor::harden {

class ServedZones {
 public:
  /// Given zones and the bound on learned ones are the options'.
  explicit ServedZones(const HardenOptions& options);

  /// Labels of the deepest given zone at or above `owner`, else of the deepest that this server
  /// told of; else empty.
  [[nodiscard]] std::optional<std::uint8_t> bailiwick(Bytes owner, const IpAddress& server);
  /// The server told the zone's SOA or NS with AA.
  void learn(Bytes zone, const IpAddress& server);

  [[nodiscard]] std::size_t learned() const noexcept { return told_.size(); }

 private:
  struct Nothing {};

  std::uint64_t seed_;
  NameTable<Nothing> given_;
  NameTable<Nothing> told_;  // by zone and server address
};

}  // namespace spoor::harden
