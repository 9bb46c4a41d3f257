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
};

class TestSink final : public FeedSources, public record::ObservationSink {
 public:
  bool refuses = false;
  std::vector<Added> added;
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
  void observe(const record::Observation&) override {}
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
  std::vector<record::SourceSpec> specs;
  std::size_t questions = 0;
  FeedStats stats;
  bool opened = false;
  std::string error;

  /// "line: reason" of the first faults.
  [[nodiscard]] std::vector<std::string> faults() const {
    std::vector<std::string> out;
    for (const FeedFault& fault : stats.faults)
      out.push_back(std::to_string(fault.line) + ": " + std::string(fault.reason));
    return out;
  }
};

/// Reads a whole feed from memory.
inline Taken take(std::string_view text, const FeedOptions& options = {}) {
  TestSink sink;
  Taken taken;
  const auto input = InputStream::from_memory(as_bytes(text));
  auto reader = FeedReader::open(*input, options, sink, sink);
  taken.opened = static_cast<bool>(reader);
  if (!reader) return taken;
  while (true) {
    const auto more = (*reader)->step();
    if (!more) taken.error = describe(more.error());
    if (!more || !*more) break;
  }
  taken.stats = (*reader)->stats();
  taken.added = std::move(sink.added);
  taken.specs = std::move(sink.specs);
  taken.questions = sink.questions;
  return taken;
}

}  // namespace spoor::feed
