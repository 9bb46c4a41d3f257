// SPDX-License-Identifier: Apache-2.0
// What facets, groups, tree and pivots have in common: a question, a cursor that counts, and an
// answer that comes when everything was counted. Inside the room only.
#pragma once

#include <ctime>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/v1/rollup_json.h"
#include "cli/question.h"
#include "cli/session.h"
#include "search/request.h"

namespace spoor::cli {

using RemoteParameters = std::vector<std::pair<std::string, std::string>>;

/// The same question to a server, whose JSON is passed on. `verb` is the last part of the path.
int run_remote_rollup(const Session& session, std::string_view verb, const RemoteParameters& more);

/// Steps of a cursor between two looks at the signals.
inline constexpr std::uint64_t kRollupStep = 65'536;

/// The whole command over a store. `open(store, request)` gives the cursor, `write(out, cursor,
/// style)` writes it, as JSON or lines.
template <class Open, class Write>
int run_rollup(const Session& session, const Open& open, const Write& write) {
  auto store = open_for_questions(session.command);
  if (!store) return fail(store.error());
  auto request =
      to_request(session.command.question, **store, static_cast<std::uint32_t>(std::time(nullptr)));
  if (!request) return fail_question(request.error());
  if (const Status added = add_enrichment(session.command, *request); !added)
    return fail(added.error());
  auto cursor = open(**store, *request);
  if (!cursor) return fail_question(cursor.error());
  while (true) {
    const auto is_done = (*cursor)->advance(kRollupStep);
    if (!is_done) return fail(is_done.error());
    if (session.stop.load()) return kExitInterrupted;
    if (*is_done) break;
  }
  write(session.out.buffer(), **cursor, api::v1::RollupStyle{request->query});
  return finish(session.out);
}

/// A wrong flag, told as every other.
int fail_flag(Error error, std::string_view flag, std::string_view text);

/// A name in sort form as tables show it: without its final dot.
std::string shown_form(std::string_view form);

}  // namespace spoor::cli
