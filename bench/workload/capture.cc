// SPDX-License-Identifier: Apache-2.0
// Who asks what, and what is answered.
#include "bench/workload/capture.h"

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "bench/workload/packet_writer.h"

namespace spoor::bench {
namespace {

constexpr std::size_t kMostRecords = 6;  // of an RRset

struct RrSet {
  std::string name;
  Type type{};
  std::vector<std::string> rdata;
  std::uint32_t ttl_s = 0;
  std::uint32_t domain = 0;
};

/// The RRsets of a universe, and which of them are the name servers of a domain.
struct Zones {
  std::vector<RrSet> rrsets;
  std::unordered_map<std::uint32_t, std::size_t> name_servers;
};

Zones make_zones(const Universe& universe, std::uint64_t records) {
  Zones zones;
  std::unordered_map<std::string, std::size_t> index;
  RecordStream stream(universe, universe.seed(), records);
  Record record;
  for (std::uint64_t i = 0; i < records; ++i) {
    stream.next(record);
    const std::string key = fmt::format("{}|{}", record.name, static_cast<unsigned>(record.type));
    const auto [at, is_new] = index.try_emplace(key, zones.rrsets.size());
    if (is_new) {
      zones.rrsets.push_back(
          {record.name, record.type, {record.rdata}, record.ttl_s, record.domain});
      if (record.type == Type::kNs) zones.name_servers[record.domain] = at->second;
    } else if (auto& rdata = zones.rrsets[at->second].rdata; rdata.size() < kMostRecords) {
      rdata.push_back(record.rdata);
    }
  }
  return zones;
}

/// One question, and what decides its answer.
struct Question {
  const RrSet* asked = nullptr;
  std::string name;
  std::uint32_t id = 0;
  bool has_edns = false;
  bool is_nxdomain = false;
  bool shows_authority = false;
};

class Conversation {
 public:
  Conversation(const Universe& universe, const Zones& zones) : universe_(universe), zones_(zones) {}

  void write_query(const Question& question) {
    packet_.begin();
    packet_.u16(question.id);
    packet_.u16(0x0100);
    begin_sections(question);
    if (question.has_edns) packet_.edns(1232);
  }

  /// Returns how many records stand in answer and authority.
  std::uint32_t write_response(const Question& question) {
    packet_.begin();
    packet_.u16(question.id);
    packet_.u16(question.is_nxdomain ? 0x8583 : 0x8180);
    const std::size_t answer_count_at = packet_.size() + 2;
    begin_sections(question);
    std::uint32_t answers = 0;
    std::uint32_t authority = 0;
    if (question.is_nxdomain) {
      authority = write_denial(*question.asked);
    } else {
      answers = write_answer(*question.asked);
      if (question.shows_authority) authority = write_authority(*question.asked);
    }
    if (question.has_edns) packet_.edns(4096);
    packet_.set_u16(answer_count_at, answers);
    packet_.set_u16(answer_count_at + 2, authority);
    return answers + authority;
  }

  PacketWriter& packet() noexcept { return packet_; }

 private:
  void begin_sections(const Question& question) {
    packet_.u16(1);
    packet_.u16(0);
    packet_.u16(0);
    packet_.u16(question.has_edns ? 1 : 0);
    packet_.name(question.name);
    packet_.u16(static_cast<std::uint32_t>(question.asked->type));
    packet_.u16(1);
  }

  std::uint32_t write_denial(const RrSet& asked) {
    const std::string zone = universe_.domain(asked.domain);
    packet_.record(zone, Type::kSoa,
                   fmt::format("ns1.{0} hostmaster.{0} 2024010101 7200 3600 1209600 3600", zone),
                   900);
    return 1;
  }

  std::uint32_t write_answer(const RrSet& asked) {
    for (const std::string& rdata : asked.rdata)
      packet_.record(asked.name, asked.type, rdata, asked.ttl_s);
    if (asked.type != Type::kCname) return static_cast<std::uint32_t>(asked.rdata.size());
    packet_.record(asked.rdata[0], Type::kA, ipv4_text(universe_.ipv4(mix(asked.domain) % 50000)),
                   60);
    return static_cast<std::uint32_t>(asked.rdata.size()) + 1;
  }

  std::uint32_t write_authority(const RrSet& asked) {
    const auto found = zones_.name_servers.find(asked.domain);
    if (found == zones_.name_servers.end() || asked.type == Type::kNs) return 0;
    const RrSet& servers = zones_.rrsets[found->second];
    for (const std::string& server : servers.rdata)
      packet_.record(servers.name, Type::kNs, server, 86400);
    return static_cast<std::uint32_t>(servers.rdata.size());
  }

  const Universe& universe_;
  const Zones& zones_;
  PacketWriter packet_;
};

std::vector<std::uint32_t> shuffle(std::size_t count, Prng& chance) {
  std::vector<std::uint32_t> order(count);
  for (std::size_t i = 0; i < count; ++i) order[i] = static_cast<std::uint32_t>(i);
  for (std::size_t i = count - 1; i > 0; --i) std::swap(order[i], order[chance.below(i + 1)]);
  return order;
}

}  // namespace

CaptureCounts write_capture(const Universe& universe, std::uint64_t records,
                            std::uint64_t responses, std::FILE* out) {
  const Zones zones = make_zones(universe, records);
  Prng chance(mix(universe.seed()) + 5);
  const std::vector<std::uint32_t> popularity = shuffle(zones.rrsets.size(), chance);
  const std::array<std::uint32_t, 6> file_header{0xa1b2c3d4, 0x00040002, 0, 0, 65535, 1};
  std::fwrite(file_header.data(), sizeof file_header, 1, out);

  CaptureCounts counts{responses, zones.rrsets.size(), 0, 0, 0};
  std::vector<bool> is_used(zones.rrsets.size());
  Conversation conversation(universe, zones);
  double clock_s = kEpochBegin;
  for (std::uint64_t i = 0; i < responses; ++i) {
    Question question;
    const std::uint32_t number = popularity[chance.zipf(zones.rrsets.size(), .95)];
    question.asked = &zones.rrsets[number];
    is_used[number] = true;
    clock_s += 0.0002;
    PacketTime time{static_cast<std::uint32_t>(clock_s), 0};
    time.microseconds = static_cast<std::uint32_t>((clock_s - time.seconds) * 1e6);
    Endpoint client;
    client.address = 0x0a000000U + static_cast<std::uint32_t>(chance.zipf(60000, .8)) * 7 + 1;
    const Endpoint server{universe.ipv4(question.asked->domain % 100000), 53};
    client.port = static_cast<std::uint16_t>(1024 + chance.below(64000));
    question.id = static_cast<std::uint32_t>(chance.below(65536));
    question.has_edns = chance.unit() < .7;
    const double fate = chance.unit();
    question.is_nxdomain = fate < .08;
    question.shows_authority = fate > .8;
    question.name = question.is_nxdomain ? fmt::format("nx{}.{}", chance.below(100000),
                                                       universe.domain(question.asked->domain))
                                         : question.asked->name;

    conversation.write_query(question);
    counts.bytes += conversation.packet().size();
    conversation.packet().finish(time, client, server, out);
    counts.resource_records += conversation.write_response(question);
    time.microseconds += 90;
    if (time.microseconds > 999999) {
      time.microseconds -= 1000000;
      ++time.seconds;
    }
    counts.bytes += conversation.packet().size();
    conversation.packet().finish(time, server, client, out);
  }
  for (const bool used : is_used) counts.rrsets_used += used ? 1 : 0;
  return counts;
}

}  // namespace spoor::bench
