// SPDX-License-Identifier: Apache-2.0
// A log at a path, file after file, for as long as it is written.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "intake/import_report.h"
#include "intake/import_settings.h"
#include "intake/importer.h"
#include "intake/tail_source.h"
#include "record/record_store.h"

namespace spoor::intake {

struct Rotated;

struct FollowHooks {
  /// Each file of the log, when it was read to its end. May be null.
  std::function<void(const InputReport& report)> tell;
  /// What a person should know: `sentence` about `path`. May be null.
  std::function<void(const std::string& path, std::string_view sentence)> remark;
  const ledger::Ledger* ledger = nullptr;  ///< As ImportHooks::ledger.
  std::chrono::steady_clock::duration every = std::chrono::seconds(10);  ///< As ImportHooks::every.
  TailOptions tail;
};

/// Follows a log of lines through rotation by rename and by truncation; it need not be there yet.
///
/// Each file is one input that is known by its content, so nothing counts twice whatever happens:
/// who starts again reads the file from its beginning and passes by what is merged. With each batch
/// a note "follow/SOURCE/PATH" keeps up to when all was read. What was written to later than that,
/// and is beside the path under a name of rotation (is_rotation_of()), is read before the path
/// itself: after a start, and after each rotation. Who is killed before the very first batch was
/// merged left no note: then only the path itself is read.
///
/// Not thread-safe; several may write to one store.
class FollowedLog {
 public:
  /// `store` must outlive it; `path` is made absolute.
  FollowedLog(record::RecordStore& store, ImportSettings settings, const std::string& path,
              FollowHooks hooks);

  /// Until the hooks' `stop` is set: then all whole lines that were read are merged. Errors: the
  /// store's; kInvalid when the file is no log of lines, or of another format than named; of a file
  /// that cannot be read.
  Status run();

 private:
  Result<std::uint32_t> read_rotated(const TailSource* open);
  Result<std::uint32_t> since() const;
  Result<bool> read_one_rotated(const Rotated& each);
  void wait_until_quiet(const std::string& path) const;
  Result<bool> wait_for_head(TailSource& source) const;
  Status follow(TailSource& source);
  Result<InputReport> import(InputStream& in, const TailSource* source);
  Status refuse(const InputReport& report) const;
  void remark(const std::string& path, std::string_view sentence) const;
  void rest() const;
  [[nodiscard]] bool is_stopped() const noexcept;

  record::RecordStore& store_;
  ImportSettings settings_;
  std::string path_;
  FollowHooks hooks_;
  std::string note_key_;
  std::uint32_t began_;  // Unix seconds
  /// Files that were read to their end, by size.
  std::vector<std::pair<FileId, std::uint64_t>> done_;
};

/// Whether a file called `name` is what `log` was renamed or copied to: `dns.log.1`,
/// `dns.log-20240101.gz`, `dns.2024-01-01.log`.
bool is_rotation_of(std::string_view log, std::string_view name);

}  // namespace spoor::intake
