// SPDX-License-Identifier: Apache-2.0
// Lines of a list in the order in which a store likes to be asked.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace spoor::api::v1 {

/// A line that asks something.
struct BulkSlot {
  std::string_view text;
  std::size_t line = 1;
};

/// A run of a list's questions. Neighbours in an index lie in the same blocks, so a run is asked in
/// the order of the indexes and told in its own. Not thread-safe; views are of the list.
class BulkWindow {
 public:
  /// A run is this long at first, so that the first answers come at once, and then ever longer.
  static constexpr std::size_t kFirst = 64;
  static constexpr std::size_t kGrowth = 16;

  /// `text` must outlive it.
  explicit BulkWindow(std::string_view text) : text_(text) {}

  /// Goes on to the next run; false when none is left.
  bool fill();
  [[nodiscard]] const std::vector<BulkSlot>& slots() const noexcept { return slots_; }
  /// Numbers of the slots, in the order in which to ask.
  [[nodiscard]] const std::vector<std::uint32_t>& order() const noexcept { return order_; }
  /// Lines looked at so far, blank ones and remarks too.
  [[nodiscard]] std::size_t lines() const noexcept { return lines_; }

 private:
  void arrange();

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t lines_ = 0;
  std::size_t most_ = kFirst;
  std::vector<BulkSlot> slots_;
  std::vector<std::uint32_t> order_;
};

/// Where a question stands in an index, roughly: an address by its octets, anything else by its
/// labels from the last on. It decides about speed only.
std::array<std::uint8_t, 16> bulk_place(std::string_view line) noexcept;

/// Without blanks at either end.
std::string_view trim_bulk_line(std::string_view line) noexcept;

}  // namespace spoor::api::v1
