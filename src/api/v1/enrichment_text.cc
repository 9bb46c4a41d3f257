// SPDX-License-Identifier: Apache-2.0
#include "api/v1/enrichment_text.h"

#include "api/v1/question.h"
#include "feed/json_text.h"

namespace spoor::api::v1 {
namespace {

void append_name(std::string& out, std::string_view key, Bytes wire) {
  std::string text;
  dns::append_name_text(text, wire);
  out += key;
  feed::append_json_string(out, text);
}

void append_text(std::string& out, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  out += key;
  feed::append_json_string(out, text);
}

void append_faults(std::string& out, const enrich::SourceFile& file) {
  out += ",\"faults\":[";
  for (const enrich::LineFault& fault : file.faults) {
    if (&fault != &file.faults.front()) out += ',';
    feed::append_field(out, "{\"line\":", fault.line);
    append_text(out, ",\"what\":", fault.what);
    out += '}';
  }
  out += ']';
}

/// The address that a record of type A or AAAA holds.
std::optional<IpAddress> address_of(const search::Row& row) {
  const Bytes rdata = as_bytes(row.rdata);
  if (row.type == dns::RrType::kA && rdata.size() == 4) return IpAddress::v4(rdata);
  if (row.type == dns::RrType::kAaaa && rdata.size() == 16) return IpAddress::v6(rdata);
  return std::nullopt;
}

}  // namespace

void append_origin(std::string& out, const enrich::Origin& origin) {
  if (origin.asn != 0) feed::append_field(out, ",\"asn\":", origin.asn);
  append_text(out, ",\"country\":", origin.country);
  append_text(out, ",\"holder\":", origin.holder);
}

Result<EnrichmentSubject> parse_enrichment_subject(std::string_view text) {
  EnrichmentSubject subject;
  subject.address = parse_ip_address(text);
  if (subject.address) return subject;
  auto name = dns::parse_name(text);
  const bool is_prefix = parse_ip_address(text.substr(0, text.find('/'))).has_value();
  if (!name || is_prefix)
    return Error{ErrorCode::kInvalid, "expected a name or one address", 0, {}};
  subject.name = *name;
  return subject;
}

void append_files(std::string& out, const enrich::Enrichment& enrichment, feed::TimeStyle times) {
  out += '[';
  bool is_first = true;
  for (const enrich::LoadedFile& loaded : enrichment.files()) {
    const enrich::SourceFile& file = loaded.file;
    append_text(out, is_first ? "{\"name\":" : ",{\"name\":", file.name);
    is_first = false;
    append_text(out, ",\"kind\":", enrich::kind_text(file.kind));
    feed::append_field(out, ",\"entries\":", file.entries);
    if (file.date_s != 0) {
      out += ",\"date\":";
      append_time(out, file.date_s, times);
    }
    feed::append_field(out, ",\"skipped\":", file.skipped);
    if (!file.faults.empty()) append_faults(out, file);
    append_text(out, ",\"error\":", file.error);
    if (file.is_older) out += ",\"older\":true";
    out += '}';
  }
  out += ']';
}

void append_tags(std::string& out, enrich::TagSet tags) {
  out += '[';
  bool is_first = true;
  for (const enrich::Tag tag : enrich::kAllTags) {
    if (!tags.has(tag)) continue;
    out += is_first ? "\"" : ",\"";
    out += enrich::tag_text(tag);
    out += '"';
    is_first = false;
  }
  out += ']';
}

void append_known(std::string& out, const enrich::Enrichment& enrichment,
                  const EnrichmentSubject& subject) {
  if (subject.address) {
    append_origin(out, enrichment.origin(*subject.address));
    out += ",\"tags\":";
    return append_tags(out, enrichment.tags(*subject.address));
  }
  const Bytes wire = subject.name.wire();
  if (const auto at = enrichment.registered_at(wire))
    append_name(out, ",\"registered_domain\":", wire.subspan(*at));
  append_name(out, ",\"suffix\":", wire.subspan(enrichment.suffix_at(wire)));
  if (const auto rank = enrichment.rank(wire)) feed::append_field(out, ",\"rank\":", *rank);
  out += ",\"tags\":";
  append_tags(out, enrichment.tags(wire));
}

void append_row_enrichment(std::string& out, const enrich::Enrichment& enrichment,
                           const search::Row& row) {
  const Bytes owner = row.owner;
  if (const auto at = enrichment.registered_at(owner))
    append_name(out, ",\"registered_domain\":", owner.subspan(*at));
  if (const enrich::TagSet tags = enrichment.tags(owner); !tags.empty()) {
    out += ",\"tags\":";
    append_tags(out, tags);
  }
  const auto address = address_of(row);
  if (!address) return;
  append_origin(out, enrichment.origin(*address));
  if (const enrich::TagSet tags = enrichment.tags(*address); !tags.empty()) {
    out += ",\"address_tags\":";
    append_tags(out, tags);
  }
}

std::string render_enrichment(const enrich::Enrichment& enrichment,
                              const EnrichmentSubject& subject, feed::TimeStyle times) {
  std::string out;
  if (subject.address) {
    std::string text;
    append_ip_text(text, subject.address->bytes());
    append_text(out, "{\"subject\":", text);
    out += ",\"kind\":\"address\"";
  } else {
    append_name(out, "{\"subject\":", subject.name.wire());
    out += ",\"kind\":\"name\"";
  }
  append_known(out, enrichment, subject);
  out += ",\"files\":";
  append_files(out, enrichment, times);
  return out + "}\n";
}

}  // namespace spoor::api::v1
