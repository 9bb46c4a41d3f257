// SPDX-License-Identifier: Apache-2.0
// WHOIS dumps in CSV (RFC 4180): columns by the names in their head, quoted fields over several
// lines.
#include <algorithm>
#include <string>
#include <vector>

#include "registration/characters.h"
#include "registration/reader.h"
#include "registration/text_keys.h"
#include "registration/tidy.h"
#include "registration/time_text.h"

namespace spoor::registration {
namespace {

constexpr std::size_t kMaxColumns = 1024;

/// Splits an input into rows.
class Rows {
 public:
  explicit Rows(Characters& in) : in_(in) {}

  void separate_by(char separator) { separator_ = separator; }

  enum class Step : std::uint8_t { kRow, kTooLarge, kOpenQuote, kEnd };
  /// The next row that is not blank; cells() has it.
  Step next() {
    do {
      cells_.assign(1, {});
      bytes_ = 0;
      is_too_large_ = false;
      line_ = in_.line();
      if (in_.peek() == Characters::kEnd) return Step::kEnd;
      if (!read_row()) return Step::kOpenQuote;
    } while (cells_.size() == 1 && trimmed(cells_[0]).empty() && !is_too_large_);
    return is_too_large_ ? Step::kTooLarge : Step::kRow;
  }
  [[nodiscard]] const std::vector<std::string>& cells() const noexcept { return cells_; }
  [[nodiscard]] std::uint64_t line() const noexcept { return line_; }

 private:
  void add(int c) {
    if (++bytes_ > kMaxRecordBytes) {
      is_too_large_ = true;
    } else {
      cells_.back() += static_cast<char>(c);
    }
  }
  /// False when the input ends inside quotes.
  bool read_row() {
    bool is_quoted = false;
    for (int c = in_.next(); c != Characters::kEnd; c = in_.next()) {
      if (is_quoted) {
        if (c != '"') {
          add(c);
        } else if (in_.peek() == '"') {
          add(in_.next());
        } else {
          is_quoted = false;
        }
        // A quote that was never closed would swallow the file: after a whole record it is over.
        if (is_too_large_ && c == '\n') return true;
      } else if (c == '"' && trimmed(cells_.back()).empty()) {
        cells_.back().clear();
        is_quoted = true;
      } else if (c == separator_) {
        if (cells_.size() < kMaxColumns) cells_.emplace_back();
      } else if (c == '\n') {
        return true;
      } else if (c != '\r') {
        add(c);
      }
    }
    return !is_quoted;
  }

  Characters& in_;
  char separator_ = ',';
  std::vector<std::string> cells_;
  std::size_t bytes_ = 0;
  bool is_too_large_ = false;
  std::uint64_t line_ = 1;
};

/// Whether a column of dates is the one in a standard form, which goes before the raw one.
bool is_standard_date(std::string_view name) {
  return lower(trimmed(name)).starts_with("standardreg");
}

class CsvReader {
 public:
  CsvReader(InputStream& in, Taker& taker) : in_(in), rows_(in_), taker_(taker) {}

  Status read() {
    SPOOR_CHECK(read_head());
    for (;;) {
      const Rows::Step step = rows_.next();
      SPOOR_CHECK(in_.status());
      if (step == Rows::Step::kEnd) return {};
      if (step == Rows::Step::kTooLarge) {
        taker_.refuse(rows_.line(), "a row is larger than 1 MiB");
        continue;
      }
      if (step == Rows::Step::kOpenQuote) {
        taker_.refuse(rows_.line(), "the file ends inside quotes");
        return {};
      }
      SPOOR_CHECK(take_row());
    }
  }

 private:
  Status read_head() {
    std::string line;
    // A head of several lines is nobody's; so it tells the separator before it is split.
    const auto is_head = [&] { return in_.read_line(line, kMaxRecordBytes); };
    while (is_head() && trimmed(line).empty()) {
    }
    SPOOR_CHECK(in_.status());
    const char separator = csv_separator(line);
    rows_.separate_by(separator);
    for (std::size_t at = 0; at <= line.size() && columns_.size() < kMaxColumns;) {
      const std::size_t end = std::min(line.find(separator, at), line.size());
      add_column(line.substr(at, end - at));
      at = end + 1;
    }
    std::sort(order_.begin(), order_.end());
    const bool has_domain = std::any_of(columns_.begin(), columns_.end(), [](const auto& column) {
      return column.meaning == Meaning::kDomain;
    });
    if (!has_domain)
      return Error{ErrorCode::kMalformed, "expected a head with a column domainName or domain"};
    return {};
  }

  void add_column(std::string name) {
    name.erase(std::remove(name.begin(), name.end(), '"'), name.end());
    KeyMeaning meaning = meaning_of(name);
    // One mailbox of the whole record.
    if (lower(trimmed(name)) == "contactemail") meaning = {Meaning::kMailbox, Role::kRegistrant};
    // A contact's field without its contact is nobody's.
    if (meaning.meaning >= Meaning::kRole && !meaning.role) meaning = {};
    if (meaning.meaning == Meaning::kRole) meaning.meaning = Meaning::kName;
    columns_.push_back(meaning);
    order_.emplace_back(is_standard_date(name) ? 0 : 1, columns_.size() - 1);
  }

  Status take_row() {
    Read read;
    read.line = rows_.line();
    const std::vector<std::string>& cells = rows_.cells();
    for (const auto& [rank, i] : order_) {
      if (i >= cells.size()) continue;
      const KeyMeaning& meaning = columns_[i];
      if (meaning.meaning == Meaning::kDomain) {
        if (read.registration.domain.empty()) read.registration.domain = cells[i];
      } else if (meaning.meaning == Meaning::kObserved) {
        read.observed = parse_time(cells[i]).value_or(0);
      } else {
        put(read.registration, meaning, cells[i]);
      }
    }
    if (cells.size() < 2) {
      taker_.refuse(read.line, "a row without columns");
      return {};
    }
    if (!tidy(read.registration)) {
      taker_.refuse(read.line, "the domain is no name in ASCII");
      return {};
    }
    return taker_.take(std::move(read));
  }

  Characters in_;
  Rows rows_;
  Taker& taker_;
  std::vector<KeyMeaning> columns_;
  std::vector<std::pair<int, std::size_t>> order_;  // columns, those that go before others first
};

}  // namespace

Status read_csv(InputStream& in, Taker& taker) {
  return CsvReader(in, taker).read();
}

}  // namespace spoor::registration
