// SPDX-License-Identifier: Apache-2.0
// Records of the workload as the store's rooms take them, in memory: what a sensor would hand on.
// Making them is never part of what is measured.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "bench/workload/universe.h"
#include "record/batch.h"
#include "record/observation.h"
#include "record/sightings.h"

namespace spoor::bench {

struct PreparedRow {
  record::RecordView record;  ///< Views into the arena of PreparedRows.
  unsigned sensor = 0;        ///< 1..4
  record::Sightings sightings;
};

class PreparedRows {
 public:
  void clear();
  /// Converts and keeps one record, its times moved by `shift_s`.
  void add(const Record& record, std::uint32_t shift_s = 0);
  [[nodiscard]] std::span<const PreparedRow> all() const noexcept { return rows_; }

 private:
  record::Arena arena_;
  std::vector<PreparedRow> rows_;
  std::vector<std::uint8_t> rdata_;
};

}  // namespace spoor::bench
