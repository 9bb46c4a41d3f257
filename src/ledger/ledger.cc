// SPDX-License-Identifier: Apache-2.0
// Reading. What a file holds may be anything: numbers below zero count as none.
#include "ledger/ledger.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>
#include <utility>

#include "ledger/ledger_writer.h"

namespace spoor::ledger {
namespace {

using sqlite::Connection;
using sqlite::OpenAs;
using sqlite::Statement;

/// A connection for a question; none where there is no file, or nothing in it yet.
Result<std::optional<Connection>> open_reader(const std::string& path) {
  std::error_code fault;
  if (path.empty() || !std::filesystem::exists(path, fault)) return std::optional<Connection>();
  SPOOR_TRY(Connection connection, Connection::open(path, OpenAs::kReader, kWords));
  SPOOR_TRY(const std::int64_t format, format_of(connection));
  if (format == 0) return std::optional<Connection>();
  return std::optional<Connection>(std::move(connection));
}

std::uint64_t to_count(std::int64_t number) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0));
}

std::uint32_t to_seconds(std::int64_t number) {
  constexpr std::int64_t kMost = std::numeric_limits<std::uint32_t>::max();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(number, 0, kMost));
}

std::optional<DataSpan> span_of(const Statement& row, int at) {
  const DataSpan span{to_seconds(row.number(at)), to_seconds(row.number(at + 1))};
  if (span.last == 0) return std::nullopt;  // NULL too
  return span;
}

/// The eight figures from column `at` on.
Figures figures_of(const Statement& row, int at) {
  Figures figures;
  for (std::uint64_t* each :
       {&figures.octets, &figures.packets, &figures.queries, &figures.responses, &figures.matched,
        &figures.unmatched, &figures.lines, &figures.records}) {
    *each = to_count(row.number(at++));
  }
  return figures;
}

std::optional<Left> left_of(std::int64_t number) {
  if (number < static_cast<std::int64_t>(Left::kRejected) ||
      number > static_cast<std::int64_t>(Left::kSkipped))
    return std::nullopt;
  return static_cast<Left>(number);
}

/// Adds the reasons that `sql` finds for `id`.
Status read_reasons(Connection& connection, std::string_view sql, std::int64_t id,
                    Figures& figures) {
  SPOOR_TRY(Statement rows, connection.prepare(sql));
  rows.bind(1, id);
  for (;;) {
    SPOOR_TRY(const bool has_row, rows.step());
    if (!has_row) return {};
    if (const auto left = left_of(rows.number(0)))
      figures.left_out[*left][std::string(rows.text(1))] += to_count(rows.number(2));
  }
}

Outcome outcome_of(std::int64_t number) {
  const bool is_known = number >= static_cast<std::int64_t>(Outcome::kRead) &&
                        number <= static_cast<std::int64_t>(Outcome::kRefused);
  return is_known ? static_cast<Outcome>(number) : Outcome::kRefused;
}

struct NumberedSource {
  std::int64_t id = 0;
  std::string name;
};

/// The newest deliveries of a source, newest first.
Result<std::vector<Delivery>> newest(Connection& connection, const NumberedSource& source,
                                     std::uint32_t limit) {
  SPOOR_TRY(Statement rows,
            connection.prepare("SELECT id, input, format, outcome, started, finished, first, last, "
                               "octets, packets, queries, responses, matched, unmatched, lines, "
                               "records FROM delivery WHERE source = ?1 ORDER BY id DESC LIMIT "
                               "?2"));
  rows.bind(1, source.id).bind(2, std::int64_t{limit});
  std::vector<Delivery> deliveries;
  for (;;) {
    SPOOR_TRY(const bool has_row, rows.step());
    if (!has_row) return deliveries;
    Delivery delivery;
    delivery.source = source.name;
    delivery.input = rows.text(1);
    delivery.format = rows.text(2);
    delivery.outcome = outcome_of(rows.number(3));
    delivery.started = to_seconds(rows.number(4));
    delivery.finished = to_seconds(rows.number(5));
    delivery.data = span_of(rows, 6);
    delivery.figures = figures_of(rows, 8);
    SPOOR_CHECK(read_reasons(
        connection, "SELECT left_out, reason, count FROM delivery_reason WHERE delivery = ?1",
        rows.number(0), delivery.figures));
    deliveries.push_back(std::move(delivery));
  }
}

Result<std::vector<DataDay>> recent_days(Connection& connection, std::int64_t source) {
  SPOOR_TRY(Statement rows,
            connection.prepare("SELECT day, responses, records FROM data_day WHERE source = ?1 "
                               "ORDER BY day DESC LIMIT ?2"));
  rows.bind(1, source).bind(2, std::int64_t{kRecentDays});
  std::vector<DataDay> days;
  for (;;) {
    SPOOR_TRY(const bool has_row, rows.step());
    if (!has_row) break;
    days.push_back(
        {to_seconds(rows.number(0)), to_count(rows.number(1)), to_count(rows.number(2))});
  }
  std::reverse(days.begin(), days.end());
  return days;
}

/// What stands in no row of the totals.
Status complete(Connection& connection, std::int64_t id, SourceTotals& totals) {
  SPOOR_CHECK(read_reasons(connection,
                           "SELECT left_out, reason, count FROM reason WHERE source = ?1", id,
                           totals.figures));
  SPOOR_TRY(auto last, newest(connection, {id, totals.source}, 1));
  if (!last.empty()) totals.last = std::move(last.front());
  SPOOR_TRY(totals.recent, recent_days(connection, id));
  return {};
}

}  // namespace

void Figures::add(const Figures& other) {
  octets += other.octets;
  packets += other.packets;
  queries += other.queries;
  responses += other.responses;
  matched += other.matched;
  unmatched += other.unmatched;
  lines += other.lines;
  records += other.records;
  for (const auto& [left, reasons] : other.left_out) {
    for (const auto& [reason, count] : reasons) left_out[left][reason] += count;
  }
}

void Entry::add(const Entry& more) {
  delivery.figures.add(more.delivery.figures);
  if (more.delivery.data) {
    if (delivery.data) {
      delivery.data->widen(*more.delivery.data);
    } else {
      delivery.data = more.delivery.data;
    }
  }
  for (const DataDay& day : more.days) {
    const auto at = std::lower_bound(
        days.begin(), days.end(), day.day,
        [](const DataDay& each, std::uint32_t wanted) { return each.day < wanted; });
    if (at == days.end() || at->day != day.day) {
      days.insert(at, day);
    } else {
      at->responses += day.responses;
      at->records += day.records;
    }
  }
}

std::string ledger_path(const std::string& store_directory) {
  return (std::filesystem::path(store_directory) / "deliveries.sqlite3").string();
}

Status Ledger::add(const std::vector<Entry>& entries) const {
  if (path_.empty() || entries.empty()) return {};
  SPOOR_TRY(LedgerWriter writer, LedgerWriter::open(path_));
  return writer.add(entries);
}

Status Ledger::add_sample(const StoreSample& sample) const {
  if (path_.empty()) return {};
  SPOOR_TRY(LedgerWriter writer, LedgerWriter::open(path_));
  return writer.add_sample(sample);
}

Result<std::vector<SourceTotals>> Ledger::sources() const {
  std::vector<SourceTotals> all;
  SPOOR_TRY(auto connection, open_reader(path_));
  if (!connection) return all;
  SPOOR_CHECK(connection->run("BEGIN"));  // one state of it
  SPOOR_TRY(
      Statement rows,
      connection->prepare(
          "SELECT id, name, first, last, sum(deliveries), sum(already_merged), sum(failed), "
          "sum(octets), sum(packets), sum(queries), sum(responses), sum(matched), sum(unmatched), "
          "sum(lines), sum(records) FROM source JOIN total ON total.source = source.id GROUP BY id "
          "ORDER BY name"));
  for (;;) {
    SPOOR_TRY(const bool has_row, rows.step());
    if (!has_row) return all;
    SourceTotals totals;
    totals.source = rows.text(1);
    totals.data = span_of(rows, 2);
    totals.deliveries = to_count(rows.number(4));
    totals.already_merged = to_count(rows.number(5));
    totals.failed = to_count(rows.number(6));
    totals.figures = figures_of(rows, 7);
    SPOOR_CHECK(complete(*connection, rows.number(0), totals));
    all.push_back(std::move(totals));
  }
}

Result<Deliveries> Ledger::deliveries(std::string_view source, std::uint32_t limit) const {
  Deliveries found;
  SPOOR_TRY(auto connection, open_reader(path_));
  if (!connection) return found;
  SPOOR_CHECK(connection->run("BEGIN"));
  SPOOR_TRY(Statement row,
            connection->prepare("SELECT id, sum(deliveries) FROM source JOIN total ON total.source "
                                "= source.id WHERE name = ?1 GROUP BY id"));
  SPOOR_TRY(const bool has_row, row.bind(1, source).step());
  if (!has_row) return found;
  found.total = to_count(row.number(1));
  SPOOR_TRY(found.newest, newest(*connection, {row.number(0), std::string(source)}, limit));
  return found;
}

Result<std::vector<StoreSample>> Ledger::samples(std::uint32_t most) const {
  std::vector<StoreSample> samples;
  SPOOR_TRY(auto connection, open_reader(path_));
  if (!connection) return samples;
  SPOOR_TRY(Statement rows, connection->prepare("SELECT time, records, names, bytes FROM sample "
                                                "ORDER BY day DESC LIMIT ?1"));
  rows.bind(1, std::int64_t{most});
  for (;;) {
    SPOOR_TRY(const bool has_row, rows.step());
    if (!has_row) break;
    samples.push_back({to_seconds(rows.number(0)), to_count(rows.number(1)),
                       to_count(rows.number(2)), to_count(rows.number(3))});
  }
  std::reverse(samples.begin(), samples.end());
  return samples;
}

Status Ledger::verify() const {
  SPOOR_TRY(auto connection, open_reader(path_));
  if (!connection) return {};
  SPOOR_TRY(Statement check, connection->prepare("PRAGMA integrity_check(1)"));
  SPOOR_TRY(const bool has_row, check.step());
  if (has_row && check.text(0) == "ok") return {};
  return Error{ErrorCode::kCorrupt, kWords.damaged, 0,
               has_row ? std::string(check.text(0)) : path_};
}

}  // namespace spoor::ledger
