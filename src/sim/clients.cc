// SPDX-License-Identifier: Apache-2.0
// The mix of questions.
#include "sim/clients.h"

#include <string>

namespace spoor::sim {
namespace {

constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz";

}  // namespace

Clients::Clients(const Landscape& landscape, Prng prng)
    : landscape_(landscape),
      prng_(prng),
      sites_(static_cast<std::uint32_t>(landscape.sites.size())) {}

std::uint64_t Clients::pause_us(std::uint64_t mean_us) {
  // The sum of two even draws: irregular enough, and integers only. One draw a line: C++ does not
  // say in which order the operands of a sum are evaluated.
  const auto mean_ms = static_cast<std::uint32_t>(mean_us / 1000);
  std::uint64_t pause = prng_.below(1000);
  for (unsigned draws = 0; draws < 2; ++draws) pause += prng_.below(mean_ms + 1) * 1000ULL;
  return pause;
}

Lookup Clients::ask_mail(const std::string& site) {
  switch (prng_.below(5)) {
    case 0:
      return {site, RrType::kTxt};
    case 1:
      return {"_dmarc." + site, RrType::kTxt};
    case 2:
      return {"s1._domainkey." + site, RrType::kTxt};
    default:
      return {site, RrType::kMx};
  }
}

Lookup Clients::ask_nonsense(const std::string& site) {
  switch (prng_.below(5)) {
    case 0:
      return {prng_.text(8, kLetters) + ".invalid.", RrType::kA};
    case 1:
      return {prng_.text(12, kLetters) + ".example.", RrType::kA};
    case 2:
      return {"wpad." + site, RrType::kA};
    case 3:
      return {prng_.text(10, kLetters) + ".com.", RrType::kA};
    default:
      return {prng_.text(7, kLetters) + "." + site, RrType::kA};
  }
}

Lookup Clients::next() {
  const std::string& site = landscape_.sites[sites_.draw(prng_)];
  const std::uint32_t kind = prng_.below(100);
  if (kind < 40) return {"www." + site, RrType::kA};
  if (kind < 52) return {"www." + site, RrType::kAaaa};
  if (kind < 62) return {site, RrType::kA};
  if (kind < 66) return {site, RrType::kAaaa};
  if (kind < 70) return {site, RrType::kHttps};
  if (kind < 82) return ask_mail(site);
  if (kind < 88) return ask_nonsense(site);
  if (kind < 92) return {prng_.pick(landscape_.reverse_names), RrType::kPtr};
  if (kind < 95)
    return {std::vector<std::string>{"api.", "static.", "shop."}[prng_.below(3)] + site,
            RrType::kA};
  switch (kind) {
    case 95:
      return {"_sip._tcp." + site, RrType::kSrv};
    case 96:
      return {site, RrType::kCaa};
    case 97:
      return {site, RrType::kSoa};
    case 98:
      return {"_dns." + site, RrType::kSvcb};
    default:
      return {site, RrType::kNs};
  }
}

}  // namespace spoor::sim
