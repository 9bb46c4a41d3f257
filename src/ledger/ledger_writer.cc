// SPDX-License-Identifier: Apache-2.0
// Totals are added to at once and never made from deliveries, so that those may be forgotten.
#include "ledger/ledger_writer.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "ledger/ledger.h"

namespace spoor::ledger {
namespace {

using sqlite::Connection;
using sqlite::OpenAs;
using sqlite::Statement;

constexpr std::uint32_t kSecondsPerDay = 86'400;
constexpr std::size_t kMostInputBytes = 255;
constexpr std::size_t kMostReasonBytes = 120;

constexpr char kSchema[] = R"(
CREATE TABLE source(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE,
  first INTEGER,
  last INTEGER) STRICT;
CREATE TABLE delivery(
  id INTEGER PRIMARY KEY,
  source INTEGER NOT NULL,
  input TEXT NOT NULL,
  format TEXT NOT NULL,
  outcome INTEGER NOT NULL,
  started INTEGER NOT NULL,
  finished INTEGER NOT NULL,
  first INTEGER,
  last INTEGER,
  octets INTEGER NOT NULL,
  packets INTEGER NOT NULL,
  queries INTEGER NOT NULL,
  responses INTEGER NOT NULL,
  matched INTEGER NOT NULL,
  unmatched INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  records INTEGER NOT NULL) STRICT;
CREATE INDEX delivery_source ON delivery(source, id);
CREATE TABLE delivery_reason(
  delivery INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY(delivery, left_out, reason)) STRICT, WITHOUT ROWID;
CREATE TABLE total(
  source INTEGER NOT NULL,
  day INTEGER NOT NULL,
  deliveries INTEGER NOT NULL,
  already_merged INTEGER NOT NULL,
  failed INTEGER NOT NULL,
  octets INTEGER NOT NULL,
  packets INTEGER NOT NULL,
  queries INTEGER NOT NULL,
  responses INTEGER NOT NULL,
  matched INTEGER NOT NULL,
  unmatched INTEGER NOT NULL,
  lines INTEGER NOT NULL,
  records INTEGER NOT NULL,
  PRIMARY KEY(source, day)) STRICT, WITHOUT ROWID;
CREATE TABLE reason(
  source INTEGER NOT NULL,
  left_out INTEGER NOT NULL,
  reason TEXT NOT NULL,
  count INTEGER NOT NULL,
  PRIMARY KEY(source, left_out, reason)) STRICT, WITHOUT ROWID;
CREATE TABLE data_day(
  source INTEGER NOT NULL,
  day INTEGER NOT NULL,
  responses INTEGER NOT NULL,
  records INTEGER NOT NULL,
  PRIMARY KEY(source, day)) STRICT, WITHOUT ROWID;
CREATE TABLE sample(
  day INTEGER PRIMARY KEY,
  time INTEGER NOT NULL,
  records INTEGER NOT NULL,
  names INTEGER NOT NULL,
  bytes INTEGER NOT NULL) STRICT;
)";

std::int64_t to_number(std::uint64_t value) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / 2;
  return static_cast<std::int64_t>(std::min(value, kMost));
}

/// Binds the eight figures from `at` on.
void bind_figures(Statement& statement, int at, const Figures& figures) {
  for (const std::uint64_t each :
       {figures.octets, figures.packets, figures.queries, figures.responses, figures.matched,
        figures.unmatched, figures.lines, figures.records}) {
    statement.bind(at++, to_number(each));
  }
}

}  // namespace

Result<std::int64_t> format_of(Connection& connection) {
  SPOOR_TRY(Statement statement, connection.prepare("PRAGMA user_version"));
  SPOOR_TRY(const bool has_row, statement.step());
  const std::int64_t found = has_row ? statement.number(0) : 0;
  if (found != 0 && found != kFormat)
    return Error{ErrorCode::kInvalid, "a newer spoor wrote the ledger of deliveries"};
  return found;
}

Result<LedgerWriter> LedgerWriter::open(const std::string& path) {
  LedgerWriter writer;
  SPOOR_TRY(writer.connection_, Connection::open(path, OpenAs::kWriter, kWords));
  SPOOR_CHECK(writer.connection_.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"));
  SPOOR_CHECK(writer.make_schema());
  return writer;
}

Status LedgerWriter::make_schema() {
  SPOOR_TRY(const std::int64_t before, format_of(connection_));
  if (before == kFormat) return {};
  SPOOR_CHECK(connection_.run("BEGIN IMMEDIATE"));
  SPOOR_TRY(const std::int64_t now, format_of(connection_));
  if (now == kFormat) return connection_.run("COMMIT");  // somebody else was quicker
  SPOOR_CHECK(connection_.run(kSchema));
  return connection_.run("PRAGMA user_version = 1; COMMIT;");
}

Status LedgerWriter::add(const std::vector<Entry>& entries) {
  SPOOR_CHECK(connection_.run("BEGIN IMMEDIATE"));
  Status added = add_all(entries);
  if (!added) {
    (void)connection_.run("ROLLBACK");
    return added;
  }
  return connection_.run("COMMIT");
}

Status LedgerWriter::add_all(const std::vector<Entry>& entries) {
  for (const Entry& entry : entries) {
    SPOOR_CHECK(add_one(entry));
  }
  return {};
}

Status LedgerWriter::add_one(const Entry& entry) {
  const Delivery& delivery = entry.delivery;
  SPOOR_TRY(const std::int64_t source, source_number(delivery.source));
  SPOOR_CHECK(insert_delivery(source, delivery));
  SPOOR_CHECK(add_reasons(source, connection_.last_id(), delivery.figures));
  SPOOR_CHECK(add_totals(source, delivery));
  SPOOR_CHECK(add_days(source, entry.days));
  return forget_old(source);
}

Result<std::int64_t> LedgerWriter::source_number(const std::string& name) {
  SPOOR_TRY(Statement insert,
            connection_.prepare("INSERT INTO source(name) VALUES(?1) ON CONFLICT DO NOTHING"));
  SPOOR_CHECK(insert.bind(1, name).run());
  SPOOR_TRY(Statement find, connection_.prepare("SELECT id FROM source WHERE name = ?1"));
  SPOOR_TRY(const bool has_row, find.bind(1, name).step());
  if (!has_row) return Error{ErrorCode::kCorrupt, kWords.damaged};
  return find.number(0);
}

Status LedgerWriter::insert_delivery(std::int64_t source, const Delivery& delivery) {
  if (delivery.data) {
    SPOOR_TRY(Statement widen,
              connection_.prepare("UPDATE source SET first = min(ifnull(first, ?2), ?2), "
                                  "last = max(ifnull(last, ?3), ?3) WHERE id = ?1"));
    widen.bind(1, source).bind(2, std::int64_t{delivery.data->first});
    SPOOR_CHECK(widen.bind(3, std::int64_t{delivery.data->last}).run());
  }
  SPOOR_TRY(Statement insert,
            connection_.prepare("INSERT INTO delivery VALUES(NULL, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, "
                                "?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"));
  insert.bind(1, source).bind(2, std::string_view(delivery.input).substr(0, kMostInputBytes));
  insert.bind(3, delivery.format).bind(4, static_cast<std::int64_t>(delivery.outcome));
  insert.bind(5, std::int64_t{delivery.started}).bind(6, std::int64_t{delivery.finished});
  if (delivery.data) {
    insert.bind(7, std::int64_t{delivery.data->first});
    insert.bind(8, std::int64_t{delivery.data->last});
  }
  bind_figures(insert, 9, delivery.figures);
  return insert.run();
}

Status LedgerWriter::add_reasons(std::int64_t source, std::int64_t delivery,
                                 const Figures& figures) {
  SPOOR_TRY(Statement insert,
            connection_.prepare("INSERT INTO delivery_reason VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO "
                                "UPDATE SET count = count + ?4"));
  SPOOR_TRY(Statement sum,
            connection_.prepare("INSERT INTO reason VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO "
                                "UPDATE SET count = count + ?4"));
  for (const auto& [left, reasons] : figures.left_out) {
    for (const auto& [reason, count] : reasons) {
      const std::string_view text = std::string_view(reason).substr(0, kMostReasonBytes);
      for (auto& [statement, id] :
           {std::pair<Statement*, std::int64_t>{&insert, delivery}, {&sum, source}}) {
        statement->bind(1, id).bind(2, static_cast<std::int64_t>(left)).bind(3, text);
        SPOOR_CHECK(statement->bind(4, to_number(count)).run());
      }
    }
  }
  return {};
}

Status LedgerWriter::add_totals(std::int64_t source, const Delivery& delivery) {
  SPOOR_TRY(
      Statement sum,
      connection_.prepare(
          "INSERT INTO total VALUES(?1, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12) ON "
          "CONFLICT DO UPDATE SET deliveries = deliveries + 1, already_merged = already_merged + "
          "?3, failed = failed + ?4, octets = octets + ?5, packets = packets + ?6, queries = "
          "queries + ?7, responses = responses + ?8, matched = matched + ?9, unmatched = unmatched "
          "+ ?10, lines = lines + ?11, records = records + ?12"));
  const bool is_known = delivery.outcome == Outcome::kAlreadyMerged;
  const bool has_failed = !is_known && delivery.outcome != Outcome::kRead;
  sum.bind(1, source).bind(2, std::int64_t{delivery.finished / kSecondsPerDay});
  sum.bind(3, std::int64_t{is_known}).bind(4, std::int64_t{has_failed});
  bind_figures(sum, 5, delivery.figures);
  return sum.run();
}

Status LedgerWriter::add_days(std::int64_t source, const std::vector<DataDay>& days) {
  SPOOR_TRY(Statement sum,
            connection_.prepare("INSERT INTO data_day VALUES(?1, ?2, ?3, ?4) ON CONFLICT DO UPDATE "
                                "SET responses = responses + ?3, records = records + ?4"));
  for (const DataDay& each : days) {
    sum.bind(1, source).bind(2, std::int64_t{each.day}).bind(3, to_number(each.responses));
    SPOOR_CHECK(sum.bind(4, to_number(each.records)).run());
  }
  return {};
}

Status LedgerWriter::forget_old(std::int64_t source) {
  SPOOR_TRY(Statement oldest, connection_.prepare("SELECT id FROM delivery WHERE source = ?1 ORDER "
                                                  "BY id DESC LIMIT 1 OFFSET ?2"));
  oldest.bind(1, source).bind(2, std::int64_t{kKeptDeliveries});
  SPOOR_TRY(const bool has_row, oldest.step());
  if (!has_row) return {};
  const std::int64_t id = oldest.number(0);
  oldest.reset();
  for (const char* sql :
       {"DELETE FROM delivery_reason WHERE delivery IN (SELECT id FROM delivery WHERE source = ?1 "
        "AND id <= ?2)",
        "DELETE FROM delivery WHERE source = ?1 AND id <= ?2"}) {
    SPOOR_TRY(Statement forget, connection_.prepare(sql));
    SPOOR_CHECK(forget.bind(1, source).bind(2, id).run());
  }
  return {};
}

Status LedgerWriter::add_sample(const StoreSample& sample) {
  SPOOR_TRY(Statement insert, connection_.prepare("INSERT OR REPLACE INTO sample VALUES(?1, ?2, "
                                                  "?3, ?4, ?5)"));
  insert.bind(1, std::int64_t{sample.time / kSecondsPerDay}).bind(2, std::int64_t{sample.time});
  insert.bind(3, to_number(sample.records)).bind(4, to_number(sample.names));
  return insert.bind(5, to_number(sample.bytes)).run();
}

}  // namespace spoor::ledger
