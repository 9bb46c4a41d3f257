// SPDX-License-Identifier: Apache-2.0
// spoor retain: counts what the rules of retention let go, and writes the store anew without it.
#include <ctime>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "cli/columns.h"
#include "cli/progress_bar.h"
#include "cli/session.h"
#include "cli/text.h"
#include "record/retention.h"
#include "record/rewrite.h"
#include "search/retention_text.h"
#include "search/time_text.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {
namespace {

using record::RetentionCount;

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ",") + word;
  return out;
}

/// The rule that flags say; the rules of --retention when they say none.
std::vector<std::string> rule_texts(const RetainOptions& o) {
  if (o.older_than.empty()) return search::split_retention(o.rules);
  std::string rule;
  if (!o.types.empty()) rule += "type:" + joined(o.types) + " ";
  if (!o.sources.empty()) rule += "source:" + joined(o.sources) + " ";
  for (const std::string& kind : o.kinds) rule += "kind:" + kind + " ";
  return {rule + o.older_than};
}

void print_json(std::string& out, const std::vector<std::string>& texts,
                const RetentionCount& count, bool is_dry_run) {
  out += fmt::format("{{\"dry_run\":{},\"rules\":[", is_dry_run);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    out += i == 0 ? "{\"rule\":" : ",{\"rule\":";
    append_json_string(out, texts[i]);
    out += fmt::format(",\"rows\":{}}}", count.by_rule[i]);
  }
  out += fmt::format(
      "],\"rows\":{},\"rows_removed\":{},\"records_removed\":{},\"first_seen_kept\":{}}}\n",
      count.rows, count.rows_gone, count.records_gone, count.traces);
}

void print(std::string& out, const std::vector<std::string>& texts, const RetentionCount& count,
           bool is_dry_run) {
  std::vector<std::vector<std::string>> rows{{"Rule", is_dry_run ? "Would go" : "Gone"}};
  for (std::size_t i = 0; i < texts.size(); ++i)
    rows.push_back({printable(texts[i]), grouped(count.by_rule[i])});
  append_columns(out, rows);
  out += fmt::format(
      "{} of {} rows {}, {} records with them; {} names keep when they first "
      "appeared\n",
      grouped(count.rows_gone), grouped(count.rows), is_dry_run ? "would go" : "are gone",
      grouped(count.records_gone), grouped(count.traces));
}

class Retention {
 public:
  Retention(const Session& session, record::RecordStore& store)
      : session_(session),
        store_(store),
        bar_(session.terminal.has_progress, ProgressBar::Unit::kRecords) {}

  Result<RetentionCount> count(const std::vector<record::RetentionRule>& rules) {
    SPOOR_TRY(const auto stats, store_.stats());
    bar_.set_label("counting");
    auto counted = record::count_retention(
        *store_.snapshot(), rules,
        [&](std::uint64_t done, std::uint64_t) { return step(done, stats.records); });
    bar_.clear();
    return counted;
  }
  Status remove(std::vector<record::RetentionRule> rules) {
    record::Rewrite how;
    how.retention = std::move(rules);
    bar_.set_label("rewriting");
    Status done = store_.rewrite(
        how, [&](std::uint64_t done_rows, std::uint64_t total) { return step(done_rows, total); });
    bar_.clear();
    return done;
  }

 private:
  bool step(std::uint64_t done, std::uint64_t total) {
    bar_.update(done, total);
    return !session_.stop.load();
  }

  const Session& session_;
  record::RecordStore& store_;
  ProgressBar bar_;
};

Result<std::uint32_t> moment_of(const RetainOptions& o) {
  const auto now = static_cast<std::uint32_t>(std::time(nullptr));
  if (o.at.empty()) return now;
  auto at = search::parse_time(o.at, now);
  if (!at) return Error{at.error().code, at.error().what, 0, "--at '" + o.at + "'"};
  return at->unix_s;
}

}  // namespace

int run_retain(const Session& session) {
  const RetainOptions& o = session.command.retain;
  store::RocksStoreOptions options;
  options.background_merging = false;
  options.access = o.is_dry_run ? store::Access::kReadOnly : store::Access::kExisting;
  auto store = store::open_rocks_store(session.command.store, options);
  if (!store) return fail(store.error());
  const auto now = moment_of(o);
  if (!now) return fail(now.error());
  const std::vector<std::string> texts = rule_texts(o);
  auto rules = search::parse_retention(texts, **store, *now);
  if (!rules) return fail(rules.error());
  Retention retention(session, **store);
  const auto count = retention.count(*rules);
  if (session.stop.load()) return kExitInterrupted;
  if (!count) return fail(count.error());
  if (!o.is_dry_run && count->rows_gone > 0) {
    const Status done = retention.remove(*std::move(rules));
    if (session.stop.load()) return kExitInterrupted;
    if (!done) return fail(done.error());
  }
  if (session.command.as_json) {
    print_json(session.out.buffer(), texts, *count, o.is_dry_run);
  } else {
    print(session.out.buffer(), texts, *count, o.is_dry_run);
  }
  return finish(session.out);
}

}  // namespace spoor::cli
