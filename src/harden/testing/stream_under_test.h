// SPDX-License-Identifier: Apache-2.0
// For tests only: a hardener fed by hand, and what it handed on as lines of text.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "dns/name.h"
#include "dns/rr_type.h"
#include "harden/hardener.h"
#include "harden/testing/message_builder.h"

namespace spoor::harden::testing {

inline constexpr std::uint64_t kSecond = 1'000'000;
inline constexpr std::uint64_t kNoon = 1'600'000'000 * kSecond;

/// Between whom, over what: as seen from the client.
struct Path {
  std::string client = "192.0.2.10";
  std::uint16_t client_port = 40000;
  std::string server = "198.51.100.53";
  std::uint16_t server_port = 53;
  Transport transport = Transport::kUdp;
  Checksum checksum = Checksum::kGood;
};

/// "www.example.com. A 192.0.2.1 bw=2": rdata of names and addresses as text, else in hex.
inline std::string line_of(const record::Observation& seen) {
  std::string rdata;
  const Bytes raw = seen.record.rdata;
  const bool is_address =
      seen.record.type == dns::RrType::kA || seen.record.type == dns::RrType::kAaaa;
  if (is_address) {
    append_ip_text(rdata, raw);
  } else if (seen.record.type == dns::RrType::kNs || seen.record.type == dns::RrType::kCname) {
    dns::append_name_text(rdata, raw);
  } else {
    for (const std::uint8_t octet : raw) rdata += fmt::format("{:02x}", octet);
  }
  std::string line;
  dns::append_name_text(line, seen.record.owner);
  line += fmt::format(" {} {}", dns::to_number(seen.record.type), rdata);
  return seen.record.bailiwick == record::kBailiwickUnknown
             ? line
             : line + fmt::format(" bw={}", seen.record.bailiwick);
}

class CollectingSink final : public record::ObservationSink {
 public:
  void observe(const record::Observation& seen) override {
    lines.push_back(line_of(seen));
    times.push_back(seen.time_s);
    ttls.push_back(seen.ttl_s);
    sources.push_back(seen.source.v);
  }
  void add(const record::RecordView&, record::SourceId, record::How,
           const record::Sightings&) override {}

  std::vector<std::string> lines;
  std::vector<std::uint32_t> times;
  std::vector<std::uint32_t> ttls;
  std::vector<std::uint32_t> sources;
};

class StreamUnderTest {
 public:
  explicit StreamUnderTest(const HardenOptions& options) : hardener(options, sink) {}

  void query(const MessageBuilder& message, const Path& path = {}, std::uint64_t time_us = kNoon) {
    send(message.query(), path, time_us, false);
  }
  void response(const MessageBuilder& message, const Path& path = {},
                std::uint64_t time_us = kNoon) {
    send(message.wire(), path, time_us, true);
  }
  /// The query of a response, then the response.
  void exchange(const MessageBuilder& message, const Path& path = {},
                std::uint64_t time_us = kNoon) {
    query(message, path, time_us);
    response(message, path, time_us);
  }
  void send(const Octets& payload, const Path& path, std::uint64_t time_us, bool from_server) {
    CapturedMessage message;
    message.time_us = time_us;
    message.source = parse_ip_address(from_server ? path.server : path.client).value();
    message.destination = parse_ip_address(from_server ? path.client : path.server).value();
    message.source_port = from_server ? path.server_port : path.client_port;
    message.destination_port = from_server ? path.client_port : path.server_port;
    message.transport = path.transport;
    message.checksum = path.checksum;
    message.payload = as_bytes(payload);
    hardener.take(message);
  }

  [[nodiscard]] std::uint64_t rejected(Rejected reason) const {
    return hardener.stats().rejected_by.at(static_cast<std::size_t>(reason));
  }
  [[nodiscard]] std::uint64_t refused(Refused reason) const {
    return hardener.stats().refused_by.at(static_cast<std::size_t>(reason));
  }
  [[nodiscard]] bool has(const std::string& line) const {
    return std::find(sink.lines.begin(), sink.lines.end(), line) != sink.lines.end();
  }

  CollectingSink sink;
  Hardener hardener;
};

}  // namespace spoor::harden::testing
