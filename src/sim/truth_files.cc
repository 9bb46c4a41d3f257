// SPDX-License-Identifier: Apache-2.0
// JSON by hand: a few fixed shapes, names and rdata as the only strings.
#include "sim/truth_files.h"

#include <chrono>
#include <fstream>
#include <string_view>

#include <fmt/format.h>

#include "dns/rdata.h"
#include "sim/rdata_maker.h"
#include "sim/stories/stories.h"

namespace spoor::sim {
namespace {

// Presentation form is ASCII; quotes and backslashes occur in TXT and CAA.
std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + '"';
}

std::string date_text(std::uint32_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  return fmt::format("{:04}-{:02}-{:02}", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
}

// Whose rows in the feed are the published ones.
constexpr std::string_view kCampaign = "groupweblogs-gsm1900.com.";

std::string rdata_of(const TruthKey& key) {
  return dns::rdata_text(key.type, as_bytes(key.rdata));
}

std::string days_of(const TruthSightings& seen) {
  std::string out;
  for (const auto& [day, count] : seen.days) {
    out += fmt::format("{}\"{}\":{}", out.empty() ? "" : ",", date_text(day), count);
  }
  return "{" + out + "}";
}

std::string record_line(const Truth& truth, const TruthKey& key, const TruthSightings& seen) {
  std::string line = fmt::format(R"({{"name":{},"type":"{}","rdata":{},"bailiwick":{},"count":{})",
                                 quoted(key.name), dns::rr_type_text(key.type),
                                 quoted(rdata_of(key)), quoted(key.bailiwick), seen.count);
  if (seen.count > 0) {
    line += fmt::format(R"(,"time_first":{},"time_last":{},"days":{})", seen.first_s, seen.last_s,
                        days_of(seen));
  }
  line += fmt::format(R"(,"tellable":{},"untellable_count":{})", seen.count > 0, seen.untellable);
  if (is_dropped_type(key.type)) line += R"(,"dnssec_dropped":true)";
  if (const std::string story = truth.story_of(key.name); !story.empty())
    line += R"(,"story":)" + quoted(story);
  return line + "}";
}

std::string totals_json(const TruthTotals& totals) {
  return fmt::format(
      R"({{"responses_accepted":{},"responses_unasked":{},"responses_truncated":{},"responses_not_authoritative":{},"responses_refused":{},"observations":{},"dnssec_dropped":{},"out_of_zone":{}}})",
      totals.responses_accepted, totals.responses_unasked, totals.responses_truncated,
      totals.responses_not_authoritative, totals.responses_refused, totals.observations,
      totals.dnssec_dropped, totals.out_of_zone);
}

void write_stories(std::ofstream& file, const Truth& truth) {
  file << "\"stories\":{";
  const char* between = "\n";
  for (const Story& story : truth.stories()) {
    std::string zones;
    for (const std::string& zone : story.zones) {
      if (!zones.empty()) zones += ',';
      zones += quoted(zone);
    }
    file << between << quoted(story.name) << ":{\"summary\":" << quoted(story.summary)
         << ",\"zones\":[" << zones << "]}";
    between = ",\n";
  }
  file << "\n}";
}

Status close(std::ofstream& file, const std::string& path) {
  file.close();
  if (!file) return Error{ErrorCode::kIo, "cannot write the file", 0, path};
  return {};
}

// What an honest feed of this capture would say of a record.
std::string feed_line(const TruthKey& key, const TruthSightings& seen) {
  return fmt::format(
      R"({{"rrname":{},"rrtype":"{}","rdata":[{}],"count":{},"time_first":{},"time_last":{},"bailiwick":{},"sensor_id":"sim"}})",
      quoted(key.name), dns::rr_type_text(key.type), quoted(rdata_of(key)), seen.count,
      seen.first_s, seen.last_s, quoted(key.bailiwick));
}

}  // namespace

Status write_truth(const std::string& path, const Truth& truth, std::uint64_t seed) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << "{\"seed\":" << seed << ",\n\"totals\":" << totals_json(truth.totals()) << ",\n";
  write_stories(file, truth);
  file << ",\n\"records\":[";
  const char* between = "\n";
  for (const auto& [key, seen] : truth.records()) {
    file << between << record_line(truth, key, seen);
    between = ",\n";
  }
  file << "\n],\n\"forged\":[";
  between = "\n";
  for (const TruthKey& key : truth.forged()) {
    file << between
         << fmt::format(R"({{"name":{},"type":"{}","rdata":{}}})", quoted(key.name),
                        dns::rr_type_text(key.type), quoted(rdata_of(key)));
    between = ",\n";
  }
  file << "\n]}\n";
  return close(file, path);
}

Status write_feed(const std::string& path, const Truth& truth) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  for (const stories::FeedRow& row : stories::phishing_feed()) {
    file
        << fmt::format(
               R"({{"rrname":"{}","rrtype":"{}","rdata":["{}"],"count":{},"time_first":{},"time_last":{},"sensor_id":"{}"}})",
               row.name, row.type, row.rdata, row.count, row.first.seconds(), row.last.seconds(),
               row.sensor)
        << '\n';
  }
  for (const auto& [key, seen] : truth.records()) {
    const bool published = is_below(key.name, kCampaign);
    if (seen.count == 0 || is_dropped_type(key.type) || published) continue;
    file << feed_line(key, seen) << '\n';
  }
  return close(file, path);
}

Status write_hints(const std::string& path, const std::vector<RootHint>& hints) {
  std::ofstream file(path, std::ios::binary | std::ios::trunc);
  file << "; Root hints of the simulated world: none of these servers exists.\n";
  for (const RootHint& hint : hints) {
    std::string address;
    append_ip_text(address, hint.address.bytes());
    if (!hint.address.is_v6) file << fmt::format("{:<24}{:<10}NS    {}\n", ".", 3600000, hint.name);
    file << fmt::format("{:<24}{:<10}{:<6}{}\n", hint.name, 3600000,
                        hint.address.is_v6 ? "AAAA" : "A", address);
  }
  return close(file, path);
}

}  // namespace spoor::sim
