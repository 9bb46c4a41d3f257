// SPDX-License-Identifier: Apache-2.0
// Writing: one transaction for each input. Inside the room only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "ledger/delivery.h"
#include "sqlite/connection.h"

namespace spoor::ledger {

inline constexpr std::int64_t kFormat = 1;
inline constexpr sqlite::Words kWords{"the ledger of deliveries is damaged",
                                      "another process writes the ledger of deliveries",
                                      "the ledger of deliveries cannot be read or written"};

/// kInvalid when a newer spoor wrote it; 0 where there is nothing yet.
Result<std::int64_t> format_of(sqlite::Connection& connection);

class LedgerWriter {
 public:
  /// Makes the file where there is none.
  static Result<LedgerWriter> open(const std::string& path);

  Status add(const std::vector<Entry>& entries);
  Status add_sample(const StoreSample& sample);

 private:
  Status make_schema();
  Status add_all(const std::vector<Entry>& entries);
  Status add_one(const Entry& entry);
  Result<std::int64_t> source_number(const std::string& name);
  Status insert_delivery(std::int64_t source, const Delivery& delivery);
  Status add_totals(std::int64_t source, const Delivery& delivery);
  Status add_reasons(std::int64_t source, std::int64_t delivery, const Figures& figures);
  Status add_days(std::int64_t source, const std::vector<DataDay>& days);
  Status forget_old(std::int64_t source);

  sqlite::Connection connection_;
};

}  // namespace spoor::ledger
