// SPDX-License-Identifier: Apache-2.0
// Registrations with their history in one file of SQLite beside the records
// (docs/formats/registration.md). Readers read while one writer writes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "registration/registration.h"
#include "registration/search.h"

namespace spoor::registration {

/// STORE/registration.sqlite.
std::string store_path(const std::string& store_directory);

/// Versions of what was said of a domain, the last observed first.
struct History {
  std::vector<Version> versions;
  std::uint64_t total = 0;  ///< Of all, however many stand in `versions`.
};

struct Counts {
  std::uint64_t domains = 0;
  std::uint64_t versions = 0;
};

/// For questions. Thread-safe: each question opens the file for itself, so that it may appear, go
/// and change at any time. Where there is no file there are no registrations.
class Store {
 public:
  explicit Store(std::string path) : path_(std::move(path)) {}

  /// `domain` as typed. Errors: kInvalid; kIo, kDenied, kCorrupt of the file.
  [[nodiscard]] Result<History> history(std::string_view domain, std::uint64_t limit,
                                        std::uint64_t offset = 0) const;
  /// The cursor may outlive the store. Errors: those of SearchCursor::open().
  [[nodiscard]] Result<std::unique_ptr<SearchCursor>> search(const SearchRequest& request) const;
  /// Errors: of the file.
  [[nodiscard]] Result<Counts> counts() const;
  /// Reads all of the file. Errors: kCorrupt with what is wrong first, and of the file.
  [[nodiscard]] Status verify() const;

 private:
  std::string path_;
};

/// What add() did.
enum class Change : std::uint8_t {
  kNew = 1,    ///< A domain that this source had not told of.
  kChanged,    ///< Another content: a new version.
  kConfirmed,  ///< The same content at another time: the version's times widened.
  kNothing,    ///< Known already.
};

/// For imports: one at a time in all processes. What was added counts once commit() returns. Not
/// thread-safe.
class Writer {
 public:
  /// Creates the file where there is none. Errors: kIo, kDenied (another import runs), kCorrupt;
  /// kInvalid when a newer spoor wrote it.
  static Result<std::unique_ptr<Writer>> open(const std::string& path);
  Writer() = default;
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  virtual ~Writer() = default;

  /// A number for digests of inputs that nobody outside knows.
  [[nodiscard]] virtual std::uint64_t seed() const = 0;
  virtual Status begin() = 0;
  /// `registration` is tidied; `observed` in Unix seconds.
  virtual Result<Change> add(const Registration& registration, std::string_view source,
                             std::int64_t observed) = 0;
  /// Whether this input was committed before; if not, notes that it is in with this commit.
  virtual Result<bool> was_committed(std::string_view input, std::string_view source) = 0;
  virtual Status commit() = 0;
  virtual void roll_back() = 0;
};

}  // namespace spoor::registration
