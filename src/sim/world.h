// SPDX-License-Identifier: Apache-2.0
// The simulated name space as it is at one moment: zones, their records, and the servers that
// answer for them. No packets and no clock; stories change it while time passes.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ip_address.h"
#include "dns/rr_type.h"

namespace spoor::sim {

using dns::RrType;

/// One record. Owner: lower-case text with a final dot; rdata: canonical wire form.
struct Rr {
  std::string owner;
  RrType type{};
  std::uint32_t ttl_s = 0;
  std::string rdata;
};

/// Which part of a set is told at a time: CDNs and flux networks show a few of many.
struct Rotation {
  std::uint32_t shown = 0;          ///< Records an answer; 0 = all of them, always.
  std::uint32_t period_s = 60;      ///< How long one choice stands.
  std::uint32_t live = 0;           ///< Records in use on one day; 0 = all.
  std::uint32_t drift_per_day = 0;  ///< By how many records the part in use moves on each day.
};

struct RrSet {
  std::uint32_t ttl_s = 3600;
  std::vector<std::string> rdata = {};
  Rotation rotation{};
};

enum class Signing : std::uint8_t { kNone, kNsec, kNsec3 };

struct Zone {
  explicit Zone(std::string apex_name) : apex(std::move(apex_name)) { names.insert(apex); }

  /// Adds one record to its set. NS below the apex delegate; addresses below such a cut are glue.
  void add(const std::string& owner, RrType type, std::uint32_t ttl_s, std::string rdata);
  void replace(const std::string& owner, RrType type, RrSet set);
  void remove(const std::string& owner, RrType type) { sets.erase({owner, type}); }
  const RrSet* find(const std::string& owner, RrType type) const;
  /// What of a set is told at `time_s`; empty when there is no such set.
  std::vector<Rr> told(const std::string& owner, RrType type, std::uint64_t time_s) const;

  std::string apex;
  Signing signing = Signing::kNone;
  bool big_keys = false;  ///< RSA: answers that outgrow a datagram.
  bool tunnel = false;    ///< Answers any name below with data of its own.
  std::map<std::pair<std::string, RrType>, RrSet> sets;
  std::set<std::string> names;  ///< All names that exist, empty non-terminals included.
};

/// How a server treats a question for a zone that was delegated to it.
enum class Conduct : std::uint8_t {
  kProper,
  kForwards,       ///< Answers right, but out of a cache: without AA.
  kRefersUpwards,  ///< Lame: answers everything with a referral to the root.
};

struct Server {
  std::vector<IpAddress> addresses;
  std::set<std::string> zones;
  Conduct conduct = Conduct::kProper;
  bool minimal = false;  ///< No authority and additional sections in positive answers.
  bool follows = true;   ///< Follows an alias into other zones of its own.
  bool knows_edns = true;
  std::uint32_t round_trip_us = 20'000;
  std::vector<Rr>
      planted_authority;  ///< Records of other people's zones, slipped into every answer.
  std::vector<Rr> planted_additional;
};

class World {
 public:
  Zone& zone(const std::string& apex);  ///< Made when it is not there yet.
  const Zone* find_zone(const std::string& apex) const;

  /// Adds a server with one IPv4 address and, if `with_v6`, one IPv6 address of the servers'
  /// networks.
  std::size_t add_server(bool with_v6);
  void add_address(std::size_t server, const IpAddress& address);
  const Server* server_at(const IpAddress& address) const;

  /// A web or mail host's address, a new one each time.
  IpAddress next_host_v4();
  IpAddress next_host_v6();

  std::vector<Server> servers;

 private:
  std::map<std::string, Zone> zones_;
  std::map<IpAddress, std::size_t> by_address_;
  std::uint32_t next_server_ = 0;
  std::uint32_t next_host_v4_ = 0;
  std::uint32_t next_host_v6_ = 0;
};

IpAddress make_v4(std::uint32_t value);
/// 2001:db8:`site`::`host`.
IpAddress make_v6(std::uint32_t site, std::uint32_t host);

/// A name server's name and the server behind it.
struct NameServer {
  std::string name;
  std::size_t server = 0;
};

struct Delegation {
  std::string zone = {};
  std::vector<NameServer> servers = {};
  std::string rname = {};  ///< Empty: hostmaster at the zone.
  Signing signing = Signing::kNone;
  bool big_keys = false;
  std::uint32_t ns_ttl_s = 86400;  ///< In the zone itself; the parent says two days.
};

/// Makes a zone with SOA and NS and delegates it from its parent, with glue for the names that lie
/// in the zone (in the root: for all) and a DS where both are signed. Its servers answer for it
/// from now on.
Zone& establish(World& world, const Delegation& delegation);

}  // namespace spoor::sim
