// SPDX-License-Identifier: Apache-2.0
// What every command is handed, and what every command needs to say or open.
#pragma once

#include <atomic>
#include <memory>
#include <string_view>

#include "base/result.h"
#include "cli/command.h"
#include "cli/output.h"
#include "cli/terminal.h"
#include "record/record_store.h"

namespace spoor::cli {

struct Session {
  const Command& command;
  Terminal terminal;
  Output& out;                    ///< Standard output: the answer alone.
  const std::atomic<bool>& stop;  ///< Set by SIGINT or SIGTERM.
};

/// "spoor: …" on standard error: one line, hostile octets escaped.
void complain(std::string_view sentence);
void complain(const Error& error);

/// The exit code of an error that ends a command.
int exit_code_of(const Error& error);

/// complain() and exit_code_of().
int fail(const Error& error);

/// Flushes; kExitOk, or what became of standard output. A reader that went away is fine.
int finish(Output& out);

/// The store for questions: read only where the directory cannot be written.
Result<std::unique_ptr<record::RecordStore>> open_for_questions(const Command& command);

// One function a command, each in the file of its name.
int run_import(const Session& session);
int run_ask(const Session& session);
int run_bulk(const Session& session);
int run_lookup(const Session& session);
int run_export(const Session& session);
int run_summarize(const Session& session);
int run_facets(const Session& session);
int run_groups(const Session& session);
int run_tree(const Session& session);
int run_pivots(const Session& session);
int run_timeline(const Session& session);
int run_first(const Session& session);
int run_changes(const Session& session);
int run_compare(const Session& session);
int run_stats(const Session& session);
int run_verify(const Session& session);
int run_compact(const Session& session);
int run_simulate(const Session& session);
int run_enrich(const Session& session);
int run_address(const Session& session);
int run_registration_import(const Session& session);
int run_registration_lookup(const Session& session);
int run_registration_search(const Session& session);
int run_source_add(const Session& session);
int run_source_list(const Session& session);
int run_source_edit(const Session& session);
int run_source_merge(const Session& session);
int run_source_remove(const Session& session);
int run_erase(const Session& session);
int run_retain(const Session& session);
int run_backup(const Session& session);
int run_restore(const Session& session);
int run_serve(const Session& session);
int run_listen(const Session& session);
int run_resolve(const Session& session);
int run_transfer(const Session& session);
int run_watch(const Session& session);
int run_absent(const Session& session);

}  // namespace spoor::cli
