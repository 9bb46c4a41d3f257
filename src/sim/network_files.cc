// SPDX-License-Identifier: Apache-2.0
#include "sim/network_files.h"

#include <array>
#include <fstream>
#include <string_view>

#include <fmt/format.h>

#include "sim/prng.h"

namespace spoor::sim {
namespace {

constexpr std::array<std::string_view, 16> kCountries = {
    "DE", "NL", "US", "FR", "GB", "SE", "PL", "CH", "AT", "JP", "SG", "BR", "CA", "ES", "IT", "FI"};
constexpr std::uint32_t kFirstPrivateAsn = 4'200'000'000;  // RFC 6996

std::string_view country(Prng& prng) {
  return kCountries[prng.below(kCountries.size())];
}

// World::add_server and World::next_host_v4 scatter over two /16, by /20 of sixteen networks each.
void write_v4(std::ofstream& file, Prng& prng) {
  file << "198.18.0.0/15,64496,US,Example Backbone\n";
  for (std::uint32_t k = 0; k < 16; ++k) {
    file << fmt::format("198.18.{}.0/20,{},{},Server Network {}\n", k * 16, 64497 + k % 8,
                        country(prng), k);
    file << fmt::format("198.19.{}.0/20,{},{},\"Hosting {}, Example\"\n", k * 16, 65536 + k,
                        kCountries[k], k);
  }
  // The hijacked hosts of the flux network are at home everywhere.
  for (std::uint32_t k = 0; k < 256; ++k) {
    file << fmt::format("10.{}.0.0/16,{},{},Access Network {}\n", k, kFirstPrivateAsn + k,
                        country(prng), k);
  }
  file << "165.22.0.0/16,14061,US,DigitalOcean\n"  // the published campaign's
          "198.51.100.0/24,64506,BR,Example Transit\n"
          "203.0.113.0/24,64507,SG,Example Exchange\n";
}

// Sites 5300..533f are servers, 8000..8027 hosts.
void write_v6(std::ofstream& file) {
  file << "2001:db8::/32,64496,US,Example Backbone\n";
  for (std::uint32_t k = 0; k < 4; ++k) {
    file << fmt::format("2001:db8:53{}0::/44,{},{},Server Network {}\n", k, 64497 + k,
                        kCountries[k], k);
  }
  for (std::uint32_t k = 0; k < 3; ++k) {
    file << fmt::format("2001:db8:80{}0::/44,{},{},\"Hosting {}, Example\"\n", k, 65536 + k,
                        kCountries[k], k);
  }
}

Status close(std::ofstream& file, const std::string& path) {
  file.close();
  if (!file) return Error{ErrorCode::kIo, "cannot write the file", 0, path};
  return {};
}

}  // namespace

Status write_prefixes(const std::string& path, std::uint64_t seed) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  Prng prng(Prng(seed).next() ^ hash_text("prefixes"));
  file << "prefix,asn,country,holder\n";
  write_v4(file, prng);
  write_v6(file);
  return close(file, path);
}

Status write_popular(const std::string& path, const Landscape& landscape) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << "rank,domain\n1,edge-two.test\n2,mailfarm.test\n";
  std::uint32_t rank = 2;
  for (const std::string& site : landscape.sites) {
    file << ++rank << ',' << std::string_view(site).substr(0, site.size() - 1) << '\n';
  }
  return close(file, path);
}

}  // namespace spoor::sim
