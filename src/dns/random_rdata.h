// SPDX-License-Identifier: Apache-2.0
// Random names and rdata that fit their types, for tests: every octet string it makes is canonical.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "dns/rdata/layout.h"
#include "dns/rr_type.h"

namespace spoor::dns {

/// The same seed makes the same octets.
class RandomRdata {
 public:
  explicit RandomRdata(std::uint64_t seed) : random_(seed) {}

  /// Canonical rdata of a type that has a layout.
  std::string make(RrType type);
  /// A lower-cased wire name of any octets, often short, sometimes of 255 octets.
  std::string name();
  /// `size` random octets.
  std::string octets(std::size_t size);
  /// 0 <= n < bound.
  std::size_t below(std::size_t bound) {
    return std::uniform_int_distribution<std::size_t>(0, bound - 1)(random_);
  }

 private:
  std::string field(Field field);
  std::string string(std::size_t least, std::size_t most);
  std::string type_bitmap();
  std::string location();
  std::string address_list();
  std::string svc_params();
  std::string svc_value(unsigned key);
  std::string with_last_not_zero(std::string octets);

  std::mt19937_64 random_;
};

/// Every type that has a layout.
std::vector<RrType> types_with_layout();

}  // namespace spoor::dns
