// SPDX-License-Identifier: Apache-2.0
// spoor compact: rewrites a store into its smallest form.
#include <fmt/format.h>

#include "cli/progress_bar.h"
#include "cli/session.h"
#include "cli/text.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {

int run_compact(const Session& session) {
  store::RocksStoreOptions options;
  options.background_merging = false;
  auto store = store::open_rocks_store(session.command.store, options);
  if (!store) return fail(store.error());
  const auto before = (*store)->stats();
  if (!before) return fail(before.error());
  ProgressBar bar(session.terminal.has_progress, ProgressBar::Unit::kRecords);
  bar.set_label("compacting");
  const Status done = (*store)->compact([&](std::uint64_t at, std::uint64_t total) {
    bar.update(at, total);
    return !session.stop.load();
  });
  bar.clear();
  if (session.stop.load()) return kExitInterrupted;
  if (!done) return fail(done.error());
  const auto after = (*store)->stats();
  if (!after) return fail(after.error());
  fmt::print(stderr, "{} records in {} bytes (before: {})\n", grouped(after->records),
             grouped(after->bytes), grouped(before->bytes));
  return kExitOk;
}

}  // namespace spoor::cli
