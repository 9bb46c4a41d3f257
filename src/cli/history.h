// SPDX-License-Identifier: Apache-2.0
// What timeline, first, changes and compare have in common. Inside the room only.
#pragma once

#include <cstdint>
#include <ctime>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "cli/rollup.h"
#include "cli/session.h"
#include "history/watch.h"
#include "record/day_set.h"

namespace spoor::cli {

/// The same question to a server, whose JSON is passed on. `verb` is the last part of the path.
int run_remote_history(const Session& session, std::string_view verb, RemoteParameters more);

inline std::uint32_t now_s() {
  return static_cast<std::uint32_t>(std::time(nullptr));
}

/// --day-from and --day-to; empty when neither was given. Errors: kInvalid with the flag.
Result<std::optional<record::DayRun>> read_window(const HistoryOptions& options);

/// Lines that say on which days of `window` nobody watched; nothing when somebody always did.
void append_not_watched(std::string& out, const history::Watch& watch,
                        const std::optional<record::DayRun>& window);

/// "2019-07-14", or "2019-07-14 to 2019-07-20".
std::string run_text(record::DayRun run);

/// A name (wire form) without its final dot; rdata in presentation form.
std::string shown_name(std::string_view wire);
std::string shown_rdata(dns::RrType type, std::string_view rdata);

}  // namespace spoor::cli
