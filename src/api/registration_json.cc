// SPDX-License-Identifier: Apache-2.0
#include "api/registration_json.h"

#include <algorithm>
#include <chrono>
#include <iterator>

#include <fmt/format.h>

#include "feed/json_text.h"
#include "registration/mailbox.h"

namespace spoor::api {
namespace {

using registration::Contact;
using registration::Registration;
using registration::Role;
using registration::Version;

void append_text(std::string& out, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  out += key;
  feed::append_json_string(out, text);
}

void append_texts(std::string& out, std::string_view key, const std::vector<std::string>& texts) {
  if (texts.empty()) return;
  out += key;
  char before = '[';
  for (const std::string& text : texts) {
    out += before;
    feed::append_json_string(out, text);
    before = ',';
  }
  out += ']';
}

void append_time(std::string& out, std::string_view key, std::int64_t time, feed::TimeStyle style) {
  if (time == 0) return;
  out += key;
  append_long_time(out, time, style);
}

void append_contact(std::string& out, const Contact& contact) {
  const std::size_t begin = out.size();
  append_text(out, ",\"name\":", contact.name);
  append_text(out, ",\"organization\":", contact.organization);
  append_texts(out, ",\"mailboxes\":", contact.mailboxes);
  append_text(out, ",\"telephone\":", contact.telephone);
  append_text(out, ",\"street\":", contact.street);
  append_text(out, ",\"city\":", contact.city);
  append_text(out, ",\"state\":", contact.state);
  append_text(out, ",\"postal_code\":", contact.postal_code);
  append_text(out, ",\"country\":", contact.country);
  out[begin] = '{';
  out += '}';
}

void append_contacts(std::string& out, const Registration& registration) {
  char before = '{';
  for (std::size_t i = 0; i < registration::kRoles; ++i) {
    if (registration.contacts[i].is_empty()) continue;
    if (before == '{') out += ",\"contacts\":";
    out += before;
    out += '"';
    out += role_text(static_cast<Role>(i));
    out += "\":";
    append_contact(out, registration.contacts[i]);
    before = ',';
  }
  if (before == ',') out += '}';
}

/// All members, without the last brace.
void append_members(std::string& out, const Version& version, const RegistrationForm& form) {
  const Registration& registration = version.registration;
  append_text(out, "{\"domain\":", registration.domain);
  append_text(out, ",\"source\":", version.source);
  append_time(out, ",\"first_observed\":", version.first_observed, form.times);
  append_time(out, ",\"last_observed\":", version.last_observed, form.times);
  append_text(out, ",\"registrar\":", registration.registrar);
  append_text(out, ",\"registrar_iana_id\":", registration.registrar_iana_id);
  append_text(out, ",\"whois_server\":", registration.whois_server);
  append_time(out, ",\"registered\":", registration.registered, form.times);
  append_time(out, ",\"updated\":", registration.updated, form.times);
  append_time(out, ",\"expires\":", registration.expires, form.times);
  append_texts(out, ",\"status\":", registration.states);
  append_texts(out, ",\"name_servers\":", registration.name_servers);
  append_contacts(out, registration);
  if (form.with_raw) append_text(out, ",\"raw\":", registration.raw);
}

/// What stands behind the rows.
void append_ending(std::string& out, std::uint64_t returned, std::uint64_t total,
                   std::string_view reason) {
  feed::append_field(out, "],\"returned\":", returned);
  feed::append_field(out, ",\"total\":", total);
  out += reason.empty() ? ",\"complete\":true" : ",\"complete\":false";
  append_text(out, ",\"reason\":", reason);
}

}  // namespace

void append_long_time(std::string& out, std::int64_t unix_s, feed::TimeStyle style) {
  if (style == feed::TimeStyle::kUnix)
    return feed::append_number(out, static_cast<std::uint64_t>(std::max<std::int64_t>(unix_s, 0)));
  const std::chrono::sys_seconds time{std::chrono::seconds(unix_s)};
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date{day};
  const std::int64_t clock = (time - day).count();
  fmt::format_to(std::back_inserter(out), "\"{:04}-{:02}-{:02}T{:02}:{:02}:{:02}Z\"",
                 static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
                 static_cast<unsigned>(date.day()), clock / 3600, clock / 60 % 60, clock % 60);
}

void append_version(std::string& out, const Version& version, const RegistrationForm& form) {
  append_members(out, version, form);
  out += '}';
}

std::vector<Role> roles_of(const Registration& registration, std::string_view mailbox) {
  std::vector<Role> roles;
  for (std::size_t i = 0; i < registration::kRoles; ++i) {
    const auto& mailboxes = registration.contacts[i].mailboxes;
    const bool stands_there =
        std::any_of(mailboxes.begin(), mailboxes.end(), [&](const std::string& text) {
          const auto other = registration::parse_mailbox(text);
          return other && *other == mailbox;
        });
    if (stands_there) roles.push_back(static_cast<Role>(i));
  }
  return roles;
}

void append_found(std::string& out, const registration::Found& found, std::string_view mailbox,
                  const RegistrationForm& form) {
  append_members(out, found.version, form);
  out += found.is_current ? ",\"current\":true" : ",\"current\":false";
  if (!mailbox.empty()) {
    std::vector<std::string> texts;
    for (const Role role : roles_of(found.version.registration, mailbox))
      texts.emplace_back(role_text(role));
    append_texts(out, ",\"roles\":", texts);
  }
  out += '}';
}

void append_history(std::string& out, const registration::History& history, std::uint64_t offset,
                    const RegistrationForm& form) {
  out += "\"rows\":[";
  for (std::size_t i = 0; i < history.versions.size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    append_version(out, history.versions[i], form);
  }
  const bool is_all = offset + history.versions.size() >= history.total;
  append_ending(out, history.versions.size(), history.total, is_all ? "" : "limit");
}

void append_search(std::string& out, const registration::SearchCursor& cursor,
                   const registration::SearchRequest& request, const RegistrationForm& form) {
  const bool is_whole_mailbox =
      request.field == registration::Field::kMailbox && registration::parse_mailbox(request.query);
  out += "\"rows\":[";
  for (std::size_t i = 0; i < cursor.results().size(); ++i) {
    out += i == 0 ? "\n" : ",\n";
    append_found(out, cursor.results()[i], is_whole_mailbox ? cursor.value() : std::string_view(),
                 form);
  }
  const bool is_all = request.offset + cursor.results().size() >= cursor.total();
  append_ending(out, cursor.results().size(), cursor.total(),
                !cursor.is_complete() ? "too_many"
                : is_all              ? ""
                                      : "limit");
}

}  // namespace spoor::api
