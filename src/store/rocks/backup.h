// SPDX-License-Identifier: Apache-2.0
// A store's copy in a folder, brought up to date while the store is in use. The folder is a store
// itself (docs/formats/backup.md).
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"
#include "record/record_store.h"

namespace spoor::store {

struct BackupSummary {
  std::uint64_t segments = 0;  ///< In files of their own.
  std::uint64_t copied = 0;    ///< Of them, those that were not there before.
  std::uint64_t bytes = 0;     ///< Copied.
  std::uint64_t removed = 0;   ///< Files of segments that the store has no more.
  bool is_changed = false;     ///< False: the folder was up to date.
};

/// Brings `folder` to one state of the store in `directory`, which may be open elsewhere: segments
/// that are there already are not read again. Stopped at any moment, the folder holds its old state
/// or the new one. `progress` counts octets. Errors: kNotFound (no store), kInvalid (the folder
/// holds another store, or something else), kLimit (`progress` said to stop, or the store changed
/// faster than it could be copied), kIo, kCorrupt.
Result<BackupSummary> back_up_store(const std::string& directory, const std::string& folder,
                                    const record::Progress& progress);

/// Makes a store in `directory`, which must be empty or not there, from a folder that
/// back_up_store() filled. Errors as there.
Result<BackupSummary> restore_store(const std::string& folder, const std::string& directory,
                                    const record::Progress& progress);

}  // namespace spoor::store
