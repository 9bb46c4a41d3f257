// SPDX-License-Identifier: Apache-2.0
// The files of a spool: written whole and synced before anybody sees them. Inside the room only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "record/batch.h"

namespace spoor::transport {

/// Whether a failed write means that there is no room: of the disk, or of a quota.
inline constexpr std::string_view kNoRoom = "no room is left on the disk";

class SpoolFiles {
 public:
  /// Makes the folder and locks it. Errors: kDenied, kIo.
  static Result<SpoolFiles> open(std::string directory);
  SpoolFiles(SpoolFiles&& other) noexcept;
  SpoolFiles& operator=(SpoolFiles&&) = delete;
  SpoolFiles(const SpoolFiles&) = delete;
  SpoolFiles& operator=(const SpoolFiles&) = delete;
  ~SpoolFiles();

  /// The number that comes next, as it was written last; 0 where it never was. Errors: kCorrupt,
  /// kIo.
  [[nodiscard]] Result<std::uint64_t> read_next() const;
  [[nodiscard]] Status write_next(std::uint64_t next) const;

  /// Batches with their octets, by number. Removes what a crash left half-written.
  [[nodiscard]] Result<std::vector<std::pair<std::uint64_t, std::uint64_t>>> list() const;
  [[nodiscard]] Result<std::string> read(std::uint64_t number) const;
  /// Durable when it returns; replaces. Errors: kIo, `what` is kNoRoom where there is none.
  [[nodiscard]] Status write(std::uint64_t number, std::string_view frame) const;
  [[nodiscard]] Status remove(std::uint64_t number) const;
  /// Of all that were refused.
  [[nodiscard]] Result<std::uint64_t> refused_octets() const;
  /// Keeps it as `refused-…`.
  [[nodiscard]] Status keep_refused(std::uint64_t number) const;

  [[nodiscard]] const std::string& directory() const noexcept { return directory_; }

 private:
  explicit SpoolFiles(std::string directory) : directory_(std::move(directory)) {}
  [[nodiscard]] std::string path(std::string_view name) const;
  [[nodiscard]] std::string batch_path(std::uint64_t number) const;
  [[nodiscard]] Status write_whole(const std::string& to, std::string_view octets) const;
  [[nodiscard]] Status sync_directory() const;

  std::string directory_;
  int lock_ = -1;
};

/// 32 lower-case hexadecimal digits.
std::string stream_text(const record::StreamId& stream);

}  // namespace spoor::transport
