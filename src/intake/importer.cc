// SPDX-License-Identifier: Apache-2.0
// Wires readers of packets and lines to batches; decides nothing about either.
#include "intake/importer.h"

#include <ctime>
#include <filesystem>
#include <optional>
#include <utility>

#include <fmt/format.h>

#include "capture/message_file.h"
#include "feed/feed_reader.h"
#include "harden/hardener.h"
#include "intake/delivery_tally.h"

namespace spoor::intake {
namespace {

constexpr std::size_t kHeadBytes = std::size_t{64} << 10;
constexpr std::uint32_t kStepsBetweenProgress = 4096;

/// Numbers from the store's registry for what a feed names.
class StoreSources final : public feed::FeedSources {
 public:
  StoreSources(record::RecordStore& store, const ImportSettings& settings,
               const feed::FormatInfo& format)
      : store_(store),
        settings_(settings),
        kind_(format.kind),
        mode_(counts_of(format, settings)) {}

  /// What counts of that format mean.
  static record::FeedMode counts_of(const feed::FormatInfo& format,
                                    const ImportSettings& settings) {
    return format.is_log ? record::FeedMode::kDelta : settings.feed.mode;
  }

  Result<record::SourceId> source_for(std::string_view sensor_id) override {
    std::string name = settings_.source;
    if (!sensor_id.empty()) name += "/" + std::string(sensor_id);
    return noted(store_.intern_source({std::move(name), kind_, mode_}));
  }
  Result<record::SourceId> source_of(const record::SourceSpec& spec) override {
    return noted(store_.intern_source(spec));
  }
  Result<dns::RrType> type_for_label(std::string_view label) override {
    return noted(store_.intern_type_label(label));
  }
  /// The last error given. The reader hands it on among the input's own.
  [[nodiscard]] const std::optional<Error>& failure() const noexcept { return failure_; }

 private:
  template <class T>
  Result<T> noted(Result<T> answer) {
    if (!answer) failure_ = answer.error();
    return answer;
  }

  std::optional<Error> failure_;
  record::RecordStore& store_;
  const ImportSettings& settings_;
  record::SourceKind kind_;
  record::FeedMode mode_;
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

void take_stats(InputReport& report, const feed::FeedStats& stats) {
  report.format = stats.format;
  report.lines = stats.lines;
  report.records = stats.records;
  report.rejected = stats.rejected;
  report.refused_records = stats.notes;
  report.skipped = stats.skipped;
  for (const feed::FeedFault& fault : stats.faults) {
    report.remarks.push_back(
        fmt::format("line {} (at byte {}): {}", fault.line, fault.offset, fault.reason));
  }
}

/// Whether what stands behind the last batch, and has no records, was not read before.
bool is_new(const BatchStream& batches) {
  return batches.merged() > 0 || batches.known() == 0;
}

void take_stats(InputReport& report, const BatchStream& batches) {
  report.batches = batches.merged();
  report.known_batches = batches.known();
}

/// A reader may take a view that is short because the input broke for its end, or for broken
/// content: the input knows.
void note_fault(const InputStream& in, InputReport& report) {
  const Status fault = in.fault();
  const bool is_refused = report.outcome == InputOutcome::kRefused && report.error &&
                          report.error->code == ErrorCode::kInvalid;
  const bool tells_more = in.source_failed() && !is_refused;
  if (fault || (report.outcome != InputOutcome::kRead && !tells_more)) return;
  report.outcome = InputOutcome::kBrokenOff;
  report.error = fault.error();
}

ledger::Outcome outcome_of(const InputReport& report) {
  switch (report.outcome) {
    case InputOutcome::kRead:
      return report.is_already_merged() ? ledger::Outcome::kAlreadyMerged : ledger::Outcome::kRead;
    case InputOutcome::kBrokenOff:
      return ledger::Outcome::kBrokenOff;
    case InputOutcome::kUnknown:
      return ledger::Outcome::kUnknownFormat;
    case InputOutcome::kRefused:
      break;
  }
  return ledger::Outcome::kRefused;
}

}  // namespace

std::uint32_t system_seconds() {
  return static_cast<std::uint32_t>(std::time(nullptr));
}

Status note_store(const record::RecordStore& store, const ledger::Ledger& ledger,
                  std::uint32_t now) {
  SPOOR_TRY(const record::StoreStats stats, store.stats());
  return ledger.add_sample({now, stats.records, stats.names, stats.bytes});
}

Importer::Importer(record::RecordStore& store, ImportSettings settings, ImportHooks hooks,
                   const BatchLimits& limits)
    : store_(store), settings_(std::move(settings)), hooks_(std::move(hooks)), limits_(limits) {}

Result<InputReport> Importer::import(InputStream& in) {
  const std::uint32_t started = hooks_.now();
  entries_.clear();
  SPOOR_TRY(InputReport report, read(in));
  if (hooks_.ledger != nullptr) note(report, started);
  return report;
}

/// What the ledger cannot take is no fault of the input.
void Importer::note(InputReport& report, std::uint32_t started) const {
  std::vector<ledger::Entry> entries = entries_;
  if (entries.empty()) entries.emplace_back().delivery.source = settings_.source;
  for (ledger::Entry& entry : entries) {
    ledger::Delivery& delivery = entry.delivery;
    delivery.input = std::filesystem::path(report.file).filename().string();
    delivery.format = report.format;
    delivery.outcome = is_stopped() ? ledger::Outcome::kBrokenOff : outcome_of(report);
    delivery.started = started;
    delivery.finished = hooks_.now();
  }
  const Status noted = hooks_.ledger->add(entries);
  if (!noted)
    report.remarks.push_back("not noted among the deliveries: " + std::string(noted.error().what));
}

Result<InputReport> Importer::read(InputStream& in) {
  InputReport report;
  report.file = in.path();
  const auto head = in.fill(kHeadBytes);
  report.compression = in.compression();
  if (!head) {
    refuse(report, head.error());
    return report;
  }
  Status read;
  report.format = capture::MessageFile::format_of(*head);
  if (!report.format.empty()) {
    if (settings_.feed.format == nullptr) {
      read = import_messages(in, report);
    } else {
      refuse(report, {ErrorCode::kInvalid, "is not of the format that was named", 0,
                      "looks like a capture"});
    }
  } else if (auto format = feed::choose_format(*head, settings_.feed.format)) {
    read = import_feed(in, report, **format);
  } else if (format.error().code == ErrorCode::kInvalid) {
    refuse(report, format.error());
  } else {
    report.outcome = InputOutcome::kUnknown;
    report.error = Error{ErrorCode::kInvalid, format.error().what, 0, in.path()};
  }
  if (!read) {
    if (read.error().code != ErrorCode::kInvalid) return read.error();
    refuse(report, read.error());
  }
  report.bytes = in.offset();
  note_fault(in, report);
  return report;
}

Status Importer::import_messages(InputStream& in, InputReport& report) {
  auto source = store_.intern_source(
      {settings_.source, record::SourceKind::kSensor, record::FeedMode::kDelta});
  if (!source) {
    if (is_fatal(source.error())) return source.error();
    refuse(report, source.error());
    return {};
  }
  const bool has_large_steps = report.format == "cdns";
  BatchStream batches(store_, origin_of(*source, message_salt(report.format)), in,
                      has_large_steps ? limits_for_large_steps() : limits_);
  SPOOR_CHECK(batches.begin());
  harden::HardenOptions options = settings_.harden;
  options.source = *source;
  DeliveryTally tally(batches.sink());
  harden::Hardener hardener(options, tally);
  DatedResponses dated(hardener, tally, *source);
  auto reader = capture::MessageFile::open(in, settings_.capture, dated);
  if (!reader) {
    refuse(report, reader.error());
    return {};
  }
  const auto so_far = [&] { return figures_of((*reader)->stats(), hardener.stats(), in.offset()); };
  batches.tell_ends([&](bool was_merged) { tally.end_batch(was_merged, so_far()); });
  Status read = read_all(in, batches, report, [&] { return (*reader)->step(); });
  hardener.finish();
  const bool is_whole = read && !is_stopped();
  if (is_whole) read = batches.finish();
  if (read) tally.end_batch(is_whole && is_new(batches), so_far());
  entries_ = tally.entries(store_, *source);
  take_message_stats(report, (*reader)->stats(), hardener.stats());
  take_stats(report, batches);
  return read;
}

Status Importer::import_feed(InputStream& in, InputReport& report, const feed::FormatInfo& format) {
  StoreSources sources(store_, settings_, format);
  auto source = sources.source_for({});
  if (!source) {
    if (is_fatal(source.error())) return source.error();
    refuse(report, source.error());
    return {};
  }
  const std::string salt = settings_.feed_salt(StoreSources::counts_of(format, settings_));
  BatchStream batches(store_, origin_of(*source, salt), in, limits_for_large_steps());
  SPOOR_CHECK(batches.begin());
  DeliveryTally tally(batches.sink());
  auto reader = feed::FeedReader::open(in, settings_.feed, sources, tally);
  if (!reader) {
    refuse(report, reader.error());
    return {};
  }
  const auto so_far = [&] { return figures_of((*reader)->stats(), in.offset()); };
  batches.tell_ends([&](bool was_merged) { tally.end_batch(was_merged, so_far()); });
  Status read = read_all(in, batches, report, [&] { return (*reader)->step(batches.next_stop()); });
  if (sources.failure() && is_fatal(*sources.failure())) return *sources.failure();
  // A line that the store or this version refuses: what was gathered reaches beyond what counts as
  // read, and is dropped.
  const bool is_refused = report.error && report.error->code == ErrorCode::kInvalid;
  if (is_refused) report.outcome = InputOutcome::kRefused;
  const bool is_whole = read && !is_refused && !is_stopped();
  if (is_whole) read = batches.finish();
  if (read) tally.end_batch(is_whole && is_new(batches), so_far());
  entries_ = tally.entries(store_, *source);
  take_stats(report, (*reader)->stats());
  take_stats(report, batches);
  return read;
}

/// By the sender's key if there is one, else by content.
BatchOrigin Importer::origin_of(record::SourceId source, std::string content_salt) const {
  if (settings_.idempotency_key.empty())
    return {source, std::move(content_salt), {}, hooks_.more_note};
  return {source, settings_.upload_salt(), settings_.idempotency_key, hooks_.more_note};
}

/// What changes the records of a file of messages.
std::string Importer::message_salt(std::string_view format) const {
  if (format == "dnstap") return settings_.dnstap_salt();
  return format == "cdns" ? settings_.cdns_salt() : settings_.capture_salt();
}

/// A step of a feed is many lines already.
BatchLimits Importer::limits_for_large_steps() const {
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
    if (in.is_waiting()) {
      SPOOR_TRY(const Bytes left, in.fill(0));
      if (left.empty()) SPOOR_CHECK(batches.after_wait(hooks_.every));
    }
    if (steps % kStepsBetweenProgress == 0 && hooks_.progress)
      hooks_.progress(in.raw_offset(), in.raw_size());
  }
}

}  // namespace spoor::intake
