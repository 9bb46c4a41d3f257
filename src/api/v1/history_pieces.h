// SPDX-License-Identifier: Apache-2.0
// Pieces that all answers about time have. Inside the room only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "history/watch.h"
#include "record/day_set.h"
#include "search/query.h"

namespace spoor::api::v1 {

/// Appends `"2019-07-14"`.
void append_day_field(std::string& out, std::uint32_t day);
/// Appends `["2019-07-14","2019-07-20"]`.
void append_day_run(std::string& out, record::DayRun run);
/// Appends `{"query":{…}`.
void append_beginning(std::string& out, const search::Query& query);
/// Appends `,"window":[…]`, or nothing.
void append_window(std::string& out, const std::optional<record::DayRun>& window);
/// Appends `,"not_watched":[…],"watch_complete":…`.
void append_not_watched(std::string& out, const history::Watch& watch,
                        const std::optional<record::DayRun>& window);
/// Appends `,"complete":true}` or why it is not, and LF.
void append_ending(std::string& out, bool is_time_up, bool is_cut);
/// The name of a source of the question.
std::string_view source_name(const history::Watch& watch, record::SourceId id);

}  // namespace spoor::api::v1
