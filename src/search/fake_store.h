// SPDX-License-Identifier: Apache-2.0
// A store over sorted vectors, for the tests of this room: small, slow, obviously right.
#pragma once

#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "dns/name.h"
#include "record/observation.h"
#include "record/record_store.h"

namespace spoor::search {

/// One record as the tests think of it.
struct FakeRecord {
  dns::Name owner;
  dns::RrType type{};
  std::string rdata;
  std::uint8_t bailiwick = record::kBailiwickUnknown;
  std::vector<record::SourcedSightings> sightings;  ///< Ordered by (source, how).
};

class FakeStore final : public record::RecordStore {
 public:
  explicit FakeStore(std::uint8_t id = 7) { id_.octets.fill(id); }

  /// Adds sightings to a record that may be new.
  void add(const FakeRecord& record);
  /// `text` is presentation form. Aborts the test program when name or rdata do not parse.
  void add(const std::string& owner, dns::RrType type, const std::string& text,
           record::SourcedSightings s, std::uint8_t bailiwick = record::kBailiwickUnknown);
  record::SourceId source_named(const std::string& name) {
    return *intern_source({name, record::SourceKind::kFeed, {}});
  }
  [[nodiscard]] const std::vector<FakeRecord>& records() const { return records_; }
  /// From now on days and TTL are told only where they are asked for, as stores do.
  void keep_details_apart() { keeps_details_apart_ = true; }

  Result<record::SourceId> intern_source(const record::SourceSpec& spec) override;
  std::optional<record::SourceSpec> source(record::SourceId id) const override;
  std::optional<record::SourceId> find_source(std::string_view name) const override;
  std::vector<record::KnownSource> sources() const override;
  Status edit_source(record::SourceId id, record::SourceKind kind,
                     const record::SourceCard& card) override;
  Result<dns::RrType> intern_type_label(std::string_view label) override;
  std::optional<dns::RrType> find_type_label(std::string_view label) const override;
  std::string type_text(dns::RrType type) const override;
  Result<record::MergeOutcome> merge(record::Batch) override {
    return record::MergeOutcome::kMerged;
  }
  Result<record::StreamState> stream_state(record::SourceId,
                                           const record::StreamId&) const override {
    return record::StreamState{};
  }
  Result<std::string> note(std::string_view) const override { return std::string(); }
  /// What its records tell, and what watch() added.
  Result<record::WatchedDays> watched_days(record::SourceId source) const override;
  /// `source` watched on these days, whatever it saw.
  void watch(record::SourceId source, record::DayRun days) { watched_.of(source).add(days); }
  std::shared_ptr<const record::Snapshot> snapshot() const override;
  record::StreamId store_id() const override { return id_; }
  Result<record::StoreStats> stats() const override { return record::StoreStats{}; }
  Status settle(const record::Progress&) override { return {}; }
  Status compact(const record::Progress&) override { return {}; }
  Status rewrite(const record::Rewrite&, const record::Progress&) override { return {}; }

 private:
  record::StreamId id_;
  std::vector<FakeRecord> records_;
  std::vector<record::KnownSource> sources_;
  std::vector<std::string> labels_;
  record::WatchedBySource watched_;
  bool keeps_details_apart_ = false;
};

}  // namespace spoor::search
