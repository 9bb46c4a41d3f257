// SPDX-License-Identifier: Apache-2.0
// RDAP domain objects (RFC 9083), one, an array, a line each, or the results of a search.
#include <array>
#include <utility>

#include <simdjson.h>

#include "registration/json_pieces.h"
#include "registration/rdap_contact.h"
#include "registration/tidy.h"
#include "registration/time_text.h"

namespace spoor::registration {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr int kMaxEntityDepth = 4;

std::string member_text(object from, std::string_view key) {
  element found;
  return from.at_key(key).get(found) == simdjson::SUCCESS ? text_of(found) : std::string();
}

/// Calls `use` for each object in the array `key`; nulls and other things in it are passed over.
template <class Use>
void for_objects(object from, std::string_view key, const Use& use) {
  array list;
  if (from.at_key(key).get(list) != simdjson::SUCCESS) return;
  for (const element each : list) {
    object item;
    if (each.get(item) == simdjson::SUCCESS) use(item);
  }
}

/// The same for the texts of an array, or for one text that stands instead of it.
template <class Use>
void for_texts(object from, std::string_view key, const Use& use) {
  element member;
  if (from.at_key(key).get(member) != simdjson::SUCCESS) return;
  array list;
  if (member.get(list) != simdjson::SUCCESS) return use(text_of(member));
  for (const element each : list) use(text_of(each));
}

std::optional<Role> role_of(std::string_view word) {
  if (word == "registrant") return Role::kRegistrant;
  if (word == "administrative") return Role::kAdmin;
  if (word == "technical") return Role::kTech;
  if (word == "billing") return Role::kBilling;
  if (word == "abuse") return Role::kAbuse;
  return std::nullopt;
}

Contact contact_of(object entity) {
  Contact contact;
  element vcard;
  if (entity.at_key("vcardArray").get(vcard) == simdjson::SUCCESS) put_vcard(contact, vcard);
  return contact;
}

void put_registrar(Registration& registration, object entity) {
  const Contact contact = contact_of(entity);
  if (registration.registrar.empty())
    registration.registrar = contact.name.empty() ? contact.organization : contact.name;
  for_objects(entity, "publicIds", [&](object id) {
    if (lower(member_text(id, "type")) == "iana registrar id")
      registration.registrar_iana_id = member_text(id, "identifier");
  });
}

void put_entities(Registration& registration, object from, int depth) {
  if (depth == kMaxEntityDepth) return;
  for_objects(from, "entities", [&](object entity) {
    for_texts(entity, "roles", [&](const std::string& text) {
      const std::string word = lower(text);
      if (word == "registrar") put_registrar(registration, entity);
      const auto role = role_of(word);
      if (!role) return;
      Contact& known = registration.contact(*role);
      Contact told = contact_of(entity);
      // A second holder does not mix with the first, but is reached through it.
      if (known.is_empty()) {
        known = std::move(told);
      } else {
        for (std::string& mailbox : told.mailboxes) known.mailboxes.push_back(std::move(mailbox));
      }
    });
    put_entities(registration, entity, depth + 1);
  });
}

void put_events(Read& read, object domain) {
  for_objects(domain, "events", [&](object event) {
    const std::string action = lower(member_text(event, "eventAction"));
    const std::int64_t time = parse_time(member_text(event, "eventDate")).value_or(0);
    if (action == "registration") read.registration.registered = time;
    if (action == "expiration") read.registration.expires = time;
    if (action == "last changed") read.registration.updated = time;
    if (action == "last update of rdap database") read.observed = time;
  });
}

class RdapReader {
 public:
  RdapReader(InputStream& in, Taker& taker) : in_(in), pieces_(in_), taker_(taker) {}

  Status read() {
    for (;;) {
      const JsonPieces::Step step = pieces_.next();
      SPOOR_CHECK(in_.status());
      if (step == JsonPieces::Step::kEnd) return {};
      if (step == JsonPieces::Step::kRefused) {
        taker_.refuse(pieces_.line(), pieces_.reason());
      } else {
        SPOOR_CHECK(take(pieces_.object()));
      }
    }
  }

 private:
  Status take(const std::string& text) {
    object outer;
    if (parser_.parse(text).get(outer) != simdjson::SUCCESS) {
      taker_.refuse(pieces_.line(), "no valid JSON");
      return {};
    }
    array results;
    if (outer.at_key("domainSearchResults").get(results) != simdjson::SUCCESS)
      return take_domain(outer);
    for (const element each : results) {
      object domain;
      if (each.get(domain) == simdjson::SUCCESS) SPOOR_CHECK(take_domain(domain));
    }
    return {};
  }

  Status take_domain(object domain) {
    Read read;
    read.line = pieces_.line();
    const std::string object_class = lower(member_text(domain, "objectClassName"));
    Registration& registration = read.registration;
    registration.domain = member_text(domain, "ldhName");
    if ((!object_class.empty() && object_class != "domain") || registration.domain.empty()) {
      taker_.refuse(read.line, "no RDAP object of a domain");
      return {};
    }
    registration.whois_server = member_text(domain, "port43");
    for_texts(domain, "status",
              [&](std::string text) { registration.states.push_back(std::move(text)); });
    for_objects(domain, "nameservers", [&](object server) {
      registration.name_servers.push_back(member_text(server, "ldhName"));
    });
    put_events(read, domain);
    put_entities(registration, domain, 0);
    if (!tidy(registration)) {
      taker_.refuse(read.line, "the domain is no name in ASCII");
      return {};
    }
    return taker_.take(std::move(read));
  }

  Characters in_;
  JsonPieces pieces_;
  Taker& taker_;
  simdjson::dom::parser parser_;
};

}  // namespace

Status read_rdap(InputStream& in, Taker& taker) {
  return RdapReader(in, taker).read();
}

}  // namespace spoor::registration
