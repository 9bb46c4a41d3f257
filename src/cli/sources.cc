// SPDX-License-Identifier: Apache-2.0
// spoor source add, edit and list.
#include <memory>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "cli/session.h"
#include "cli/text.h"
#include "history/day_text.h"
#include "record/source.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {
namespace {

using record::KnownSource;

Result<std::unique_ptr<record::RecordStore>> open_to_write(const Command& command,
                                                           store::Access access) {
  store::RocksStoreOptions options;
  options.background_merging = false;
  options.access = access;
  return store::open_rocks_store(command.store, options);
}

/// Puts in what was given. The words were checked as they were read.
void apply(const SourceOptions& options, KnownSource& source) {
  if (options.kind) source.spec.kind = record::parse_kind(*options.kind).value();
  if (options.tlp) source.card.tlp = record::parse_tlp(*options.tlp).value();
  if (options.label) source.card.label = *options.label;
  if (options.position) source.card.position = *options.position;
  if (options.owner) source.card.owner = *options.owner;
  if (options.notes) source.card.notes = *options.notes;
}

int write(record::RecordStore& store, const SourceOptions& options, KnownSource source) {
  apply(options, source);
  const Status edited = store.edit_source(source.id, source.spec.kind, source.card);
  return edited ? kExitOk : fail(edited.error());
}

std::string days_text(const record::WatchedSpan& watched) {
  if (watched.days == 0) return "-";
  return fmt::format("{} {} to {}", grouped(watched.days), history::day_text(watched.first_day),
                     history::day_text(watched.last_day));
}

std::string_view counts_text(record::FeedMode mode) {
  return mode == record::FeedMode::kTotal ? "total" : "delta";
}

/// "-" for nothing.
std::string cell(std::string_view text) {
  return text.empty() ? "-" : printable(text);
}

void append_json(std::string& out, const std::vector<KnownSource>& sources,
                 const record::StoreStats& stats) {
  const auto add = [&](std::string_view key, std::string_view text) {
    if (text.empty()) return;
    out += fmt::format(",\"{}\":", key);
    append_json_string(out, text);
  };
  out += "{\"sources\":[";
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const KnownSource& each = sources[i];
    out += i == 0 ? "\n{\"name\":" : ",\n{\"name\":";
    append_json_string(out, each.spec.name);
    add("kind", record::kind_text(each.spec.kind));
    add("counts", counts_text(each.spec.mode));
    add("tlp", record::tlp_text(each.card.tlp));
    add("label", each.card.label);
    add("position", each.card.position);
    add("owner", each.card.owner);
    add("notes", each.card.notes);
    const record::WatchedSpan& watched = stats.watched.at(i);
    out += fmt::format(",\"days_watched\":{}", watched.days);
    if (watched.days > 0) {
      add("first_day", history::day_text(watched.first_day));
      add("last_day", history::day_text(watched.last_day));
    }
    out += '}';
  }
  out += "]}\n";
}

}  // namespace

int run_source_add(const Session& session) {
  const SourceOptions& o = session.command.source;
  auto store = open_to_write(session.command, store::Access::kCreate);
  if (!store) return fail(store.error());
  if ((*store)->find_source(o.name)) {
    complain(fmt::format("{}: the store has this source already: 'spoor source edit' changes it",
                         o.name));
    return kExitFailed;
  }
  KnownSource source;
  source.spec.name = o.name;
  source.spec.mode = o.counts == "total" ? record::FeedMode::kTotal : record::FeedMode::kDelta;
  apply(o, source);
  if (const Status checked = record::check_source_card(source.card); !checked)
    return fail(checked.error());
  const auto id = (*store)->intern_source(source.spec);
  if (!id) return fail(id.error());
  source.id = *id;
  return write(**store, o, std::move(source));
}

int run_source_edit(const Session& session) {
  const SourceOptions& o = session.command.source;
  auto store = open_to_write(session.command, store::Access::kExisting);
  if (!store) return fail(store.error());
  for (KnownSource& each : (*store)->sources()) {
    if (each.spec.name == o.name) return write(**store, o, std::move(each));
  }
  complain(fmt::format("{}: the store has no such source: 'spoor source list' tells which it has",
                       o.name));
  return kExitFailed;
}

int run_source_list(const Session& session) {
  auto store = open_for_questions(session.command);
  if (!store) return fail(store.error());
  const auto stats = (*store)->stats();
  if (!stats) return fail(stats.error());
  const std::vector<KnownSource> sources = (*store)->sources();
  if (session.command.as_json) {
    append_json(session.out.buffer(), sources, *stats);
    return finish(session.out);
  }
  std::vector<std::vector<std::string>> rows{
      {"Source", "Label", "Kind", "Counts", "TLP", "Days watched", "Owner", "Position"}};
  for (std::size_t i = 0; i < sources.size(); ++i) {
    const KnownSource& each = sources[i];
    rows.push_back({printable(each.spec.name), cell(each.card.label),
                    std::string(record::kind_text(each.spec.kind)),
                    std::string(counts_text(each.spec.mode)),
                    std::string(record::tlp_text(each.card.tlp)), days_text(stats->watched.at(i)),
                    cell(each.card.owner), cell(each.card.position)});
  }
  append_columns(session.out.buffer(), rows);
  return finish(session.out);
}

}  // namespace spoor::cli
