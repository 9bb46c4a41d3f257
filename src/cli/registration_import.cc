// SPDX-License-Identifier: Apache-2.0
// spoor registration import: files of WHOIS and RDAP records into the store of registrations.
#include <cstdio>
#include <ctime>
#include <filesystem>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "cli/input_list.h"
#include "cli/progress_bar.h"
#include "cli/session.h"
#include "cli/text.h"
#include "registration/import.h"
#include "registration/store.h"
#include "registration/time_text.h"

namespace spoor::cli {
namespace {

using registration::ImportReport;
using registration::ImportSettings;

/// All files of one command.
class RegistrationImport {
 public:
  RegistrationImport(const Session& session, registration::Writer& writer, ImportSettings settings)
      : session_(session),
        writer_(writer),
        settings_(std::move(settings)),
        bar_(session.terminal.has_progress, ProgressBar::Unit::kBytes) {}

  /// Errors: the store's.
  Status read_all() {
    std::vector<std::string> unreadable;
    const auto inputs = list_inputs(session_.command.registration.paths, unreadable);
    for (const std::string& path : unreadable) complain(path);
    for (const InputPath& input : inputs) {
      if (session_.stop.load()) return {};
      SPOOR_CHECK(read_one(input));
    }
    return {};
  }
  void tell_totals() const {
    fmt::print(stderr,
               "Files          {}\nRegistrations  {}\n  new          {}\n  changed      {}\n"
               "  confirmed    {}\n  known        {}\nRefused        {}\n",
               grouped(files_), grouped(sums_.read()), grouped(sums_.added), grouped(sums_.changed),
               grouped(sums_.confirmed), grouped(sums_.unchanged), grouped(refused_));
  }
  [[nodiscard]] int exit_code() const { return files_ > 0 ? kExitOk : kExitFailed; }

 private:
  Status read_one(const InputPath& input) {
    bar_.set_label(input.path);
    auto in = InputStream::open(input.path);
    if (!in) {
      complain(in.error());
      return {};
    }
    const auto progress = [&] {
      bar_.update((*in)->raw_offset(), (*in)->raw_size());
      return !session_.stop.load();
    };
    const auto report = import_registrations(writer_, **in, settings_, progress);
    bar_.clear();
    if (session_.stop.load()) return {};
    if (report) {
      tell(input, *report);
      return {};
    }
    Error error = report.error();
    if (error.where.find(input.path) == std::string::npos)
      error.where = input.path + (error.where.empty() ? "" : ": " + error.where);
    // A broken file is left out; a broken store ends the command.
    const bool is_input = error.code == ErrorCode::kMalformed ||
                          error.code == ErrorCode::kTruncated || (*in)->source_failed();
    if (!is_input) return error;
    complain(error);
    return {};
  }

  void tell(const InputPath& input, const ImportReport& report) {
    for (const auto& [reason, refused] : report.refused) {
      complain(fmt::format("{}:{}: {}{}", input.path, refused.first_line, reason,
                           refused.count == 1
                               ? std::string()
                               : fmt::format(" ({} of them)", grouped(refused.count))));
      refused_ += refused.count;
    }
    if (report.was_known) complain(input.path + ": was imported before and changes nothing");
    const bool was_read = report.was_known || report.read() > 0 || report.refused.empty();
    files_ += was_read ? 1 : 0;
    sums_.added += report.added;
    sums_.changed += report.changed;
    sums_.confirmed += report.confirmed;
    sums_.unchanged += report.unchanged;
  }

  const Session& session_;
  registration::Writer& writer_;
  ImportSettings settings_;
  ProgressBar bar_;
  std::uint64_t files_ = 0, refused_ = 0;
  ImportReport sums_;
};

/// Errors: kInvalid with the flag.
Result<ImportSettings> to_settings(const RegistrationOptions& options) {
  ImportSettings settings;
  settings.source = options.source;
  settings.observed = std::time(nullptr);
  if (!options.observed.empty()) {
    const auto time = registration::parse_time(options.observed);
    if (!time)
      return Error{ErrorCode::kInvalid,
                   "expected a time such as 2024-01-02 or 2024-01-02T03:04:05Z", 0,
                   "--observed '" + options.observed + "'"};
    settings.observed = *time;
  }
  if (options.form == "rdap") settings.format = registration::Format::kRdap;
  if (options.form == "csv") settings.format = registration::Format::kCsv;
  if (options.form == "text") settings.format = registration::Format::kText;
  return settings;
}

}  // namespace

int run_registration_import(const Session& session) {
  auto settings = to_settings(session.command.registration);
  if (!settings) return fail(settings.error());
  std::error_code fault;
  std::filesystem::create_directories(session.command.store, fault);
  auto writer = registration::Writer::open(registration::store_path(session.command.store));
  if (!writer) {
    complain(writer.error());
    return kExitFailed;
  }
  RegistrationImport run(session, **writer, *std::move(settings));
  const Status done = run.read_all();
  run.tell_totals();
  if (session.stop.load()) {
    complain("interrupted: files that were read to their end stand");
    return kExitInterrupted;
  }
  if (!done) {
    complain(done.error());
    return kExitFailed;
  }
  return run.exit_code();
}

}  // namespace spoor::cli
