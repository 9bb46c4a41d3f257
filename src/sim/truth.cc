// SPDX-License-Identifier: Apache-2.0
// Counting what was told, and what of it can be placed.
#include "sim/truth.h"

#include <algorithm>

#include "sim/rdata_maker.h"

namespace spoor::sim {

void Truth::hint(const std::string& name, const IpAddress& address) {
  servers_of_["."].insert(name);
  addresses_of_[name].insert(address);
}

bool Truth::delegation_was_told(const std::string& zone, const IpAddress& server) const {
  const auto names = servers_of_.find(zone);
  if (names == servers_of_.end()) return false;
  return std::any_of(names->second.begin(), names->second.end(), [&](const std::string& name) {
    const auto addresses = addresses_of_.find(name);
    return addresses != addresses_of_.end() && addresses->second.contains(server);
  });
}

bool Truth::note(const Told& told, bool tellable, std::uint32_t time_s) {
  TruthSightings& seen = records_[{told.rr.owner, told.rr.type, told.rr.rdata, told.zone}];
  if (!tellable) {
    ++seen.untellable;
    return false;
  }
  if (seen.count++ == 0) seen.first_s = time_s;
  seen.last_s = time_s;
  ++seen.days[time_s / 86400];
  ++(is_dropped_type(told.rr.type) ? totals_.dnssec_dropped : totals_.observations);
  return true;
}

// Any host may turn out to be a name server later.
void Truth::learn(const std::vector<Rr>& accepted) {
  for (const Rr& rr : accepted) {
    if (rr.type != RrType::kNs) continue;
    std::size_t at = 0;
    servers_of_[rr.owner].insert(name_text(rr.rdata, at));
  }
  for (const Rr& rr : accepted) {
    if (rr.type != RrType::kA && rr.type != RrType::kAaaa) continue;
    const Bytes octets = as_bytes(rr.rdata);
    const bool is_v6 = rr.type == RrType::kAaaa;
    addresses_of_[rr.owner].insert(is_v6 ? IpAddress::v6(octets) : IpAddress::v4(octets));
  }
}

void Truth::tell(const Answer& answer, const IpAddress& server, std::uint32_t time_s) {
  const bool counts = answer.authoritative || answer.is_referral();
  if (answer.rcode != 0 && answer.rcode != 3) {
    ++totals_.responses_refused;
    return;
  }
  ++(counts ? totals_.responses_accepted : totals_.responses_not_authoritative);
  std::set<TruthKey> in_message;
  std::vector<Rr> accepted;
  for (const auto* section : {&answer.answer, &answer.authority, &answer.additional}) {
    for (const Told& told : *section) {
      if (told.forged) forge(told.rr);
      if (!counts) continue;
      if (!in_message.insert({told.rr.owner, told.rr.type, told.rr.rdata, {}}).second) continue;
      if (told.zone.empty()) {
        ++totals_.out_of_zone;
        continue;
      }
      if (note(told, delegation_was_told(told.zone, server), time_s)) accepted.push_back(told.rr);
    }
  }
  learn(accepted);
}

std::string Truth::story_of(const std::string& name) const {
  for (const Story& story : stories_) {
    for (const std::string& zone : story.zones) {
      if (is_below(name, zone)) return story.name;
    }
  }
  return {};
}

bool is_dropped_type(RrType type) {
  return type == RrType::kRrsig || type == RrType::kNsec || type == RrType::kNsec3;
}

}  // namespace spoor::sim
