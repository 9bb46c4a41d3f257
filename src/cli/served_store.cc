// SPDX-License-Identifier: Apache-2.0
// A store whose directory is gone is let go at once: its background merging works by path and must
// not touch what is put there instead.
#include "cli/served_store.h"

#include <chrono>
#include <utility>

#include <sys/stat.h>
#include <unistd.h>

#include "cli/session.h"

namespace spoor::cli {
namespace {

constexpr auto kBetweenLooks = std::chrono::seconds(1);

/// Without this file RocksDB has no catalogue.
std::string catalogue_mark(const std::string& directory) {
  return directory + "/catalogue/IDENTITY";
}

}  // namespace

Result<std::unique_ptr<ServedStore>> ServedStore::open(std::string directory) {
  std::unique_ptr<ServedStore> served(new ServedStore(std::move(directory)));
  const bool is_writable = ::access(served->directory_.c_str(), W_OK) == 0;
  const bool exists = ::access(served->directory_.c_str(), F_OK) == 0;
  served->was_made_ = !served->identity().is_there();
  const store::Access access =
      is_writable || !exists ? store::Access::kCreate : store::Access::kReadOnly;
  SPOOR_TRY(served->store_, served->open_store(access));
  served->last_ = served->store_;
  served->opened_ = served->identity();
  served->watcher_ = std::thread([&mine = *served] { mine.watch(); });
  return served;
}

ServedStore::~ServedStore() {
  {
    const std::scoped_lock lock(mutex_);
    is_stopping_ = true;
  }
  wake_.notify_all();
  if (watcher_.joinable()) watcher_.join();
}

ServedStore::Identity ServedStore::identity() const {
  struct stat status{};
  if (::stat(catalogue_mark(directory_).c_str(), &status) != 0) return {};
  return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino)};
}

Result<std::shared_ptr<record::RecordStore>> ServedStore::open_store(store::Access access) const {
  store::RocksStoreOptions options;
  options.access = access;
  options.background_merging = access != store::Access::kReadOnly;
  SPOOR_TRY(auto opened, store::open_rocks_store(directory_, options));
  return std::shared_ptr<record::RecordStore>(std::move(opened));
}

Result<std::shared_ptr<record::RecordStore>> ServedStore::store() {
  const std::scoped_lock lock(mutex_);
  if (store_) return store_;
  return reason_;
}

void ServedStore::report(const Error& /*error*/) {
  {
    const std::scoped_lock lock(mutex_);
    is_asked_ = true;
  }
  wake_.notify_all();
}

void ServedStore::look() {
  const std::scoped_lock one_at_a_time(looking_);
  const Identity found = identity();
  std::shared_ptr<record::RecordStore> let_go;  // destroyed without the lock
  {
    const std::scoped_lock lock(mutex_);
    if (store_ && found == opened_) return;
    if (store_) {
      let_go = std::move(store_);
      store_.reset();
      reason_ = {ErrorCode::kIo, "the store's directory is gone", 0, directory_};
      complain("the store's directory is gone: questions are answered 503 until it is back");
    }
  }
  let_go.reset();
  if (found.is_there()) come_back(found);
}

void ServedStore::come_back(const Identity& found) {
  std::shared_ptr<record::RecordStore> held;
  {
    const std::scoped_lock lock(mutex_);
    held = last_.lock();
  }
  if (held && found != opened_) return;  // its last answers end first
  if (!held) {
    const bool is_writable = ::access(directory_.c_str(), W_OK) == 0;
    auto opened = open_store(is_writable ? store::Access::kExisting : store::Access::kReadOnly);
    if (!opened) {
      const std::scoped_lock lock(mutex_);
      reason_ = opened.error();
      return;
    }
    held = *std::move(opened);
  }
  {
    const std::scoped_lock lock(mutex_);
    store_ = held;
    last_ = held;
    opened_ = found;
  }
  complain("the store is back");
}

void ServedStore::watch() {
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait_for(lock, kBetweenLooks, [&] { return is_asked_ || is_stopping_; });
      if (is_stopping_) return;
      is_asked_ = false;
    }
    look();
  }
}

}  // namespace spoor::cli
