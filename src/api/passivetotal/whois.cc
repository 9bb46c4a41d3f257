// SPDX-License-Identifier: Apache-2.0
// whois, whois/search and whois/search/keyword over the registrations.
#include <array>
#include <chrono>
#include <iterator>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "api/passivetotal/readings.h"
#include "api/passivetotal/response.h"
#include "api/registration_stream.h"
#include "feed/json_text.h"
#include "registration/store.h"

namespace spoor::api::passivetotal {
namespace {

using registration::Contact;
using registration::Field;
using registration::Match;
using registration::Registration;
using registration::Role;
using registration::Version;

constexpr std::uint64_t kMostResults = 1000;

/// ISO with milliseconds and an offset in figures: clients subtract these from times with a zone.
void append_date(std::string& out, std::string_view key, std::int64_t time) {
  out += key;
  if (time == 0) {
    out += "null";
    return;
  }
  const std::chrono::sys_seconds point{std::chrono::seconds(time)};
  const auto day = std::chrono::floor<std::chrono::days>(point);
  const std::chrono::year_month_day date{day};
  const std::int64_t clock = (point - day).count();
  fmt::format_to(std::back_inserter(out), "\"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.000+0000\"",
                 static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                 static_cast<unsigned>(date.day()), clock / 3600, clock / 60 % 60, clock % 60);
}

void append_text(std::string& out, std::string_view key, std::string_view text) {
  out += key;
  if (text.empty()) {
    out += "null";
  } else {
    feed::append_json_string(out, text);
  }
}

std::string mailbox_of(const Contact& contact) {
  return contact.mailboxes.empty() ? std::string() : contact.mailboxes.front();
}

/// Only what is told.
void append_contact(std::string& out, std::string_view key, const Contact& contact) {
  const std::pair<std::string_view, std::string> members[] = {
      {"organization", contact.organization},
      {"name", contact.name},
      {"email", mailbox_of(contact)},
      {"telephone", contact.telephone},
      {"street", contact.street},
      {"city", contact.city},
      {"state", contact.state},
      {"postalCode", contact.postal_code},
      {"country", contact.country}};
  out += key;
  char before = '{';
  for (const auto& [name, text] : members) {
    if (text.empty()) continue;
    out += before;
    before = ',';
    feed::append_json_string(out, name);
    out += ':';
    feed::append_json_string(out, text);
  }
  out += before == '{' ? "{}" : "}";
}

/// Each distinct value of all contacts, by attribute.
void append_compact(std::string& out, const Registration& registration) {
  using Texts = std::vector<std::string>;
  std::array<std::pair<std::string_view, Texts>, 9> all{{{"organization", {}},
                                                         {"name", {}},
                                                         {"email", {}},
                                                         {"telephone", {}},
                                                         {"street", {}},
                                                         {"city", {}},
                                                         {"state", {}},
                                                         {"postalCode", {}},
                                                         {"country", {}}}};
  Texts addresses;
  const auto add = [](Texts& texts, const std::string& text) {
    if (!text.empty() && std::find(texts.begin(), texts.end(), text) == texts.end())
      texts.push_back(text);
  };
  for (const Contact& contact : registration.contacts) {
    const std::string* const texts[] = {
        &contact.organization, &contact.name,        nullptr,
        &contact.telephone,    &contact.street,      &contact.city,
        &contact.state,        &contact.postal_code, &contact.country};
    for (std::size_t i = 0; i < all.size(); ++i) {
      if (texts[i] != nullptr) add(all[i].second, *texts[i]);
    }
    for (const std::string& mailbox : contact.mailboxes) add(all[2].second, mailbox);
    add(addresses, registration::address_text(contact));
  }
  char before = '{';
  const auto append = [&](std::string_view name, const Texts& texts) {
    out += before;
    before = ',';
    out += fmt::format("\"{}\":{{\"raw\":", name);
    append_texts(out, texts);
    out += ",\"values\":";
    append_texts(out, texts);
    out += '}';
  };
  out += ",\"compact\":";
  for (const auto& [name, texts] : all) append(name, texts);
  append("address", addresses);
  out += '}';
}

void append_record(std::string& out, const Version& version) {
  const Registration& r = version.registration;
  const Contact& holder = r.contact(Role::kRegistrant);
  append_text(out, "{\"domain\":", r.domain);
  append_text(out, ",\"contactEmail\":", mailbox_of(holder));
  append_text(out, ",\"name\":", holder.name);
  append_text(out, ",\"organization\":", holder.organization);
  append_text(out, ",\"telephone\":", holder.telephone);
  append_text(out, ",\"registrar\":", r.registrar);
  append_text(out, ",\"whoisServer\":", r.whois_server);
  out += ",\"nameServers\":";
  append_texts(out, r.name_servers);
  append_date(out, ",\"registered\":", r.registered);
  append_date(out, ",\"registryUpdatedAt\":", r.updated);
  append_date(out, ",\"expiresAt\":", r.expires);
  append_date(out, ",\"lastLoadedAt\":", version.last_observed);
  out += ",\"rawText\":";
  feed::append_json_string(out, r.raw);
  out += ",\"zone\":{}";
  append_contact(out, ",\"registrant\":", holder);
  append_contact(out, ",\"admin\":", r.contact(Role::kAdmin));
  append_contact(out, ",\"tech\":", r.contact(Role::kTech));
  append_contact(out, ",\"billing\":", r.contact(Role::kBilling));
  append_compact(out, r);
  out += '}';
}

/// What registrations say of themselves that went wrong.
http::Response refuse_registration(const Ask& ask, const Error& error) {
  if (error.code != ErrorCode::kInvalid) ask.call.services.store.report(error);
  return refuse(error);
}

void append_found(std::string& out, const std::string& query,
                  const registration::SearchCursor& found) {
  out += "{\"queryValue\":";
  feed::append_json_string(out, query);
  out += ",\"results\":[";
  for (std::size_t i = 0; i < found.results().size(); ++i) {
    if (i > 0) out += ',';
    append_record(out, found.results()[i].version);
  }
  feed::append_field(out, "],\"totalRecords\":", found.total());
  const bool is_all = found.is_complete() && found.total() == found.results().size();
  out += is_all ? ",\"complete\":true}\n" : ",\"complete\":false}\n";
}

http::Response search(const Ask& ask, registration::SearchRequest request) {
  request.query = ask.parameters.text("query");
  request.limit = kMostResults;
  auto cursor = ask.call.services.registrations.search(request);
  if (!cursor) return refuse_registration(ask, cursor.error());
  return answer(std::make_unique<RegistrationStream>(
      *std::move(cursor), ask.call.services, Dialect::kPassiveTotal,
      [query = std::move(request.query)](std::string& out,
                                         const registration::SearchCursor& found) {
        append_found(out, query, found);
      }));
}

}  // namespace

/// The version that was observed last. Of a domain without one, and of an address, an empty record:
/// clients that ask in a row of questions would give all of them up for a 404.
http::Response whois(const Ask& ask) {
  const auto subject = parse_subject(ask.parameters.text("query"));
  if (!subject || subject->kind == Kind::kBelow || subject->kind == Kind::kForward)
    return refuse(400, "expected query to be a domain or an address");
  Version version;
  if (subject->kind == Kind::kDomain) {
    // Clients ask for hosts too: the registration is that of the registered domain above.
    const auto known = ask.call.services.enrichment();
    const auto at = known->registered_at(subject->query.name.wire());
    for (const std::size_t from : {std::size_t{0}, at.value_or(0)}) {
      std::string name;
      dns::append_name_text(name, subject->query.name.wire().subspan(from));
      auto history = ask.call.services.registrations.history(name, 1);
      if (!history) return refuse_registration(ask, history.error());
      if (history->versions.empty()) continue;
      version = std::move(history->versions.front());
      break;
    }
  }
  if (version.registration.domain.empty()) version.registration.domain = subject->text;
  std::string body;
  append_record(body, version);
  return answer(body + '\n');
}

http::Response whois_search(const Ask& ask) {
  constexpr std::string_view kExpected =
      "expected field to be domain, email, name, organization, address, phone or nameserver";
  const std::string_view text = ask.parameters.text("field");
  const auto field = registration::parse_field(text);
  if (!field || text == "mailbox") return refuse(400, kExpected);
  return search(ask, {*field, {}, Match::kExact});
}

/// Words of the holder's organisation, or of what `field` names.
http::Response whois_keyword(const Ask& ask) {
  const auto field =
      registration::parse_field(ask.parameters.text("field")).value_or(Field::kDomain);
  return search(ask, {registration::has_words(field) ? field : Field::kDomain, {}, Match::kWords});
}

}  // namespace spoor::api::passivetotal
