// SPDX-License-Identifier: Apache-2.0
// Records to rows: sources chosen, merged as asked, fenced. Inside the room only.
#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "record/record_store.h"
#include "search/record_scan.h"
#include "search/request.h"
#include "search/row_sources.h"
#include "search/search.h"
#include "search/token.h"

namespace spoor::search {

/// Streams rows in key order, without limit or offset.
class RowStream {
 public:
  /// `state`: of the store; by default as it is now.
  /// `from`: only what follows this position of a streamed answer. Errors: kNotFound (source).
  static Result<std::unique_ptr<RowStream>> open(
      const record::RecordStore& store, SearchRequest request, std::optional<Position> from,
      std::shared_ptr<const record::Snapshot> state = {});

  /// Moves to the next row.
  Result<Step> next(Budget& budget);
  /// Leaves out what else stands under the name or value that a pattern came to. Not while
  /// bailiwicks are merged: the scan is then ahead of the row.
  void leave_range() {
    if (request_.grouping == Grouping::kMergeBailiwicks) return;
    next_pick_ = picks_.size();
    scan_.leave_range();
  }
  [[nodiscard]] const Row& row() const noexcept { return row_; }
  /// Of the row: key in the index asked, sort form of the owner, and the scan's forward form (or
  /// nothing).
  [[nodiscard]] const record::RowKey& key() const noexcept { return key_; }
  [[nodiscard]] std::string_view name_form() const noexcept { return name_; }
  [[nodiscard]] const std::string& forward_name() const noexcept { return forward_name_; }
  /// Behind the row; only after kRow.
  [[nodiscard]] Position position() const;
  /// After kPaused: where it stopped. Nothing while that is not behind where it began.
  [[nodiscard]] std::optional<Position> place() const;
  [[nodiscard]] const SearchRequest& request() const noexcept { return request_; }
  [[nodiscard]] SourceNames& sources() noexcept { return sources_; }
  [[nodiscard]] std::string type_text(dns::RrType type) const { return store_.type_text(type); }

 private:
  struct Pick {
    const record::Sightings* sightings = nullptr;
    record::SourceId source;
    record::How how = record::How::kSensor;
  };

  RowStream(const record::RecordStore& store, SearchRequest request, std::optional<Position> from,
            std::shared_ptr<const record::Snapshot> state);
  [[nodiscard]] bool accepts_row(const record::Sightings& s) const;
  Result<Step> fill(Budget& budget);
  Result<Step> fill_group(Budget& budget);
  void begin_group();
  void add_to_group();
  void end_group();
  [[nodiscard]] bool is_in_group(const record::RowKey& key) const noexcept;
  [[nodiscard]] bool is_from(const record::RowKey& key) const noexcept;
  void take_key(const record::StoredRecord& found);
  void pick_each(const record::StoredRecord& found);
  void pick_merged(const record::StoredRecord& found);
  void pick_folded();
  bool fold(const record::StoredRecord& found);
  void begin_fold();
  void show_source(const Pick& pick);
  bool skip_shown(const Pick& pick);
  Status show(const Pick& pick);

  const record::RecordStore& store_;
  SearchRequest request_;
  std::optional<Position> from_;
  SourceNames sources_;
  SourceChoice choice_;
  RecordScan scan_;

  std::vector<Pick> picks_;
  std::size_t next_pick_ = 0;
  record::RowKey key_;
  std::string_view name_;
  std::string forward_name_;
  dns::RrType type_{};
  std::uint8_t bailiwick_ = record::kBailiwickUnknown;

  std::array<record::Sightings, 2> merged_;  // by How
  std::array<bool, 2> has_merged_{};
  std::array<SourceList, 2> merged_sources_;  // likewise, where they are to be told
  bool tells_sources_ = false;
  record::OwnedKey group_key_;  // kMergeBailiwicks only
  std::string group_name_;
  bool is_grouping_ = false;  // a group is begun and not yet whole
  bool group_agrees_ = true;  // about its bailiwick
  bool has_pending_ = false;  // the scan stands at a match that no group has taken

  Row row_;
  bool is_shown_ = false;  // row_ is of the record (or group) at hand
  std::array<std::uint8_t, dns::kMaxNameOctets> owner_{};
  std::size_t owner_size_ = 0;
  std::string owner_form_;  // what owner_ was decoded from
  std::string_view type_text_;
  std::string type_text_held_;  // for labels and TYPEnnn
  bool has_type_text_ = false;
};

}  // namespace spoor::search
