// SPDX-License-Identifier: Apache-2.0
// spoor enrich: what local files say of a name or an address.
#include <iterator>

#include <fmt/format.h>

#include "api/v1/enrichment_text.h"
#include "cli/enrichment.h"
#include "cli/remote.h"
#include "cli/session.h"
#include "cli/text.h"
#include "http/client.h"

namespace spoor::cli {
namespace {

std::string name_text(Bytes wire) {
  std::string out;
  dns::append_name_text(out, wire);
  if (out.size() > 1) out.pop_back();
  return out;
}

void append_line(std::string& out, std::string_view head, std::string_view value) {
  if (!value.empty()) fmt::format_to(std::back_inserter(out), "{:<10}  {}\n", head, value);
}

std::string tags_text(enrich::TagSet tags) {
  std::string out;
  for (const enrich::Tag tag : enrich::kAllTags) {
    if (!tags.has(tag)) continue;
    if (!out.empty()) out += ", ";
    out += enrich::tag_text(tag);
  }
  return out;
}

void append_subject(std::string& out, const enrich::Enrichment& known,
                    const api::v1::EnrichmentSubject& subject) {
  if (subject.address) {
    const enrich::Origin origin = known.origin(*subject.address);
    std::string text;
    append_ip_text(text, subject.address->bytes());
    append_line(out, "Address", text);
    append_line(out, "ASN", origin.asn == 0 ? "" : "AS" + std::to_string(origin.asn));
    append_line(out, "Holder", printable(origin.holder));
    append_line(out, "Country", origin.country);
    return append_line(out, "Tags", tags_text(known.tags(*subject.address)));
  }
  const Bytes wire = subject.name.wire();
  append_line(out, "Name", name_text(wire));
  if (const auto at = known.registered_at(wire))
    append_line(out, "Registered", name_text(wire.subspan(*at)));
  append_line(out, "Suffix", name_text(wire.subspan(known.suffix_at(wire))));
  if (const auto rank = known.rank(wire)) append_line(out, "Rank", grouped(*rank));
  append_line(out, "Tags", tags_text(known.tags(wire)));
}

void append_file(std::string& out, const enrich::SourceFile& file) {
  const std::string date = file.date_s == 0 ? "-" : time_text(file.date_s).substr(0, 10);
  const std::string state = file.error.empty() ? "" : file.is_older ? "  (older)" : "  (refused)";
  append_line(out, "File",
              fmt::format("{}  {}  {}  {} entries{}", printable(file.name),
                          enrich::kind_text(file.kind), date, grouped(file.entries), state));
}

}  // namespace

int run_enrich(const Session& session) {
  const std::string& query = session.command.question.query;
  if (is_remote(session.command)) {
    std::string path = "/api/v1/enrichment?q=";
    http::append_percent_encoded(path, query);
    return run_remote_object(session, path);
  }
  const auto subject = api::v1::parse_enrichment_subject(query);
  if (!subject) {
    Error error = subject.error();
    error.where = "QUERY '" + query + "'";
    return fail(error);
  }
  const auto holder = open_enrichment(session.command);
  if (!holder) return fail(holder.error());
  const auto known = (*holder)->current();
  std::string& out = session.out.buffer();
  if (session.command.as_json) {
    out += api::v1::render_enrichment(*known, *subject, feed::TimeStyle::kUnix);
    return finish(session.out);
  }
  append_subject(out, *known, *subject);
  for (const enrich::LoadedFile& loaded : known->files()) append_file(out, loaded.file);
  return finish(session.out);
}

}  // namespace spoor::cli
