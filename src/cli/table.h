// SPDX-License-Identifier: Apache-2.0
// Rows for people: the table.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "api/v1/client.h"
#include "search/search.h"

namespace spoor::cli {

/// What a row shows, in the order of the columns.
struct TableRow {
  std::string query, type, source, count, response, first_seen, last_seen;
};

/// Names without their final dot; hostile text escaped; the source "-" when sources are joined,
/// "NAME (zone)" when a zone file told it. No cell holds two blanks in a row (a second one is
/// written \032, as DNS text may), so that cells can be told apart by the two blanks between them.
TableRow to_table_row(const search::Row& row);
/// The same of a row that a server sent.
TableRow to_table_row(const api::v1::RemoteRow& row);

/// Aligns columns over the rows it holds back (10,000 at most); later rows follow these widths and
/// overflow where they must. Nothing is ever cut unless there is a window, and then only the
/// response.
class TableWriter {
 public:
  /// `window` is the width to fit into; 0: none.
  TableWriter(std::size_t window, bool has_colour) : window_(window), has_colour_(has_colour) {}

  void add(TableRow row, std::string& out);
  /// What is held back; the head too if there was a row.
  void finish(std::string& out);

 private:
  static constexpr std::size_t kColumns = 7;
  using Cells = std::array<std::string, kColumns>;

  void measure(const Cells& cells);
  void release(std::string& out);
  void append(const Cells& cells, std::string& out) const;

  std::size_t window_;
  bool has_colour_;
  bool is_released_ = false;
  std::array<std::size_t, kColumns> widths_{};
  std::vector<Cells> held_;
  std::size_t held_bytes_ = 0;
};

}  // namespace spoor::cli
