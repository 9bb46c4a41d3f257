// SPDX-License-Identifier: Apache-2.0
// A sink and registry that remember everything, for the tests of this room.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "dns/name.h"
#include "dns/rdata.h"
#include "feed/feed_reader.h"
#include "record/observation.h"

namespace spoor::feed {

/// What a sink was handed.
struct Added {
  std::string owner;  // wire form
  dns::RrType type{};
  std::string type_text;
  std::string rdata;
  std::uint8_t bailiwick = 0;
  std::string source;
  record::How how = record::How::kSensor;
  record::Sightings sightings;
  bool operator==(const Added&) const = default;

  /// "name type rdata source how" for comparisons that people read.
  [[nodiscard]] std::string text() const {
    std::string out;
    dns::append_name_text(out, as_bytes(owner));
    return out + ' ' + type_text + ' ' + dns::rdata_text(type, as_bytes(rdata)) + " source " +
           source + (how == record::How::kZone ? " zone" : " sensor");
  }
  /// "name type rdata first..last xcount ttl n" of a single TTL, where there is one.
  [[nodiscard]] std::string sighting() const {
    std::string out;
    dns::append_name_text(out, as_bytes(owner));
    out += ' ' + type_text + ' ' + dns::rdata_text(type, as_bytes(rdata)) + ' ' +
           std::to_string(sightings.first);
    if (sightings.last != sightings.first) out += ".." + std::to_string(sightings.last);
    out += " x" + std::to_string(sightings.count());
    if (sightings.has_ttl()) out += " ttl " + std::to_string(sightings.ttl_min);
    if (bailiwick != record::kBailiwickUnknown) out += " below " + std::to_string(bailiwick);
    return out;
  }
};

class TestSink final : public FeedSources, public record::ObservationSink {
 public:
  bool refuses = false;
  std::vector<Added> added;
  std::vector<std::string> observed;  // what came one by one, for people to read
  std::vector<record::SourceSpec> specs;
  std::vector<std::string> labels;
  std::size_t questions = 0;

  Result<record::SourceId> source_for(std::string_view sensor) override {
    return source_of(
        {sensor.empty() ? "feed" : "feed/" + std::string(sensor), record::SourceKind::kFeed, {}});
  }
  Result<record::SourceId> source_of(const record::SourceSpec& spec) override {
    ++questions;
    if (refuses) return Error{ErrorCode::kInvalid, "refused on purpose"};
    specs.push_back(spec);
    return record::SourceId{static_cast<std::uint32_t>(specs.size())};
  }
  Result<dns::RrType> type_for_label(std::string_view label) override {
    labels.emplace_back(label);
    return static_cast<dns::RrType>(dns::kFirstLabelType + labels.size() - 1);
  }
  void observe(const record::Observation& o) override {
    std::string text;
    dns::append_name_text(text, o.record.owner);
    text += ' ' + type_text(o.record.type) + ' ' + dns::rdata_text(o.record.type, o.record.rdata) +
            ' ' + std::to_string(o.time_s) + " ttl " + std::to_string(o.ttl_s);
    observed.push_back(std::move(text));
  }
  void add(const record::RecordView& r, record::SourceId source, record::How how,
           const record::Sightings& s) override {
    added.push_back({std::string(as_chars(r.owner)), r.type, type_text(r.type),
                     std::string(as_chars(r.rdata)), r.bailiwick, specs.at(source.v - 1).name, how,
                     s});
  }
  [[nodiscard]] std::string type_text(dns::RrType type) const {
    return dns::is_wire_type(type) ? dns::rr_type_text(type)
                                   : labels.at(dns::to_number(type) - dns::kFirstLabelType);
  }
};

struct Taken {
  std::vector<Added> added;
  std::vector<std::string> observed;
  std::vector<record::SourceSpec> specs;
  std::size_t questions = 0;
  FeedStats stats;
  bool opened = false;
  std::string error;

  [[nodiscard]] std::vector<std::string> sightings() const {
    std::vector<std::string> out;
    out.reserve(added.size());
    for (const Added& a : added) out.push_back(a.sighting());
    return out;
  }
  /// "reason xcount" of all that was skipped.
  [[nodiscard]] std::vector<std::string> skipped() const {
    std::vector<std::string> out;
    for (const auto& [reason, count] : stats.skipped.by_reason())
      out.push_back(std::string(reason) + " x" + std::to_string(count));
    return out;
  }
  /// "line: reason" of the first faults.
  [[nodiscard]] std::vector<std::string> faults() const {
    std::vector<std::string> out;
    for (const FeedFault& fault : stats.faults)
      out.push_back(std::to_string(fault.line) + ": " + std::string(fault.reason));
    return out;
  }
};

inline FeedOptions named(std::string_view format) {
  FeedOptions options;
  options.format = find_format(format);
  return options;
}

/// Reads a whole feed from memory.
inline Taken take(std::string_view text, const FeedOptions& options = {}) {
  TestSink sink;
  Taken taken;
  const auto input = InputStream::from_memory(as_bytes(text));
  auto reader = FeedReader::open(*input, options, sink, sink);
  taken.opened = static_cast<bool>(reader);
  if (!reader) {
    taken.error = describe(reader.error());
    return taken;
  }
  while (true) {
    const auto more = (*reader)->step();
    if (!more) taken.error = describe(more.error());
    if (!more || !*more) break;
  }
  taken.stats = (*reader)->stats();
  taken.added = std::move(sink.added);
  taken.observed = std::move(sink.observed);
  taken.specs = std::move(sink.specs);
  taken.questions = sink.questions;
  return taken;
}

}  // namespace spoor::feed
