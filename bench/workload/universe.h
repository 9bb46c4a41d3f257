// SPDX-License-Identifier: Apache-2.0
// The names and addresses that a seed stands for, and the unique records among them: two years of a
// made-up Internet with popular domains, shared hosting and one address that holds about 145,000
// names.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "bench/workload/prng.h"

namespace spoor::bench {

/// Types of the workload, by their IANA numbers.
enum class Type : std::uint8_t {
  kA = 1,
  kNs = 2,
  kCname = 5,
  kSoa = 6,
  kPtr = 12,
  kMx = 15,
  kTxt = 16,
  kAaaa = 28
};

std::string_view type_text(Type type) noexcept;

/// One unique record. Names have no final dot; TXT is one character-string, unquoted.
struct Record {
  std::string name;
  Type type{};
  std::string rdata;
  std::uint32_t count = 0;
  std::uint32_t first = 0;  ///< Unix seconds, 2023-01-01 to 2025-01-01.
  std::uint32_t last = 0;
  std::uint32_t ttl_s = 0;
  std::uint32_t domain = 0;  ///< Number of the domain that it belongs to.
  unsigned sensor = 0;       ///< 1..4
};

/// A line of name, type, rdata, count, first, last and sensor, with tabs between.
std::string tab_separated(const Record& record);

inline constexpr std::uint32_t kEpochBegin = 1672531200;  ///< 2023-01-01T00:00:00Z
inline constexpr std::uint32_t kEpochEnd = 1735689600;    ///< 2025-01-01T00:00:00Z
inline constexpr std::string_view kHeavyAddress = "198.51.100.7";

class Universe {
 public:
  Universe(std::uint64_t seed, std::uint64_t domains);

  [[nodiscard]] std::uint64_t seed() const noexcept { return seed_; }
  [[nodiscard]] std::uint64_t domains() const noexcept { return domains_; }
  /// Registered domain number `i`.
  [[nodiscard]] std::string domain(std::uint64_t i) const;
  /// Labels in front of a domain, perhaps none; a big domain has many numbered ones.
  static std::string host(Prng& chance, bool is_big);
  [[nodiscard]] std::uint32_t ipv4(std::uint64_t rank) const;
  [[nodiscard]] std::string ipv6_text(std::uint64_t rank) const;

 private:
  std::uint64_t seed_;
  std::uint64_t domains_;
  std::vector<std::string> tlds_;
};

std::string ipv4_text(std::uint32_t address);

/// `count` unique records of a universe, one after the other.
class RecordStream {
 public:
  /// `chance_seed` chooses among the universe's records; the universe's own seed unless another is
  /// wanted.
  RecordStream(const Universe& universe, std::uint64_t chance_seed, std::uint64_t count);

  /// The next record, into `out` (whose strings are reused).
  void next(Record& out);

 private:
  /// Where a record is drawn: which domain, and whether it is a big one.
  struct Place {
    std::uint64_t number;
    std::string name;
    bool is_big;
  };

  Place draw_place();
  void draw_address(const Place& place, Record& out);
  void draw_ipv6(const Place& place, Record& out);
  void draw_alias(const Place& place, Record& out);
  void draw_name_server(const Place& place, Record& out);
  void draw_mail(const Place& place, Record& out);
  void draw_text(const Place& place, Record& out);
  void draw_authority(const Place& place, Record& out);
  void draw_pointer(const Place& place, Record& out);
  void draw_sightings(Record& out);
  std::string owner(const Place& place);
  bool is_new(const Record& record);

  const Universe& universe_;
  Prng chance_;
  std::uint64_t addresses_;
  double heavy_share_;
  std::vector<std::uint64_t> seen_;  ///< Open addressing by hash; 0 = free.
};

}  // namespace spoor::bench
