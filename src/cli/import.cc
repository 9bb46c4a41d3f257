// SPDX-License-Identifier: Apache-2.0
// spoor import: every input through the importer, with what a person is told meanwhile and at the
// end.
#include <cstdio>
#include <memory>

#include "cli/follow.h"
#include "cli/import_totals.h"
#include "cli/input_list.h"
#include "cli/progress_bar.h"
#include "cli/report_file.h"
#include "cli/session.h"
#include "intake/importer.h"
#include "ledger/ledger.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {
namespace {

using intake::ImportHooks;
using intake::ImportSettings;
using intake::InputOutcome;
using intake::InputReport;

/// All inputs of one command.
class ImportRun {
 public:
  ImportRun(const Session& session, record::RecordStore& store, ImportSettings settings)
      : session_(session),
        store_(store),
        ledger_(ledger::ledger_path(session.command.store)),
        report_(session.out),
        bar_(session.terminal.has_progress, ProgressBar::Unit::kBytes),
        importer_(store, std::move(settings), hooks()) {}

  Status open_report() { return report_.open(session_.command.import.report); }
  /// Errors: the store's, and the report's.
  Status read_all();
  /// Errors: the store's.
  Status settle();
  void note_store();
  void tell_totals();
  [[nodiscard]] int exit_code() const {
    return totals_.read > 0 && !is_stopped_ ? kExitOk : kExitFailed;
  }

 private:
  ImportHooks hooks() {
    ImportHooks hooks;
    hooks.stop = &session_.stop;
    hooks.ledger = &ledger_;
    hooks.progress = [this](std::uint64_t done, std::uint64_t total) { bar_.update(done, total); };
    return hooks;
  }
  Status read_one(const InputPath& input);
  void tell(const InputReport& report, bool is_named);

  const Session& session_;
  record::RecordStore& store_;
  ledger::Ledger ledger_;
  ReportFile report_;
  ProgressBar bar_;
  intake::Importer importer_;
  ImportTotals totals_;
  bool is_stopped_ = false;  // at a fault that was not to be passed over
};

Status ImportRun::read_all() {
  std::vector<std::string> unreadable;
  const std::vector<InputPath> inputs = list_inputs(session_.command.import.paths, unreadable);
  for (const std::string& path : unreadable) complain(path);
  for (const InputPath& input : inputs) {
    if (session_.stop.load() || is_stopped_) return {};
    SPOOR_CHECK(read_one(input));
  }
  return {};
}

Status ImportRun::read_one(const InputPath& input) {
  bar_.set_label(input.path);
  InputReport report;
  report.file = input.path;
  auto stream = InputStream::open(input.path);
  if (stream) {
    SPOOR_TRY(report, importer_.import(**stream));
    report.file = input.path;
  } else {
    report.outcome = InputOutcome::kRefused;
    report.error = stream.error();
  }
  bar_.clear();
  if (session_.stop.load()) return {};
  totals_.add(report);
  is_stopped_ = session_.command.import.reading.strict && report.error.has_value() &&
                (input.is_named || report.outcome != InputOutcome::kUnknown);
  tell(report, input.is_named);
  return report_.add(report);
}

void ImportRun::tell(const InputReport& report, bool is_named) {
  if (report.error && (is_named || report.outcome != InputOutcome::kUnknown)) {
    Error error = *report.error;
    if (error.where.find(report.file) == std::string::npos)
      error.where = report.file + ": " + error.where;
    complain(error);
  }
  for (const std::string& remark : report.remarks) complain(report.file + ": " + remark);
  if (report.is_already_merged())
    complain(report.file + ": was imported before and changes nothing");
}

Status ImportRun::settle() {
  bar_.set_label("settling");
  ProgressBar bar(session_.terminal.has_progress, ProgressBar::Unit::kRecords);
  bar.set_label("settling");
  const auto progress = [&](std::uint64_t done, std::uint64_t total) {
    bar.update(done, total);
    return !session_.stop.load();
  };
  return store_.settle(progress);
}

void ImportRun::note_store() {
  const Status noted = intake::note_store(store_, ledger_, intake::system_seconds());
  if (!noted) complain(noted.error());
}

void ImportRun::tell_totals() {
  const std::string text = render_totals(totals_);
  std::fputs(text.c_str(), stderr);
}

int run(const Session& session, record::RecordStore& store, ImportSettings settings) {
  ImportRun run(session, store, std::move(settings));
  if (const Status opened = run.open_report(); !opened) return fail(opened.error());
  Status done = run.read_all();
  if (done && !session.stop.load()) done = run.settle();
  if (done) run.note_store();
  run.tell_totals();
  if (session.stop.load()) {
    complain("interrupted: what was merged stands, and the same command goes on from there");
    return kExitInterrupted;
  }
  if (!done) {
    complain(done.error());
    return kExitFailed;
  }
  const int written = finish(session.out);
  return written == kExitOk ? run.exit_code() : written;
}

}  // namespace

int run_import(const Session& session) {
  auto settings = intake::resolve(session.command.import.reading);
  if (!settings) {
    complain(settings.error());
    return kExitUsage;
  }
  store::RocksStoreOptions options;
  options.access = store::Access::kCreate;
  options.background_merging = session.command.import.is_followed;
  auto store = store::open_rocks_store(session.command.store, options);
  if (!store) {
    complain(store.error());
    return kExitFailed;
  }
  if (session.command.import.is_followed) return follow_logs(session, **store, *settings);
  return run(session, **store, *std::move(settings));
}

}  // namespace spoor::cli
