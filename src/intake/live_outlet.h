// SPDX-License-Identifier: Apache-2.0
// Where what was heard live goes, batch by batch: a store, or (transport) a sensor's spool.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "base/result.h"
#include "ledger/ledger.h"
#include "record/record_store.h"

namespace spoor::intake {

class LiveOutlet {
 public:
  LiveOutlet() = default;
  LiveOutlet(const LiveOutlet&) = delete;
  LiveOutlet& operator=(const LiveOutlet&) = delete;
  virtual ~LiveOutlet() = default;

  /// Under which number everything is told.
  [[nodiscard]] virtual record::SourceId source() const noexcept = 0;
  /// Takes a batch, whose identity is the outlet's business, and what the ledger is to know of it:
  /// durable when it returns. Errors: kIo …; the batch is then lost.
  virtual Status put(record::Batch batch, const ledger::Entry& told) = 0;
  /// A while has passed, or all is over: what was put since the last time may be noted. What cannot
  /// be noted stops nothing and is tried again.
  virtual void note(ledger::Outcome outcome, std::uint32_t now_s) = 0;
};

/// Into a store, as one stream under a random id of 128 bits.
class StoreOutlet final : public LiveOutlet {
 public:
  /// All must outlive it; `ledger` may be null. `told` says what the deliveries are of: their input
  /// and format; `now_s` is Unix seconds. Errors: the store's.
  static Result<std::unique_ptr<StoreOutlet>> open(record::RecordStore& store,
                                                   const record::SourceSpec& source,
                                                   const ledger::Ledger* ledger,
                                                   ledger::Delivery told, std::uint32_t now_s);

  [[nodiscard]] record::SourceId source() const noexcept override { return source_; }
  Status put(record::Batch batch, const ledger::Entry& told) override;
  void note(ledger::Outcome outcome, std::uint32_t now_s) override;

  [[nodiscard]] const record::StreamId& stream() const noexcept { return stream_; }

 private:
  StoreOutlet(record::RecordStore& store, record::SourceId source, const ledger::Ledger* ledger,
              ledger::Delivery told, std::uint32_t now_s);

  record::RecordStore& store_;
  record::SourceId source_;
  const ledger::Ledger* ledger_;
  record::StreamId stream_;
  std::uint64_t sequence_ = 0;
  ledger::Delivery told_;  // of what is noted next: its names and since when
  ledger::Entry since_;
};

}  // namespace spoor::intake
