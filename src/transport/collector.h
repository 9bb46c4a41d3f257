// SPDX-License-Identifier: Apache-2.0
// The other end: frames of sensors into a store, each exactly once, and what they delivered into
// the ledger.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "ledger/ledger.h"
#include "record/record_store.h"
#include "transport/sensor_batch.h"

namespace spoor::transport {

/// What became of a frame.
struct Collected {
  FrameHead head;
  std::uint64_t rows = 0;
  bool is_new = false;  ///< Else the store had it before.
};

/// Thread-safe.
class Collector {
 public:
  /// A ledger with an empty path: nothing is noted.
  explicit Collector(ledger::Ledger ledger) : ledger_(std::move(ledger)) {}
  ~Collector();
  Collector(const Collector&) = delete;
  Collector& operator=(const Collector&) = delete;

  /// Notes of the store, by key (record::Batch::notes).
  using Notes = std::vector<std::pair<std::string, std::string>>;

  /// Reads a frame and merges it as what `source` saw, `notes` with its last batch: durable when it
  /// returns. `now_s` is Unix seconds. Errors: read_sensor_batch()'s; kInvalid with the source in
  /// `where` (it brings totals); the store's.
  Result<Collected> take(record::RecordStore& store, const std::string& source,
                         std::string_view frame, std::uint32_t now_s, const Notes& notes = {});

  /// note(), when the last time is five minutes ago. Call it now and then.
  void note_if_due(std::uint32_t now_s);
  /// Writes what was delivered since the last time into the ledger.
  void note(std::uint32_t now_s);

 private:
  struct Since {
    ledger::Entry entry;
    std::uint32_t started = 0;
  };
  void remember(const std::string& source, const ledger::Entry& delivered, std::uint32_t now_s);

  ledger::Ledger ledger_;
  std::mutex mutex_;
  std::map<std::string, Since, std::less<>> since_;
};

}  // namespace spoor::transport
