// SPDX-License-Identifier: Apache-2.0
// spoor stats: what a store holds.
#include <iterator>

#include <fmt/format.h>

#include "cli/session.h"
#include "cli/text.h"

namespace spoor::cli {
namespace {

std::string_view kind_text(record::SourceKind kind) {
  switch (kind) {
    case record::SourceKind::kSensor:
      return "sensor";
    case record::SourceKind::kFeed:
      return "feed";
    case record::SourceKind::kResolver:
      return "resolver";
    case record::SourceKind::kCrawl:
      return "crawl";
    case record::SourceKind::kZone:
      break;
  }
  return "zone";
}

std::string_view mode_text(record::FeedMode mode) {
  return mode == record::FeedMode::kTotal ? "total" : "delta";
}

void append_json(std::string& out, const record::StoreStats& stats) {
  auto at = std::back_inserter(out);
  fmt::format_to(at, "{{\"records\":{},\"names\":{},\"exact\":{},\"sources\":[", stats.records,
                 stats.names, stats.is_exact);
  bool is_first = true;
  for (const auto& [id, spec] : stats.sources) {
    if (!is_first) out += ',';
    out += "{\"name\":";
    append_json_string(out, spec.name);
    fmt::format_to(at, ",\"kind\":\"{}\",\"counts\":\"{}\"}}", kind_text(spec.kind),
                   mode_text(spec.mode));
    is_first = false;
  }
  fmt::format_to(at, "],\"bytes\":{},\"format\":{}}}\n", stats.bytes, stats.format);
}

void append_lines(std::string& out, const record::StoreStats& stats) {
  auto at = std::back_inserter(out);
  const std::string_view most = stats.is_exact ? "" : "  (at most: not settled)";
  fmt::format_to(at, "Records  {}{}\nNames    {}{}\n", grouped(stats.records), most,
                 grouped(stats.names), most);
  fmt::format_to(at, "Bytes    {}", grouped(stats.bytes));
  if (stats.records > 0) {
    fmt::format_to(at, "  ({:.1f} a record)",
                   static_cast<double>(stats.bytes) / static_cast<double>(stats.records));
  }
  fmt::format_to(at, "\nFormat   {}\nSources  {}\n", stats.format, stats.sources.size());
  for (const auto& [id, spec] : stats.sources) {
    fmt::format_to(at, "  {}  ({}, {})\n", printable(spec.name), kind_text(spec.kind),
                   mode_text(spec.mode));
  }
}

}  // namespace

int run_stats(const Session& session) {
  auto store = open_for_questions(session.command);
  if (!store) return fail(store.error());
  const auto stats = (*store)->stats();
  if (!stats) return fail(stats.error());
  session.command.as_json ? append_json(session.out.buffer(), *stats)
                          : append_lines(session.out.buffer(), *stats);
  return finish(session.out);
}

}  // namespace spoor::cli
