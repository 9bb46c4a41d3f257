// SPDX-License-Identifier: Apache-2.0
// How much a store holds, counted by a walk over all of it, in steps.
#pragma once

#include <cstdint>
#include <memory>
#include <utility>

#include "base/result.h"
#include "record/record_store.h"

namespace spoor::search {

struct Census {
  std::uint64_t records = 0;  ///< Distinct records.
  std::uint64_t names = 0;    ///< Distinct names: owners, and hosts in rdata.
  bool operator==(const Census&) const = default;
};

/// An unsettled store holds some records in several segments: only a walk tells how many there are.
class CensusCursor {
 public:
  /// Counts what `snapshot` holds and keeps it alive. Errors: kCorrupt, kIo.
  static Result<CensusCursor> open(std::shared_ptr<const record::Snapshot> snapshot);

  /// Counts no more than `steps` further records and names (one at least); true when all were
  /// counted. Errors: kCorrupt, kIo.
  Result<bool> advance(std::uint64_t steps);
  /// So far: records are counted first.
  [[nodiscard]] const Census& counts() const noexcept { return counts_; }

 private:
  CensusCursor(std::shared_ptr<const record::Snapshot> snapshot,
               std::unique_ptr<record::RecordCursor> records)
      : snapshot_(std::move(snapshot)), records_(std::move(records)) {}
  Result<bool> count_record();
  Result<bool> count_name();

  std::shared_ptr<const record::Snapshot> snapshot_;
  std::unique_ptr<record::RecordCursor> records_;  // until all are counted
  std::unique_ptr<record::NameCursor> names_;      // from then on, until all are counted
  Census counts_;
};

}  // namespace spoor::search
