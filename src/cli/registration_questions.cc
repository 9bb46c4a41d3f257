// SPDX-License-Identifier: Apache-2.0
// spoor registration lookup and search: who registered a domain, and what else they registered.
#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "api/registration_json.h"
#include "cli/remote.h"
#include "cli/session.h"
#include "cli/text.h"
#include "http/message.h"
#include "registration/store.h"

namespace spoor::cli {
namespace {

using registration::Contact;
using registration::Field;
using registration::Found;
using registration::Match;
using registration::Version;

/// "2020-01-02", or "-" when it is not told.
std::string day_text(std::int64_t time) {
  if (time == 0) return "-";
  std::string text;
  api::append_long_time(text, time, feed::TimeStyle::kIso);
  return text.substr(1, 10);
}

/// Adds `text` behind a comma when it is there.
void join(std::string& out, std::string_view text, std::string_view between = ", ") {
  if (text.empty()) return;
  if (!out.empty()) out += between;
  out += text;
}

std::string contact_text(const Contact& contact) {
  std::string out;
  join(out, contact.name);
  if (contact.organization != contact.name) join(out, contact.organization);
  for (const std::string& mailbox : contact.mailboxes) join(out, mailbox);
  join(out, contact.telephone);
  join(out, registration::address_text(contact));
  return out;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) join(out, text);
  return out;
}

/// One version as a block of lines.
void append_block(std::string& out, const Version& version) {
  const registration::Registration& r = version.registration;
  const auto line = [&](std::string_view label, std::string_view text) {
    if (!text.empty()) out += fmt::format("  {:<13}{}\n", label, printable(text));
  };
  out += fmt::format("{}  {} to {}  {}\n", printable(r.domain), day_text(version.first_observed),
                     day_text(version.last_observed), printable(version.source));
  line("Registrar", r.registrar_iana_id.empty()
                        ? r.registrar
                        : fmt::format("{} (IANA {})", r.registrar, r.registrar_iana_id));
  line("Registered", r.registered == 0 ? "" : day_text(r.registered));
  line("Updated", r.updated == 0 ? "" : day_text(r.updated));
  line("Expires", r.expires == 0 ? "" : day_text(r.expires));
  line("Status", joined(r.states));
  line("Name servers", joined(r.name_servers));
  constexpr std::array<std::string_view, registration::kRoles> kLabels{"Registrant", "Admin",
                                                                       "Tech", "Billing", "Abuse"};
  for (std::size_t i = 0; i < kLabels.size(); ++i) line(kLabels[i], contact_text(r.contacts[i]));
}

void append_found(std::string& out, const std::vector<Found>& results) {
  if (results.empty()) return;
  std::vector<std::vector<std::string>> rows{
      {"Domain", "Registered", "Expires", "Observed", "Registrar", "Registrant"}};
  for (const Found& found : results) {
    const registration::Registration& r = found.version.registration;
    rows.push_back({printable(r.domain), day_text(r.registered), day_text(r.expires),
                    day_text(found.version.last_observed) + (found.is_current ? "" : " (past)"),
                    printable(r.registrar),
                    printable(contact_text(r.contact(registration::Role::kRegistrant)))});
  }
  append_columns(out, rows);
}

/// What is said on standard error of a page.
void tell_page(std::uint64_t offset, std::uint64_t returned, std::uint64_t total) {
  if (total == 0) {
    complain("nothing found");
  } else if (offset + returned < total) {
    complain(fmt::format("{} of {} shown: go on with --offset {} or raise --limit",
                         grouped(returned), grouped(total), offset + returned));
  }
}

/// What a server is asked for, and for which page.
std::string page_of(const RegistrationOptions& options) {
  std::string out;
  http::append_percent_encoded(out, options.query);
  out += fmt::format("&limit={}&offset={}&times=iso", options.limit, options.offset);
  if (options.with_raw) out += "&raw=true";
  return out;
}

/// Errors of a question: a mistake in it is one of the command line.
int fail_registration(const Error& error) {
  complain(error);
  return error.code == ErrorCode::kInvalid ? kExitUsage : kExitFailed;
}

}  // namespace

int run_registration_lookup(const Session& session) {
  const RegistrationOptions& options = session.command.registration;
  if (is_remote(session.command))
    return run_remote_object(session, "/api/v1/registration?domain=" + page_of(options));
  const registration::Store store(registration::store_path(session.command.store));
  const auto history = store.history(options.query, options.limit, options.offset);
  if (!history) return fail_registration(history.error());
  std::string& out = session.out.buffer();
  if (session.command.as_json) {
    out += "{\"domain\":";
    append_json_string(out, options.query);
    out += ',';
    api::append_history(out, *history, options.offset, {feed::TimeStyle::kIso, options.with_raw});
    out += "}\n";
    return finish(session.out);
  }
  for (std::size_t i = 0; i < history->versions.size(); ++i) {
    if (i > 0) out += '\n';
    append_block(out, history->versions[i]);
  }
  const int code = finish(session.out);
  tell_page(options.offset, history->versions.size(), history->total);
  return code;
}

int run_registration_search(const Session& session) {
  const RegistrationOptions& options = session.command.registration;
  if (is_remote(session.command)) {
    return run_remote_object(
        session, fmt::format("/api/v1/registration/search?field={}&match={}&q={}", options.field,
                             options.match, page_of(options)));
  }
  const registration::Store store(registration::store_path(session.command.store));
  const registration::SearchRequest request{
      registration::parse_field(options.field).value_or(Field::kMailbox), options.query,
      options.match == "words" ? Match::kWords : Match::kExact, options.offset, options.limit};
  auto cursor = store.search(request);
  if (!cursor) return fail_registration(cursor.error());
  constexpr std::uint32_t kRowsPerLook = 4096;
  for (bool is_done = false; !is_done;) {
    const auto step = (*cursor)->advance(kRowsPerLook);
    if (!step) return fail_registration(step.error());
    if (session.stop.load()) return kExitInterrupted;
    is_done = *step;
  }
  std::string& out = session.out.buffer();
  if (session.command.as_json) {
    out += fmt::format("{{\"field\":\"{}\",\"value\":", field_text(request.field));
    append_json_string(out, (*cursor)->value());
    out += ',';
    api::append_search(out, **cursor, request, {feed::TimeStyle::kIso, options.with_raw});
    out += "}\n";
    return finish(session.out);
  }
  append_found(out, (*cursor)->results());
  const int code = finish(session.out);
  if (!(*cursor)->is_complete())
    complain("too many begin so: of the rest nothing was looked at; ask for more of the beginning");
  tell_page(options.offset, (*cursor)->results().size(), (*cursor)->total());
  return code;
}

}  // namespace spoor::cli
