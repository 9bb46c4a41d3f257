// SPDX-License-Identifier: Apache-2.0
// All people, streets and companies are invented; telephone numbers are of the range that is kept
// for fiction, mailboxes lie in reserved domains.
#include "sim/registration_file.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <fstream>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "sim/agenda.h"
#include "sim/rdata_maker.h"

namespace spoor::sim {
namespace {

constexpr std::uint64_t kDayS = 86400;
constexpr std::uint64_t kYearS = 365 * kDayS;
/// When the registries were asked.
constexpr std::uint64_t kAskedS = kStartS + kDays * kDayS;

struct Holder {
  std::string name, organisation, mailbox, phone, street, city, country;
  bool is_redacted = false;
};

struct Registrar {
  std::string_view name, host;
  unsigned iana = 0;
};

constexpr std::array<Registrar, 5> kRegistrars = {{{"Example Registrar One", "one", 9991},
                                                   {"Example Registrar Two", "two", 9992},
                                                   {"Cheap Names Example", "cheap", 9993},
                                                   {"Registrar North Example", "north", 9994},
                                                   {"Bulk Domains Example", "bulk", 9995}}};

struct Registration {
  std::string zone;  // with its final dot
  Holder holder;
  std::size_t registrar = 0;
  std::uint64_t registered_s = 0, changed_s = 0, expires_s = 0, asked_s = kAskedS;
  std::vector<std::string> name_servers = {};  // instead of those of the world
};

std::string without_dot(std::string_view name) {
  return std::string(name.substr(0, name.size() - 1));
}

std::string date_text(std::uint64_t time_s) {
  const std::chrono::sys_seconds time{std::chrono::seconds{time_s}};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::chrono::hh_mm_ss clock{time - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     clock.hours().count(), clock.minutes().count(), clock.seconds().count());
}

Holder make_holder(std::uint64_t seed) {
  static const std::vector<std::string> kGiven = {"Ada",  "Bela", "Cleo", "Dario", "Edda", "Finn",
                                                  "Gita", "Hugo", "Ines", "Jonas", "Kaya", "Liv"};
  static const std::vector<std::string> kFamily = {"Ahlberg", "Brandt", "Corell",  "Dorn", "Eklund",
                                                   "Farkas",  "Grote",  "Hansson", "Ivers"};
  static const std::vector<std::string> kCities = {"Altstadt", "Bergen", "Clayton", "Dorf",
                                                   "Easton",   "Fjord",  "Grove"};
  static const std::vector<std::string> kCountries = {"DE", "NO", "US", "NL", "GB", "SE", "FR"};
  Prng prng(seed);
  Holder holder;
  const std::string given = prng.pick(kGiven);
  const std::string family = prng.pick(kFamily);
  holder.name = given + " " + family;
  holder.organisation = prng.chance(600) ? family + " & Co" : "";
  std::string local = given + "." + family;
  for (char& c : local) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  holder.mailbox = local + std::to_string(prng.below(90) + 10) + "@post.example";
  holder.phone = fmt::format("+1.202555{:04}", 100 + prng.below(100));
  holder.street = std::to_string(1 + prng.below(180)) + " Example Street";
  const std::uint32_t place = prng.below(static_cast<std::uint32_t>(kCities.size()));
  holder.city = kCities[place];
  holder.country = kCountries[place];
  return holder;
}

Holder redacted() {
  Holder holder;
  holder.name = holder.organisation = "REDACTED FOR PRIVACY";
  holder.country = "DE";
  holder.is_redacted = true;
  return holder;
}

/// The actor behind the twelve zones: the mailbox that their SOA records name.
Holder night_desk() {
  return {"N. Desk",
          "Night Desk Trading",
          "night@desk.anchor-mail.test",
          "+1.2025550142",
          "9 Example Terrace",
          "Easton",
          "US"};
}

class RegistrationBook {
 public:
  explicit RegistrationBook(const RegistrationSubject& subject) : subject_(subject) {
    add_sites();
    for (const Story& story : subject.truth.stories()) {
      if (story.name == "soa_mailbox") {
        add_night_desk(story);
      } else if (story.name != "phishing") {
        for (const std::string& zone : story.zones) add_story_zone(zone);
      }
    }
  }
  [[nodiscard]] const std::vector<Registration>& entries() const { return entries_; }

 private:
  [[nodiscard]] Prng prng_of(const std::string& zone) const {
    return Prng(hash_text(zone) ^ Prng(subject_.seed).next());
  }
  Registration make(const std::string& zone, Holder holder, std::uint64_t registered_s) const;
  void add_sites();
  void add_story_zone(const std::string& zone);
  void add_night_desk(const Story& story);

  const RegistrationSubject& subject_;
  std::vector<Registration> entries_;
};

Registration RegistrationBook::make(const std::string& zone, Holder holder,
                                    std::uint64_t registered_s) const {
  Prng prng = prng_of(zone + "dates");
  Registration made{.zone = zone, .holder = std::move(holder)};
  made.registrar = prng.below(kRegistrars.size());
  made.registered_s = registered_s;
  const std::uint64_t age = kAskedS - registered_s;
  made.changed_s = registered_s + age / kYearS * kYearS;
  made.expires_s = registered_s + (age / kYearS + 1) * kYearS;
  return made;
}

// A third write their SOA mailbox, a third a mailbox that the holder has for several domains, and
// a third hide.
void RegistrationBook::add_sites() {
  std::size_t number = 0;
  for (const std::string& zone : subject_.landscape.sites) {
    Prng prng = prng_of(zone);
    Holder holder =
        make_holder(prng_of("holder" + std::to_string(number / 3 % 40)).next() + number % 3);
    if (number % 3 == 0) holder.mailbox = "hostmaster@" + without_dot(zone);
    if (number % 3 == 2) holder = redacted();
    const std::uint64_t age_s = prng.between(200, 5000) * kDayS + prng.below(kDayS);
    entries_.push_back(make(zone, std::move(holder), kStartS - age_s));
    ++number;
  }
}

void RegistrationBook::add_story_zone(const std::string& zone) {
  Prng prng = prng_of(zone);
  const bool is_bank = zone.find("bank") != std::string::npos;
  Holder holder = make_holder(prng.next());
  if (is_bank) holder.organisation = "First Bank Example";
  const std::uint64_t age_s = is_bank ? 20 * kYearS : prng.between(2, 12) * kDayS;
  entries_.push_back(make(zone, std::move(holder), kStartS - age_s));
}

void RegistrationBook::add_night_desk(const Story& story) {
  // The first was somebody else's until it was given up.
  Registration before =
      make(story.zones.front(), make_holder(prng_of("before").next()), kStartS - 5 * kYearS);
  before.asked_s = kStartS - kYearS;
  before.changed_s = before.asked_s - 30 * kDayS;
  before.expires_s = kStartS - 40 * kDayS;
  before.name_servers = {"ns1.hoster1.test.", "ns2.hoster1.test."};
  entries_.push_back(before);
  std::uint64_t live_s = July{11}.seconds();  // stories/soa_mailbox.cc
  for (const std::string& zone : story.zones) {
    Prng prng = prng_of(zone);
    Registration now = make(zone, night_desk(), live_s - prng.between(20'000, 200'000));
    now.asked_s = std::min(live_s + kDayS, kAskedS);
    entries_.push_back(now);
    // One hides later; what was told before stays told.
    if (zone == "wallet-restore.test.") {
      now.holder = redacted();
      now.changed_s = now.asked_s + 3600;
      now.asked_s = kAskedS;
      entries_.push_back(now);
    }
    live_s += 54'000;
  }
  // Registered with the same mailbox and not used yet.
  for (const std::string zone : {"fresh-statement.test.", "parcel-office.example."}) {
    Registration unused =
        make(zone, night_desk(), July{19}.seconds() + prng_of(zone).below(80'000));
    unused.name_servers = {"ns1.hoster2.example.", "ns2.hoster2.example."};
    entries_.push_back(unused);
  }
}

std::string contact_json(const Holder& holder, std::string_view roles) {
  std::string card = R"(["version",{},"text","4.0"],["fn",{},"text",")" + holder.name + "\"]";
  if (!holder.organisation.empty()) card += R"(,["org",{},"text",")" + holder.organisation + "\"]";
  if (!holder.is_redacted) {
    card += fmt::format(
        R"(,["adr",{{"cc":"{0}"}},"text",["","","{1}","{2}","","",""]],["email",{{}},"text","{3}"],["tel",{{"type":"voice"}},"uri","tel:{4}"])",
        holder.country, holder.street, holder.city, holder.mailbox, holder.phone);
  } else {
    card += fmt::format(R"(,["adr",{{"cc":"{}"}},"text",["","","","","","",""]])", holder.country);
  }
  std::string out = R"({"objectClassName":"entity","roles":[)" + std::string(roles) +
                    R"(],"vcardArray":["vcard",[)" + card + "]]";
  if (holder.is_redacted) {
    out +=
        R"(,"remarks":[{"title":"REDACTED FOR PRIVACY","type":"object redacted due to authorization"}])";
  }
  return out + "}";
}

std::string registrar_json(const Registrar& registrar) {
  return fmt::format(
      R"({{"objectClassName":"entity","handle":"{0}","roles":["registrar"],"publicIds":[{{"type":"IANA Registrar ID","identifier":"{0}"}}],"vcardArray":["vcard",[["version",{{}},"text","4.0"],["fn",{{}},"text","{1}"]]],"entities":[{{"objectClassName":"entity","roles":["abuse"],"vcardArray":["vcard",[["version",{{}},"text","4.0"],["fn",{{}},"text","Abuse Desk"],["email",{{}},"text","abuse@registrar-{2}.example"]]]}}]}})",
      registrar.iana, registrar.name, registrar.host);
}

std::string event_json(std::string_view action, std::uint64_t time_s) {
  return fmt::format(R"({{"eventAction":"{}","eventDate":"{}"}})", action, date_text(time_s));
}

std::string name_servers_json(const Registration& entry, const Zone* zone) {
  std::vector<std::string> names = entry.name_servers;
  const RrSet* set = zone == nullptr ? nullptr : zone->find(zone->apex, RrType::kNs);
  if (names.empty() && set != nullptr) {
    for (const std::string& rdata : set->rdata) {
      std::size_t at = 0;
      names.push_back(name_text(rdata, at));
    }
  }
  std::string out;
  for (const std::string& name : names) {
    out += fmt::format(R"({}{{"objectClassName":"nameserver","ldhName":"{}"}})",
                       out.empty() ? "" : ",", without_dot(name));
  }
  return out;
}

std::string domain_json(const Registration& entry, const World& world) {
  const Registrar& registrar = kRegistrars[entry.registrar];
  const Zone* zone = world.find_zone(entry.zone);
  const bool is_signed = zone != nullptr && zone->signing != Signing::kNone;
  std::string out = fmt::format(
      R"({{"objectClassName":"domain","handle":"D{:08X}-SIM","ldhName":"{}","status":["{}"],)",
      hash_text(entry.zone) & 0xFFFFFFFFU, without_dot(entry.zone),
      entry.registered_s % 5 == 0 ? "client transfer prohibited" : "active");
  out += "\"events\":[" + event_json("registration", entry.registered_s) + "," +
         event_json("expiration", entry.expires_s) + "," +
         event_json("last changed", entry.changed_s) + "," +
         event_json("last update of RDAP database", entry.asked_s) + "],";
  out += "\"entities\":[" + contact_json(entry.holder, "\"registrant\"") + "," +
         contact_json(entry.holder, R"("administrative","technical")") + "," +
         registrar_json(registrar) + "],";
  out += "\"nameservers\":[" + name_servers_json(entry, zone) + "],";
  out +=
      fmt::format(R"("secureDNS":{{"delegationSigned":{}}},"port43":"whois.registrar-{}.example")",
                  is_signed, registrar.host);
  return out + R"(,"rdapConformance":["rdap_level_0"]})";
}

}  // namespace

Status write_registrations(const std::string& path, const RegistrationSubject& subject) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  const RegistrationBook book(subject);
  for (const Registration& entry : book.entries())
    file << domain_json(entry, subject.world) << '\n';
  file.close();
  if (!file) return Error{ErrorCode::kIo, "cannot write the file", 0, path};
  return {};
}

}  // namespace spoor::sim
