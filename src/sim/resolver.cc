// SPDX-License-Identifier: Apache-2.0
// Iteration from the deepest zone whose servers are known.
#include "sim/resolver.h"

#include <algorithm>
#include <set>

#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

constexpr unsigned kMaxSteps = 16;
constexpr unsigned kMaxDepth = 4;
constexpr unsigned kMaxTries = 3;
constexpr std::uint32_t kNegativeTtl = 900;

IpAddress to_address(const std::string& rdata) {
  return rdata.size() == 16 ? IpAddress::v6(as_bytes(rdata)) : IpAddress::v4(as_bytes(rdata));
}

}  // namespace

void Resolver::prime() {
  const RootHint& hint = hints_[prng_.below(static_cast<std::uint32_t>(hints_.size()))];
  if (const auto answer = wire_.exchange({hint.address, ".", RrType::kNs, true})) {
    learn(*answer, ".", {".", RrType::kNs});
  }
  look_up({".", RrType::kDnskey});
}

void Resolver::remember(const std::string& zone, const std::string& server,
                        const IpAddress& address, std::uint64_t until_s) {
  cuts_[zone] = {until_s, {server}};
  cache_[{server, address.is_v6 ? RrType::kAaaa : RrType::kA}] = {until_s,
                                                                  {address_rdata(address)}};
}

const Resolver::Cached* Resolver::cached(const std::string& name, RrType type) const {
  const auto found = cache_.find({name, type});
  return found == cache_.end() || found->second.expires_s <= wire_.now_s() ? nullptr
                                                                           : &found->second;
}

// Moves along aliases in the cache; true when the end of the chain is there too.
bool Resolver::walk_cached_aliases(Lookup& lookup) const {
  for (unsigned step = 0; step < kMaxSteps; ++step) {
    if (cached(lookup.name, lookup.type) != nullptr) return true;
    const Cached* alias = cached(lookup.name, RrType::kCname);
    if (alias == nullptr || alias->rdata.empty() || lookup.type == RrType::kCname) return false;
    std::size_t at = 0;
    lookup.name = name_text(alias->rdata.front(), at);
  }
  return true;
}

std::string Resolver::deepest_cut(const Lookup& lookup) {
  std::string zone = lookup.type == RrType::kDs ? parent_name(lookup.name) : lookup.name;
  for (; zone != "."; zone = parent_name(zone)) {
    const auto cut = cuts_.find(zone);
    if (cut == cuts_.end()) continue;
    if (cut->second.expires_s > wire_.now_s()) return zone;
    cuts_.erase(cut);
  }
  return ".";
}

std::vector<IpAddress> Resolver::known_addresses(const std::string& zone) const {
  std::vector<IpAddress> out;
  if (const auto cut = cuts_.find(zone); cut != cuts_.end()) {
    for (const std::string& server : cut->second.servers) {
      for (const RrType type :
           {RrType::kA, RrType::kA, RrType::kAaaa}) {  // prefers IPv4 two to one
        if (const Cached* known = cached(server, type)) {
          for (const std::string& rdata : known->rdata) out.push_back(to_address(rdata));
        }
      }
    }
  }
  if (out.empty() && zone == ".") {
    for (const RootHint& hint : hints_) out.push_back(hint.address);
  }
  return out;
}

std::optional<IpAddress> Resolver::choose_server(const std::string& zone, unsigned depth) {
  std::vector<IpAddress> addresses = known_addresses(zone);
  if (addresses.empty() && depth < kMaxDepth) {
    const std::vector<std::string> servers = cuts_[zone].servers;
    for (const std::string& server : servers) {
      if (is_below(server, zone)) continue;  // only the parent can help
      look_up({server, RrType::kA}, depth + 1);
      if (prng_.chance(300)) look_up({server, RrType::kAaaa}, depth + 1);
      addresses = known_addresses(zone);
      if (!addresses.empty() && prng_.chance(600)) break;
    }
  }
  if (addresses.empty()) return std::nullopt;
  return prng_.pick(addresses);
}

std::optional<Answer> Resolver::ask(const Lookup& lookup, const std::string& zone, unsigned depth) {
  for (unsigned tries = 0; tries < kMaxTries; ++tries) {
    const auto server = choose_server(zone, depth);
    if (!server) return std::nullopt;
    auto answer = wire_.exchange({*server, lookup.name, lookup.type, lookup.calm});
    if (!answer || answer->rcode == 5) continue;
    if (answer->authoritative) return answer;
    // A referral must lead down (RFC 1034 section 5.3.3 step 4c); anything else is lame.
    if (answer->is_referral() && answer->authority.front().rr.owner != zone &&
        is_below(answer->authority.front().rr.owner, zone)) {
      return answer;
    }
  }
  return std::nullopt;
}

void Resolver::learn_set(const std::vector<Rr>& set) {
  const Rr& first = set.front();
  const std::uint64_t expires_s = wire_.now_s() + first.ttl_s;
  if (first.type == RrType::kNs) {
    Cut& cut = cuts_[first.owner];
    cut = {expires_s, {}};
    for (const Rr& rr : set) {
      std::size_t at = 0;
      cut.servers.push_back(name_text(rr.rdata, at));
    }
  }
  Cached& entry = cache_[{first.owner, first.type}];
  entry = {expires_s, {}};
  for (const Rr& rr : set) entry.rdata.push_back(rr.rdata);
}

// Believes a server only about names in the zone for which it was asked.
void Resolver::learn(const Answer& answer, const std::string& zone, const Lookup& lookup) {
  std::map<std::pair<std::string, RrType>, std::vector<Rr>> sets;
  for (const auto* section : {&answer.answer, &answer.authority, &answer.additional}) {
    for (const Told& told : *section) {
      if (told.forged || !is_below(told.rr.owner, zone) || is_dropped_type(told.rr.type)) continue;
      sets[{told.rr.owner, told.rr.type}].push_back(told.rr);
    }
  }
  // A referral's NS set says where the zone is; it is no answer to a question for NS.
  for (const auto& [key, set] : sets) learn_set(set);
  if (answer.is_referral()) {
    cache_.erase({answer.authority.front().rr.owner, RrType::kNs});
  } else if (answer.answer.empty()) {
    cache_[{lookup.name, lookup.type}] = {wire_.now_s() + kNegativeTtl, {}};
  }
}

// Whether the answer leaves something to ask; moves `lookup` to it.
bool Resolver::goes_on(const Answer& answer, const std::string& zone, Lookup& lookup) const {
  if (answer.is_referral()) return true;
  if (lookup.type == RrType::kCname) return false;
  std::string name = lookup.name;
  for (unsigned step = 0; step < kMaxSteps; ++step) {
    const auto alias = std::find_if(
        answer.answer.begin(), answer.answer.end(),
        [&](const Told& told) { return told.rr.owner == name && told.rr.type == RrType::kCname; });
    if (alias == answer.answer.end()) break;
    std::size_t at = 0;
    name = name_text(alias->rr.rdata, at);
  }
  if (name == lookup.name) return false;
  lookup.name = name;
  lookup.fresh = false;
  // What it was told about names outside the zone it asks again.
  return !is_below(name, zone) ||
         std::none_of(answer.answer.begin(), answer.answer.end(), [&](const Told& told) {
           return told.rr.owner == name && told.rr.type == lookup.type;
         });
}

void Resolver::validate(const std::string& zone, unsigned depth) {
  const Cached* ds = cached(zone, RrType::kDs);
  if (ds == nullptr || ds->rdata.empty() || cached(zone, RrType::kDnskey) != nullptr) return;
  look_up({zone, RrType::kDnskey}, depth + 1);
}

void Resolver::look_up(Lookup lookup, unsigned depth) {
  for (unsigned step = 0; step < kMaxSteps; ++step) {
    if (!lookup.fresh && walk_cached_aliases(lookup)) return;
    const std::string zone = deepest_cut(lookup);
    const auto answer = ask(lookup, zone, depth);
    if (!answer) {
      if (zone == ".") return;
      // No server of the zone is of any use (any more): the parent may know others.
      cuts_.erase(zone);
      if (step > 4) return;
      continue;
    }
    learn(*answer, zone, lookup);
    if (lookup.type != RrType::kDnskey && depth < kMaxDepth && zone != ".") validate(zone, depth);
    if (!goes_on(*answer, zone, lookup)) return;
  }
}

}  // namespace spoor::sim
