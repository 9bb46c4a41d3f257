// SPDX-License-Identifier: Apache-2.0
// The door of the room: a request and a store, to rows or to totals.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/result.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::search {

inline constexpr std::size_t kMostRowSources = 64;

/// Whose a row is where sources are merged, by name. Views as a row's.
struct RowSources {
  std::span<const record::SourceId> ids;    ///< At most kMostRowSources.
  std::span<const std::string_view> names;  ///< Of the same index.
  std::uint32_t total = 0;                  ///< Those left out counted too.
};

/// One line of an answer. Views live until the cursor moves.
struct Row {
  Bytes owner;  ///< Lower-cased wire form.
  dns::RrType type{};
  std::string_view type_text;  ///< Mnemonic, TYPEnnn or a partner's label.
  std::string_view rdata;      ///< Canonical form.
  std::uint8_t bailiwick =
      record::kBailiwickUnknown;  ///< Under kMergeBailiwicks: unknown unless all that know agree.
  std::optional<record::SourceId> source;  ///< Absent when sources are merged.
  std::string_view source_name;
  record::How how = record::How::kSensor;
  const record::Sightings* sightings = nullptr;  ///< Never null in a row that was handed out.
  Presence presence = Presence::kNotAsked;       ///< On the days of the request's `seen` fence.
  RowSources sources = {};  ///< Where sources are merged and SearchRequest::with_sources is set.
};

/// What one step of a cursor came to.
enum class Step : std::uint8_t {
  kRow = 1,
  kEnd = 2,
  kPaused = 3,  ///< As many records were looked at as the step was allowed: call again.
};

/// A page of rows.
class RowCursor {
 public:
  virtual ~RowCursor() = default;
  /// Looks for the next row, but at no more than about `records` records of the store (one at
  /// least) before it gives back control; rows that are sorted or skipped count like records.
  /// Errors: kCorrupt, kIo.
  virtual Result<Step> advance(std::uint64_t records) = 0;
  /// The row that advance() came to; only after kRow.
  [[nodiscard]] virtual const Row& row() const = 0;
  /// The next row however long it takes, nullptr at the end of the page. Errors: as advance().
  virtual Result<const Row*> next() = 0;
  /// After a row that a pattern found in a streamed answer: leaves out what else stands under the
  /// same name or value. No effect on other answers.
  virtual void leave_range() {}
  /// Whether rows follow behind this page. Known at its end.
  [[nodiscard]] virtual bool more() const = 0;
  /// Resumes behind the last row handed out. Empty when nothing follows; before the first row, the
  /// request's own. After kPaused a streamed answer resumes where it stopped, behind the records
  /// that it looked at in vain; a sorted one behind its last row.
  [[nodiscard]] virtual std::string token() const = 0;
  /// Rows of the whole answer, whatever the page. Known of a sorted answer once its first row (or
  /// its end) was given, and of a streamed one at an end behind which nothing follows, unless it
  /// began with a token.
  [[nodiscard]] virtual std::optional<std::uint64_t> total() const = 0;
};

/// Rows in the order asked, in bounded memory. `store` must outlive the cursor; the answer is one
/// state of it. Errors: kInvalid (token, offset), kNotFound (source), and the store's.
Result<std::unique_ptr<RowCursor>> search(const record::RecordStore& store,
                                          const SearchRequest& request);

/// The same of a state that the caller holds: for many questions, one after the other. `request`
/// has neither a token nor another order than the index's.
Result<std::unique_ptr<RowCursor>> search_in(std::shared_ptr<const record::Snapshot> state,
                                             const record::RecordStore& store,
                                             SearchRequest request);

struct TimeSpan {
  std::uint32_t first = 0;  ///< Unix seconds.
  std::uint32_t last = 0;
  bool operator==(const TimeSpan&) const = default;
};

/// Exact totals over all rows of a request, whatever its limit.
struct Summary {
  std::uint64_t num_results = 0;       ///< Rows, in the request's grouping.
  std::uint64_t count = 0;             ///< Sum of their counts; saturates at record::kMaxCount.
  std::optional<TimeSpan> seen;        ///< Over sensor rows.
  std::optional<TimeSpan> zone_seen;   ///< Over zone rows.
  std::optional<std::uint64_t> names;  ///< Distinct owners; only for questions by name.
  std::map<std::string, std::uint64_t> rows_by_type;
};

/// Totals in the making.
class SummaryCursor {
 public:
  virtual ~SummaryCursor() = default;
  /// Looks at no more than about `records` further records (one at least); true when all were
  /// looked at. Errors: kCorrupt, kIo.
  virtual Result<bool> advance(std::uint64_t records) = 0;
  /// Over the rows so far. Lives as long as the cursor.
  [[nodiscard]] virtual const Summary& summary() const = 0;
};

/// Totals, step by step; limit, offset, order and token do not matter. `store` must outlive the
/// cursor. Errors as search().
Result<std::unique_ptr<SummaryCursor>> open_summary(const record::RecordStore& store,
                                                    const SearchRequest& request);

/// Totals at once. Errors as open_summary() and its cursor.
Result<Summary> summarize(const record::RecordStore& store, const SearchRequest& request);

}  // namespace spoor::search
