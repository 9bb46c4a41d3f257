// SPDX-License-Identifier: Apache-2.0
// An authoritative server's algorithm.
#include "sim/authority.h"

#include <algorithm>

#include "sim/prng.h"
#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

constexpr unsigned kNxDomain = 3;
constexpr unsigned kRefused = 5;
constexpr std::uint32_t kTunnelTtl = 1;

/// Answers one question.
class Authority {
 public:
  Authority(const World& world, const Server& server, const Question& question,
            std::uint64_t time_s)
      : world_(world), server_(server), question_(question), time_s_(time_s) {}

  Answer run();

 private:
  const Zone* deepest_zone(const std::string& name, bool above_it) const;
  std::string find_cut(const Zone& zone, const std::string& name) const;
  void put(std::vector<Told>& section, const Zone& zone, const std::string& owner, RrType type);
  void put_addresses(const std::string& host);
  void refer(const Zone& zone, const std::string& cut);
  void refer_upwards();
  bool follow(const Zone*& zone, std::string& name);
  void deny(const Zone& zone, const std::string& name);
  void deny_nsec3(const Zone& zone, const std::string& name);
  void answer_tunnel(const Zone& zone);
  void fill_up(const Zone& zone);

  const World& world_;
  const Server& server_;
  const Question& question_;
  std::uint64_t time_s_;
  Answer answer_;
};

const Zone* Authority::deepest_zone(const std::string& name, bool above_it) const {
  std::string at = above_it ? parent_name(name) : name;
  while (true) {
    if (server_.zones.contains(at)) return world_.find_zone(at);
    if (at == ".") return nullptr;
    at = parent_name(at);
  }
}

std::string Authority::find_cut(const Zone& zone, const std::string& name) const {
  std::string cut;
  for (std::string at = name; at != zone.apex && at != "."; at = parent_name(at)) {
    if (zone.find(at, RrType::kNs) == nullptr) continue;
    if (at == name && question_.type == RrType::kDs) continue;  // RFC 4035 section 3.1.4.1
    cut = at;
  }
  return cut;
}

void Authority::put(std::vector<Told>& section, const Zone& zone, const std::string& owner,
                    RrType type) {
  const auto set = zone.told(owner, type, time_s_);
  for (const Rr& rr : set) section.push_back({rr, zone.apex});
  const bool delegates = type == RrType::kNs && owner != zone.apex;
  if (set.empty() || !question_.dnssec || zone.signing == Signing::kNone || delegates) return;
  const std::size_t octets = zone.big_keys ? 256 : 64;
  const std::string rrsig = rrsig_rdata({owner, type, set.front().ttl_s, zone.apex, octets});
  section.push_back({{owner, RrType::kRrsig, set.front().ttl_s, rrsig}, zone.apex});
}

// Addresses of a host in any zone that this server holds, glue included (never signed here: RFC
// 4035 section 3.1.1 lets a server leave signatures out of the additional section).
void Authority::put_addresses(const std::string& host) {
  const Zone* zone = deepest_zone(host, false);
  if (zone == nullptr) return;
  for (const RrType type : {RrType::kA, RrType::kAaaa}) {
    for (const Rr& rr : zone->told(host, type, time_s_)) {
      answer_.additional.push_back({rr, zone->apex});
    }
  }
}

void Authority::refer(const Zone& zone, const std::string& cut) {
  put(answer_.authority, zone, cut, RrType::kNs);
  const auto servers = zone.told(cut, RrType::kNs, time_s_);
  if (question_.dnssec && zone.signing != Signing::kNone) {
    if (zone.find(cut, RrType::kDs) != nullptr) {
      put(answer_.authority, zone, cut, RrType::kDs);
    } else if (zone.signing == Signing::kNsec3) {
      deny_nsec3(zone, cut);
    }
  }
  for (const Rr& ns : servers) {
    std::size_t at = 0;
    put_addresses(name_text(ns.rdata, at));
  }
}

void Authority::refer_upwards() {
  for (const Rr& ns : world_.find_zone(".")->told(".", RrType::kNs, time_s_)) {
    answer_.authority.push_back({ns, ""});
  }
}

// Puts the alias at `name` and goes on at its target; false where the answer ends.
bool Authority::follow(const Zone*& zone, std::string& name) {
  put(answer_.answer, *zone, name, RrType::kCname);
  std::size_t at = 0;
  name = name_text(zone->told(name, RrType::kCname, time_s_).front().rdata, at);
  zone = server_.follows ? deepest_zone(name, false) : nullptr;
  return zone != nullptr && find_cut(*zone, name).empty();
}

void Authority::deny_nsec3(const Zone& zone, const std::string& name) {
  const std::string hash = Prng(hash_text(name) ^ hash_text(zone.apex)).octets(20);
  std::string next = hash;
  next.back() = static_cast<char>(next.back() ^ 1);
  const std::string owner = base32hex(hash) + (zone.apex == "." ? "." : "." + zone.apex);
  const std::string rdata = nsec3_rdata(next, {RrType::kNs});
  answer_.authority.push_back({{owner, RrType::kNsec3, 900, rdata}, zone.apex});
  const std::string rrsig = rrsig_rdata({owner, RrType::kNsec3, 900, zone.apex, 64});
  answer_.authority.push_back({{owner, RrType::kRrsig, 900, rrsig}, zone.apex});
}

void Authority::deny(const Zone& zone, const std::string& name) {
  if (!zone.names.contains(name)) answer_.rcode = kNxDomain;
  put(answer_.authority, zone, zone.apex, RrType::kSoa);
  if (!question_.dnssec || zone.signing == Signing::kNone) return;
  if (zone.signing == Signing::kNsec3) return deny_nsec3(zone, name);
  auto before = zone.names.lower_bound(name);
  if (before == zone.names.end() || *before != name)
    before = before == zone.names.begin() ? before : std::prev(before);
  const auto after = std::next(before) == zone.names.end() ? zone.names.begin() : std::next(before);
  const std::string rdata = nsec_rdata(*after, {RrType::kA, RrType::kRrsig, RrType::kNsec});
  answer_.authority.push_back({{*before, RrType::kNsec, 900, rdata}, zone.apex});
  const std::string rrsig = rrsig_rdata({*before, RrType::kNsec, 900, zone.apex, 64});
  answer_.authority.push_back({{*before, RrType::kRrsig, 900, rrsig}, zone.apex});
}

// Downstream data of a tunnel: random octets, or a host name that carries them.
void Authority::answer_tunnel(const Zone& zone) {
  Prng prng(hash_text(question_.name) + 1);
  std::string rdata;
  if (question_.type == RrType::kTxt) {
    rdata =
        txt_rdata(prng.text(prng.between(120, 220),
                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789+/"));
  } else if (question_.type == RrType::kNull) {
    rdata = prng.octets(prng.between(100, 240));
  } else if (question_.type == RrType::kCname) {
    rdata = name_wire(prng.text(60, "abcdefghijklmnopqrstuvwxyz234567") + "." + zone.apex);
  } else {
    return deny(zone, question_.name);
  }
  answer_.answer.push_back({{question_.name, question_.type, kTunnelTtl, rdata}, zone.apex});
}

// What servers that are not minimal add to a positive answer.
void Authority::fill_up(const Zone& zone) {
  std::vector<std::string> hosts;
  for (const Told& told : answer_.answer) {
    std::size_t at = told.rr.type == RrType::kMx ? 2 : 6;
    if (told.rr.type == RrType::kMx || told.rr.type == RrType::kSrv) {
      hosts.push_back(name_text(told.rr.rdata, at));
    }
  }
  if (question_.type != RrType::kNs) put(answer_.authority, zone, zone.apex, RrType::kNs);
  for (const Rr& ns : zone.told(zone.apex, RrType::kNs, time_s_)) {
    std::size_t at = 0;
    hosts.push_back(name_text(ns.rdata, at));
  }
  for (const std::string& host : hosts) put_addresses(host);
}

Answer Authority::run() {
  if (server_.conduct == Conduct::kRefersUpwards) {
    refer_upwards();
    return answer_;
  }
  const bool above = question_.type == RrType::kDs && question_.name != ".";
  const Zone* zone = deepest_zone(question_.name, above);
  if (zone == nullptr) {
    answer_.rcode = kRefused;
    return answer_;
  }
  if (const std::string cut = find_cut(*zone, question_.name); !cut.empty()) {
    refer(*zone, cut);
    return answer_;
  }
  answer_.authoritative = server_.conduct == Conduct::kProper;
  std::string name = question_.name;
  for (unsigned hops = 0; hops < 8; ++hops) {
    if (zone->tunnel && name != zone->apex && zone->find(name, RrType::kA) == nullptr) {
      answer_tunnel(*zone);
      return answer_;
    }
    if (zone->find(name, question_.type) != nullptr) {
      put(answer_.answer, *zone, name, question_.type);
      if (!server_.minimal) fill_up(*zone);
      return answer_;
    }
    if (zone->find(name, RrType::kCname) == nullptr) {
      deny(*zone, name);
      return answer_;
    }
    if (!follow(zone, name)) return answer_;
  }
  return answer_;
}

}  // namespace

bool Answer::is_referral() const {
  const auto is_ns = [](const Told& told) { return told.rr.type == RrType::kNs; };
  return !authoritative && rcode == 0 && answer.empty() &&
         std::any_of(authority.begin(), authority.end(), is_ns);
}

Answer ask_authority(const World& world, const Server& server, const Question& question,
                     std::uint64_t time_s) {
  Answer answer = Authority(world, server, question, time_s).run();
  if (answer.rcode == kRefused) return answer;
  for (const Rr& rr : server.planted_authority) answer.authority.push_back({rr, "", true});
  for (const Rr& rr : server.planted_additional) answer.additional.push_back({rr, "", true});
  return answer;
}

}  // namespace spoor::sim
