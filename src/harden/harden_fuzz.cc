// SPDX-License-Identifier: Apache-2.0
// Fuzz target: any sequence of messages, at any position, packets and logged ones. Every message
// and record must be counted exactly once, what is handed on must be well formed, and a second
// hardener (with other hash seeds) must say the very same.
//
// Input: one octet of options, then messages, each: flags, seconds since the one before, two octets
// of length, payload. Flags: 0x80 odd times, 0x40 wrong checksum, 0x20 its query goes before it,
// 0x18 who logged it, 0x07 the server; of a resolver's log 0x04 that it tells the zone.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "dns/name.h"
#include "dns/rdata.h"
#include "dns/wire_reader.h"
#include "harden/hardener.h"
#include "harden/hashing.h"

namespace {

using namespace spoor;

void require(bool holds) {
  if (!holds) std::abort();
}

class CheckingSink final : public record::ObservationSink {
 public:
  explicit CheckingSink(harden::Position position) : position_(position) {}
  /// The message that is judged next: what holds for its records.
  void expect(const harden::CapturedMessage& message, harden::Position otherwise) {
    using harden::LoggedBy;
    using harden::Position;
    position_ = message.logged_by == LoggedBy::kResolver    ? Position::kAbove
                : message.logged_by == LoggedBy::kAuthority ? Position::kAuthority
                : message.logged_by == LoggedBy::kClient    ? Position::kBelow
                                                            : otherwise;
    zone_ = message.logged_by == LoggedBy::kResolver ? message.zone : nullptr;
  }
  void observe(const record::Observation& seen) override {
    const auto name = dns::name_from_wire(seen.record.owner);
    require(name && as_chars(name->wire()) == as_chars(seen.record.owner));
    const bool is_known = seen.record.bailiwick != record::kBailiwickUnknown;
    require(!is_known || seen.record.bailiwick <= dns::count_labels(seen.record.owner));
    require(position_ != harden::Position::kBelow || !is_known);
    require(position_ != harden::Position::kAbove || is_known);
    if (zone_ != nullptr) {
      require(dns::is_at_or_below(seen.record.owner, zone_->wire()));
      require(seen.record.bailiwick == dns::count_labels(zone_->wire()));
    }
    require(seen.time_s != 0 && !dns::is_meta_type(seen.record.type));
    require(seen.record.rdata.size() <= dns::kMaxCanonicalRdata);
    ++count;
    digest = harden::hash_bytes(seen.record.owner, digest + dns::to_number(seen.record.type));
    digest = harden::hash_bytes(seen.record.rdata,
                                digest + seen.record.bailiwick + seen.ttl_s + seen.time_s);
  }
  void add(const record::RecordView&, record::SourceId, record::How,
           const record::Sightings&) override {
    std::abort();
  }

  std::uint64_t count = 0;
  std::uint64_t digest = 0;

 private:
  harden::Position position_;
  const dns::Name* zone_ = nullptr;
};

IpAddress address_of(unsigned number) {
  std::array<std::uint8_t, 16> octets{0x20, 0x01, 0x0d, 0xb8};
  octets[15] = static_cast<std::uint8_t>(number);
  if (number % 2 == 0) return IpAddress::v6(octets);
  const std::array<std::uint8_t, 4> v4{192, 0, 2, static_cast<std::uint8_t>(number)};
  return IpAddress::v4(v4);
}

harden::HardenOptions options_of(unsigned bits) {
  harden::HardenOptions options;
  options.position = static_cast<harden::Position>(1 + bits % 3);
  options.unmatched = (bits & 0x10U) != 0 ? harden::Unmatched::kKeep : harden::Unmatched::kDrop;
  options.dnssec = (bits & 0x20U) != 0 ? harden::DnssecPolicy::kKeep : harden::DnssecPolicy::kDrop;
  if ((bits & 0x40U) != 0) options.zones = {dns::Name{}};
  for (unsigned i = 0; i < 3; ++i)
    options.root_hints.push_back({*dns::parse_name("a.root.example."), address_of(i)});
  options.max_zones = options.max_name_servers = options.max_hosts = 8;
  options.max_pending_queries = 64;
  return options;
}

/// The query to which `response` would be the answer, as far as octets can tell.
std::vector<std::uint8_t> query_for(Bytes response) {
  std::vector<std::uint8_t> query(response.begin(), response.end());
  if (query.size() > 2) query[2] &= 0x7F;
  if (query.size() >= 12) std::fill(query.begin() + 6, query.begin() + 12, std::uint8_t{0});
  return query;
}

std::uint64_t run(Bytes input) {
  dns::WireReader in(input);
  const harden::HardenOptions options = options_of(in.u8());
  CheckingSink sink(options.position);
  const dns::Name zone = *dns::parse_name("example.");
  harden::Hardener hardener(options, sink);
  std::uint64_t now_s = 1'600'000'000;
  while (in.left() > 0) {
    const unsigned flags = in.u8();
    now_s += in.u8();
    const Bytes payload = in.bytes(std::min<std::size_t>(in.u16(), in.left()));
    harden::CapturedMessage message;
    message.time_us = (flags & 0x80U) != 0 && now_s % 7 == 0 ? now_s : now_s * 1'000'000;
    message.source = address_of(flags & 7U);
    message.destination = address_of(9);
    message.source_port = 53;
    message.destination_port = 4000;
    message.checksum = (flags & 0x40U) != 0 && (flags & 7U) == 7 ? harden::Checksum::kBad
                                                                 : harden::Checksum::kGood;
    const auto query = query_for(payload);
    message.logged_by = static_cast<harden::LoggedBy>(flags >> 3 & 3U);
    message.is_matched = message.logged_by != harden::LoggedBy::kNobody;
    if ((flags & 0x04U) != 0) message.zone = &zone;
    if (message.is_matched && (flags & 0x20U) != 0) {
      message.query = query;
    } else if ((flags & 0x20U) != 0) {
      harden::CapturedMessage asked = message;
      std::swap(asked.source, asked.destination);
      std::swap(asked.source_port, asked.destination_port);
      asked.payload = query;
      hardener.take(asked);
    }
    message.payload = payload;
    sink.expect(message, options.position);
    hardener.take(message);
  }
  hardener.finish();
  const harden::HardenStats& stats = hardener.stats();
  require(stats.messages ==
          stats.too_short + stats.queries + stats.responses + stats.rejected().total());
  require(stats.records == sink.count);
  require(stats.queries_unanswered + stats.queries_evicted <= stats.queries);
  require(stats.unmatched_kept <= stats.responses);
  require(hardener.pending_memory_bytes() <= std::size_t{64} * (64 + 16));
  return sink.digest + sink.count;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input(data, size);
  require(run(input) == run(input));
  return 0;
}
