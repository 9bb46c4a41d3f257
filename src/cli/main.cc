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

int run(const Session& session) {
  switch (session.command.verb) {
    case Verb::kImport:
      return run_import(session);
    case Verb::kAsk:
      return run_ask(session);
    case Verb::kBulk:
      return run_bulk(session);
    case Verb::kLookup:
      return run_lookup(session);
    case Verb::kSummarize:
      return run_summarize(session);
    case Verb::kFacets:
      return run_facets(session);
    case Verb::kGroups:
      return run_groups(session);
    case Verb::kTree:
      return run_tree(session);
    case Verb::kPivots:
      return run_pivots(session);
    case Verb::kTimeline:
      return run_timeline(session);
    case Verb::kFirst:
      return run_first(session);
    case Verb::kChanges:
      return run_changes(session);
    case Verb::kCompare:
      return run_compare(session);
    case Verb::kStats:
      return run_stats(session);
    case Verb::kVerify:
      return run_verify(session);
    case Verb::kCompact:
      return run_compact(session);
    case Verb::kSimulate:
      return run_simulate(session);
    case Verb::kEnrich:
      return run_enrich(session);
    case Verb::kRegistrationImport:
      return run_registration_import(session);
    case Verb::kRegistrationLookup:
      return run_registration_lookup(session);
    case Verb::kRegistrationSearch:
      return run_registration_search(session);
    case Verb::kAddress:
      return run_address(session);
    case Verb::kServe:
      return run_serve(session);
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
