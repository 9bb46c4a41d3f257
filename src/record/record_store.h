// SPDX-License-Identifier: Apache-2.0
// The port behind which records live. Two engines implement it, and the same contract test runs
// over both.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/batch.h"
#include "record/key.h"
#include "record/sightings.h"
#include "record/source.h"
#include "record/text_list.h"
#include "record/watched_days.h"

namespace spoor::record {

/// What one source knows of a record in one way.
struct SourcedSightings {
  SourceId source;
  How how = How::kSensor;
  Sightings sightings;  ///< Without days or TTL where the query did not ask for them.
  bool operator==(const SourcedSightings&) const = default;
};

/// One record with all its sightings, ordered by (source, how). Views live until the cursor moves.
/// Without sightings it is nothing to tell: a cursor may stop at such a one to let others work.
struct StoredRecord {
  RowKey key;             ///< In the order of the index asked.
  std::string_view name;  ///< Sort form of the owner.
  dns::RrType type{};
  std::span<const SourcedSightings> sightings;
};

enum class Index : std::uint8_t { kByName = 1, kByValue = 2 };

/// A contiguous run of one index: heads in [lower, upper); an empty `upper` means to the end.
struct RangeQuery {
  Index index = Index::kByName;
  std::string lower;
  std::string upper;
  std::optional<OwnedKey> after;  ///< Resume strictly behind this key.
  bool with_details = false;      ///< Days and TTL as well (kept once, by name: dearer by value).
};

/// Streams records in key order. Never holds a whole answer.
class RecordCursor {
 public:
  virtual ~RecordCursor() = default;
  /// The next record, nullptr at the end. Errors: kCorrupt, kIo.
  virtual Result<const StoredRecord*> next() = 0;
};

/// Streams distinct names (owners, and hosts in rdata) in forward form, in byte order.
class NameCursor {
 public:
  virtual ~NameCursor() = default;
  /// The next name's forward form; empty at the end (no form is empty).
  virtual Result<std::string_view> next() = 0;
};

/// One state of the store. Merges and compactions that come later do not change what it answers.
class Snapshot {
 public:
  virtual ~Snapshot() = default;
  virtual Result<std::unique_ptr<RecordCursor>> find(RangeQuery query) const = 0;
  /// Names whose forward form lies in [lower, upper); an empty `upper` means to the end.
  virtual Result<std::unique_ptr<NameCursor>> find_names(std::string lower,
                                                         std::string upper) const = 0;
  /// The texts of a range that its grams do not rule out: one cursor for each part of the store,
  /// each in the list's order. A text may turn up in several.
  virtual Result<std::vector<std::unique_ptr<TextCursor>>> find_texts(TextRange range) const = 0;
};

enum class MergeOutcome : std::uint8_t { kMerged = 1, kAlreadyMerged = 2 };

/// What the store remembers of a stream.
struct StreamState {
  std::uint64_t watermark = 0;       ///< Every sequence below it is merged.
  std::vector<std::uint64_t> later;  ///< Merged sequences at or above it, ascending.
  std::optional<std::uint64_t>
      length;  ///< Number of sequences, once the batch that ends the stream was merged.
  [[nodiscard]] bool has(std::uint64_t sequence) const;
  [[nodiscard]] bool is_complete() const { return length && watermark == *length; }
  bool operator==(const StreamState&) const = default;
};

/// A source's watched days in short.
struct WatchedSpan {
  std::uint32_t first_day = 0;  ///< Days since 1970-01-01; of none when `days` is 0.
  std::uint32_t last_day = 0;
  std::uint32_t days = 0;
  bool is_complete = true;  ///< As WatchedDays::is_complete.
  static WatchedSpan of(const WatchedDays& watched) {
    const DayRun bounds = watched.days.bounds();
    return {bounds.first, bounds.last, watched.days.count(), watched.is_complete};
  }
  bool operator==(const WatchedSpan&) const = default;
};

struct StoreStats {
  std::uint64_t records =
      0;  ///< Distinct records; an upper bound while `is_exact` is false (unsettled segments).
  std::uint64_t names = 0;  ///< Distinct names; likewise.
  bool is_exact = false;
  std::uint64_t bytes = 0;  ///< On disk.
  std::uint32_t format = 0;
  std::vector<std::pair<SourceId, SourceSpec>> sources;
  std::vector<WatchedSpan> watched;  ///< Of each source, in the order of `sources`.
};

/// Called on long work: done of total, in records. Return false to stop.
using Progress = std::function<bool(std::uint64_t done, std::uint64_t total)>;

struct Rewrite;

class RecordStore {
 public:
  virtual ~RecordStore() = default;

  /// The source's number; registers it at first use (durable). Errors: kInvalid when its feed mode
  /// is another.
  virtual Result<SourceId> intern_source(const SourceSpec& spec) = 0;
  virtual std::optional<SourceSpec> source(SourceId id) const = 0;
  virtual std::optional<SourceId> find_source(std::string_view name) const = 0;
  /// Every source with what people wrote about it, by number.
  virtual std::vector<KnownSource> sources() const = 0;
  /// Writes a source's kind and card anew (durable). Errors: kNotFound; kInvalid
  /// (check_source_card(), or another source has the label); kDenied (read-only); kIo.
  virtual Status edit_source(SourceId id, SourceKind kind, const SourceCard& card) = 0;

  /// The number (65536 …) of a partner's own type label, case kept as first seen, compared without
  /// case.
  virtual Result<dns::RrType> intern_type_label(std::string_view label) = 0;
  virtual std::optional<dns::RrType> find_type_label(std::string_view label) const = 0;
  /// Label, mnemonic or TYPEnnn.
  virtual std::string type_text(dns::RrType type) const = 0;

  /// Atomic, durable when it returns, exactly once by batch id. Errors: kIo, kDenied (read-only).
  virtual Result<MergeOutcome> merge(Batch batch) = 0;
  virtual Result<StreamState> stream_state(SourceId source, const StreamId& stream) const = 0;

  /// What a merged batch's notes left under `key`; empty when nothing did.
  virtual Result<std::string> note(std::string_view key) const = 0;

  /// The days on which `source` delivered anything: every day that a sensor's sightings of it ever
  /// confirmed, exactly once by batch like the records. Nothing of a source that is not known.
  /// Errors: kIo, kCorrupt.
  virtual Result<WatchedDays> watched_days(SourceId source) const = 0;

  virtual std::shared_ptr<const Snapshot> snapshot() const = 0;

  /// Identity of this store (random, 128 bits) for resume tokens.
  virtual StreamId store_id() const = 0;
  virtual Result<StoreStats> stats() const = 0;

  /// Finishes the merging that merges left to the background.
  virtual Status settle(const Progress& progress) = 0;
  /// Rewrites everything into its smallest form; after it, stats are exact.
  virtual Status compact(const Progress& progress) = 0;
  /// compact() with a change to everything (record/rewrite.h), all of it or nothing. Nobody else
  /// writes meanwhile. Erased names may come again: with what is brought later. Errors:
  /// check_rewrite()'s, kDenied (read-only), kLimit (`progress` said to stop), kIo, kCorrupt.
  virtual Status rewrite(const Rewrite& rewrite, const Progress& progress) = 0;
};

}  // namespace spoor::record
