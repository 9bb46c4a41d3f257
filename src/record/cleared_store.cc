// SPDX-License-Identifier: Apache-2.0
// Sightings are left out where a cursor hands them on, so that nobody behind it can forget to.
#include "record/cleared_store.h"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>
#include <vector>

#include "dns/name.h"

namespace spoor::record {
namespace {

/// Numbers of the sources that are not shown.
class Hidden {
 public:
  Hidden(const RecordStore& store, Tlp clearance) {
    for (const KnownSource& each : store.sources()) {
      if (each.card.tlp > clearance) numbers_.insert(each.id.v);
    }
  }
  [[nodiscard]] bool is_empty() const noexcept { return numbers_.empty(); }
  [[nodiscard]] bool has(SourceId id) const { return numbers_.contains(id.v); }

 private:
  std::unordered_set<std::uint32_t> numbers_;
};
using SharedHidden = std::shared_ptr<const Hidden>;

/// A record that nobody visible saw stays without sightings: that is no record (StoredRecord).
class ClearedRecords final : public RecordCursor {
 public:
  ClearedRecords(std::unique_ptr<RecordCursor> records, SharedHidden hidden)
      : records_(std::move(records)), hidden_(std::move(hidden)) {}

  Result<const StoredRecord*> next() override {
    SPOOR_TRY(const StoredRecord* const found, records_->next());
    if (found == nullptr) return nullptr;
    const auto is_hidden = [&](const SourcedSightings& each) { return hidden_->has(each.source); };
    if (std::none_of(found->sightings.begin(), found->sightings.end(), is_hidden)) return found;
    shown_.clear();
    std::remove_copy_if(found->sightings.begin(), found->sightings.end(),
                        std::back_inserter(shown_), is_hidden);
    record_ = *found;
    record_.sightings = shown_;
    return &record_;
  }

 private:
  std::unique_ptr<RecordCursor> records_;
  SharedHidden hidden_;
  std::vector<SourcedSightings> shown_;
  StoredRecord record_;
};

class ClearedSnapshot final : public Snapshot {
 public:
  ClearedSnapshot(std::shared_ptr<const Snapshot> state, SharedHidden hidden)
      : state_(std::move(state)), hidden_(std::move(hidden)) {}

  Result<std::unique_ptr<RecordCursor>> find(RangeQuery query) const override {
    SPOOR_TRY(auto records, state_->find(std::move(query)));
    return std::unique_ptr<RecordCursor>(
        std::make_unique<ClearedRecords>(std::move(records), hidden_));
  }
  Result<std::unique_ptr<NameCursor>> find_names(std::string lower,
                                                 std::string upper) const override;
  /// What a text's records are asked for comes through find().
  Result<std::vector<std::unique_ptr<TextCursor>>> find_texts(TextRange range) const override {
    return state_->find_texts(std::move(range));
  }

 private:
  std::shared_ptr<const Snapshot> state_;
  SharedHidden hidden_;
};

/// Names that a visible record has as its owner or inside.
class ClearedNames final : public NameCursor {
 public:
  ClearedNames(std::unique_ptr<NameCursor> names, std::shared_ptr<const Snapshot> cleared)
      : names_(std::move(names)), cleared_(std::move(cleared)) {}

  Result<std::string_view> next() override {
    while (true) {
      SPOOR_TRY(const std::string_view form, names_->next());
      if (form.empty()) return form;
      SPOOR_TRY(const bool is_visible, is_in_a_record(form));
      if (is_visible) return form;
    }
  }

 private:
  Result<bool> is_in_a_record(std::string_view form) const {
    SPOOR_TRY(const dns::Name name, dns::name_from_forward_form(form));
    std::string sort_form;
    dns::append_sort_form(sort_form, name.wire());
    SPOOR_TRY(const bool is_owner, has_record(Index::kByName, sort_form));
    if (is_owner) return true;
    sort_form.insert(sort_form.begin(), static_cast<char>(ValueKind::kName));
    return has_record(Index::kByValue, sort_form);
  }
  Result<bool> has_record(Index index, const std::string& lower) const {
    RangeQuery query;
    query.index = index;
    query.lower = lower;
    query.upper = after_prefix(lower);
    SPOOR_TRY(const auto records, cleared_->find(std::move(query)));
    while (true) {
      SPOOR_TRY(const StoredRecord* const found, records->next());
      if (found == nullptr) return false;
      if (!found->sightings.empty()) return true;
    }
  }

  std::unique_ptr<NameCursor> names_;
  std::shared_ptr<const Snapshot> cleared_;
};

Result<std::unique_ptr<NameCursor>> ClearedSnapshot::find_names(std::string lower,
                                                                std::string upper) const {
  SPOOR_TRY(auto names, state_->find_names(std::move(lower), std::move(upper)));
  return std::unique_ptr<NameCursor>(std::make_unique<ClearedNames>(
      std::move(names), std::make_shared<ClearedSnapshot>(state_, hidden_)));
}

class ClearedStore final : public RecordStore {
 public:
  ClearedStore(std::shared_ptr<RecordStore> store, SharedHidden hidden)
      : store_(std::move(store)), hidden_(std::move(hidden)) {}

  Result<SourceId> intern_source(const SourceSpec& spec) override {
    return store_->intern_source(spec);
  }
  std::optional<SourceSpec> source(SourceId id) const override {
    return hidden_->has(id) ? std::nullopt : store_->source(id);
  }
  std::optional<SourceId> find_source(std::string_view name) const override {
    const auto found = store_->find_source(name);
    return found && hidden_->has(*found) ? std::nullopt : found;
  }
  std::vector<KnownSource> sources() const override {
    std::vector<KnownSource> found = store_->sources();
    std::erase_if(found, [&](const KnownSource& each) { return hidden_->has(each.id); });
    return found;
  }
  Status edit_source(SourceId id, SourceKind kind, const SourceCard& card) override {
    return store_->edit_source(id, kind, card);
  }
  Result<dns::RrType> intern_type_label(std::string_view label) override {
    return store_->intern_type_label(label);
  }
  std::optional<dns::RrType> find_type_label(std::string_view label) const override {
    return store_->find_type_label(label);
  }
  std::string type_text(dns::RrType type) const override { return store_->type_text(type); }
  Result<MergeOutcome> merge(Batch batch) override { return store_->merge(std::move(batch)); }
  Result<StreamState> stream_state(SourceId source, const StreamId& stream) const override {
    return store_->stream_state(source, stream);
  }
  Result<std::string> note(std::string_view key) const override { return store_->note(key); }
  Result<WatchedDays> watched_days(SourceId source) const override {
    if (hidden_->has(source)) return WatchedDays{};
    return store_->watched_days(source);
  }
  std::shared_ptr<const Snapshot> snapshot() const override {
    return std::make_shared<ClearedSnapshot>(store_->snapshot(), hidden_);
  }
  StreamId store_id() const override { return store_->store_id(); }
  Result<StoreStats> stats() const override {
    SPOOR_TRY(const StoreStats all, store_->stats());
    StoreStats stats;
    stats.format = all.format;
    for (std::size_t i = 0; i < all.sources.size(); ++i) {
      if (hidden_->has(all.sources[i].first)) continue;
      stats.sources.push_back(all.sources[i]);
      stats.watched.push_back(all.watched[i]);
    }
    return stats;
  }
  Status settle(const Progress& progress) override { return store_->settle(progress); }
  Status compact(const Progress& progress) override { return store_->compact(progress); }
  Status rewrite(const Rewrite& rewrite, const Progress& progress) override {
    return store_->rewrite(rewrite, progress);
  }

 private:
  std::shared_ptr<RecordStore> store_;
  SharedHidden hidden_;
};

}  // namespace

std::shared_ptr<RecordStore> cleared_for(std::shared_ptr<RecordStore> store, Tlp clearance) {
  if (clearance == Tlp::kRed) return store;
  auto hidden = std::make_shared<const Hidden>(*store, clearance);
  if (hidden->is_empty()) return store;
  return std::make_shared<ClearedStore>(std::move(store), std::move(hidden));
}

}  // namespace spoor::record
