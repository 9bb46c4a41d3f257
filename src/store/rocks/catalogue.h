// SPDX-License-Identifier: Apache-2.0
// What a store knows of itself, kept in RocksDB: segments, small segments' octets, sources, labels,
// streams, notes. One write makes a change whole and durable. docs/formats/store.md gives the keys
// and values.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "record/record_store.h"
#include "record/watched_days.h"

namespace spoor::store {

inline constexpr std::uint32_t kStoreFormat = 1;

/// A segment as the catalogue lists it.
struct SegmentEntry {
  std::uint32_t number = 0;
  bool is_inline = false;  ///< Its octets are in the catalogue, not in a file.
  bool is_plain = false;   ///< Not packed: it waits to be merged away.
  std::uint64_t bytes = 0;
  std::uint64_t records = 0;
  bool operator==(const SegmentEntry&) const = default;
};

/// What is read at opening.
struct CatalogueContent {
  std::uint32_t format = kStoreFormat;
  record::StreamId store_id;
  std::uint64_t digest_seed = 0;
  std::vector<SegmentEntry> segments;
  std::map<record::SourceId, record::SourceSpec> sources;
  std::map<record::SourceId, record::SourceCard> cards;  ///< Of sources that have one.
  std::map<std::uint32_t, std::string> labels;           ///< Type number to text.
  /// Watched days by segment; a segment written before they were kept has none.
  std::map<std::uint32_t, record::WatchedBySource> watched;
  std::uint32_t next_segment = 1;
};

/// A change to be made whole.
class CatalogueChange {
 public:
  void put(std::string key, std::string value) {
    puts_.emplace_back(std::move(key), std::move(value));
  }
  void remove(std::string key) { removes_.push_back(std::move(key)); }

  void add_segment(const SegmentEntry& entry, std::string inline_octets);
  void put_watched(std::uint32_t segment, const record::WatchedBySource& watched);
  void drop_segment(const SegmentEntry& entry);
  void put_source(record::SourceId id, const record::SourceSpec& spec);
  void put_card(record::SourceId id, const record::SourceCard& card);
  void put_label(std::uint32_t type, std::string_view text);
  void put_stream(record::SourceId source, const record::StreamId& stream,
                  const record::StreamState& state);
  void put_note(std::string_view key, std::string_view value);
  void drop_source(record::SourceId id);
  void drop_stream(record::SourceId source, const record::StreamId& stream);

  [[nodiscard]] const auto& puts() const noexcept { return puts_; }
  [[nodiscard]] const auto& removes() const noexcept { return removes_; }

 private:
  std::vector<std::pair<std::string, std::string>> puts_;
  std::vector<std::string> removes_;
};

enum class CatalogueMode : std::uint8_t { kCreate = 1, kExisting = 2, kReadOnly = 3 };

class Catalogue {
 public:
  /// Errors: kNotFound (no store there), kDenied (another process has it), kInvalid (newer format),
  /// kIo, kCorrupt.
  static Result<std::unique_ptr<Catalogue>> open(const std::string& directory, CatalogueMode mode);
  ~Catalogue();
  Catalogue(const Catalogue&) = delete;
  Catalogue& operator=(const Catalogue&) = delete;

  Result<CatalogueContent> load();
  /// Atomic, and durable when it returns.
  Status commit(const CatalogueChange& change);

  Result<record::StreamState> stream(record::SourceId source, const record::StreamId& stream) const;
  Result<std::string> note(std::string_view key) const;
  /// Every stream of a source.
  Result<std::vector<std::pair<record::StreamId, record::StreamState>>> streams_of(
      record::SourceId source) const;
  Result<std::string> inline_octets(std::uint32_t segment) const;
  /// Every stream that decodes; errors: kCorrupt at the first that does not.
  Status check_streams(std::uint64_t& streams) const;
  [[nodiscard]] std::uint64_t bytes() const;
  /// Writes all of it anew, so that nothing of what was removed is left in its files.
  Status purge();
  /// A number that grows with every change.
  [[nodiscard]] std::uint64_t last_change() const;
  /// Writes all of it into a new catalogue at `path` (what is there goes first), durably.
  Status copy_to(const std::string& path) const;

 private:
  struct Database;
  explicit Catalogue(std::unique_ptr<Database> database);
  Result<std::string> get(std::string_view key, bool& found) const;
  std::unique_ptr<Database> database_;
};

}  // namespace spoor::store
