// SPDX-License-Identifier: Apache-2.0
// Passive DNS tables with named columns, as CSV and TSV: what Iris, PassiveTotal and our own export
// show (docs/formats/feeds.md).
#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "feed/csv_cells.h"
#include "feed/line_takers.h"
#include "feed/moment.h"
#include "feed/totals_outlet.h"

namespace spoor::feed {
namespace {

enum class Column : std::uint8_t {
  kName,
  kType,
  kRdata,
  kFirst,
  kLast,
  kCount,
  kSource,
  kBailiwick,
  kHow,
  kOther
};
constexpr std::size_t kColumns = static_cast<std::size_t>(Column::kOther);
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

/// Heads are compared by their letters and digits alone: "First Seen" is first_seen.
std::string plain(std::string_view head) {
  std::string out;
  for (const char c : head) {
    if (c >= 'A' && c <= 'Z') out += static_cast<char>(c + 32);
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) out += c;
  }
  return out;
}

Column column_of(std::string_view head) {
  constexpr std::pair<std::string_view, Column> kHeads[] = {
      {"query", Column::kName},          {"rrname", Column::kName},
      {"name", Column::kName},           {"owner", Column::kName},
      {"domain", Column::kName},         {"domainname", Column::kName},
      {"hostname", Column::kName},       {"focuspoint", Column::kName},
      {"type", Column::kType},           {"rrtype", Column::kType},
      {"recordtype", Column::kType},     {"response", Column::kRdata},
      {"rdata", Column::kRdata},         {"answer", Column::kRdata},
      {"value", Column::kRdata},         {"data", Column::kRdata},
      {"resolve", Column::kRdata},       {"firstseen", Column::kFirst},
      {"timefirst", Column::kFirst},     {"first", Column::kFirst},
      {"lastseen", Column::kLast},       {"timelast", Column::kLast},
      {"last", Column::kLast},           {"count", Column::kCount},
      {"hits", Column::kCount},          {"source", Column::kSource},
      {"sources", Column::kSource},      {"sensor", Column::kSource},
      {"sensorid", Column::kSource},     {"provider", Column::kSource},
      {"bailiwick", Column::kBailiwick}, {"how", Column::kHow}};
  const std::string name = plain(head);
  for (const auto& [text, column] : kHeads) {
    if (text == name) return column;
  }
  return Column::kOther;
}

/// Where each column stands.
struct TableHead {
  std::array<std::size_t, kColumns> places{};

  explicit TableHead(const CsvCells& cells) {
    places.fill(kNowhere);
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const Column column = column_of(cells[i]);
      if (column != Column::kOther && !has(column)) places[static_cast<std::size_t>(column)] = i;
    }
  }
  [[nodiscard]] bool has(Column column) const {
    return places[static_cast<std::size_t>(column)] != kNowhere;
  }
  /// What a table of passive DNS must have.
  [[nodiscard]] bool is_whole() const {
    return has(Column::kName) && has(Column::kType) && has(Column::kRdata) &&
           (has(Column::kFirst) || has(Column::kLast));
  }
};

/// The separator by which the line is such a head.
std::optional<char> separator_of(std::string_view line) {
  if (line.ends_with('\r')) line.remove_suffix(1);
  for (const char separator : {'\t', ',', ';'}) {
    CsvCells cells(separator);
    cells.split(line);
    if (TableHead(cells).is_whole()) return separator;
  }
  return std::nullopt;
}

/// Spreadsheets take cells with = + - @ for formulas; exports put an apostrophe before them.
std::string_view without_guard(std::string_view cell) {
  const bool is_guarded = cell.size() > 1 && cell[0] == '\'' &&
                          std::string_view("=+-@\t\r").find(cell[1]) != std::string_view::npos;
  return is_guarded ? cell.substr(1) : cell;
}

std::string_view trimmed(std::string_view cell) {
  const std::size_t first = cell.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return cell.substr(first, cell.find_last_not_of(" \t\r\n") - first + 1);
}

/// A whole number, in groups of three or not.
std::optional<std::uint64_t> count_of(std::string_view text) {
  std::uint64_t value = 0;
  std::string digits;
  for (const char c : text) {
    if (c != ',' && c != '\'' && c != ' ') digits += c;
  }
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  return value;
}

class TableTaker final : public LineTaker {
 public:
  explicit TableTaker(const TakerNeeds& needs)
      : outlet_(needs, true), cells_(separator_of(needs.head.line).value_or(',')) {}

  Status take(std::string_view text, Tally& tally) override {
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.empty() || text == head_text_) {  // files that were joined repeat their head
      tally.pass();
      return {};
    }
    cells_.split(text);
    if (!head_) return take_head(text, tally);
    row_.clear();
    fill_row();
    if (row_.fault.empty()) return outlet_.take(row_, tally);
    tally.reject(row_.fault);
    return {};
  }

 private:
  Status take_head(std::string_view text, Tally& tally) {
    TableHead head(cells_);
    if (!head.is_whole()) {
      return Error{ErrorCode::kInvalid,
                   "the first line must name the columns: query, type, response, first seen, last "
                   "seen",
                   0, "header"};
    }
    head_ = head;
    head_text_.assign(text);
    tally.pass();
    return {};
  }

  [[nodiscard]] std::string_view cell(Column column) const {
    const std::size_t place = head_->places[static_cast<std::size_t>(column)];
    return place < cells_.size() ? trimmed(without_guard(cells_[place])) : std::string_view();
  }

  void fill_row() {
    row_.name = cell(Column::kName);
    row_.type_text = cell(Column::kType);
    row_.bailiwick = cell(Column::kBailiwick);
    row_.sensor = cell(Column::kSource);
    row_.has_name = !row_.name.empty();
    row_.has_type = !row_.type_text.empty();
    row_.has_bailiwick = !row_.bailiwick.empty();
    const std::size_t rdata = head_->places[static_cast<std::size_t>(Column::kRdata)];
    if (rdata < cells_.size()) row_.rdata.push_back(cell(Column::kRdata));
    const std::string_view count = cell(Column::kCount);
    row_.has_count = !count.empty();
    row_.count = count_of(count);
    fill_times();
  }
  void fill_times() {
    std::string_view first = cell(Column::kFirst), last = cell(Column::kLast);
    if (first.empty()) first = last;  // one of them is what there is
    if (last.empty()) last = first;
    if (first.empty()) return;
    RowTimes& times = cell(Column::kHow) == "zone" ? row_.zone : row_.seen;
    times.is_given = true;
    times.first = parse_time(first);
    times.last = parse_time(last);
    if (!times.first || !times.last) row_.fault = "first or last seen is no time";
  }

  TotalsOutlet outlet_;
  CsvCells cells_;
  std::optional<TableHead> head_;
  std::string head_text_;
  TotalsRow row_;
};

}  // namespace

std::unique_ptr<LineTaker> make_table_taker(const TakerNeeds& needs) {
  return std::make_unique<TableTaker>(needs);
}

Framing table_framing(const FeedHead& head) {
  return separator_of(head.line) == '\t' ? Framing::kRaw : Framing::kRecords;
}

bool looks_like_table(const FeedHead& head) {
  return !head.is_json && separator_of(head.line).has_value();
}

}  // namespace spoor::feed
