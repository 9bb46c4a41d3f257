// SPDX-License-Identifier: Apache-2.0
// spoor stats: what a store holds.
#include <iterator>
#include <memory>
#include <utility>

#include <fmt/format.h>

#include "cli/remote.h"
#include "cli/session.h"
#include "cli/text.h"
#include "history/day_text.h"
#include "search/census.h"

namespace spoor::cli {
namespace {

std::string_view mode_text(record::FeedMode mode) {
  return mode == record::FeedMode::kTotal ? "total" : "delta";
}

void append_watched_json(std::string& out, const record::WatchedSpan& watched) {
  auto at = std::back_inserter(out);
  fmt::format_to(at, ",\"days_watched\":{}", watched.days);
  if (watched.days > 0) {
    fmt::format_to(at, ",\"first_day\":\"{}\",\"last_day\":\"{}\"",
                   history::day_text(watched.first_day), history::day_text(watched.last_day));
  }
  fmt::format_to(at, ",\"watch_complete\":{}", watched.is_complete);
}

/// "; watched on 31 days from 2019-07-01 to 2019-08-02".
std::string watched_text(const record::WatchedSpan& watched) {
  if (watched.days == 0) {
    return watched.is_complete ? "; no day watched"
                               : "; days watched are not known before 'spoor compact'";
  }
  return fmt::format("; watched on {} {} from {} to {}{}", grouped(watched.days),
                     watched.days == 1 ? "day" : "days", history::day_text(watched.first_day),
                     history::day_text(watched.last_day),
                     watched.is_complete ? "" : " at least: 'spoor compact' finds the others");
}

void append_json(std::string& out, const record::StoreStats& stats) {
  auto at = std::back_inserter(out);
  fmt::format_to(at, "{{\"records\":{},\"names\":{},\"sources\":[", stats.records, stats.names);
  for (std::size_t i = 0; i < stats.sources.size(); ++i) {
    const record::SourceSpec& spec = stats.sources[i].second;
    if (i > 0) out += ',';
    out += "{\"name\":";
    append_json_string(out, spec.name);
    fmt::format_to(at, ",\"kind\":\"{}\",\"counts\":\"{}\"", record::kind_text(spec.kind),
                   mode_text(spec.mode));
    if (i < stats.watched.size()) append_watched_json(out, stats.watched[i]);
    out += '}';
  }
  fmt::format_to(at, "],\"bytes\":{},\"format\":{}}}\n", stats.bytes, stats.format);
}

void append_lines(std::string& out, const record::StoreStats& stats) {
  auto at = std::back_inserter(out);
  fmt::format_to(at, "Records  {}\nNames    {}\n", grouped(stats.records), grouped(stats.names));
  fmt::format_to(at, "Bytes    {}", grouped(stats.bytes));
  if (stats.records > 0) {
    fmt::format_to(at, "  ({:.1f} a record)",
                   static_cast<double>(stats.bytes) / static_cast<double>(stats.records));
  }
  fmt::format_to(at, "\nFormat   {}\nSources  {}\n", stats.format, stats.sources.size());
  for (std::size_t i = 0; i < stats.sources.size(); ++i) {
    const record::SourceSpec& spec = stats.sources[i].second;
    fmt::format_to(at, "  {}  ({}, {}{})\n", printable(spec.name), record::kind_text(spec.kind),
                   mode_text(spec.mode),
                   i < stats.watched.size() ? watched_text(stats.watched[i]) : "");
  }
}

/// An unsettled store holds some records in several segments: only a walk over all tells how many
/// there are.
Status count(std::shared_ptr<const record::Snapshot> snapshot, record::StoreStats& stats) {
  constexpr std::uint64_t kSteps = 1'000'000;
  SPOOR_TRY(auto census, search::CensusCursor::open(std::move(snapshot)));
  for (bool is_done = false; !is_done;) {
    SPOOR_TRY(is_done, census.advance(kSteps));
  }
  stats.records = census.counts().records;
  stats.names = census.counts().names;
  stats.is_exact = true;
  return {};
}

void append(std::string& out, const record::StoreStats& stats, bool as_json) {
  as_json ? append_json(out, stats) : append_lines(out, stats);
}

int run_remote_stats(const Session& session) {
  const auto answer = make_client(session.command).status(true);
  if (!answer) return fail_remote(answer.error());
  append(session.out.buffer(), answer->stats, session.command.as_json);
  if (!answer->complete) complain("the server's time was up: records and names are upper bounds");
  return finish(session.out);
}

}  // namespace

int run_stats(const Session& session) {
  if (is_remote(session.command)) return run_remote_stats(session);
  auto store = open_for_questions(session.command);
  if (!store) return fail(store.error());
  auto stats = (*store)->stats();
  if (!stats) return fail(stats.error());
  if (!stats->is_exact) {
    if (const Status counted = count((*store)->snapshot(), *stats); !counted)
      return fail(counted.error());
  }
  append(session.out.buffer(), *stats, session.command.as_json);
  return finish(session.out);
}

}  // namespace spoor::cli
