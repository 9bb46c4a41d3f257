// SPDX-License-Identifier: Apache-2.0
// Wires readers of packets and lines to batches; decides nothing about either.
#include "cli/importer.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "capture/capture_reader.h"
#include "feed/feed_reader.h"
#include "harden/hardener.h"

namespace spoor::cli {
namespace {

constexpr std::size_t kHeadBytes = 4096;
constexpr std::uint32_t kStepsBetweenProgress = 4096;

/// Numbers from the store's registry for what a feed names.
class StoreSources final : public feed::FeedSources {
 public:
  StoreSources(record::RecordStore& store, const ImportSettings& settings)
      : store_(store), settings_(settings) {}

  Result<record::SourceId> source_for(std::string_view sensor_id) override {
    std::string name = settings_.source;
    if (!sensor_id.empty()) name += "/" + std::string(sensor_id);
    return store_.intern_source({std::move(name), record::SourceKind::kFeed, settings_.feed.mode});
  }
  Result<record::SourceId> source_of(const record::SourceSpec& spec) override {
    return store_.intern_source(spec);
  }
  Result<dns::RrType> type_for_label(std::string_view label) override {
    return store_.intern_type_label(label);
  }

 private:
  record::RecordStore& store_;
  const ImportSettings& settings_;
};

/// An error of the store ends the import; one of the input ends the input.
bool is_fatal(const Error& error) {
  return error.code == ErrorCode::kIo || error.code == ErrorCode::kDenied ||
         error.code == ErrorCode::kCorrupt;
}

void refuse(InputReport& report, Error error) {
  report.outcome = InputOutcome::kRefused;
  report.error = std::move(error);
}

void take_stats(InputReport& report, const capture::CaptureStats& capture,
                const harden::HardenStats& harden) {
  report.packets = capture.packets;
  report.messages = capture.messages;
  report.queries = harden.queries;
  report.responses = harden.responses;
  report.records = harden.records;
  report.rejected = harden.rejected();
  report.refused_records = harden.records_refused();
  report.skipped = capture.skipped();
  report.skipped_octets = capture.skipped_octets;
  if (const auto hint = harden.offload_hint()) report.remarks.push_back(*hint);
}

void take_stats(InputReport& report, const feed::FeedStats& stats) {
  report.format = stats.format;
  report.lines = stats.lines;
  report.records = stats.records;
  report.rejected = stats.rejected;
  report.refused_records = stats.notes;
  for (const feed::FeedFault& fault : stats.faults) {
    report.remarks.push_back(
        fmt::format("line {} (at byte {}): {}", fault.line, fault.offset, fault.reason));
  }
}

}  // namespace

Importer::Importer(record::RecordStore& store, ImportSettings settings, ImportHooks hooks,
                   const BatchLimits& limits)
    : store_(store), settings_(std::move(settings)), hooks_(std::move(hooks)), limits_(limits) {}

Result<InputReport> Importer::import(InputStream& in) {
  InputReport report;
  report.file = in.path();
  const auto head = in.fill(kHeadBytes);
  report.compression = in.compression();
  if (!head) {
    refuse(report, head.error());
    return report;
  }
  if (capture::CaptureReader::recognises(*head)) {
    SPOOR_CHECK(import_capture(in, report));
  } else if (feed::FeedReader::recognises(*head)) {
    SPOOR_CHECK(import_feed(in, report));
  } else {
    report.outcome = InputOutcome::kUnknown;
    report.error = Error{ErrorCode::kInvalid,
                         "expected a capture (pcap, pcapng) or a feed (COF, native)", 0, in.path()};
  }
  report.bytes = in.offset();
  return report;
}

Status Importer::import_capture(InputStream& in, InputReport& report) {
  report.format = "pcap";
  auto source = store_.intern_source(
      {settings_.source, record::SourceKind::kSensor, record::FeedMode::kDelta});
  if (!source) {
    if (is_fatal(source.error())) return source.error();
    refuse(report, source.error());
    return {};
  }
  BatchStream batches(store_, *source, settings_.capture_salt(), in, limits_);
  SPOOR_CHECK(batches.begin());
  harden::HardenOptions options = settings_.harden;
  options.source = *source;
  harden::Hardener hardener(options, batches.sink());
  auto reader = capture::CaptureReader::open(in, settings_.capture, hardener);
  if (!reader) {
    refuse(report, reader.error());
    return {};
  }
  SPOOR_CHECK(read_all(in, batches, report, [&] { return (*reader)->step(); }));
  hardener.finish();
  SPOOR_CHECK(is_stopped() ? Status() : batches.finish());
  take_stats(report, (*reader)->stats(), hardener.stats());
  report.batches = batches.merged();
  report.known_batches = batches.known();
  return {};
}

Status Importer::import_feed(InputStream& in, InputReport& report) {
  StoreSources sources(store_, settings_);
  auto source = sources.source_for({});
  if (!source) {
    if (is_fatal(source.error())) return source.error();
    refuse(report, source.error());
    return {};
  }
  BatchStream batches(store_, *source, settings_.feed_salt(), in, limits_for_lines());
  SPOOR_CHECK(batches.begin());
  auto reader = feed::FeedReader::open(in, settings_.feed, sources, batches.sink());
  if (!reader) {
    refuse(report, reader.error());
    return {};
  }
  SPOOR_CHECK(read_all(in, batches, report, [&] { return (*reader)->step(batches.next_stop()); }));
  SPOOR_CHECK(is_stopped() ? Status() : batches.finish());
  take_stats(report, (*reader)->stats());
  report.batches = batches.merged();
  report.known_batches = batches.known();
  return {};
}

/// A step of a feed is many lines already.
BatchLimits Importer::limits_for_lines() const {
  BatchLimits limits = limits_;
  limits.steps_between_checks = 1;
  return limits;
}

template <class Step>
Status Importer::read_all(InputStream& in, BatchStream& batches, InputReport& report, Step step) {
  for (std::uint32_t steps = 0;; ++steps) {
    const Result<bool> more = step();
    if (!more) {
      report.outcome = InputOutcome::kBrokenOff;
      report.error = more.error();
      if (report.error->where.empty()) report.error->where = in.path();
      return {};
    }
    if (!*more || is_stopped()) return {};
    SPOOR_CHECK(batches.after_step());
    if (steps % kStepsBetweenProgress == 0 && hooks_.progress)
      hooks_.progress(in.raw_offset(), in.raw_size());
  }
}

}  // namespace spoor::cli
