// SPDX-License-Identifier: Apache-2.0
// What a row is ordered by, as octets that compare like its columns. Inside the room only.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "record/sightings.h"
#include "search/request.h"
#include "search/search.h"

namespace spoor::search {

/// Each column is written so that it says itself where it ends, and inverted where it descends:
/// comparing octets then compares the columns in turn. Numbers alone, as long as they fit into 64
/// bits, are kept as one number.
class RowRank {
 public:
  explicit RowRank(const Order& order);

  /// `name_form` is the sort form of the row's owner.
  void take(const Row& row, std::string_view name_form);
  /// Compares first.
  [[nodiscard]] std::uint64_t order() const noexcept { return order_; }
  /// Compares next; empty when order() is all. Lives until the next take().
  [[nodiscard]] std::string_view rest() const noexcept { return bytes_; }

 private:
  void take_numbers(const Row& row);
  void append(const OrderColumn& column, const Row& row, std::string_view name_form);
  void append_rdata(const Row& row);

  std::vector<OrderColumn> columns_;
  bool is_number_ = true;
  std::uint64_t order_ = 0;
  std::string bytes_;
};

}  // namespace spoor::search
