// SPDX-License-Identifier: Apache-2.0
#include "registration/store.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <random>
#include <utility>

#include <openssl/evp.h>

#include "registration/content.h"
#include "registration/file.h"
#include "registration/mailbox.h"
#include "registration/searched_values.h"

namespace spoor::registration {
namespace {

constexpr std::int64_t kFormat = 1;

constexpr char kSchema[] = R"(
CREATE TABLE version(
  id INTEGER PRIMARY KEY,
  domain TEXT NOT NULL,
  source TEXT NOT NULL,
  digest BLOB NOT NULL,
  first_observed INTEGER NOT NULL,
  last_observed INTEGER NOT NULL,
  content BLOB NOT NULL) STRICT;
CREATE INDEX version_domain ON version(domain, source, first_observed);
CREATE TABLE value(
  field INTEGER NOT NULL,
  value TEXT NOT NULL,
  domain TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY(field, value, domain, version)) STRICT, WITHOUT ROWID;
CREATE TABLE word(
  field INTEGER NOT NULL,
  value TEXT NOT NULL,
  domain TEXT NOT NULL,
  version INTEGER NOT NULL,
  PRIMARY KEY(field, value, domain, version)) STRICT, WITHOUT ROWID;
CREATE TABLE input(
  digest TEXT NOT NULL,
  source TEXT NOT NULL,
  PRIMARY KEY(digest, source)) STRICT, WITHOUT ROWID;
CREATE TABLE secret(seed INTEGER NOT NULL) STRICT;
)";

/// SHA-256 of a content. The raw text takes no part in it: it tells the time of each answer, and
/// the same registration would look like another one every day.
std::string digest_of(Registration registration) {
  registration.raw.clear();
  const std::string content = encode_content(registration);
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(content.data(), content.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return std::string(as_chars(Bytes(digest).first(size)));
}

/// A version's row without its content.
struct Row {
  std::int64_t id = 0;
  std::string digest;
  std::int64_t first = 0, last = 0;
};

class SqliteWriter final : public Writer {
 public:
  Status start(const std::string& path) {
    SPOOR_TRY(connection_, Connection::open(path, OpenAs::kWriter, kWords));
    // The indexes grow at random places: what does not fit in the cache is written again and again.
    SPOOR_CHECK(connection_.run(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -131072;"));
    SPOOR_CHECK(make_schema());
    SPOOR_TRY(Statement secret, connection_.prepare("SELECT seed FROM secret"));
    SPOOR_TRY(const bool has_seed, secret.step());
    if (!has_seed) return Error{ErrorCode::kCorrupt, "the registrations have lost their seed"};
    seed_ = static_cast<std::uint64_t>(secret.number(0));
    return prepare();
  }

  [[nodiscard]] std::uint64_t seed() const override { return seed_; }
  Status begin() override { return connection_.run("BEGIN IMMEDIATE"); }
  Status commit() override { return connection_.run("COMMIT"); }
  void roll_back() override { (void)connection_.run("ROLLBACK"); }

  Result<Change> add(const Registration& registration, std::string_view source,
                     std::int64_t observed) override;
  Result<bool> was_committed(std::string_view input, std::string_view source) override;

 private:
  Status make_schema();
  Status prepare();
  Result<std::optional<Row>> neighbour(Statement& statement, const Registration& registration,
                                       std::string_view source, std::int64_t observed);
  Result<bool> covers(const std::string& digest, const Registration& registration,
                      std::string_view source, std::int64_t observed);
  Status insert(const Registration& registration, std::string_view source, const Row& row);
  Status set_times(std::int64_t id, std::int64_t first, std::int64_t last);
  Status split(const Row& row, const Registration& registration, std::string_view source);

  Connection connection_;  // before its statements
  Statement before_, after_, covering_, insert_, set_times_, content_, value_, word_, input_;
  std::uint64_t seed_ = 0;
};

Status SqliteWriter::make_schema() {
  SPOOR_TRY(Statement format, connection_.prepare("PRAGMA user_version"));
  SPOOR_TRY(const bool has_row, format.step());
  const std::int64_t found = has_row ? format.number(0) : 0;
  format.reset();
  if (found == kFormat) return {};
  if (found != 0)
    return Error{ErrorCode::kInvalid, "a newer spoor wrote the registrations: use that one"};
  SPOOR_CHECK(connection_.run("BEGIN IMMEDIATE"));
  SPOOR_CHECK(connection_.run(kSchema));
  std::random_device random;
  const std::uint64_t seed = (std::uint64_t{random()} << 32) | random();
  SPOOR_TRY(Statement secret, connection_.prepare("INSERT INTO secret VALUES(?1)"));
  SPOOR_CHECK(secret.bind(1, static_cast<std::int64_t>(seed)).run());
  return connection_.run("PRAGMA user_version = 1; COMMIT;");
}

Status SqliteWriter::prepare() {
  const std::pair<Statement*, std::string_view> statements[] = {
      {&before_,
       "SELECT id, digest, first_observed, last_observed FROM version WHERE domain = ?1 AND "
       "source = ?2 AND first_observed <= ?3 ORDER BY first_observed DESC, id DESC LIMIT 1"},
      {&after_,
       "SELECT id, digest, first_observed, last_observed FROM version WHERE domain = ?1 AND "
       "source = ?2 AND first_observed > ?3 ORDER BY first_observed, id LIMIT 1"},
      {&covering_,
       "SELECT 1 FROM version WHERE domain = ?1 AND source = ?2 AND first_observed <= ?3 AND "
       "last_observed >= ?3 AND digest = ?4"},
      {&insert_,
       "INSERT INTO version(domain, source, digest, first_observed, last_observed, content) "
       "VALUES(?1, ?2, ?3, ?4, ?5, ?6)"},
      {&set_times_, "UPDATE version SET first_observed = ?2, last_observed = ?3 WHERE id = ?1"},
      {&content_, "SELECT content FROM version WHERE id = ?1"},
      {&value_, "INSERT OR IGNORE INTO value VALUES(?1, ?2, ?3, ?4)"},
      {&word_, "INSERT OR IGNORE INTO word VALUES(?1, ?2, ?3, ?4)"},
      {&input_, "INSERT INTO input VALUES(?1, ?2) ON CONFLICT DO NOTHING RETURNING 1"},
  };
  for (const auto& [statement, sql] : statements) {
    SPOOR_TRY(*statement, connection_.prepare(sql));
  }
  return {};
}

Result<std::optional<Row>> SqliteWriter::neighbour(Statement& statement,
                                                   const Registration& registration,
                                                   std::string_view source, std::int64_t observed) {
  statement.bind(1, registration.domain).bind(2, source).bind(3, observed);
  SPOOR_TRY(const bool has_row, statement.step());
  if (!has_row) return std::optional<Row>();
  Row row{statement.number(0), std::string(statement.text(1)), statement.number(2),
          statement.number(3)};
  statement.reset();
  return std::optional<Row>(std::move(row));
}

Result<bool> SqliteWriter::covers(const std::string& digest, const Registration& registration,
                                  std::string_view source, std::int64_t observed) {
  covering_.bind(1, registration.domain).bind(2, source).bind(3, observed);
  SPOOR_TRY(const bool has_row, covering_.bind_blob(4, as_bytes(digest)).step());
  covering_.reset();
  return has_row;
}

Status SqliteWriter::insert(const Registration& registration, std::string_view source,
                            const Row& row) {
  insert_.bind(1, registration.domain).bind(2, source).bind_blob(3, as_bytes(row.digest));
  const std::string content = encode_content(registration);
  insert_.bind(4, row.first).bind(5, row.last).bind_blob(6, as_bytes(content));
  SPOOR_CHECK(insert_.run());
  const std::int64_t id = connection_.last_id();
  for (const SearchedValue& found : searched_values(registration)) {
    value_.bind(1, static_cast<std::int64_t>(found.field)).bind(2, found.value);
    SPOOR_CHECK(value_.bind(3, registration.domain).bind(4, id).run());
  }
  for (const SearchedValue& found : searched_words(registration)) {
    word_.bind(1, static_cast<std::int64_t>(found.field)).bind(2, found.value);
    SPOOR_CHECK(word_.bind(3, registration.domain).bind(4, id).run());
  }
  return {};
}

Status SqliteWriter::set_times(std::int64_t id, std::int64_t first, std::int64_t last) {
  return set_times_.bind(1, id).bind(2, first).bind(3, last).run();
}

/// Something else was said between a version's first and last time: it is true at these two only.
Status SqliteWriter::split(const Row& row, const Registration& registration,
                           std::string_view source) {
  SPOOR_TRY(const bool has_row, content_.bind(1, row.id).step());
  if (!has_row) return Error{ErrorCode::kCorrupt, "a version has no content"};
  auto content = decode_content(content_.blob(0));
  content_.reset();
  if (!content) return content.error();
  content->domain = registration.domain;
  SPOOR_CHECK(set_times(row.id, row.first, row.first));
  return insert(*content, source, {0, row.digest, row.last, row.last});
}

Result<Change> SqliteWriter::add(const Registration& registration, std::string_view source,
                                 std::int64_t observed) {
  const std::string digest = digest_of(registration);
  SPOOR_TRY(const bool is_known, covers(digest, registration, source, observed));
  if (is_known) return Change::kNothing;
  SPOOR_TRY(const auto before, neighbour(before_, registration, source, observed));
  SPOOR_TRY(const auto after, neighbour(after_, registration, source, observed));
  if (before && before->digest == digest) {
    SPOOR_CHECK(set_times(before->id, before->first, observed));
    return Change::kConfirmed;
  }
  if (before && before->first < observed && observed < before->last) {
    SPOOR_CHECK(split(*before, registration, source));
  } else if (after && after->digest == digest) {
    SPOOR_CHECK(set_times(after->id, observed, after->last));
    return Change::kConfirmed;
  }
  SPOOR_CHECK(insert(registration, source, {0, digest, observed, observed}));
  return before || after ? Change::kChanged : Change::kNew;
}

Result<bool> SqliteWriter::was_committed(std::string_view input, std::string_view source) {
  SPOOR_TRY(const bool is_new, input_.bind(1, input).bind(2, source).step());
  if (is_new) SPOOR_CHECK(input_.run());
  return !is_new;
}

/// A connection for a question; none where there is no file.
Result<std::optional<Connection>> open_reader(const std::string& path) {
  std::error_code fault;
  if (!std::filesystem::exists(path, fault)) return std::optional<Connection>();
  SPOOR_TRY(Connection connection, Connection::open(path, OpenAs::kReader, kWords));
  return std::optional<Connection>(std::move(connection));
}

}  // namespace

std::string store_path(const std::string& store_directory) {
  return (std::filesystem::path(store_directory) / "registration.sqlite").string();
}

Result<History> Store::history(std::string_view domain, std::uint64_t limit,
                               std::uint64_t offset) const {
  SPOOR_TRY(const std::string name, parse_domain(domain));
  History history;
  SPOOR_TRY(auto connection, open_reader(path_));
  if (!connection) return history;
  SPOOR_TRY(Statement rows, connection->prepare("SELECT source, first_observed, last_observed, "
                                                "content, count(*) OVER () FROM version WHERE "
                                                "domain = ?1 ORDER BY last_observed DESC, "
                                                "first_observed DESC, id DESC LIMIT ?2 OFFSET ?3"));
  constexpr std::uint64_t kMost = 1U << 30;
  rows.bind(1, name).bind(2, static_cast<std::int64_t>(std::min(limit, kMaxResults)));
  rows.bind(3, static_cast<std::int64_t>(std::min(offset, kMost)));
  for (;;) {
    SPOOR_TRY(const bool has_row, rows.step());
    if (!has_row) return history;
    Version version;
    SPOOR_TRY(version.registration, decode_content(rows.blob(3)));
    version.registration.domain = name;
    version.source = rows.text(0);
    version.first_observed = rows.number(1);
    version.last_observed = rows.number(2);
    history.total = static_cast<std::uint64_t>(rows.number(4));
    history.versions.push_back(std::move(version));
  }
}

Result<std::unique_ptr<SearchCursor>> Store::search(const SearchRequest& request) const {
  return SearchCursor::open(path_, request);
}

Result<Counts> Store::counts() const {
  Counts counts;
  SPOOR_TRY(auto connection, open_reader(path_));
  if (!connection) return counts;
  SPOOR_TRY(Statement rows,
            connection->prepare("SELECT count(DISTINCT domain), count(*) FROM version"));
  SPOOR_TRY(const bool has_row, rows.step());
  if (has_row) {
    counts.domains = static_cast<std::uint64_t>(rows.number(0));
    counts.versions = static_cast<std::uint64_t>(rows.number(1));
  }
  return counts;
}

Status Store::verify() const {
  SPOOR_TRY(auto connection, open_reader(path_));
  if (!connection) return {};
  SPOOR_TRY(Statement check, connection->prepare("PRAGMA integrity_check(1)"));
  SPOOR_TRY(const bool has_row, check.step());
  if (!has_row || check.text(0) != "ok") {
    return Error{ErrorCode::kCorrupt, "the registrations are damaged", 0,
                 has_row ? std::string(check.text(0)) : path_};
  }
  check.reset();
  SPOOR_TRY(Statement contents, connection->prepare("SELECT domain, content FROM version"));
  for (;;) {
    SPOOR_TRY(const bool has_content, contents.step());
    if (!has_content) return {};
    auto content = decode_content(contents.blob(1));
    if (content) continue;
    Error error = content.error();
    error.where = contents.text(0);
    return error;
  }
}

Result<std::unique_ptr<Writer>> Writer::open(const std::string& path) {
  auto writer = std::make_unique<SqliteWriter>();
  if (const Status started = writer->start(path); !started) {
    Error error = started.error();
    error.where = error.where.empty() ? path : path + ": " + error.where;
    return error;
  }
  return std::unique_ptr<Writer>(std::move(writer));
}

}  // namespace spoor::registration
