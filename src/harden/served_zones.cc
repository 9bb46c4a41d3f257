// SPDX-License-Identifier: Apache-2.0
#include "harden/served_zones.h"

#include <array>
#include <cstring>

#include "harden/name_suffixes.h"

namespace spoor::harden {

namespace {

/// A zone and who told of it, as one key: what one server tells is no proof of what another serves.
class ZoneAtServer {
 public:
  ZoneAtServer(Bytes zone, std::uint64_t zone_hash, const IpAddress& server) noexcept
      : size_(zone.size() + server.bytes().size()), hash_(hash_bytes(server.bytes(), zone_hash)) {
    std::memcpy(octets_.data(), zone.data(), zone.size());
    std::memcpy(octets_.data() + zone.size(), server.bytes().data(), server.bytes().size());
  }
  [[nodiscard]] Bytes octets() const noexcept { return {octets_.data(), size_}; }
  [[nodiscard]] std::uint64_t hash() const noexcept { return hash_; }

 private:
  std::array<std::uint8_t, dns::kMaxNameOctets + 16> octets_;
  std::size_t size_;
  std::uint64_t hash_;
};

}  // namespace

ServedZones::ServedZones(const HardenOptions& options)
    : seed_(random_seed()), given_(options.zones.size()), told_(options.max_zones) {
  for (const dns::Name& zone : options.zones) {
    const NameSuffixes suffixes(zone.wire(), seed_);
    const std::uint64_t hash = suffixes.hash(suffixes.labels());
    if (given_.find(zone.wire(), hash) == NameTable<Nothing>::kNone)
      given_.insert(zone.wire(), hash);
  }
}

std::optional<std::uint8_t> ServedZones::bailiwick(Bytes owner, const IpAddress& server) {
  const NameSuffixes suffixes(owner, seed_);
  for (std::size_t labels = suffixes.labels() + 1; given_.size() != 0 && labels-- > 0;) {
    if (given_.find(suffixes.name(labels), suffixes.hash(labels)) != NameTable<Nothing>::kNone) {
      return static_cast<std::uint8_t>(labels);
    }
  }
  for (std::size_t labels = suffixes.labels() + 1; labels-- > 0;) {
    const ZoneAtServer key(suffixes.name(labels), suffixes.hash(labels), server);
    const std::uint32_t index = told_.find(key.octets(), key.hash());
    if (index == NameTable<Nothing>::kNone) continue;
    told_.touch(index);
    return static_cast<std::uint8_t>(labels);
  }
  return std::nullopt;
}

void ServedZones::learn(Bytes zone, const IpAddress& server) {
  const NameSuffixes suffixes(zone, seed_);
  const ZoneAtServer key(zone, suffixes.hash(suffixes.labels()), server);
  const std::uint32_t index = told_.find(key.octets(), key.hash());
  if (index == NameTable<Nothing>::kNone) {
    told_.insert(key.octets(), key.hash());
  } else {
    told_.touch(index);
  }
}

}  // namespace spoor::harden
