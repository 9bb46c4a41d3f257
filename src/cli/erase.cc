// SPDX-License-Identifier: Apache-2.0
// spoor erase, spoor source merge and spoor source remove: what writes the whole store anew.
#include <string>
#include <utility>

#include <fmt/format.h>

#include "cli/progress_bar.h"
#include "cli/session.h"
#include "cli/text.h"
#include "dns/name.h"
#include "ledger/absence_book.h"
#include "record/rewrite.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {
namespace {

Result<std::unique_ptr<record::RecordStore>> open_whole(const Command& command) {
  store::RocksStoreOptions options;
  options.background_merging = false;
  return store::open_rocks_store(command.store, options);
}

int rewrite(const Session& session, record::RecordStore& store, const record::Rewrite& how) {
  const auto before = store.stats();
  if (!before) return fail(before.error());
  ProgressBar bar(session.terminal.has_progress, ProgressBar::Unit::kRecords);
  bar.set_label("rewriting");
  const Status done = store.rewrite(how, [&](std::uint64_t at, std::uint64_t total) {
    bar.update(at, total);
    return !session.stop.load();
  });
  bar.clear();
  if (session.stop.load()) return kExitInterrupted;
  if (!done) return fail(done.error());
  const auto after = store.stats();
  if (!after) return fail(after.error());
  fmt::print(stderr, "{} records and {} names{} (before: {}{} and {})\n", grouped(after->records),
             grouped(after->names), after->is_exact ? "" : " at most",
             before->is_exact ? "" : "at most ", grouped(before->records), grouped(before->names));
  return kExitOk;
}

Result<record::SourceId> find(const record::RecordStore& store, const std::string& name) {
  if (const auto id = store.find_source(name)) return *id;
  return Error{ErrorCode::kNotFound, "the store has no such source", 0, name};
}

int rewrite_source(const Session& session, bool has_other) {
  const SourceOptions& o = session.command.source;
  auto store = open_whole(session.command);
  if (!store) return fail(store.error());
  record::Rewrite how;
  const auto from = find(**store, o.name);
  if (!from) return fail(from.error());
  how.sources[*from] = std::nullopt;
  if (has_other) {
    const auto to = find(**store, o.into);
    if (!to) return fail(to.error());
    how.sources[*from] = *to;
  }
  return rewrite(session, **store, how);
}

/// Errors: kInvalid for what is no name, and for the root: below it is everything.
Result<std::string> sort_form_of(const std::string& text) {
  const auto name = dns::parse_name(text);
  if (!name) return Error{ErrorCode::kInvalid, "expected a name to erase", 0, text};
  if (name->wire().size() == 1)
    return Error{ErrorCode::kInvalid, "everything is below the root: remove the store instead", 0,
                 text};
  std::string form;
  dns::append_sort_form(form, name->wire());
  return form;
}

/// Below a registered domain there are no names in that book, only their number.
int erase_absences(const Command& command) {
  const ledger::AbsenceBook book(ledger::absence_path(command.store));
  for (const std::string& text : command.erase.names) {
    const auto name = dns::parse_name(text);
    if (!name) continue;
    if (const auto erased = book.erase(dns::name_to_text(*name)); !erased)
      return fail(erased.error());
  }
  return kExitOk;
}

}  // namespace

int run_source_merge(const Session& session) {
  return rewrite_source(session, true);
}

int run_source_remove(const Session& session) {
  return rewrite_source(session, false);
}

int run_erase(const Session& session) {
  const EraseOptions& o = session.command.erase;
  record::Rewrite how;
  how.erases_holders = o.with_holders;
  for (const std::string& text : o.names) {
    auto form = sort_form_of(text);
    if (!form) return fail(form.error());
    how.erased.push_back(*std::move(form));
  }
  auto store = open_whole(session.command);
  if (!store) return fail(store.error());
  const int code = rewrite(session, **store, how);
  return code == kExitOk ? erase_absences(session.command) : code;
}

}  // namespace spoor::cli
