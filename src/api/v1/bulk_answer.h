// SPDX-License-Identifier: Apache-2.0
// Many questions, a line each, answered one after the other from one state of the store: for the
// API and for the command line.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "api/v1/bulk_window.h"
#include "base/result.h"
#include "feed/cof_writer.h"
#include "record/record_store.h"
#include "search/ask.h"
#include "search/search.h"

namespace spoor::api::v1 {

inline constexpr std::uint64_t kMostBulkRows = 1000;     ///< Told of one line.
inline constexpr std::uint64_t kMostBulkFound = 10'000;  ///< Counted of one line.

struct BulkOptions {
  std::uint64_t rows = 10;  ///< Told of each line; a line's own `limit:` goes before.
  std::uint32_t now_s = 0;
  std::vector<search::FilterWord> words;  ///< Filters of every line.
  std::shared_ptr<const enrich::Enrichment> enrichment;
  feed::TimeStyle times = feed::TimeStyle::kUnix;
  /// Answers kept until it is their turn, when questions are asked in the order of the indexes; 0
  /// asks line by line.
  std::size_t kept_octets = std::size_t{48} << 20;
};

/// One line's answer; views live until the next.
struct BulkLine {
  std::size_t line = 1;
  std::string_view asked;                ///< As it stood there, 200 octets at most.
  std::string text;                      ///< Canonical; empty when it was not understood.
  std::optional<Error> error;            ///< Its offset is in octets of the line.
  std::uint64_t found = 0;               ///< Rows, kMostBulkFound at most.
  bool is_all = true;                    ///< Whether all were counted.
  std::optional<search::TimeSpan> seen;  ///< Over the rows that were counted.
  std::string rows;                      ///< JSON objects with commas between.
};

struct BulkTotals {
  std::uint64_t lines = 0;     ///< Looked at, blank ones and remarks too.
  std::uint64_t answered = 0;  ///< Questions.
  std::uint64_t found = 0;     ///< Questions with rows.
  std::uint64_t errors = 0;
};

/// Appends a line of NDJSON.
void append_bulk_line(std::string& out, const BulkLine& line, feed::TimeStyle times);

class BulkAnswer {
 public:
  enum class Step : std::uint8_t {
    kLine = 1,  ///< line() has an answer.
    kPaused,    ///< A slice of work is done.
    kEnd,
  };
  /// `store` must outlive it. Errors: kLimit when there are more lines than search::kMostAsked.
  static Result<std::unique_ptr<BulkAnswer>> open(const record::RecordStore& store,
                                                  std::string text, BulkOptions options);
  /// Looks at some thousand records or a line at most. Errors: the store's.
  Result<Step> next();
  [[nodiscard]] const BulkLine& line() const noexcept { return line_; }
  [[nodiscard]] const BulkTotals& totals() const noexcept { return totals_; }
  [[nodiscard]] const BulkOptions& options() const noexcept { return options_; }

 private:
  BulkAnswer(const record::RecordStore& store, std::string text, BulkOptions options)
      : store_(store),
        state_(store.snapshot()),
        text_(std::move(text)),
        options_(std::move(options)),
        window_(text_) {}
  /// What a question that was dear was told, for when it is asked again.
  struct Told {
    std::uint64_t found = 0;
    bool is_all = true;
    std::optional<search::TimeSpan> seen;
    std::string rows;
  };
  Result<Step> begin(const BulkSlot& slot);
  void fill();
  Result<bool> go_on();
  Result<bool> take_up();
  bool settle();
  Result<search::SearchRequest> understand(std::string_view line);
  void add_row(const search::Row& row);
  bool tell_again();
  void keep_told();
  void finish_line();

  const record::RecordStore& store_;
  std::shared_ptr<const record::Snapshot> state_;
  std::string text_;
  BulkOptions options_;
  BulkWindow window_;
  bool is_read_ = false;                       // the list has no further run
  std::vector<std::optional<BulkLine>> kept_;  // of the run's slots, asked before their turn
  std::size_t kept_octets_ = 0;
  bool asks_ahead_ = false;                  // the line at hand is kept, and not told
  std::size_t asked_ = 0;                    // places of the run's order that were asked
  std::size_t told_at_ = 0;                  // slots of the run that were told
  std::size_t slot_ = 0;                     // at hand
  std::unique_ptr<search::RowCursor> rows_;  // of the line at hand
  std::uint64_t wanted_rows_ = 0;
  std::uint64_t looks_ = 0;  // that the line at hand took
  BulkLine line_;
  std::unordered_map<std::string, Told> told_;  // by canonical text
  std::size_t told_octets_ = 0;
  BulkTotals totals_;
};

}  // namespace spoor::api::v1
