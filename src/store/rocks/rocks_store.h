// SPDX-License-Identifier: Apache-2.0
// The store inside the process: a catalogue in RocksDB, and every batch an immutable packed segment
// that merges with others in the background.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/result.h"
#include "record/record_store.h"

namespace spoor::store {

enum class Access : std::uint8_t {
  kCreate = 1,    ///< Read and write; makes the store if there is none.
  kExisting = 2,  ///< Read and write; a missing store is kNotFound.
  kReadOnly = 3,  ///< Reads what is there, takes no lock and never writes: for a directory that
                  ///< cannot be written.
};

struct RocksStoreOptions {
  Access access = Access::kExisting;
  /// Merge segments in a thread of its own as they come. Off for bulk imports, which settle at the
  /// end.
  bool background_merging = true;
  std::size_t cache_bytes = std::size_t{256} << 20;
  /// Segments up to this size stay in the catalogue.
  std::size_t inline_bytes = std::size_t{256} << 10;
  /// Without background merging: more segments than this are merged before the next batch.
  std::size_t most_segments = 48;
};

/// Opens the store in `directory`. Errors: kNotFound, kDenied (open elsewhere), kInvalid (newer
/// format), kIo, kCorrupt.
Result<std::unique_ptr<record::RecordStore>> open_rocks_store(const std::string& directory,
                                                              const RocksStoreOptions& options);

/// What verify_store found wrong: where, and what.
struct Fault {
  std::string where;
  std::string what;
};

struct VerifySummary {
  std::uint64_t segments = 0, blocks = 0, records = 0, sightings = 0, values = 0, names = 0,
                streams = 0;
  std::uint64_t faults = 0;
};

/// Reads everything: checksums, order, that both indexes and the list of names tell the same, that
/// sources and labels are known. Calls `report` for each fault and goes on. Errors: what keeps the
/// store from opening at all.
Result<VerifySummary> verify_store(const std::string& directory,
                                   const std::function<void(const Fault&)>& report,
                                   const record::Progress& progress);

}  // namespace spoor::store
