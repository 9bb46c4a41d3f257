// SPDX-License-Identifier: Apache-2.0
#include "api/joined_record.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "dns/name.h"
#include "dns/rdata.h"
#include "feed/json_text.h"
#include "record/sightings.h"

namespace spoor::api {
namespace {

/// Mnemonics that dnspython 2.0 knows: a client looks each up there and gives up on others. Sorted.
constexpr auto kKnownTypes = std::to_array<std::string_view>(
    {"A",        "A6",         "AAAA",  "AFSDB", "AMTRELAY", "APL",   "AVC",        "CAA",
     "CDNSKEY",  "CDS",        "CERT",  "CNAME", "CSYNC",    "DHCID", "DLV",        "DNAME",
     "DNSKEY",   "DS",         "EUI48", "EUI64", "GPOS",     "HINFO", "HIP",        "HTTPS",
     "IPSECKEY", "ISDN",       "KEY",   "KX",    "L32",      "L64",   "LOC",        "LP",
     "MB",       "MD",         "MF",    "MG",    "MINFO",    "MR",    "MX",         "NAPTR",
     "NID",      "NINFO",      "NS",    "NSAP",  "NSEC",     "NSEC3", "NSEC3PARAM", "NULL",
     "NXT",      "OPENPGPKEY", "PTR",   "PX",    "RP",       "RRSIG", "RT",         "SIG",
     "SMIMEA",   "SOA",        "SPF",   "SRV",   "SSHFP",    "SVCB",  "TA",         "TLSA",
     "TXT",      "URI",        "WKS",   "X25"});
static_assert(std::is_sorted(kKnownTypes.begin(), kKnownTypes.end()));

void append_type(std::string& out, std::string_view text, dns::RrType type) {
  if (std::binary_search(kKnownTypes.begin(), kKnownTypes.end(), text)) {
    feed::append_json_string(out, text);
  } else {
    feed::append_number(out, dns::to_number(type));
  }
}

/// Names without their final dot. The root stays.
void append_name(std::string& out, std::string_view wire) {
  std::string text;
  dns::append_name_text(text, as_bytes(wire));
  if (text.size() > 1) text.pop_back();
  feed::append_json_string(out, text);
}

bool holds_plain_names(dns::RrType type) {
  switch (type) {
    case dns::RrType::kNs:
    case dns::RrType::kCname:
    case dns::RrType::kPtr:
    case dns::RrType::kDname:
    case dns::RrType::kMx:
    case dns::RrType::kSrv:
    case dns::RrType::kSoa:
      return true;
    default:
      return false;
  }
}

/// Takes the dot away that ends a word, unless it is the word (the root) or belongs to it.
std::string without_final_dots(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool ends_word = i + 1 == text.size() || text[i + 1] == ' ';
    const bool begins_word = i == 0 || text[i - 1] == ' ';
    if (text[i] == '.' && ends_word && !begins_word && text[i - 1] != '\\') continue;
    out += text[i];
  }
  return out;
}

void append_rdata(std::string& out, dns::RrType type, std::string_view rdata) {
  std::string text;
  dns::append_rdata_text(text, type, as_bytes(rdata));
  feed::append_json_string(out, holds_plain_names(type) ? without_final_dots(text) : text);
}

void widen(std::optional<search::TimeSpan>& span, const record::Sightings& s) {
  if (!span) span = search::TimeSpan{s.first, s.last};
  span->first = std::min(span->first, s.first);
  span->last = std::max(span->last, s.last);
}

}  // namespace

bool JoinedRecord::is_same(const search::Row& row) const noexcept {
  return type_ == row.type && owner_ == as_chars(row.owner) && rdata_ == row.rdata;
}

void JoinedRecord::begin(const search::Row& row) {
  owner_ = as_chars(row.owner);
  rdata_ = row.rdata;
  type_ = row.type;
  type_text_ = row.type_text;
  count_ = 0;
  seen_.reset();
  zone_seen_.reset();
  add(row);
}

void JoinedRecord::add(const search::Row& row) {
  count_ = record::add_counts(count_, row.sightings->count());
  widen(row.how == record::How::kZone ? zone_seen_ : seen_, *row.sightings);
}

// A record that zone files alone told has its times twice: clients demand time_first.
void JoinedRecord::append_line(std::string& out, std::string_view origin) const {
  const search::TimeSpan seen = seen_ ? *seen_ : zone_seen_.value_or(search::TimeSpan{});
  out += "{\"rrname\":";
  append_name(out, owner_);
  out += ",\"rrtype\":";
  append_type(out, type_text_, type_);
  out += ",\"rdata\":";
  append_rdata(out, type_, rdata_);
  feed::append_field(out, ",\"time_first\":", seen.first);
  feed::append_field(out, ",\"time_last\":", seen.last);
  if (zone_seen_) {
    feed::append_field(out, ",\"zone_time_first\":", zone_seen_->first);
    feed::append_field(out, ",\"zone_time_last\":", zone_seen_->last);
  }
  feed::append_field(out, ",\"count\":", count_);
  out += ",\"origin\":";
  feed::append_json_string(out, origin);
  out += "}\n";
}

std::string origin_of(const http::Request& request, bool has_tls) {
  std::string origin = has_tls ? "https://" : "http://";
  const std::string_view host = request.field("host");
  origin += host.empty() ? std::string_view("localhost") : host;
  return origin + "/";
}

}  // namespace spoor::api
