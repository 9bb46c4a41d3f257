// SPDX-License-Identifier: Apache-2.0
// What the universe is made of. Every draw has its place in the order of draws: moving one changes
// all bytes that follow, and with them every figure measured on them.
#include "bench/workload/universe.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstring>

#include <arpa/inet.h>
#include <fmt/format.h>

namespace spoor::bench {
namespace {

constexpr std::array<std::string_view, 80> kSyllables{
    "ba",   "be",   "bo",  "ca",  "ce",   "co",  "da",  "de",   "di",    "do",   "fa",   "fi",
    "fo",   "ga",   "go",  "ha",  "he",   "ho",  "ja",  "jo",   "ka",    "ki",   "ko",   "la",
    "le",   "li",   "lo",  "ma",  "me",   "mi",  "mo",  "na",   "ne",    "ni",   "no",   "pa",
    "pe",   "pi",   "po",  "ra",  "re",   "ri",  "ro",  "sa",   "se",    "si",   "so",   "ta",
    "te",   "ti",   "to",  "va",  "ve",   "vi",  "wa",  "we",   "za",    "zo",   "an",   "er",
    "in",   "on",   "ar",  "st",  "tech", "web", "net", "shop", "cloud", "data", "soft", "media",
    "home", "auto", "art", "pro", "max",  "lab", "hub", "ex"};
constexpr std::array<std::string_view, 50> kTlds{
    "com", "net",    "org",  "de",   "ru", "co.uk", "cn", "info", "nl",     "fr",
    "it",  "com.br", "pl",   "io",   "eu", "jp",    "in", "xyz",  "com.au", "ca",
    "es",  "biz",    "us",   "cz",   "ch", "top",   "se", "site", "online", "at",
    "be",  "dk",     "shop", "club", "kr", "ir",    "hu", "me",   "tv",     "co",
    "gr",  "no",     "fi",   "ro",   "ua", "pt",    "tk", "app",  "dev",    "cc"};
constexpr std::array<std::string_view, 50> kHosts{
    "www",     "mail",   "ftp",   "webmail",      "smtp",    "api",    "blog",   "cpanel",  "m",
    "dev",     "shop",   "ns1",   "autodiscover", "webdisk", "cdn",    "static", "img",     "test",
    "vpn",     "admin",  "app",   "pop",          "imap",    "remote", "portal", "support", "news",
    "staging", "secure", "files", "media",        "forum",   "beta",   "assets", "login",   "mx",
    "demo",    "git",    "my",    "status",       "video",   "docs",   "store",  "help",    "crm",
    "sip",     "wiki",   "cloud", "gw",           "images"};
constexpr std::array<std::string_view, 10> kServers{"web", "node-", "srv",   "host", "ip-",
                                                    "app", "db",    "edge-", "vm",   "c"};
constexpr std::array<std::uint8_t, 66> kFirstOctets{
    5,   23,  31,  34,  35,  37,  45,  46,  50,  51,  52,  54,  62,  64,  66,  69,  72,
    74,  77,  78,  80,  81,  82,  85,  87,  88,  89,  91,  93,  94,  95,  103, 104, 107,
    109, 116, 138, 142, 144, 146, 151, 157, 159, 162, 167, 172, 173, 176, 178, 184, 185,
    188, 192, 193, 194, 195, 198, 199, 203, 207, 208, 209, 212, 213, 216, 217};
constexpr std::array<std::uint32_t, 10> kIpv6Networks{
    0x20010db8, 0x26064700, 0x2a021188, 0x2a010488, 0x2a00145f,
    0x24000cb0, 0x26001f18, 0x2a034680, 0x2a0104f8, 0x20014b30};
constexpr std::size_t kTldCount = 300;

/// An element of a table, chosen by chance.
template <std::size_t N>
std::string_view pick(Prng& chance, const std::array<std::string_view, N>& table) {
  return table[chance.below(N)];
}

std::uint64_t hash(std::string_view text, std::uint64_t h) {
  for (const char c : text) {
    h ^= static_cast<std::uint8_t>(c);
    h *= 0x100000001b3ULL;
  }
  return mix(h);
}

std::vector<std::string> make_tlds() {
  std::vector<std::string> tlds(kTlds.begin(), kTlds.end());
  std::uint64_t h = 7;
  while (tlds.size() < kTldCount) {
    h = mix(h);
    std::string tld;
    const unsigned syllables = 2 + static_cast<unsigned>(h % 2);
    for (unsigned i = 0; i < syllables; ++i) tld += kSyllables[(h >> (8 * i + 8)) % 58];
    if (std::find(tlds.begin(), tlds.end(), tld) == tlds.end()) tlds.push_back(tld);
  }
  return tlds;
}

}  // namespace

std::string_view type_text(Type type) noexcept {
  switch (type) {
    case Type::kA:
      return "A";
    case Type::kNs:
      return "NS";
    case Type::kCname:
      return "CNAME";
    case Type::kSoa:
      return "SOA";
    case Type::kPtr:
      return "PTR";
    case Type::kMx:
      return "MX";
    case Type::kTxt:
      return "TXT";
    case Type::kAaaa:
      return "AAAA";
  }
  return "";
}

std::string tab_separated(const Record& record) {
  const auto escaped = [](std::string_view text) {
    std::string out;
    for (const char c : text) {
      if (c == '\\') out += c;  // names and rdata of the workload hold no tabs
      out += c;
    }
    return out;
  };
  return fmt::format("{}\t{}\t{}\t{}\t{}\t{}\t{}\n", escaped(record.name), type_text(record.type),
                     escaped(record.rdata), record.count, record.first, record.last, record.sensor);
}

std::string ipv4_text(std::uint32_t address) {
  return fmt::format("{}.{}.{}.{}", address >> 24, address >> 16 & 255, address >> 8 & 255,
                     address & 255);
}

Universe::Universe(std::uint64_t seed, std::uint64_t domains)
    : seed_(seed), domains_(domains), tlds_(make_tlds()) {}

std::string Universe::domain(std::uint64_t i) const {
  Prng chance(mix(seed_ * 1000003 + i) + 11);
  std::string text;
  const std::uint64_t syllables = 2 + chance.below(3);
  for (std::uint64_t k = 0; k < syllables; ++k) text += pick(chance, kSyllables);
  const std::uint64_t x = chance.below(100);
  if (x < 8) {
    text += '-';
    text += pick(chance, kSyllables);
    text += pick(chance, kSyllables);
  } else if (x < 20) {
    text += std::to_string(chance.below(1000));
  }
  if (x >= 30) {  // letters at the end of most, so that the names are many more than the domains
    const std::uint64_t letters = 1 + chance.below(3);
    for (std::uint64_t k = 0; k < letters; ++k) text += static_cast<char>('a' + chance.below(26));
  }
  const std::uint64_t tld = chance.unit() < 0.45 ? 0 : chance.zipf(tlds_.size(), 1.05);
  return text + '.' + tlds_[tld];
}

std::string Universe::host(Prng& chance, bool is_big) {
  double x = chance.unit();
  if (is_big) {
    x = .6 + .4 * x;
  } else if (x < .25) {
    return "";
  } else if (x < .45) {
    return "www";
  } else if (x < .78) {
    return std::string(kHosts[chance.zipf(kHosts.size(), .8)]);
  }
  if (x < .86) {
    const std::uint64_t number = chance.below(is_big ? 20000 : 40);
    return fmt::format("{}{:02}", pick(chance, kServers), number);
  }
  if (x < .93) {
    const std::uint64_t digits = chance.next();
    return fmt::format("{:x}", digits >> (8 + 4 * chance.below(8)));
  }
  const std::uint64_t number = chance.below(100);
  const std::string_view group = pick(chance, kSyllables);
  return fmt::format("{}.{}{}", kHosts[chance.zipf(kHosts.size(), .8)], group, number);
}

std::uint32_t Universe::ipv4(std::uint64_t rank) const {
  const auto v = static_cast<std::uint32_t>(mix(seed_ * 77 + rank * 3 + 1));
  std::uint32_t first = kFirstOctets[(v >> 24) % kFirstOctets.size()];
  if (first == 172) first = 173;  // 172.16/12 is nobody's
  return first << 24 | (v & 0xffffff);
}

std::string Universe::ipv6_text(std::uint64_t rank) const {
  const std::uint64_t a = mix(seed_ * 91 + rank * 5 + 2);
  std::array<unsigned char, 16> octets{};
  const std::uint32_t network = htonl(kIpv6Networks[a % kIpv6Networks.size()]);
  const std::uint32_t site = htonl(static_cast<std::uint32_t>(a >> 8) & 0xffffff);
  std::memcpy(octets.data(), &network, 4);
  std::memcpy(octets.data() + 4, &site, 4);
  if ((a & 1ULL << 40) != 0) {
    const std::uint32_t host = htonl(static_cast<std::uint32_t>(a >> 32) & 0xffff);
    std::memcpy(octets.data() + 12, &host, 4);
  } else {
    const std::uint64_t host = mix(a);
    std::memcpy(octets.data() + 8, &host, 8);
  }
  std::array<char, INET6_ADDRSTRLEN> text{};
  inet_ntop(AF_INET6, octets.data(), text.data(), text.size());
  return text.data();
}

RecordStream::RecordStream(const Universe& universe, std::uint64_t chance_seed, std::uint64_t count)
    : universe_(universe),
      chance_(mix(chance_seed)),
      addresses_(count / 6 + 1000),
      heavy_share_(std::min(150000.0 / (0.6 * static_cast<double>(count)), .2)) {
  std::size_t slots = 1;
  while (slots < count * 3) slots <<= 1;
  seen_.assign(slots, 0);
}

RecordStream::Place RecordStream::draw_place() {
  const std::uint64_t domains = universe_.domains();
  Place place{};
  if (chance_.unit() < .5) {
    place.number = chance_.below(domains);
  } else {
    place.number = chance_.zipf(domains, .8);
    place.is_big = place.number < domains / 2000 + 20;
  }
  place.name = universe_.domain(place.number);
  return place;
}

std::string RecordStream::owner(const Place& place) {
  const std::string host = Universe::host(chance_, place.is_big);
  return host.empty() ? place.name : host + '.' + place.name;
}

void RecordStream::draw_address(const Place& place, Record& out) {
  out.type = Type::kA;
  out.ttl_s = 300;
  out.name = owner(place);
  if (chance_.unit() < heavy_share_) {
    out.rdata = kHeavyAddress;
  } else if (chance_.unit() < .4) {
    out.rdata = ipv4_text(universe_.ipv4(chance_.zipf(addresses_, .9)));
  } else if (chance_.unit() < .5) {
    const std::uint64_t home = mix(universe_.seed() * 5 + place.number) % addresses_;
    out.rdata = ipv4_text(universe_.ipv4(home) + static_cast<std::uint32_t>(chance_.below(8)));
  } else {
    out.rdata = ipv4_text(universe_.ipv4(chance_.below(addresses_ * 4)));
  }
}

void RecordStream::draw_ipv6(const Place& place, Record& out) {
  out.type = Type::kAaaa;
  out.ttl_s = 300;
  out.name = owner(place);
  const bool is_popular = chance_.unit() < .5;
  out.rdata = universe_.ipv6_text(is_popular ? chance_.zipf(addresses_ / 2, .9)
                                             : chance_.below(addresses_));
}

void RecordStream::draw_alias(const Place& place, Record& out) {
  out.type = Type::kCname;
  out.ttl_s = 3600;
  const std::string host = Universe::host(chance_, place.is_big);
  out.name = (host.empty() ? "www" : host) + '.' + place.name;
  const std::uint64_t kind = chance_.below(10);
  if (kind < 4) {
    out.rdata = place.name;
    return;
  }
  const std::string cdn = universe_.domain(chance_.zipf(40, 1.0));
  out.rdata =
      kind < 7 ? fmt::format("d{:x}.{}", chance_.next() >> 20, cdn) : place.name + ".cdn." + cdn;
}

void RecordStream::draw_name_server(const Place& place, Record& out) {
  out.type = Type::kNs;
  out.ttl_s = 86400;
  out.name = place.name;
  const std::uint64_t provider = chance_.zipf(universe_.domains() / 50 + 10, 1.0);
  const std::uint64_t number = chance_.below(provider < 50 ? 60 : 4) + 1;
  out.rdata = fmt::format("ns{}.{}", number, universe_.domain(provider));
}

void RecordStream::draw_mail(const Place& place, Record& out) {
  out.type = Type::kMx;
  out.ttl_s = 3600;
  out.name = place.name;
  const std::uint64_t provider = chance_.zipf(universe_.domains() / 40 + 10, 1.0);
  const std::uint64_t number = chance_.below(5);
  const std::uint64_t preference = (1 + chance_.below(5)) * 10;
  const bool is_own = chance_.unit() < .4;
  out.rdata = fmt::format("{} mx{}.{}", preference, number,
                          is_own ? place.name : universe_.domain(provider));
}

void RecordStream::draw_text(const Place& place, Record& out) {
  out.type = Type::kTxt;
  out.ttl_s = 3600;
  const double kind = chance_.unit();
  if (kind < .45) {
    out.name = place.name;
    const std::string address = ipv4_text(universe_.ipv4(chance_.below(addresses_)));
    const std::string provider = universe_.domain(chance_.zipf(universe_.domains() / 40 + 10, 1.0));
    out.rdata = fmt::format("v=spf1 include:_spf.{} ip4:{} -all", provider, address);
  } else if (kind < .7) {
    out.name = "_dmarc." + place.name;
    out.rdata = "v=DMARC1; p=none; rua=mailto:dmarc@" + place.name;
  } else {
    const bool is_apex = chance_.unit() < .5;
    out.name =
        is_apex ? place.name : fmt::format("s{}._domainkey.{}", chance_.below(4) + 1, place.name);
    const std::uint64_t low = chance_.next();
    const std::uint64_t high = chance_.next();
    out.rdata = fmt::format("site-verification={:016x}{:016x}", high, low);
  }
}

void RecordStream::draw_authority(const Place& place, Record& out) {
  out.type = Type::kSoa;
  out.ttl_s = 3600;
  out.name = place.name;
  const std::string provider = universe_.domain(chance_.zipf(universe_.domains() / 50 + 10, 1.0));
  const std::uint64_t serial = 2023000000 + chance_.below(2000000);
  out.rdata = fmt::format("ns1.{0} hostmaster.{0} {1} 7200 3600 1209600 3600", provider, serial);
}

void RecordStream::draw_pointer(const Place& place, Record& out) {
  out.type = Type::kPtr;
  out.ttl_s = 86400;
  const std::uint32_t v = universe_.ipv4(chance_.below(addresses_ * 4));
  out.name = fmt::format("{}.{}.{}.{}.in-addr.arpa", v & 255, v >> 8 & 255, v >> 16 & 255, v >> 24);
  out.rdata = Universe::host(chance_, true) + '.' + place.name;
}

void RecordStream::draw_sightings(Record& out) {
  const double count = std::exp(1.5 + 1.8 * chance_.gauss());
  out.count = count < 1 ? 1 : count > 4e8 ? 400000000U : static_cast<std::uint32_t>(count);
  out.first = kEpochBegin + static_cast<std::uint32_t>(chance_.below(kEpochEnd - kEpochBegin));
  const double span_s = out.count == 1 ? 0 : std::exp(11 + 3 * chance_.gauss());
  const std::uint64_t last = out.first + static_cast<std::uint64_t>(std::min(span_s, 7e7));
  out.last = static_cast<std::uint32_t>(std::min<std::uint64_t>(last, kEpochEnd));
  out.sensor = 1 + static_cast<unsigned>(chance_.zipf(4, 1.0));
}

bool RecordStream::is_new(const Record& record) {
  const std::uint64_t type =
      static_cast<std::uint64_t>(record.type) * 1315423911ULL + 14695981039346656037ULL;
  std::uint64_t h = hash(record.rdata, hash(record.name, type));
  if (h == 0) h = 1;
  const std::uint64_t mask = seen_.size() - 1;
  for (std::uint64_t i = h & mask;; i = (i + 1) & mask) {
    if (seen_[i] == h) return false;
    if (seen_[i] == 0) {
      seen_[i] = h;
      return true;
    }
  }
}

void RecordStream::next(Record& out) {
  do {
    const double kind = chance_.unit();
    const Place place = draw_place();
    out.domain = static_cast<std::uint32_t>(place.number);
    if (kind < .60) {
      draw_address(place, out);
    } else if (kind < .75) {
      draw_ipv6(place, out);
    } else if (kind < .83) {
      draw_alias(place, out);
    } else if (kind < .90) {
      draw_name_server(place, out);
    } else if (kind < .94) {
      draw_mail(place, out);
    } else if (kind < .97) {
      draw_text(place, out);
    } else if (kind < .99) {
      draw_authority(place, out);
    } else {
      draw_pointer(place, out);
    }
    draw_sightings(out);
  } while (!is_new(out));
}

}  // namespace spoor::bench
