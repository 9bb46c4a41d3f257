// SPDX-License-Identifier: Apache-2.0
// A few hundred ordinary sites: web, mail, and what else people publish about themselves.
#include <algorithm>

#include "sim/landscape.h"
#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

constexpr std::uint32_t kSites = 320;
constexpr std::uint32_t kSharedAddresses = 18;

std::string site_name(std::uint32_t number) {
  static const std::vector<std::string> kFirst = {
      "amber",   "birch",   "cedar", "delta", "ember", "fjord", "grove", "harbor", "iris",
      "juniper", "kestrel", "lumen", "maple", "north", "opal",  "pine",  "quartz", "river"};
  static const std::vector<std::string> kSecond = {
      "bakery", "books", "cycles", "design", "energy", "foods",  "garden", "health", "interiors",
      "labs",   "media", "motors", "optics", "press",  "studio", "tools",  "travel", "works"};
  const std::uint32_t first = number % 18;
  const std::uint32_t second = (number / 18 + number * 5) % 18;
  const std::vector<std::string> kZones = {"example.", "test.",        "example.", "co.test.",
                                           "example.", "example.com.", "test.",    "example.org."};
  return kFirst[first] + "-" + kSecond[second] + std::to_string(number) + "." + kZones[number % 8];
}

/// Fills one site's zone.
class SiteMaker {
 public:
  SiteMaker(World& world, Prng& prng, Landscape& landscape)
      : world_(world), prng_(prng), landscape_(landscape) {
    for (std::uint32_t k = 0; k < kSharedAddresses; ++k) shared_.push_back(world.next_host_v4());
  }
  void make(std::uint32_t number);

 private:
  Zone& open(std::uint32_t number, const std::string& apex);
  void add_web(Zone& zone, std::uint32_t number);
  void add_mail(Zone& zone, std::uint32_t number);
  void add_extras(Zone& zone, std::uint32_t number);
  IpAddress web_address(const std::string& name);

  World& world_;
  Prng& prng_;
  Landscape& landscape_;
  std::vector<IpAddress> shared_;
};

Zone& SiteMaker::open(std::uint32_t number, const std::string& apex) {
  Delegation delegation{.zone = apex};
  const bool self_hosted = number % 4 == 1;
  delegation.servers =
      self_hosted ? make_servers(world_, "ns", apex, 2) : prng_.pick(landscape_.hosters);
  if (number % 5 == 0) delegation.signing = number % 10 == 0 ? Signing::kNsec : Signing::kNsec3;
  delegation.ns_ttl_s = number % 3 == 0 ? 3600 : 43200;
  if (self_hosted && number % 3 != 0) delegation.ns_ttl_s = 86400;
  if (self_hosted && number % 24 == 9) {
    landscape_.remembered.push_back({apex, delegation.servers.front()});
  }
  Zone& zone = establish(world_, delegation);
  // A few servers are not what their delegation says.
  if (self_hosted && number % 28 == 5)
    world_.servers[delegation.servers[1].server].conduct = Conduct::kForwards;
  if (self_hosted && number % 28 == 13)
    world_.servers[delegation.servers[1].server].conduct = Conduct::kRefersUpwards;
  return zone;
}

IpAddress SiteMaker::web_address(const std::string& name) {
  if (prng_.chance(550)) return prng_.pick(shared_);
  const IpAddress address = world_.next_host_v4();
  const std::string reverse = reverse_name(address);
  world_.zone("19.198.in-addr.arpa.").add(reverse, RrType::kPtr, 86400, name_wire(name));
  landscape_.reverse_names.push_back(reverse);
  return address;
}

void SiteMaker::add_web(Zone& zone, std::uint32_t number) {
  const std::uint32_t ttl_s = std::vector<std::uint32_t>{300, 600, 1800, 3600}[number % 4];
  const std::string apex = zone.apex;
  zone.add(apex, RrType::kA, ttl_s, address_rdata(web_address(apex)));
  if (number % 3 == 0) zone.add(apex, RrType::kAaaa, ttl_s, address_rdata(world_.next_host_v6()));
  const std::string www = "www." + apex;
  if (number % 3 == 1) {
    std::string dashed = apex.substr(0, apex.size() - 1);
    for (char& c : dashed) c = c == '.' ? '-' : c;
    const std::string cdn = number % 2 == 0 ? "cdn.example.net." : "edge-two.test.";
    const std::string edge =
        "e" + std::to_string(number % 8 + (number % 2 == 0 ? 0 : 8)) + ".g." + cdn;
    const std::string alias = dashed + ".customers." + cdn;
    zone.add(www, RrType::kCname, ttl_s, name_wire(alias));
    world_.zone(cdn).add(alias, RrType::kCname, 300, name_wire(edge));
  } else if (number % 3 == 2) {
    zone.add(www, RrType::kCname, ttl_s, name_wire(apex));
  } else {
    zone.add(www, RrType::kA, ttl_s, address_rdata(web_address(www)));
    zone.add(www, RrType::kAaaa, ttl_s, address_rdata(world_.next_host_v6()));
  }
  for (const std::string host : {"api.", "static.", "shop."}) {
    if (prng_.chance(500))
      zone.add(host + apex, RrType::kA, ttl_s, address_rdata(web_address(host + apex)));
  }
}

void SiteMaker::add_mail(Zone& zone, std::uint32_t number) {
  const std::string apex = zone.apex;
  if (number % 2 == 0) {
    zone.add(apex, RrType::kMx, 3600, mx_rdata(10, "mx1.mailfarm.test."));
    zone.add(apex, RrType::kMx, 3600, mx_rdata(20, "mx2.mailfarm.test."));
    zone.add(apex, RrType::kTxt, 3600, txt_rdata("v=spf1 include:spf.mailfarm.test -all"));
  } else {
    const IpAddress address = web_address("mail." + apex);
    zone.add("mail." + apex, RrType::kA, 3600, address_rdata(address));
    zone.add(apex, RrType::kMx, 3600, mx_rdata(10, "mail." + apex));
    zone.add(apex, RrType::kTxt, 3600, txt_rdata("v=spf1 mx -all"));
  }
  zone.add(
      "_dmarc." + apex, RrType::kTxt, 3600,
      txt_rdata("v=DMARC1; p=quarantine; rua=mailto:dmarc@" + apex.substr(0, apex.size() - 1)));
  const std::string key =
      Prng(hash_text(apex))
          .text(392, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
  zone.add("s1._domainkey." + apex, RrType::kTxt, 3600, txt_rdata("v=DKIM1; k=rsa; p=" + key));
}

void SiteMaker::add_extras(Zone& zone, std::uint32_t number) {
  const std::string apex = zone.apex;
  if (number % 6 == 0) zone.add(apex, RrType::kCaa, 3600, caa_rdata("issue", "ca.example"));
  if (number % 7 == 0) zone.add("_sip._tcp." + apex, RrType::kSrv, 3600, srv_rdata(5060, apex));
  if (number % 9 == 0) zone.add(apex, RrType::kHttps, 300, svcb_rdata("."));
  if (number % 16 == 0) zone.add("_dns." + apex, RrType::kSvcb, 3600, svcb_rdata(apex));
  if (number % 11 != 0) return;
  // Proofs of ownership gather at an apex until they no longer fit a datagram.
  for (unsigned k = 0; k < 24; ++k) {
    zone.add(
        apex, RrType::kTxt, 600,
        txt_rdata("verification-" + std::to_string(k) + "=" + prng_.text(52, "0123456789abcdef")));
  }
}

void SiteMaker::make(std::uint32_t number) {
  const std::string apex = site_name(number);
  landscape_.sites.push_back(apex);
  Zone& zone = open(number, apex);
  add_web(zone, number);
  add_mail(zone, number);
  add_extras(zone, number);
}

}  // namespace

void build_sites(World& world, Prng& prng, Landscape& landscape) {
  SiteMaker maker(world, prng, landscape);
  for (std::uint32_t number = 0; number < kSites; ++number) maker.make(number);
}

}  // namespace spoor::sim
