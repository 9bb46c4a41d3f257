// SPDX-License-Identifier: Apache-2.0
// spoor backup and spoor restore: the store, and the databases beside it.
#include "store/rocks/backup.h"

#include <chrono>
#include <filesystem>
#include <string>

#include <fmt/format.h>

#include "cli/progress_bar.h"
#include "cli/session.h"
#include "cli/text.h"
#include "ledger/absence_book.h"
#include "ledger/ledger.h"
#include "registration/store.h"
#include "sqlite/connection.h"

namespace spoor::cli {
namespace {

namespace fs = std::filesystem;

constexpr sqlite::Words kWords{"a database beside the store is damaged",
                               "a database beside the store is busy: try again",
                               "a database beside the store cannot be copied"};

/// The time a database was last changed: its own, or that of its log.
fs::file_time_type changed(const std::string& path) {
  std::error_code error;
  fs::file_time_type latest = fs::file_time_type::min();
  for (const std::string& file : {path, path + "-wal"}) {
    const fs::file_time_type time = fs::last_write_time(file, error);
    if (!error && time > latest) latest = time;
  }
  return latest;
}

/// Copies one database of a store, unless the copy is younger than its last change. True when it
/// was copied.
Result<bool> copy_beside(const std::string& from, const std::string& to) {
  std::error_code error;
  if (!fs::exists(from, error)) return false;
  constexpr std::chrono::seconds kGrain{2};  // coarser than any file system's clock
  const fs::file_time_type copied = fs::last_write_time(to, error);
  if (!error && copied > changed(from) + kGrain) return false;
  return sqlite::copy_database(from, to, kWords);
}

Result<unsigned> copy_all_beside(const std::string& from, const std::string& to) {
  unsigned copied = 0;
  for (const auto path_in :
       {&registration::store_path, &ledger::ledger_path, &ledger::absence_path}) {
    SPOOR_TRY(const bool is_copied, copy_beside(path_in(from), path_in(to)));
    copied += is_copied ? 1 : 0;
  }
  return copied;
}

using CopyStore = Result<store::BackupSummary> (*)(const std::string&, const std::string&,
                                                   const record::Progress&);

int run(const Session& session, CopyStore copy, const std::string& from, const std::string& to,
        std::string_view label) {
  ProgressBar bar(session.terminal.has_progress, ProgressBar::Unit::kBytes);
  bar.set_label(label);
  const auto done = copy(from, to, [&](std::uint64_t at, std::uint64_t total) {
    bar.update(at, total);
    return !session.stop.load();
  });
  bar.clear();
  if (session.stop.load()) return kExitInterrupted;
  if (!done) return fail(done.error());
  const auto beside = copy_all_beside(from, to);
  if (!beside) return fail(beside.error());
  if (!done->is_changed && *beside == 0) {
    fmt::print(stderr, "{} segments, nothing new\n", grouped(done->segments));
    return kExitOk;
  }
  fmt::print(stderr, "{} segments, {} of them new ({} bytes), {} removed\n",
             grouped(done->segments), grouped(done->copied), grouped(done->bytes),
             grouped(done->removed));
  return kExitOk;
}

}  // namespace

int run_backup(const Session& session) {
  return run(session, store::back_up_store, session.command.store, session.command.backup.folder,
             "backing up");
}

int run_restore(const Session& session) {
  return run(session, store::restore_store, session.command.backup.folder, session.command.store,
             "restoring");
}

}  // namespace spoor::cli
