// SPDX-License-Identifier: Apache-2.0
// The table of formats.
#include <algorithm>
#include <array>
#include <utility>

#include "dns/name.h"
#include "feed/format.h"
#include "feed/line_takers.h"

namespace spoor::feed {
namespace {

using record::SourceKind;

Framing lines_or_array(const FeedHead& head) {
  return head.is_array ? Framing::kArray : Framing::kLines;
}

/// In the order in which they are tried: what says its name first, what is told by a few fields
/// last.
constexpr std::array kFormats{
    Format{{"native", "records of Spoor"}, looks_like_native, make_native_taker, lines_or_array},
    Format{{"zeek", "Zeek dns.log", SourceKind::kSensor, true},
           looks_like_zeek,
           make_zeek_taker,
           lines_or_array},
    Format{{"eve", "Suricata EVE JSON", SourceKind::kSensor, true},
           looks_like_eve,
           make_eve_taker,
           lines_or_array},
    Format{{"passivedns", "a log of passivedns", SourceKind::kSensor, true},
           looks_like_passivedns,
           make_passivedns_taker,
           lines_or_array},
    Format{{"nmsg", "JSON of nmsgtool", SourceKind::kFeed, true},
           looks_like_nmsg,
           make_nmsg_taker,
           lines_or_array},
    Format{{"dns-collector", "JSON of DNS-collector", SourceKind::kSensor, true},
           looks_like_collector,
           make_collector_taker,
           lines_or_array},
    Format{{"dnsmonster", "JSON of dnsmonster", SourceKind::kSensor, true},
           looks_like_monster,
           make_monster_taker,
           lines_or_array},
    Format{{"warc", "WARC or WAT", SourceKind::kCrawl, true},
           looks_like_warc,
           make_warc_taker,
           raw_framing},
    Format{{"zone", "a zone file", SourceKind::kZone, true},
           looks_like_zone,
           make_zone_taker,
           raw_framing},
    Format{
        {"table", "a table with named columns"}, looks_like_table, make_table_taker, table_framing},
    Format{{"dnsdb", "objects of DNSDB"}, looks_like_dnsdb, make_dnsdb_taker, lines_or_array},
    Format{{"cof", "the Common Output Format"}, looks_like_cof, make_cof_taker, lines_or_array},
};

/// Some formats differ in a few fields only.
bool may_be_read_as(const FormatInfo& named, const FormatInfo& looks) {
  const auto is_rows = [](std::string_view name) { return name == "cof" || name == "dnsdb"; };
  return named.name == looks.name || (is_rows(named.name) && is_rows(looks.name));
}

/// Words alone on their lines, with a dot in each.
bool is_list_of_names(const FeedHead& head) {
  constexpr int kEnough = 3;
  std::array<std::uint8_t, dns::kMaxNameOctets> name{};
  std::string_view line = head.line;
  int found = 0;
  for (; !line.empty() && found < kEnough; line = next_line(head.text, line)) {
    if (line.ends_with('\r')) line.remove_suffix(1);
    if (line.find('.') == std::string_view::npos || line.find_first_of(" \t,;|") != line.npos ||
        dns::parse_name_octets(line, name.data()) == 0)
      return false;
    ++found;
  }
  return found > 0;
}

std::string_view describe_unknown(const FeedHead& head) {
  if (is_list_of_names(head)) return "is a list of names: it tells no records";
  return "expected a capture (pcap, pcapng, dnstap, C-DNS) or a feed (spoor import --help names "
         "them)";
}

}  // namespace

const Format* recognise(const FeedHead& head) {
  for (const Format& format : kFormats) {
    if (format.looks_like(head)) return &format;
  }
  return nullptr;
}

const Format& format_of(const FormatInfo& info) {
  const auto* const found = std::find_if(kFormats.begin(), kFormats.end(),
                                         [&](const Format& f) { return f.info.name == info.name; });
  return *found;
}

const FormatInfo* find_format(std::string_view name) {
  for (const Format& format : kFormats) {
    if (format.info.name == name) return &format.info;
  }
  return nullptr;
}

std::string format_names() {
  std::string names;
  for (const Format& format : kFormats) {
    if (!names.empty()) names += ", ";
    names += format.info.name;
  }
  return names;
}

const FormatInfo* recognise_format(Bytes head) {
  const Format* const format = recognise(read_head(head));
  return format == nullptr ? nullptr : &format->info;
}

Result<const FormatInfo*> choose_format(Bytes octets, const FormatInfo* named) {
  const FeedHead head = read_head(octets);
  const Format* const looks = recognise(head);
  if (named != nullptr) {
    if (looks == nullptr || may_be_read_as(*named, looks->info)) return named;
    std::string which = "looks like ";
    which += looks->info.title;
    return Error{ErrorCode::kInvalid, "is not of the format that was named", 0, std::move(which)};
  }
  if (looks != nullptr) return &looks->info;
  return Error{ErrorCode::kMalformed, describe_unknown(head)};
}

bool looks_like_native(const FeedHead& head) {
  return head.is_json && head.has_key("spoor");
}

bool looks_like_cof(const FeedHead& head) {
  return head.is_json && head.has_key("rrname") && (head.has_key("rdata") || head.is_cut);
}

}  // namespace spoor::feed
