// SPDX-License-Identifier: Apache-2.0
// What handlers are given besides the request: the store, the keys, the clock.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include <prometheus/registry.h>

#include "api/answer_shelf.h"
#include "api/keys.h"
#include "api/slots.h"
#include "api/token_table.h"
#include "base/result.h"
#include "enrich/enrichment.h"
#include "ledger/ledger.h"
#include "record/record_store.h"
#include "registration/store.h"
#include "transport/collector.h"

namespace spoor::api {

namespace pages {
class PageFiles;
}

/// The store that is served. It may be away for a while.
class StoreAccess {
 public:
  StoreAccess() = default;
  StoreAccess(const StoreAccess&) = delete;
  StoreAccess& operator=(const StoreAccess&) = delete;
  virtual ~StoreAccess() = default;
  /// The store as it is now; holders keep it alive. Errors: why it cannot be reached (told as 503).
  virtual Result<std::shared_ptr<record::RecordStore>> store() = 0;
  /// Tells that an answer met an error of the store, so that it is looked after.
  virtual void report(const Error& error) = 0;
};

struct ServiceSettings {
  std::chrono::seconds answer_time{15 * 60};  ///< One answer reads one state of the store so long.
  std::size_t sort_bytes = std::size_t{16} << 20;  ///< Memory that one sorted answer may take.
  std::string scratch_dir;                         ///< Where sorting may spill.
  std::string store_directory;                     ///< To tell the room on its volume; or empty.
  std::uint16_t port = 0;  ///< Our own, for the Host check of a server without keys.
  bool has_tls = false;
  std::string version;
  std::uint32_t started = 0;  ///< Unix seconds: since when this server runs.
};

inline constexpr std::uint32_t kMostProfiles = 4;  ///< Profiles of addresses at once: 64 MiB each.
inline constexpr std::uint32_t kMostSorted = 32;   ///< Sorted answers at once.

/// The store for those who may see all of it, and for those who may not.
class StoreDoor {
 public:
  explicit StoreDoor(StoreAccess& access) : access_(access) {}
  /// As `caller` may see it. Errors: StoreAccess::store()'s.
  Result<std::shared_ptr<record::RecordStore>> open_for(const Caller& caller) const;
  /// Whole, for what is told to nobody: readiness, imports.
  Result<std::shared_ptr<record::RecordStore>> open_whole() const { return access_.store(); }
  void report(const Error& error) const { access_.report(error); }

 private:
  StoreAccess& access_;
};

/// Shared by all threads; outlives every answer.
struct Services {
  StoreDoor store;
  KeyRing& keys;
  prometheus::Registry& metrics;
  ServiceSettings settings;
  std::function<std::uint32_t()> now;                            ///< Unix seconds.
  std::function<std::chrono::steady_clock::time_point()> ticks;  ///< For answer_time.
  Slots profiling{kMostProfiles};
  Slots sorting{kMostSorted};  ///< Each sorted answer takes ServiceSettings::sort_bytes.
  AnswerShelf shelf{};         ///< Answers that are kept.
  TokenTable tokens{};         ///< Where answers go on, for clients that count.
  /// The enrichment in force; never null. An answer takes it once and keeps it.
  std::function<std::shared_ptr<const enrich::Enrichment>()> enrichment =
      enrich::default_enrichment;
  registration::Store registrations{std::string()};  ///< Without a file there are none.
  std::shared_ptr<const pages::PageFiles> pages{};   ///< Null where there are none.
  ledger::Ledger ledger{std::string()};              ///< Without a file nothing was delivered.
  std::shared_ptr<transport::Collector> collector =
      std::make_shared<transport::Collector>(ledger);  ///< Of sensors; never null.
  /// As whom those ask who use D4's dialect, which has no keys; null: it is off.
  std::shared_ptr<Caller> d4{};
};

}  // namespace spoor::api
