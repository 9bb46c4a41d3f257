// SPDX-License-Identifier: Apache-2.0
// One input after the other, of any format, recognised by content, through reader and aggregator
// into a store.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "base/input_stream.h"
#include "base/result.h"
#include "intake/batch_stream.h"
#include "intake/import_report.h"
#include "intake/import_settings.h"
#include "ledger/ledger.h"
#include "record/record_store.h"

namespace spoor::intake {

/// The system's clock: Unix seconds.
std::uint32_t system_seconds();

/// What the importer tells and asks while it works.
struct ImportHooks {
  /// Octets of the file itself read, of how many (0: not known). Called now and then.
  std::function<void(std::uint64_t done, std::uint64_t total)> progress;
  /// Set from a signal handler: what is gathered is dropped (a later import reads it again), what
  /// is merged stands.
  const std::atomic<bool>* stop = nullptr;
  /// Where each input is noted when it was read; null: nowhere. It must outlive the importer.
  const ledger::Ledger* ledger = nullptr;
  std::function<std::uint32_t()> now = system_seconds;  ///< Unix seconds, for the ledger.
  /// Of inputs that grow: how often what came is merged.
  std::chrono::steady_clock::duration every = std::chrono::seconds(10);
  /// A note that each batch keeps besides its own (BatchOrigin::more_note); null: none.
  std::function<std::pair<std::string, std::string>()> more_note;
};

/// Notes in `ledger` what the store holds now. Errors: of either; nobody need mind.
Status note_store(const record::RecordStore& store, const ledger::Ledger& ledger,
                  std::uint32_t now);

/// Not thread-safe; several importers may work on one store at the same time.
class Importer {
 public:
  /// `store` must outlive the importer.
  Importer(record::RecordStore& store, ImportSettings settings, ImportHooks hooks,
           const BatchLimits& limits = {});

  /// Reads one input to its end. Faults of the input stand in the report, a refused Idempotency-Key
  /// too (kRefused, kInvalid); an Error is the store's, and the import cannot go on.
  Result<InputReport> import(InputStream& in);

  [[nodiscard]] bool is_stopped() const noexcept {
    return hooks_.stop != nullptr && hooks_.stop->load(std::memory_order_relaxed);
  }

 private:
  Result<InputReport> read(InputStream& in);
  void note(InputReport& report, std::uint32_t started) const;
  Status import_messages(InputStream& in, InputReport& report);
  Status import_feed(InputStream& in, InputReport& report, const feed::FormatInfo& format);
  template <class Step>
  Status read_all(InputStream& in, BatchStream& batches, InputReport& report, Step step);
  [[nodiscard]] BatchOrigin origin_of(record::SourceId source, std::string content_salt) const;
  [[nodiscard]] std::string message_salt(std::string_view format) const;
  [[nodiscard]] BatchLimits limits_for_large_steps() const;

  record::RecordStore& store_;
  ImportSettings settings_;
  ImportHooks hooks_;
  BatchLimits limits_;
  std::vector<ledger::Entry> entries_;  // of the input that is being read
};

}  // namespace spoor::intake
