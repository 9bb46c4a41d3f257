// SPDX-License-Identifier: Apache-2.0
// Records in order of address, gathered to names, and names to addresses. Inside the room only.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "analysis/hosting.h"
#include "analysis/seen_before.h"

namespace spoor::analysis {

inline constexpr std::size_t kMostListed = 256;

/// One name at one address, with all that was seen of it there.
struct NameAtAddress {
  IpAddress address;
  std::array<std::uint8_t, dns::kMaxNameOctets> octets{};
  std::size_t size = 0;  ///< 0: what was stored is no name.
  SeenBefore seen;
  [[nodiscard]] Bytes wire() const noexcept { return Bytes(octets).first(size); }
};

/// Several records make one name: bailiwicks apart.
class NameGatherer {
 public:
  explicit NameGatherer(std::uint32_t moment_s) : moment_s_(moment_s) {}

  /// The name that ends with this record; null while it goes on. Names not yet seen at the moment
  /// are passed over.
  const NameAtAddress* add(const record::StoredRecord& found);
  /// The last one.
  const NameAtAddress* finish();

 private:
  const NameAtAddress* take();

  std::uint32_t moment_s_;
  bool has_any_ = false;
  IpAddress address_;
  std::string name_;  // sort form
  SeenBefore seen_;
  NameAtAddress done_;
};

/// Names by address.
class AddressUses {
 public:
  explicit AddressUses(const enrich::Enrichment& enrichment) : enrichment_(enrichment) {}

  void add(const NameAtAddress& name);
  /// Addresses with names so far.
  [[nodiscard]] std::uint64_t addresses() const noexcept { return addresses_; }
  /// Those with most names first, kMostListed at most; ties by address.
  [[nodiscard]] std::vector<AddressUse> listed();

 private:
  void shorten();

  const enrich::Enrichment& enrichment_;
  std::uint64_t addresses_ = 0;
  std::vector<AddressUse> uses_;
  std::string domain_;  // of the name before
};

}  // namespace spoor::analysis
