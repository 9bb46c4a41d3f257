// SPDX-License-Identifier: Apache-2.0
// Domains are pruned by their counts, the least first. What that loses of any of them is bounded by
// the greatest that was taken away, and bounds of several prunings add up.
#include "ledger/absence_book.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <optional>
#include <utility>

#include "sqlite/connection.h"

namespace spoor::ledger {
namespace {

using sqlite::Connection;
using sqlite::OpenAs;
using sqlite::Statement;

constexpr std::int64_t kAbsenceFormat = 1;
constexpr sqlite::Words kAbsenceWords{"the counts of absent names are damaged",
                                      "another process writes the counts of absent names",
                                      "the counts of absent names cannot be read or written"};
constexpr char kSchema[] = R"(
CREATE TABLE source(
  id INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE) STRICT;
CREATE TABLE day(
  source INTEGER NOT NULL,
  day INTEGER NOT NULL,
  nxdomain INTEGER NOT NULL,
  nodata INTEGER NOT NULL,
  missed INTEGER NOT NULL,
  PRIMARY KEY(source, day)) STRICT, WITHOUT ROWID;
CREATE TABLE domain(
  source INTEGER NOT NULL,
  day INTEGER NOT NULL,
  domain TEXT NOT NULL,
  nxdomain INTEGER NOT NULL,
  nodata INTEGER NOT NULL,
  names BLOB NOT NULL,
  PRIMARY KEY(source, day, domain)) STRICT, WITHOUT ROWID;
CREATE INDEX domain_day ON domain(domain, day);
PRAGMA user_version = 1;
)";

std::int64_t to_number(std::uint64_t value) {
  constexpr auto kMost = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max()) / 4;
  return static_cast<std::int64_t>(std::min(value, kMost));
}
std::uint64_t to_count(std::int64_t number) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(number, 0));
}
std::uint32_t to_day(std::int64_t number) {
  return static_cast<std::uint32_t>(
      std::clamp<std::int64_t>(number, 0, std::numeric_limits<std::uint32_t>::max()));
}

Result<std::int64_t> absence_format(Connection& connection) {
  SPOOR_TRY(Statement statement, connection.prepare("PRAGMA user_version"));
  SPOOR_TRY(const bool has_row, statement.step());
  const std::int64_t found = has_row ? statement.number(0) : 0;
  if (found != 0 && found != kAbsenceFormat)
    return Error{ErrorCode::kInvalid, "a newer spoor wrote the counts of absent names"};
  return found;
}

Result<std::optional<Connection>> open_book(const std::string& path, OpenAs as) {
  std::error_code fault;
  if (path.empty() || !std::filesystem::exists(path, fault)) return std::optional<Connection>();
  SPOOR_TRY(Connection connection, Connection::open(path, as, kAbsenceWords));
  SPOOR_TRY(const std::int64_t format, absence_format(connection));
  if (format == 0) return std::optional<Connection>();
  return std::optional<Connection>(std::move(connection));
}

Result<std::int64_t> number_of(Connection& connection, std::string_view source) {
  SPOOR_TRY(Statement insert,
            connection.prepare("INSERT INTO source(name) VALUES(?1) ON CONFLICT DO NOTHING"));
  SPOOR_CHECK(insert.bind(1, source).run());
  SPOOR_TRY(Statement find, connection.prepare("SELECT id FROM source WHERE name = ?1"));
  SPOOR_TRY(const bool has_row, find.bind(1, source).step());
  if (!has_row) return Error{ErrorCode::kCorrupt, kAbsenceWords.damaged};
  return find.number(0);
}

/// What the days of one source add.
class DayWriter {
 public:
  DayWriter(Connection& connection, std::int64_t source)
      : connection_(connection), source_(source) {}

  Status add(std::uint32_t day, const AbsenceDay& told) {
    SPOOR_CHECK(add_domains(day, told));
    SPOOR_TRY(const std::uint64_t pruned, prune(day));
    SPOOR_TRY(Statement sum, connection_.prepare(
                                 "INSERT INTO day VALUES(?1, ?2, ?3, ?4, ?5) ON CONFLICT DO UPDATE "
                                 "SET nxdomain = nxdomain + ?3, nodata = nodata + ?4, missed = "
                                 "missed + ?5"));
    sum.bind(1, source_).bind(2, std::int64_t{day}).bind(3, to_number(told.nxdomain));
    return sum.bind(4, to_number(told.nodata)).bind(5, to_number(told.missed + pruned)).run();
  }
  Status forget_before(std::uint32_t day) {
    SPOOR_TRY(Statement forget,
              connection_.prepare("DELETE FROM domain WHERE source = ?1 AND day < ?2"));
    return forget.bind(1, source_).bind(2, std::int64_t{day}).run();
  }

 private:
  Status add_domains(std::uint32_t day, const AbsenceDay& told) {
    SPOOR_TRY(Statement find, connection_.prepare("SELECT names FROM domain WHERE source = ?1 AND "
                                                  "day = ?2 AND domain = ?3"));
    SPOOR_TRY(Statement sum, connection_.prepare(
                                 "INSERT INTO domain VALUES(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO "
                                 "UPDATE SET nxdomain = nxdomain + ?4, nodata = nodata + ?5, "
                                 "names = ?6"));
    for (const auto& [domain, counts] : told.domains) {
      NameSketch names = counts.names;
      SPOOR_TRY(const bool has_row,
                find.bind(1, source_).bind(2, std::int64_t{day}).bind(3, domain).step());
      if (has_row) names.merge(NameSketch(find.blob(0)));
      find.reset();
      sum.bind(1, source_).bind(2, std::int64_t{day}).bind(3, domain);
      sum.bind(4, to_number(counts.nxdomain)).bind(5, to_number(counts.nodata));
      SPOOR_CHECK(sum.bind_blob(6, names.octets()).run());
    }
    return {};
  }

  /// Makes room, some in advance, where there are too many; the greatest count that went.
  Result<std::uint64_t> prune(std::uint32_t day) {
    SPOOR_TRY(Statement count, connection_.prepare("SELECT count(*) FROM domain WHERE source = ?1 "
                                                   "AND day = ?2"));
    SPOOR_TRY(const bool has_count, count.bind(1, source_).bind(2, std::int64_t{day}).step());
    const std::int64_t domains = has_count ? count.number(0) : 0;
    count.reset();
    if (domains <= std::int64_t{kMostAbsentDomains}) return std::uint64_t{0};
    const std::int64_t surplus = domains - std::int64_t{kMostAbsentDomains / 5 * 4};
    SPOOR_TRY(
        Statement greatest,
        connection_.prepare("SELECT nxdomain + nodata FROM domain WHERE source = ?1 AND day = "
                            "?2 ORDER BY nxdomain + nodata, domain LIMIT 1 OFFSET ?3"));
    greatest.bind(1, source_).bind(2, std::int64_t{day}).bind(3, surplus - 1);
    SPOOR_TRY(const bool has_greatest, greatest.step());
    const std::uint64_t pruned = has_greatest ? to_count(greatest.number(0)) : 0;
    greatest.reset();
    SPOOR_TRY(Statement forget,
              connection_.prepare("DELETE FROM domain WHERE source = ?1 AND day = ?2 AND domain IN "
                                  "(SELECT domain FROM domain WHERE source = ?1 AND day = ?2 ORDER "
                                  "BY nxdomain + nodata, domain LIMIT ?3)"));
    SPOOR_CHECK(forget.bind(1, source_).bind(2, std::int64_t{day}).bind(3, surplus).run());
    return pruned;
  }

  Connection& connection_;
  std::int64_t source_;
};

Status add_all(Connection& connection, std::string_view source,
               const std::map<std::uint32_t, AbsenceDay>& days) {
  SPOOR_TRY(const std::int64_t format, absence_format(connection));
  if (format == 0) SPOOR_CHECK(connection.run(kSchema));
  SPOOR_TRY(const std::int64_t number, number_of(connection, source));
  DayWriter writer(connection, number);
  for (const auto& [day, told] : days) {
    SPOOR_CHECK(writer.add(day, told));
  }
  const std::uint32_t last = days.rbegin()->first;
  return last > kAbsentDays ? writer.forget_before(last - kAbsentDays) : Status();
}

AbsenceLine line_of(const Statement& row) {
  AbsenceLine line;
  line.name = row.text(0);
  line.day = to_day(row.number(1));
  line.days = 1;
  line.counts.nxdomain = to_count(row.number(2));
  line.counts.nodata = to_count(row.number(3));
  line.counts.names = NameSketch(row.blob(4));
  return line;
}

Result<std::vector<AbsenceLine>> read_lines(Statement& rows) {
  std::vector<AbsenceLine> lines;
  while (true) {
    SPOOR_TRY(const bool has_row, rows.step());
    if (!has_row) return lines;
    lines.push_back(line_of(rows));
  }
}

/// Which domains those are is asked first, then their sketches are put together.
Status sum_names(Connection& connection, DaySpan span, AbsenceLine& line) {
  SPOOR_TRY(Statement rows, connection.prepare("SELECT domain, day, nxdomain, nodata, names FROM "
                                               "domain WHERE domain = ?1 AND day BETWEEN ?2 AND "
                                               "?3"));
  rows.bind(1, line.name).bind(2, std::int64_t{span.first}).bind(3, std::int64_t{span.last});
  SPOOR_TRY(const std::vector<AbsenceLine> parts, read_lines(rows));
  for (const AbsenceLine& part : parts) line.counts.names.merge(part.counts.names);
  return {};
}

}  // namespace

std::string absence_path(const std::string& store_directory) {
  return store_directory + "/absences.sqlite3";
}

void AbsenceCounts::add(const AbsenceCounts& other) noexcept {
  nxdomain += other.nxdomain;
  nodata += other.nodata;
  names.merge(other.names);
}

Status AbsenceBook::add(std::string_view source,
                        const std::map<std::uint32_t, AbsenceDay>& days) const {
  if (path_.empty() || days.empty()) return {};
  SPOOR_TRY(Connection connection, Connection::open(path_, OpenAs::kWriter, kAbsenceWords));
  SPOOR_CHECK(connection.run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;"));
  SPOOR_CHECK(connection.run("BEGIN IMMEDIATE"));
  Status added = add_all(connection, source, days);
  if (added) added = connection.run("COMMIT");
  if (!added) (void)connection.run("ROLLBACK");
  return added;
}

Result<bool> AbsenceBook::erase(std::string_view domain) const {
  SPOOR_TRY(std::optional<Connection> connection, open_book(path_, OpenAs::kWriter));
  if (!connection) return false;
  SPOOR_TRY(Statement erase, connection->prepare("DELETE FROM domain WHERE domain = ?1 OR "
                                                 "substr(domain, -length(?2)) = ?2 RETURNING 1"));
  erase.bind(1, domain).bind(2, "." + std::string(domain));
  bool has_any = false;
  while (true) {
    SPOOR_TRY(const bool has_row, erase.step());
    if (!has_row) return has_any;
    has_any = true;
  }
}

Result<AbsenceTotals> AbsenceBook::totals(DaySpan span) const {
  AbsenceTotals totals;
  SPOOR_TRY(std::optional<Connection> connection, open_book(path_, OpenAs::kReader));
  if (!connection) return totals;
  SPOOR_TRY(Statement row, connection->prepare("SELECT min(day), max(day), sum(nxdomain), "
                                               "sum(nodata), sum(missed) FROM day WHERE day "
                                               "BETWEEN ?1 AND ?2"));
  SPOOR_TRY(const bool has_row,
            row.bind(1, std::int64_t{span.first}).bind(2, std::int64_t{span.last}).step());
  if (!has_row) return totals;
  return AbsenceTotals{to_day(row.number(0)), to_day(row.number(1)), to_count(row.number(2)),
                       to_count(row.number(3)), to_count(row.number(4))};
}

Result<std::vector<AbsenceLine>> AbsenceBook::top(DaySpan span, std::uint32_t limit) const {
  SPOOR_TRY(std::optional<Connection> connection, open_book(path_, OpenAs::kReader));
  if (!connection) return std::vector<AbsenceLine>();
  SPOOR_TRY(Statement rows,
            connection->prepare("SELECT domain, max(day), sum(nxdomain), sum(nodata), NULL, "
                                "count(DISTINCT day) FROM domain WHERE day BETWEEN ?1 AND ?2 GROUP "
                                "BY domain ORDER BY sum(nxdomain + nodata) DESC, domain LIMIT ?3"));
  rows.bind(1, std::int64_t{span.first}).bind(2, std::int64_t{span.last});
  rows.bind(3, std::int64_t{limit});
  std::vector<AbsenceLine> lines;
  while (true) {
    SPOOR_TRY(const bool has_row, rows.step());
    if (!has_row) break;
    lines.push_back(line_of(rows));
    lines.back().days = to_day(rows.number(5));
  }
  for (AbsenceLine& line : lines) {
    SPOOR_CHECK(sum_names(*connection, span, line));
  }
  return lines;
}

Result<std::vector<AbsenceLine>> AbsenceBook::days(std::string_view domain, DaySpan span) const {
  SPOOR_TRY(std::optional<Connection> connection, open_book(path_, OpenAs::kReader));
  if (!connection) return std::vector<AbsenceLine>();
  SPOOR_TRY(Statement rows,
            connection->prepare("SELECT source.name, day, nxdomain, nodata, names FROM domain JOIN "
                                "source ON source.id = domain.source WHERE domain = ?1 AND day "
                                "BETWEEN ?2 AND ?3 ORDER BY day, source.name"));
  rows.bind(1, domain).bind(2, std::int64_t{span.first}).bind(3, std::int64_t{span.last});
  return read_lines(rows);
}

Status AbsenceBook::verify() const {
  SPOOR_TRY(std::optional<Connection> connection, open_book(path_, OpenAs::kReader));
  if (!connection) return {};
  SPOOR_TRY(Statement check, connection->prepare("PRAGMA integrity_check(1)"));
  SPOOR_TRY(const bool has_row, check.step());
  if (has_row && check.text(0) == "ok") return {};
  return Error{ErrorCode::kCorrupt, kAbsenceWords.damaged, 0,
               has_row ? std::string(check.text(0)) : path_};
}

}  // namespace spoor::ledger
