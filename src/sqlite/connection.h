// SPDX-License-Identifier: Apache-2.0
// SQLite as values that close themselves. The only header that knows sqlite3.h.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "base/bytes.h"
#include "base/result.h"

namespace spoor::sqlite {

/// What errors say of a file, in the words of the room whose file it is.
struct Words {
  std::string_view damaged;   ///< kCorrupt.
  std::string_view busy;      ///< kDenied: another process writes it.
  std::string_view unusable;  ///< kIo.
};

/// A prepared statement. Columns and parameters count from 0 and 1, as SQLite counts them. Texts of
/// columns live until the next step.
class Statement {
 public:
  Statement() = default;
  /// `words` outlive the statement.
  Statement(sqlite3_stmt* statement, const Words& words) : statement_(statement), words_(&words) {}

  Statement& bind(int at, std::int64_t value);
  Statement& bind(int at, std::string_view text);
  Statement& bind_blob(int at, Bytes octets);
  /// True: a row is there. False: done, and ready to be bound and stepped again. Errors: kIo,
  /// kDenied, kCorrupt.
  Result<bool> step();
  /// For statements without rows.
  Status run();
  void reset();

  [[nodiscard]] std::int64_t number(int column) const;
  [[nodiscard]] std::string_view text(int column) const;
  [[nodiscard]] Bytes blob(int column) const;

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
  const Words* words_ = nullptr;
};

enum class OpenAs : std::uint8_t { kReader = 1, kWriter };

/// A connection; used by one thread at a time.
class Connection {
 public:
  /// `words` outlive the connection and its statements. Errors: kIo, kDenied, kCorrupt with the
  /// path.
  static Result<Connection> open(const std::string& path, OpenAs as, const Words& words);

  Result<Statement> prepare(std::string_view sql);
  /// One or more statements without rows and parameters.
  Status run(const char* sql);
  [[nodiscard]] std::int64_t last_id() const { return sqlite3_last_insert_rowid(handle_.get()); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
  const Words* words_ = nullptr;
};

/// Writes one state of the database at `from` into a new file `to` (in place of what is there),
/// while others may write it. False: what is there was the same. Errors: kIo, kDenied, kCorrupt.
Result<bool> copy_database(const std::string& from, const std::string& to, const Words& words);

}  // namespace spoor::sqlite
