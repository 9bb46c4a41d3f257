// SPDX-License-Identifier: Apache-2.0
// enrichment, and the reading half of actions: what local files say of a name or an address.
#include "enrich/enrichment.h"

#include <string>
#include <vector>

#include <fmt/format.h>

#include "api/passivetotal/readings.h"
#include "api/passivetotal/response.h"
#include "dns/name.h"
#include "enrich/tag.h"
#include "feed/json_text.h"

namespace spoor::api::passivetotal {
namespace {

constexpr std::size_t kMostInBulk = 1000;

enrich::TagSet tags_of(const Ask& ask, const Subject& subject) {
  const auto known = ask.call.services.enrichment();
  return subject.kind == Kind::kAddress ? known->tags(subject.address)
                                        : known->tags(subject.query.name.wire());
}

std::vector<std::string> tag_texts(enrich::TagSet tags) {
  std::vector<std::string> texts;
  for (const enrich::Tag tag : enrich::kAllTags) {
    if (tags.has(tag)) texts.emplace_back(tag_text(tag));
  }
  return texts;
}

void append_domain(std::string& out, const enrich::Enrichment& known, Bytes wire) {
  out += ",\"queryType\":\"domain\",\"primaryDomain\":";
  append_name(out, wire.subspan(known.registered_at(wire).value_or(0)));
  std::string suffix;
  append_name(suffix, wire.subspan(known.suffix_at(wire)));
  out += ",\"tld\":\"." + suffix.substr(1) + ",\"subdomains\":[]";
}

void append_address(std::string& out, const enrich::Enrichment& known, const IpAddress& address) {
  const enrich::Origin origin = known.origin(address);
  out += ",\"queryType\":\"ip\"";
  feed::append_field(out, ",\"autonomousSystemNumber\":", origin.asn);
  out += ",\"autonomousSystemName\":";
  feed::append_json_string(out, origin.holder);
  out += ",\"country\":";
  feed::append_json_string(out, origin.country);
}

void append_enrichment(std::string& out, const Ask& ask, const Subject& subject) {
  const auto known = ask.call.services.enrichment();
  const enrich::TagSet tags = tags_of(ask, subject);
  out += "{\"queryValue\":";
  feed::append_json_string(out, subject.text);
  if (subject.kind == Kind::kAddress) {
    append_address(out, *known, subject.address);
  } else {
    append_domain(out, *known, subject.query.name.wire());
  }
  out += ",\"tags\":";
  append_texts(out, tag_texts(tags));
  out += fmt::format(",\"dynamicDns\":{},\"sinkhole\":{},\"everCompromised\":false}}",
                     tags.has(enrich::Tag::kDynamicDns), tags.has(enrich::Tag::kSinkhole));
}

/// `{"queryValue":…,"KEY":true}` of whether the subject bears a tag.
http::Response truth_of(const Ask& ask, std::string_view key, enrich::Tag tag) {
  const auto subject = parse_subject(ask.parameters.text("query"));
  if (!subject) return refuse(subject.error());
  std::string out = "{\"queryValue\":";
  feed::append_json_string(out, subject->text);
  out += fmt::format(",\"{}\":{}}}\n", key, tags_of(ask, *subject).has(tag));
  return answer(std::move(out));
}

/// Calls `append` for each text of `query`. Those that are no subject are left out.
template <class Append>
http::Response in_bulk(const Ask& ask, const Append& append) {
  const std::vector<std::string> queries = ask.parameters.texts("query");
  if (queries.size() > kMostInBulk) return refuse(400, "expected at most 1000 in query");
  std::string out = "{\"results\":{";
  bool is_first = true;
  for (const std::string& text : queries) {
    const auto subject = parse_subject(text);
    if (!subject) continue;
    if (!is_first) out += ',';
    is_first = false;
    feed::append_json_string(out, text);
    out += ':';
    append(out, *subject);
  }
  return answer(out + "},\"success\":true}\n");
}

}  // namespace

http::Response enrichment(const Ask& ask) {
  const auto subject = parse_subject(ask.parameters.text("query"));
  if (!subject) return refuse(subject.error());
  std::string out;
  append_enrichment(out, ask, *subject);
  return answer(out + '\n');
}

http::Response bulk_enrichment(const Ask& ask) {
  return in_bulk(
      ask, [&](std::string& out, const Subject& subject) { append_enrichment(out, ask, subject); });
}

http::Response dynamic_dns(const Ask& ask) {
  return truth_of(ask, "dynamicDns", enrich::Tag::kDynamicDns);
}

http::Response sinkhole(const Ask& ask) {
  return truth_of(ask, "sinkhole", enrich::Tag::kSinkhole);
}

http::Response tags(const Ask& ask) {
  const auto subject = parse_subject(ask.parameters.text("query"));
  if (!subject) return refuse(subject.error());
  std::string out = "{\"queryValue\":";
  feed::append_json_string(out, subject->text);
  out += ",\"tags\":[]}\n";
  return answer(std::move(out));
}

http::Response classification(const Ask& ask) {
  const auto subject = parse_subject(ask.parameters.text("query"));
  if (!subject) return refuse(subject.error());
  std::string out = "{\"queryValue\":";
  feed::append_json_string(out, subject->text);
  out += ",\"classification\":\"unknown\"}\n";
  return answer(std::move(out));
}

http::Response bulk_classification(const Ask& ask) {
  return in_bulk(
      ask, [](std::string& out, const Subject&) { out += "{\"classification\":\"unknown\"}"; });
}

}  // namespace spoor::api::passivetotal
