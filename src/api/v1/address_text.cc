// SPDX-License-Identifier: Apache-2.0
#include "api/v1/address_text.h"

#include <algorithm>

#include "api/v1/enrichment_text.h"
#include "api/v1/question.h"
#include "feed/json_text.h"
#include "search/query.h"
#include "search/time_text.h"

namespace spoor::api::v1 {
namespace {

using analysis::HostingProfile;
using analysis::SeenBefore;

void append_name(std::string& out, const dns::Name& name) {
  feed::append_json_string(out, dns::name_to_text(name));
}

void append_flag(std::string& out, std::string_view key, bool value) {
  out += key;
  out += value ? "true" : "false";
}

void append_address(std::string& out, std::string_view key, const IpAddress& address) {
  out += key;
  out += '"';
  append_ip_text(out, address.bytes());
  out += '"';
}

void append_times(std::string& out, const SeenBefore& seen, feed::TimeStyle times) {
  if (!seen.is_any()) return;
  out += ",\"time_first\":";
  append_time(out, seen.first, times);
  out += ",\"time_last\":";
  append_time(out, seen.last, times);
}

void append_numbers(std::string& out, const HostingProfile& profile) {
  feed::append_field(out, ",\"names\":", profile.names);
  feed::append_field(out, ",\"names_30d\":", profile.names_30d);
  feed::append_field(out, ",\"names_7d\":", profile.names_7d);
  feed::append_field(out, ",\"domains\":", profile.domains);
  feed::append_field(out, ",\"domains_30d\":", profile.domains_30d);
  feed::append_field(out, ",\"domains_7d\":", profile.domains_7d);
  feed::append_field(out, ",\"possible_30d\":", profile.possible_30d);
  feed::append_field(out, ",\"popular_30d\":", profile.popular_30d);
  feed::append_field(out, ",\"count\":", profile.seen.count);
}

void append_hosted(std::string& out, const analysis::HostedDomain& hosted, feed::TimeStyle times) {
  out += "{\"domain\":";
  append_name(out, hosted.domain);
  feed::append_field(out, ",\"names\":", hosted.names);
  feed::append_field(out, ",\"count\":", hosted.seen.count);
  append_times(out, hosted.seen, times);
  if (hosted.days) feed::append_field(out, ",\"days\":", *hosted.days);
  append_flag(out, ",\"active\":", hosted.is_active);
  append_flag(out, ",\"possible\":", hosted.is_possible);
  append_flag(out, ",\"suspect\":", hosted.is_suspect);
  if (hosted.rank) feed::append_field(out, ",\"rank\":", *hosted.rank);
  out += ",\"tags\":";
  append_tags(out, hosted.tags);
  out += '}';
}

void append_neighbours(std::string& out, const analysis::Neighbours& around,
                       feed::TimeStyle times) {
  append_address(out, ",\"neighbours\":{\"from\":", around.low);
  append_address(out, ",\"to\":", around.high);
  feed::append_field(out, ",\"addresses\":", around.addresses);
  out += ",\"listed\":[";
  for (const analysis::AddressUse& use : around.listed) {
    append_address(
        out, &use == &around.listed.front() ? "{\"address\":" : ",{\"address\":", use.address);
    feed::append_field(out, ",\"names\":", use.names);
    feed::append_field(out, ",\"domains\":", use.domains);
    out += ",\"time_last\":";
    append_time(out, use.last, times);
    out += '}';
  }
  append_flag(out, "],\"complete\":", around.is_complete);
  out += '}';
}

void append_block(std::string& out, const analysis::BlockCost& block) {
  feed::append_field(out, ",\"block\":{\"names\":", block.names);
  feed::append_field(out, ",\"domains\":", block.domains);
  feed::append_field(out, ",\"popular\":", block.popular);
  feed::append_field(out, ",\"checked\":", block.checked);
  feed::append_field(out, ",\"only_here\":", block.only_here);
  append_flag(out, ",\"complete\":", block.is_complete);
  append_flag(out, ",\"safe\":", block.is_safe);
  out += ",\"instead\":[";
  for (const dns::Name& name : block.safer) {
    if (&name != &block.safer.front()) out += ',';
    append_name(out, name);
  }
  append_flag(out, "],\"guess\":", block.is_guess);
  out += '}';
}

}  // namespace

Result<analysis::HostingOrder> parse_hosting_order(std::string_view text) {
  if (text == "last_seen") return analysis::HostingOrder::kLastSeen;
  if (text == "first_seen") return analysis::HostingOrder::kFirstSeen;
  if (text == "names") return analysis::HostingOrder::kNames;
  return Error{ErrorCode::kInvalid, "expected last_seen, first_seen or names", 0, {}};
}

Status read_hosting(analysis::HostingQuestion& question, std::string_view q, std::string_view at,
                    std::uint32_t now_s) {
  const auto query = search::parse_query(q, search::QueryIn::kRdata);
  if (!query || query->kind != search::QueryKind::kAddresses) {
    return Error{ErrorCode::kInvalid,
                 "expected an address, or a prefix or range of at most 4096 addresses", 0, "q"};
  }
  question.low = query->low;
  question.high = query->high;
  question.moment_s = now_s;
  if (at.empty()) return {};
  const auto moment = search::parse_time(at, now_s);
  if (!moment) return Error{ErrorCode::kInvalid, moment.error().what, 0, "at"};
  question.moment_s = std::max(moment->unix_s, 1U);  // nothing was seen at 0
  question.is_past = moment->unix_s < now_s;
  return {};
}

std::string range_text(const IpAddress& low, const IpAddress& high) {
  std::string out;
  append_ip_text(out, low.bytes());
  if (low == high) return out;
  out += '-';
  append_ip_text(out, high.bytes());
  return out;
}

void append_profile(std::string& out, const analysis::HostingQuestion& question,
                    const HostingProfile& profile, feed::TimeStyle times, bool is_in_time) {
  out += "{\"subject\":\"" + range_text(question.low, question.high) + "\"";
  feed::append_field(out, ",\"addresses\":", profile.addresses);
  out += ",\"moment\":";
  append_time(out, profile.moment_s, times);
  const enrich::Origin origin = question.enrichment->origin(question.low);
  const enrich::Origin last = question.enrichment->origin(question.high);
  if (origin.asn == last.asn && origin.country == last.country) append_origin(out, origin);
  out += ",\"tags\":";
  append_tags(out, profile.tags);
  out += ",\"class\":\"";
  out += analysis::hosting_text(profile.best);
  out += "\",\"size_class\":\"";
  out += analysis::hosting_text(profile.by_size);
  out += '"';
  append_numbers(out, profile);
  append_times(out, profile.seen, times);
  out += ",\"hosted\":[";
  for (const analysis::HostedDomain& hosted : profile.page) {
    out += &hosted == &profile.page.front() ? "\n" : ",\n";
    append_hosted(out, hosted, times);
  }
  out += profile.page.empty() ? "]" : "\n]";
  feed::append_field(out, ",\"returned\":", profile.page.size());
  append_neighbours(out, profile.neighbours, times);
  append_block(out, profile.block);
  append_flag(out, ",\"complete\":", profile.is_complete && is_in_time);
  if (!profile.is_complete || !is_in_time)
    out += is_in_time ? ",\"reason\":\"memory\"" : ",\"reason\":\"time\"";
  out += "}\n";
}

}  // namespace spoor::api::v1
