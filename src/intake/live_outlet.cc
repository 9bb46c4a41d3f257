// SPDX-License-Identifier: Apache-2.0
#include "intake/live_outlet.h"

#include <random>
#include <utility>

namespace spoor::intake {
namespace {

/// Nobody may guess it, and no two streams may ever share it.
record::StreamId random_stream() {
  std::random_device device;
  record::StreamId id;
  for (std::uint8_t& octet : id.octets) octet = static_cast<std::uint8_t>(device());
  return id;
}

}  // namespace

StoreOutlet::StoreOutlet(record::RecordStore& store, record::SourceId source,
                         const ledger::Ledger* ledger, ledger::Delivery told, std::uint32_t now_s)
    : store_(store),
      source_(source),
      ledger_(ledger),
      stream_(random_stream()),
      told_(std::move(told)) {
  told_.started = now_s;
}

Result<std::unique_ptr<StoreOutlet>> StoreOutlet::open(record::RecordStore& store,
                                                       const record::SourceSpec& source,
                                                       const ledger::Ledger* ledger,
                                                       ledger::Delivery told, std::uint32_t now_s) {
  SPOOR_TRY(const record::SourceId id, store.intern_source(source));
  told.source = source.name;
  return std::unique_ptr<StoreOutlet>(new StoreOutlet(store, id, ledger, std::move(told), now_s));
}

Status StoreOutlet::put(record::Batch batch, const ledger::Entry& told) {
  batch.id = {source_, stream_, sequence_};
  SPOOR_CHECK(store_.merge(std::move(batch)));
  ++sequence_;
  since_.add(told);
  return {};
}

void StoreOutlet::note(ledger::Outcome outcome, std::uint32_t now_s) {
  if (ledger_ != nullptr) {
    ledger::Entry entry = since_;
    ledger::Delivery names = told_;
    names.data = entry.delivery.data;
    names.figures = std::move(entry.delivery.figures);
    entry.delivery = std::move(names);
    entry.delivery.outcome = outcome;
    entry.delivery.finished = now_s;
    if (!ledger_->add({entry})) return;  // noted along with what comes next
  }
  since_ = {};
  told_.started = now_s;
}

}  // namespace spoor::intake
