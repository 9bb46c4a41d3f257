// SPDX-License-Identifier: Apache-2.0
#include "store/memory/memory_store.h"

#include <array>
#include <map>
#include <mutex>
#include <set>
#include <tuple>

#include "dns/name.h"
#include "dns/rdata.h"
#include "record/pivot.h"
#include "record/rewrite.h"
#include "store/stream_progress.h"

namespace spoor::store {
namespace {

/// (head, rdata, bailiwick): tuples of strings compare as unsigned octets, like record::compare.
using Key = std::tuple<std::string, std::string, std::uint8_t>;
using BySource = std::map<std::pair<record::SourceId, record::How>, record::Sightings>;

struct StoredValue {
  std::string name;
  dns::RrType type{};
  BySource sightings;
};

struct Content {
  std::map<Key, StoredValue> by_name;
  std::map<Key, Key> by_value;  // to the key by name
  std::set<std::string> names;
};

bool in_range(std::string_view head, const record::RangeQuery& query) {
  return record::compare_bytes(head, query.lower) >= 0 &&
         (query.upper.empty() || record::compare_bytes(head, query.upper) < 0);
}

class MemoryCursor final : public record::RecordCursor {
 public:
  MemoryCursor(std::shared_ptr<const Content> content, record::RangeQuery query)
      : content_(std::move(content)), query_(std::move(query)) {
    if (query_.index == record::Index::kByName) {
      for (const auto& [key, value] : content_->by_name) add(key, value);
    } else {
      for (const auto& [key, owner] : content_->by_value) add(key, content_->by_name.at(owner));
    }
  }

  Result<const record::StoredRecord*> next() override {
    if (at_ == found_.size()) return nullptr;
    const auto& [key, value] = found_[at_++];
    sightings_.clear();
    for (const auto& [source, sightings] : value->sightings) {
      sightings_.push_back({source.first, source.second, sightings});
      if (!query_.with_details) strip(sightings_.back().sightings);
    }
    record_.key = {std::get<0>(*key), std::get<1>(*key), std::get<2>(*key)};
    record_.name = value->name;
    record_.type = value->type;
    record_.sightings = sightings_;
    return &record_;
  }

 private:
  void add(const Key& key, const StoredValue& value) {
    const record::RowKey row{std::get<0>(key), std::get<1>(key), std::get<2>(key)};
    if (!in_range(row.head, query_)) return;
    if (query_.after && record::compare(row, query_.after->view()) <= 0) return;
    found_.emplace_back(&key, &value);
  }
  static void strip(record::Sightings& s) {
    s.undated = s.seen_count();
    s.days.clear();
    s.ttl_min = record::Sightings{}.ttl_min;
    s.ttl_max = 0;
  }

  std::shared_ptr<const Content> content_;
  record::RangeQuery query_;
  std::vector<std::pair<const Key*, const StoredValue*>> found_;
  std::size_t at_ = 0;
  std::vector<record::SourcedSightings> sightings_;
  record::StoredRecord record_;
};

class MemoryNames final : public record::NameCursor {
 public:
  explicit MemoryNames(std::vector<std::string> names) : names_(std::move(names)) {}
  Result<std::string_view> next() override {
    return at_ == names_.size() ? std::string_view() : std::string_view(names_[at_++]);
  }

 private:
  std::vector<std::string> names_;
  std::size_t at_ = 0;
};

class MemorySnapshot final : public record::Snapshot {
 public:
  explicit MemorySnapshot(const Content& content) : content_(std::make_shared<Content>(content)) {}
  Result<std::unique_ptr<record::RecordCursor>> find(record::RangeQuery query) const override {
    return std::unique_ptr<record::RecordCursor>(new MemoryCursor(content_, std::move(query)));
  }
  Result<std::unique_ptr<record::NameCursor>> find_names(std::string lower,
                                                         std::string upper) const override {
    std::vector<std::string> names(
        content_->names.lower_bound(lower),
        upper.empty() ? content_->names.end() : content_->names.lower_bound(upper));
    return std::unique_ptr<record::NameCursor>(new MemoryNames(std::move(names)));
  }
  Result<std::vector<std::unique_ptr<record::TextCursor>>> find_texts(
      record::TextRange range) const override {
    std::set<std::string> values;
    if (range.list == record::TextList::kNames) {
      values = content_->names;
    } else {
      for (const auto& [key, value] : content_->by_name) {
        if (!record::has_searched_text(value.type)) continue;
        std::string entry;
        record::append_value_entry(entry, value.type, std::get<1>(key));
        values.insert(std::move(entry));
      }
    }
    std::vector<std::unique_ptr<record::TextCursor>> cursors;
    cursors.push_back(record::make_text_cursor(range, {values.begin(), values.end()}));
    return cursors;
  }

 private:
  std::shared_ptr<const Content> content_;
};

class MemoryStore final : public record::RecordStore {
 public:
  Result<record::SourceId> intern_source(const record::SourceSpec& spec) override {
    const std::scoped_lock lock(mutex_);
    for (const auto& [id, known] : sources_) {
      if (known.spec.name != spec.name) continue;
      if (known.spec.mode == spec.mode) return id;
      return Error{ErrorCode::kInvalid, "this source has another feed mode since its first use", 0,
                   spec.name};
    }
    const record::SourceId id{sources_.empty() ? 1 : sources_.rbegin()->first.v + 1};
    sources_[id] = {id, spec, {}};
    return id;
  }
  std::optional<record::SourceSpec> source(record::SourceId id) const override {
    const std::scoped_lock lock(mutex_);
    const auto found = sources_.find(id);
    return found == sources_.end() ? std::nullopt : std::optional(found->second.spec);
  }
  std::optional<record::SourceId> find_source(std::string_view name) const override {
    const std::scoped_lock lock(mutex_);
    for (const auto& [id, known] : sources_) {
      if (known.spec.name == name) return id;
    }
    return std::nullopt;
  }
  std::vector<record::KnownSource> sources() const override {
    const std::scoped_lock lock(mutex_);
    return all_sources();
  }
  Status edit_source(record::SourceId id, record::SourceKind kind,
                     const record::SourceCard& card) override {
    const std::scoped_lock lock(mutex_);
    SPOOR_CHECK(record::check_source_edit(all_sources(), id, card));
    sources_[id].spec.kind = kind;
    sources_[id].card = card;
    return {};
  }
  Result<dns::RrType> intern_type_label(std::string_view label) override {
    if (const auto known = find_type_label(label)) return *known;
    const std::scoped_lock lock(mutex_);
    labels_.emplace_back(label);
    return static_cast<dns::RrType>(dns::kFirstLabelType + labels_.size() - 1);
  }
  std::optional<dns::RrType> find_type_label(std::string_view label) const override {
    if (record::is_first_seen_text(label)) return record::kFirstSeenType;
    const auto same = [](char a, char b) {
      return dns::to_lower(static_cast<std::uint8_t>(a)) ==
             dns::to_lower(static_cast<std::uint8_t>(b));
    };
    const std::scoped_lock lock(mutex_);
    for (std::size_t i = 0; i < labels_.size(); ++i) {
      if (std::equal(labels_[i].begin(), labels_[i].end(), label.begin(), label.end(), same)) {
        return static_cast<dns::RrType>(dns::kFirstLabelType + i);
      }
    }
    return std::nullopt;
  }
  std::string type_text(dns::RrType type) const override {
    if (dns::is_wire_type(type)) return dns::rr_type_text(type);
    if (type == record::kFirstSeenType) return std::string(record::kFirstSeenText);
    const std::scoped_lock lock(mutex_);
    return labels_.at(dns::to_number(type) - dns::kFirstLabelType);
  }
  Result<record::MergeOutcome> merge(record::Batch batch) override {
    const std::scoped_lock lock(mutex_);
    record::StreamState& state = streams_[{batch.id.source, batch.id.stream}];
    if (state.has(batch.id.sequence)) return record::MergeOutcome::kAlreadyMerged;
    mark_merged(state, batch.id.sequence, batch.ends_stream);
    for (auto& [key, value] : batch.notes) notes_[key] = value;
    for (const record::BatchRow& row : batch.rows) {
      add(row);
      watched_.add(row.source, row.how, row.sightings);
    }
    return record::MergeOutcome::kMerged;
  }
  Result<record::StreamState> stream_state(record::SourceId source,
                                           const record::StreamId& stream) const override {
    const std::scoped_lock lock(mutex_);
    const auto found = streams_.find({source, stream});
    return found == streams_.end() ? record::StreamState{} : found->second;
  }
  Result<std::string> note(std::string_view key) const override {
    const std::scoped_lock lock(mutex_);
    const auto found = notes_.find(key);
    return found == notes_.end() ? std::string() : found->second;
  }
  Result<record::WatchedDays> watched_days(record::SourceId source) const override {
    const std::scoped_lock lock(mutex_);
    record::WatchedDays watched;
    const auto found = watched_.all().find(source);
    if (found != watched_.all().end()) watched.days = found->second;
    return watched;
  }
  std::shared_ptr<const record::Snapshot> snapshot() const override {
    const std::scoped_lock lock(mutex_);
    return std::make_shared<MemorySnapshot>(content_);
  }
  record::StreamId store_id() const override { return {}; }
  Result<record::StoreStats> stats() const override {
    const std::scoped_lock lock(mutex_);
    record::StoreStats stats;
    stats.records = content_.by_name.size();
    stats.names = content_.names.size();
    stats.is_exact = true;
    for (const auto& [id, known] : sources_) stats.sources.emplace_back(id, known.spec);
    for (const auto& [id, known] : sources_) {
      const auto found = watched_.all().find(id);
      stats.watched.push_back(found == watched_.all().end()
                                  ? record::WatchedSpan{}
                                  : record::WatchedSpan::of({found->second, true}));
    }
    return stats;
  }
  Status settle(const record::Progress&) override { return {}; }
  Status compact(const record::Progress&) override { return {}; }
  Status rewrite(const record::Rewrite& rewrite, const record::Progress&) override;

 private:
  std::vector<record::KnownSource> all_sources() const {
    std::vector<record::KnownSource> all;
    all.reserve(sources_.size());
    for (const auto& [id, known] : sources_) all.push_back(known);
    return all;
  }

  void add(const record::BatchRow& row) {
    std::string head(row.name);
    record::append_type(head, row.type);
    const Key key{head, row.rdata, row.bailiwick};
    StoredValue& value = content_.by_name[key];
    value.name = row.name;
    value.type = row.type;
    const auto [place, is_new] = value.sightings.try_emplace({row.source, row.how}, row.sightings);
    if (!is_new) place->second.merge(row.sightings);
    record::PivotFinder pivots;
    for (const std::string_view pivot : pivots.find(row.type, row.rdata)) {
      content_.by_value[Key{std::string(pivot) + head, row.rdata, row.bailiwick}] = key;
    }
    if (const auto name = dns::name_from_sort_form(row.name)) add_name(name->wire());
    std::array<dns::RdataName, 4> names;
    const std::size_t count =
        dns::find_rdata_names(row.type, as_bytes(row.rdata), names.data(), names.size());
    for (std::size_t i = 0; i < count; ++i) {
      if (names[i].role == dns::NameRole::kHost)
        add_name(as_bytes(row.rdata.substr(names[i].offset, names[i].size)));
    }
  }
  void add_name(Bytes wire) {
    std::string form;
    dns::append_forward_form(form, wire);
    content_.names.insert(std::move(form));
  }

  mutable std::mutex mutex_;
  Content content_;
  std::map<record::SourceId, record::KnownSource> sources_;
  std::vector<std::string> labels_;
  record::WatchedBySource watched_;
  std::map<std::pair<record::SourceId, record::StreamId>, record::StreamState> streams_;
  std::map<std::string, std::string, std::less<>> notes_;
};

// Everything is told anew, changed, to an empty content.
Status MemoryStore::rewrite(const record::Rewrite& rewrite, const record::Progress&) {
  const std::scoped_lock lock(mutex_);
  SPOOR_CHECK(record::check_rewrite(rewrite, all_sources()));
  const Content before = std::exchange(content_, Content{});
  std::vector<record::SourcedSightings> told, kept;
  std::map<std::string, record::FirstSeenTrace> traces;  // by name
  for (const auto& [key, value] : before.by_name) {
    told.clear();
    for (const auto& [source, sightings] : value.sightings)
      told.push_back({source.first, source.second, sightings});
    record::StoredRecord record;
    record.key = {std::get<0>(key), std::get<1>(key), std::get<2>(key)};
    record.name = value.name;
    record.type = value.type;
    record.sightings = told;
    record::rewrite_record(rewrite, record, kept, &traces[value.name]);
    for (const record::SourcedSightings& one : kept) {
      add({value.name, std::get<1>(key), value.type, one.source, std::get<2>(key), one.how,
           one.sightings});
    }
  }
  for (auto& [name, trace] : traces) {
    for (const record::SourcedSightings& one : trace.left()) {
      add({name,
           {},
           record::kFirstSeenType,
           one.source,
           record::kBailiwickUnknown,
           one.how,
           one.sightings});
    }
  }
  record::WatchedBySource watched;
  for (const auto& [source, days] : watched_.all()) {
    if (const auto to = record::rewrite_source(rewrite, source)) watched.of(*to).merge(days);
  }
  watched_ = std::move(watched);
  decltype(streams_) streams;
  for (const auto& [stream, state] : streams_) {
    if (const auto to = record::rewrite_source(rewrite, stream.first))
      join_states(streams[{*to, stream.second}], state);
  }
  streams_ = std::move(streams);
  for (const auto& [from, to] : rewrite.sources) sources_.erase(from);
  return {};
}

}  // namespace

std::unique_ptr<record::RecordStore> make_memory_store() {
  return std::make_unique<MemoryStore>();
}

}  // namespace spoor::store
