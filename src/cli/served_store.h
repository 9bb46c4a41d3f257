// SPDX-License-Identifier: Apache-2.0
// The store that a server answers from, watched: a directory that goes away is told as such, and
// taken up again when it comes back.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "api/services.h"
#include "base/result.h"
#include "record/record_store.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {

/// Opens the store and looks once a second whether its directory still is what was opened. While it
/// is not, store() says why. Thread-safe.
class ServedStore final : public api::StoreAccess {
 public:
  /// Makes a new store where there is none. Errors: those of open_rocks_store().
  static Result<std::unique_ptr<ServedStore>> open(std::string directory);
  ~ServedStore() override;

  Result<std::shared_ptr<record::RecordStore>> store() override;
  void report(const Error& error) override;

  [[nodiscard]] bool was_made() const noexcept { return was_made_; }
  /// Looks now. The watching thread does, and tests.
  void look();

 private:
  /// What tells one directory of a store from another.
  struct Identity {
    std::uint64_t device = 0;
    std::uint64_t inode = 0;
    bool operator==(const Identity&) const = default;
    [[nodiscard]] bool is_there() const noexcept { return inode != 0; }
  };

  explicit ServedStore(std::string directory) : directory_(std::move(directory)) {}
  [[nodiscard]] Identity identity() const;
  Result<std::shared_ptr<record::RecordStore>> open_store(store::Access access) const;
  void come_back(const Identity& found);
  void watch();

  std::string directory_;
  bool was_made_ = false;

  std::mutex looking_;  // one look at a time; taken before mutex_
  std::mutex mutex_;
  std::shared_ptr<record::RecordStore> store_;  // null while it is away
  std::weak_ptr<record::RecordStore> last_;     // answers may still hold it
  Identity opened_;
  Error reason_{ErrorCode::kIo, "the store's directory is gone", 0, {}};

  std::condition_variable wake_;
  bool is_asked_ = false;
  bool is_stopping_ = false;
  std::thread watcher_;
};

}  // namespace spoor::cli
