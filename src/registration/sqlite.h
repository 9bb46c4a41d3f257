// SPDX-License-Identifier: Apache-2.0
// SQLite as values that close themselves. The only header that knows sqlite3.h. Inside the room
// only.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include <sqlite3.h>

#include "base/bytes.h"
#include "base/result.h"

namespace spoor::registration {

/// A prepared statement. Columns and parameters count from 0 and 1, as SQLite counts them. Texts of
/// columns live until the next step.
class Statement {
 public:
  Statement() = default;
  explicit Statement(sqlite3_stmt* statement) : statement_(statement) {}

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
};

enum class OpenAs : std::uint8_t { kReader = 1, kWriter };

/// A connection; used by one thread at a time.
class Connection {
 public:
  /// Errors: kIo, kDenied, kCorrupt with the path.
  static Result<Connection> open(const std::string& path, OpenAs as);

  Result<Statement> prepare(std::string_view sql);
  /// One or more statements without rows and parameters.
  Status run(const char* sql);
  [[nodiscard]] std::int64_t last_id() const { return sqlite3_last_insert_rowid(handle_.get()); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const { sqlite3_close_v2(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

}  // namespace spoor::registration
