// SPDX-License-Identifier: Apache-2.0
// spoor verify: reads a whole store and says what is wrong. Faults are the answer, so they go to
// standard output.
#include <fmt/format.h>

#include "cli/progress_bar.h"
#include "cli/session.h"
#include "cli/text.h"
#include "ledger/absence_book.h"
#include "ledger/ledger.h"
#include "registration/store.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {

int run_verify(const Session& session) {
  constexpr std::uint64_t kMostShown = 1000;
  ProgressBar bar(session.terminal.has_progress, ProgressBar::Unit::kRecords);
  bar.set_label("verifying");
  std::uint64_t faults = 0;
  const auto tell = [&](const store::Fault& fault) {
    if (++faults > kMostShown) return;
    session.out.buffer() += printable(fault.where) + ": " + printable(fault.what) + "\n";
    session.out.check();
  };
  const auto progress = [&](std::uint64_t done, std::uint64_t total) {
    bar.update(done, total);
    return !session.stop.load();
  };
  const auto summary = store::verify_store(session.command.store, tell, progress);
  if (const std::string path = registration::store_path(session.command.store); summary) {
    if (const Status sound = registration::Store(path).verify(); !sound)
      tell({path, sound.error().where + ": " + std::string(sound.error().what)});
  }
  if (const std::string path = ledger::ledger_path(session.command.store); summary) {
    if (const Status sound = ledger::Ledger(path).verify(); !sound)
      tell({path, sound.error().where + ": " + std::string(sound.error().what)});
  }
  if (const std::string path = ledger::absence_path(session.command.store); summary) {
    if (const Status sound = ledger::AbsenceBook(path).verify(); !sound)
      tell({path, sound.error().where + ": " + std::string(sound.error().what)});
  }
  bar.clear();
  const int written = finish(session.out);
  if (session.stop.load()) return kExitInterrupted;
  if (!summary) {
    complain(summary.error());
    return summary.error().code == ErrorCode::kCorrupt ? kExitDamaged
                                                       : exit_code_of(summary.error());
  }
  if (summary->faults > 0 || faults > 0) {
    complain(fmt::format("{} faults in {}", grouped(std::max(faults, summary->faults)),
                         session.command.store));
    return kExitDamaged;
  }
  fmt::print(stderr, "sound: {} records, {} values, {} names in {} segments, {} streams\n",
             grouped(summary->records), grouped(summary->values), grouped(summary->names),
             grouped(summary->segments), grouped(summary->streams));
  return written;
}

}  // namespace spoor::cli
