// SPDX-License-Identifier: Apache-2.0
#include "sqlite/connection.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include <unistd.h>

namespace spoor::sqlite {
namespace {

constexpr int kBusyMs = 10'000;

/// An error of SQLite in our words; `handle` may be null.
Error to_error(sqlite3* handle, int code, const Words& words) {
  const std::string where = handle == nullptr ? sqlite3_errstr(code) : sqlite3_errmsg(handle);
  switch (code & 0xFF) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
      return {ErrorCode::kCorrupt, words.damaged, 0, where};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return {ErrorCode::kDenied, words.busy, 0, where};
    default:
      return {ErrorCode::kIo, words.unusable, 0, where};
  }
}

/// A file of a directory that nobody may write: SQLite would want to put its shared memory there.
std::string immutable_uri(const std::string& path) {
  std::string uri = "file:";
  for (const char c : path) {
    if (c == '%' || c == '?' || c == '#') {
      constexpr char kHex[] = "0123456789ABCDEF";
      uri += '%';
      uri += kHex[static_cast<unsigned char>(c) >> 4];
      uri += kHex[static_cast<unsigned char>(c) & 0xF];
    } else {
      uri += c;
    }
  }
  return uri + "?immutable=1";
}

}  // namespace

Statement& Statement::bind(int at, std::int64_t value) {
  sqlite3_bind_int64(statement_.get(), at, value);
  return *this;
}

Statement& Statement::bind(int at, std::string_view text) {
  sqlite3_bind_text64(statement_.get(), at, text.data(), text.size(), SQLITE_TRANSIENT,
                      SQLITE_UTF8);
  return *this;
}

Statement& Statement::bind_blob(int at, Bytes octets) {
  sqlite3_bind_blob64(statement_.get(), at, octets.data(), octets.size(), SQLITE_TRANSIENT);
  return *this;
}

Result<bool> Statement::step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) {
    sqlite3_reset(statement_.get());
    return false;
  }
  Error error = to_error(sqlite3_db_handle(statement_.get()), code, *words_);
  sqlite3_reset(statement_.get());
  return error;
}

Status Statement::run() {
  for (;;) {
    SPOOR_TRY(const bool has_row, step());
    if (!has_row) return {};
  }
}

void Statement::reset() {
  sqlite3_reset(statement_.get());
}

std::int64_t Statement::number(int column) const {
  return sqlite3_column_int64(statement_.get(), column);
}

std::string_view Statement::text(int column) const {
  return as_chars(blob(column));
}

Bytes Statement::blob(int column) const {
  const void* const octets = sqlite3_column_blob(statement_.get(), column);
  const int size = sqlite3_column_bytes(statement_.get(), column);
  if (octets == nullptr || size <= 0) return {};
  return {static_cast<const std::uint8_t*>(octets), static_cast<std::size_t>(size)};
}

Result<Connection> Connection::open(const std::string& path, OpenAs as, const Words& words) {
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE;
  std::string name = path;
  if (as == OpenAs::kReader) {
    flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_READONLY;
    const std::filesystem::path folder = std::filesystem::path(path).parent_path();
    if (::access(folder.empty() ? "." : folder.c_str(), W_OK) != 0) {
      flags |= SQLITE_OPEN_URI;
      name = immutable_uri(path);
    }
  }
  sqlite3* handle = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &handle, flags, nullptr);
  Connection connection;
  connection.handle_.reset(handle);
  connection.words_ = &words;
  if (code != SQLITE_OK) {
    Error error = to_error(handle, code, words);
    error.where = path;
    return error;
  }
  sqlite3_extended_result_codes(handle, 1);
  sqlite3_busy_timeout(handle, kBusyMs);
  return connection;
}

Result<Statement> Connection::prepare(std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v2(handle_.get(), sql.data(), static_cast<int>(sql.size()),
                                      &statement, nullptr);
  if (code != SQLITE_OK) return to_error(handle_.get(), code, *words_);
  return Statement(statement, *words_);
}

Status Connection::run(const char* sql) {
  const int code = sqlite3_exec(handle_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) return to_error(handle_.get(), code, *words_);
  return {};
}

namespace {

bool is_same_file(const std::string& a, const std::string& b) {
  std::ifstream first(a, std::ios::binary), second(b, std::ios::binary);
  if (!first || !second) return false;
  return std::equal(std::istreambuf_iterator<char>(first), std::istreambuf_iterator<char>(),
                    std::istreambuf_iterator<char>(second), std::istreambuf_iterator<char>());
}

}  // namespace

Result<bool> copy_database(const std::string& from, const std::string& to, const Words& words) {
  const std::string unfinished = to + ".new";
  std::error_code ignored;
  std::filesystem::remove(unfinished, ignored);
  SPOOR_TRY(Connection source, Connection::open(from, OpenAs::kReader, words));
  SPOOR_TRY(Statement copy, source.prepare("VACUUM INTO ?1"));
  SPOOR_CHECK(copy.bind(1, std::string_view(unfinished)).run());
  std::error_code error;
  if (is_same_file(unfinished, to)) {
    std::filesystem::remove(unfinished, error);
    return false;
  }
  std::filesystem::rename(unfinished, to, error);
  if (error) return Error{ErrorCode::kIo, words.unusable, 0, to + ": " + error.message()};
  return true;
}

}  // namespace spoor::sqlite
