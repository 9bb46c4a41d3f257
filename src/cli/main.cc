// SPDX-License-Identifier: Apache-2.0
// The program: signals, the command line, and one function a command.
#include <atomic>
#include <csignal>
#include <cstdio>
#include <exception>

#include <fmt/format.h>
#include <unistd.h>

#include "cli/command_line.h"
#include "cli/output.h"
#include "cli/session.h"
#include "cli/terminal.h"

namespace spoor::cli {
namespace {

std::atomic<bool> stop{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // or a signal handler must not touch it

/// The first signal asks to stop, the second one ends the process at once: merged batches are
/// durable either way.
extern "C" void on_signal(int number) {
  stop.store(true);
  std::signal(number, SIG_DFL);
}

struct Runner {
  Verb verb;
  int (*run)(const Session& session);
};

constexpr Runner kRunners[] = {
    {Verb::kImport, run_import},
    {Verb::kAsk, run_ask},
    {Verb::kBulk, run_bulk},
    {Verb::kLookup, run_lookup},
    {Verb::kExport, run_export},
    {Verb::kSummarize, run_summarize},
    {Verb::kFacets, run_facets},
    {Verb::kGroups, run_groups},
    {Verb::kTree, run_tree},
    {Verb::kPivots, run_pivots},
    {Verb::kTimeline, run_timeline},
    {Verb::kFirst, run_first},
    {Verb::kChanges, run_changes},
    {Verb::kCompare, run_compare},
    {Verb::kStats, run_stats},
    {Verb::kVerify, run_verify},
    {Verb::kCompact, run_compact},
    {Verb::kSimulate, run_simulate},
    {Verb::kEnrich, run_enrich},
    {Verb::kRegistrationImport, run_registration_import},
    {Verb::kRegistrationLookup, run_registration_lookup},
    {Verb::kRegistrationSearch, run_registration_search},
    {Verb::kAddress, run_address},
    {Verb::kSourceAdd, run_source_add},
    {Verb::kSourceList, run_source_list},
    {Verb::kSourceEdit, run_source_edit},
    {Verb::kSourceMerge, run_source_merge},
    {Verb::kSourceRemove, run_source_remove},
    {Verb::kErase, run_erase},
    {Verb::kRetain, run_retain},
    {Verb::kBackup, run_backup},
    {Verb::kRestore, run_restore},
    {Verb::kServe, run_serve},
    {Verb::kListen, run_listen},
    {Verb::kResolve, run_resolve},
    {Verb::kTransfer, run_transfer},
    {Verb::kWatch, run_watch},
    {Verb::kAbsent, run_absent},
};

int run(const Session& session) {
  for (const Runner& runner : kRunners) {
    if (runner.verb == session.command.verb) return runner.run(session);
  }
  return kExitUsage;
}

int run_process(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a file that may not grow is an error like a full disk
  std::signal(SIGINT, on_signal);
  std::signal(SIGTERM, on_signal);
  const Parsed parsed = parse_command_line(Invocation::of_process(argc, argv));
  std::fputs(parsed.err.c_str(), stderr);
  Output out(STDOUT_FILENO);
  out.buffer() += parsed.out;
  if (!parsed.command) {
    const int written = finish(out);
    return written == kExitOk ? parsed.exit_code : written;
  }
  const Terminal terminal = Terminal::of_process(parsed.command->colour, parsed.command->progress);
  return run({*parsed.command, terminal, out, stop});
}

}  // namespace
}  // namespace spoor::cli

int main(int argc, char** argv) {
  try {
    return spoor::cli::run_process(argc, argv);
  } catch (const std::exception& error) {  // what a library throws: out of memory, at most
    std::fputs("spoor: ", stderr);
    std::fputs(error.what(), stderr);
    std::fputs("\n", stderr);
    return spoor::cli::kExitFailed;
  }
}
