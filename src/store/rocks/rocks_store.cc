// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/rocks_store.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cctype>
#include <condition_variable>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include <unistd.h>

#include "base/thread_priority.h"
#include "dns/name.h"
#include "dns/rr_type.h"
#include "record/rewrite.h"
#include "store/rocks/catalogue.h"
#include "store/rocks/compaction_policy.h"
#include "store/rocks/rocks_snapshot.h"
#include "store/rocks/segment_days.h"
#include "store/rocks/segment_path.h"
#include "store/segment/segment_build.h"
#include "store/stream_progress.h"

namespace spoor::store {
namespace {

using Segments = std::vector<std::shared_ptr<SegmentReader>>;

std::string fold_case(std::string_view text) {
  std::string folded(text);
  for (char& c : folded) c = static_cast<char>(dns::to_lower(static_cast<std::uint8_t>(c)));
  return folded;
}

record::WatchedBySource rewritten(const record::WatchedBySource& watched,
                                  const record::Rewrite& rewrite) {
  record::WatchedBySource changed;
  for (const auto& [source, days] : watched.all()) {
    if (const auto to = record::rewrite_source(rewrite, source)) changed.of(*to).merge(days);
  }
  return changed;
}

class RocksStore final : public record::RecordStore {
 public:
  RocksStore(std::string directory, const RocksStoreOptions& options,
             std::unique_ptr<Catalogue> catalogue)
      : directory_(std::move(directory)),
        options_(options),
        catalogue_(std::move(catalogue)),
        cache_(std::make_shared<BlockCache>(options.cache_bytes)) {}
  ~RocksStore() override;
  RocksStore(const RocksStore&) = delete;
  RocksStore& operator=(const RocksStore&) = delete;

  Status load();

  Result<record::SourceId> intern_source(const record::SourceSpec& spec) override;
  std::optional<record::SourceSpec> source(record::SourceId id) const override;
  std::optional<record::SourceId> find_source(std::string_view name) const override;
  std::vector<record::KnownSource> sources() const override;
  Status edit_source(record::SourceId id, record::SourceKind kind,
                     const record::SourceCard& card) override;
  Result<dns::RrType> intern_type_label(std::string_view label) override;
  std::optional<dns::RrType> find_type_label(std::string_view label) const override;
  std::string type_text(dns::RrType type) const override;
  Result<record::MergeOutcome> merge(record::Batch batch) override;
  Result<record::StreamState> stream_state(record::SourceId source,
                                           const record::StreamId& stream) const override {
    return catalogue_->stream(source, stream);
  }
  Result<std::string> note(std::string_view key) const override { return catalogue_->note(key); }
  Result<record::WatchedDays> watched_days(record::SourceId source) const override;
  std::shared_ptr<const record::Snapshot> snapshot() const override;
  record::StreamId store_id() const override { return content_.store_id; }
  Result<record::StoreStats> stats() const override;
  Status settle(const record::Progress& progress) override;
  Status compact(const record::Progress& progress) override;
  Status rewrite(const record::Rewrite& rewrite, const record::Progress& progress) override;

 private:
  std::vector<record::KnownSource> all_sources() const;
  Status remove_orphans() const;
  Status refuse_read_only() const;
  Result<SegmentEntry> write_segment(const record::Batch& batch, std::string& inline_octets);
  Status commit_batch(const record::Batch& batch, const SegmentEntry& entry,
                      std::string inline_octets, const record::WatchedBySource& watched,
                      bool& merged);
  Result<std::shared_ptr<SegmentReader>> open_segment(const SegmentEntry& entry,
                                                      const std::string* inline_octets) const;
  Result<record::WatchedBySource> watched_in_all(const std::vector<std::uint32_t>& segments) const;
  Status merge_chosen(const std::vector<std::uint32_t>& chosen, Packing packing,
                      const record::Progress& progress, const record::Rewrite* rewrite = nullptr);
  Status move_streams(const record::Rewrite& rewrite, CatalogueChange& change) const;
  void forget_sources(const record::Rewrite& rewrite);
  bool is_passing(const record::Batch& batch) const;
  std::vector<std::uint32_t> all_segments() const;
  std::vector<std::uint32_t> choose() const;
  Status keep_bounded();
  void merge_in_background();
  std::uint32_t take_segment_number();

  std::string directory_;
  RocksStoreOptions options_;
  std::unique_ptr<Catalogue> catalogue_;
  std::shared_ptr<BlockCache> cache_;

  mutable std::mutex mutex_;  // guards all below; never held while segments are written
  CatalogueContent content_;
  std::map<std::uint32_t, std::shared_ptr<SegmentReader>> readers_;
  std::shared_ptr<const Segments> version_ = std::make_shared<Segments>();
  std::map<std::string, record::SourceId, std::less<>> source_by_name_;
  std::map<std::string, std::uint32_t, std::less<>> label_by_text_;
  std::condition_variable wake_;
  bool stop_ = false;
  bool work_ = false;
  std::optional<Error> background_error_;

  std::mutex merging_mutex_;  // one merge of segments at a time; taken before mutex_
  bool opened_empty_ = false;
  std::atomic<bool> stopping_{false};
  std::thread background_;
};

RocksStore::~RocksStore() {
  stopping_ = true;
  {
    const std::scoped_lock lock(mutex_);
    stop_ = true;
  }
  wake_.notify_all();
  if (background_.joinable()) background_.join();
}

Status RocksStore::load() {
  SPOOR_TRY(content_, catalogue_->load());
  Segments segments;
  for (const SegmentEntry& entry : content_.segments) {
    SPOOR_TRY(std::shared_ptr<SegmentReader> reader, open_segment(entry, nullptr));
    segments.push_back(reader);
    readers_[entry.number] = std::move(reader);
  }
  version_ = std::make_shared<const Segments>(std::move(segments));
  opened_empty_ = content_.segments.empty();
  for (const auto& [id, spec] : content_.sources) source_by_name_[spec.name] = id;
  for (const auto& [number, text] : content_.labels) label_by_text_[fold_case(text)] = number;
  if (options_.access == Access::kReadOnly) return {};
  SPOOR_CHECK(remove_orphans());
  if (options_.background_merging) {
    work_ = true;
    background_ = std::thread([this] { merge_in_background(); });
  }
  return {};
}

// A segment that was written but never committed, or merged away and not yet unlinked, when the
// process died.
Status RocksStore::remove_orphans() const {
  std::error_code error;
  for (const auto& file :
       std::filesystem::directory_iterator(segment_directory(directory_), error)) {
    const std::optional<std::uint32_t> number = segment_number(file.path().filename().string());
    if (number && !readers_.contains(*number)) std::filesystem::remove(file.path(), error);
  }
  if (error)
    return Error{ErrorCode::kIo, "cannot tidy the store", 0, directory_ + ": " + error.message()};
  return {};
}

Status RocksStore::refuse_read_only() const {
  if (options_.access != Access::kReadOnly) return {};
  return Error{ErrorCode::kDenied, "the store is open for reading only", 0, directory_};
}

Result<std::shared_ptr<SegmentReader>> RocksStore::open_segment(const SegmentEntry& entry,
                                                                const std::string* octets) const {
  if (entry.is_inline) {
    std::string kept;
    if (octets != nullptr) {
      kept = *octets;
    } else {
      SPOOR_TRY(kept, catalogue_->inline_octets(entry.number));
    }
    return SegmentReader::open(
        entry.number,
        SegmentSource::from_memory("segment " + std::to_string(entry.number), std::move(kept)));
  }
  SPOOR_TRY(auto file, SegmentSource::open_file(segment_path(directory_, entry.number)));
  return SegmentReader::open(entry.number, std::move(file));
}

Result<record::SourceId> RocksStore::intern_source(const record::SourceSpec& spec) {
  const std::scoped_lock lock(mutex_);
  if (const auto known = source_by_name_.find(spec.name); known != source_by_name_.end()) {
    if (content_.sources[known->second].mode == spec.mode) return known->second;
    return Error{
        ErrorCode::kInvalid,
        spec.mode == record::FeedMode::kTotal
            ? "this source brings increments (delta) since its first use, and cannot bring totals"
            : "this source brings totals since its first use, and cannot bring increments (delta)",
        0, spec.name};
  }
  SPOOR_CHECK(refuse_read_only());
  const record::SourceId id{content_.sources.empty() ? 1 : content_.sources.rbegin()->first.v + 1};
  CatalogueChange change;
  change.put_source(id, spec);
  SPOOR_CHECK(catalogue_->commit(change));
  content_.sources[id] = spec;
  source_by_name_[spec.name] = id;
  return id;
}

std::optional<record::SourceSpec> RocksStore::source(record::SourceId id) const {
  const std::scoped_lock lock(mutex_);
  const auto found = content_.sources.find(id);
  if (found == content_.sources.end()) return std::nullopt;
  return found->second;
}

std::optional<record::SourceId> RocksStore::find_source(std::string_view name) const {
  const std::scoped_lock lock(mutex_);
  const auto found = source_by_name_.find(name);
  if (found == source_by_name_.end()) return std::nullopt;
  return found->second;
}

/// Under the mutex.
std::vector<record::KnownSource> RocksStore::all_sources() const {
  std::vector<record::KnownSource> all;
  for (const auto& [id, spec] : content_.sources) {
    const auto card = content_.cards.find(id);
    all.push_back({id, spec, card == content_.cards.end() ? record::SourceCard{} : card->second});
  }
  return all;
}

std::vector<record::KnownSource> RocksStore::sources() const {
  const std::scoped_lock lock(mutex_);
  return all_sources();
}

Status RocksStore::edit_source(record::SourceId id, record::SourceKind kind,
                               const record::SourceCard& card) {
  SPOOR_CHECK(refuse_read_only());
  const std::scoped_lock lock(mutex_);
  SPOOR_CHECK(record::check_source_edit(all_sources(), id, card));
  record::SourceSpec spec = content_.sources.at(id);
  spec.kind = kind;
  CatalogueChange change;
  change.put_source(id, spec);
  change.put_card(id, card);
  SPOOR_CHECK(catalogue_->commit(change));
  content_.sources[id] = std::move(spec);
  content_.cards[id] = card;
  return {};
}

Result<dns::RrType> RocksStore::intern_type_label(std::string_view label) {
  if (record::is_first_seen_text(label)) return record::kFirstSeenType;
  const std::scoped_lock lock(mutex_);
  const std::string folded = fold_case(label);
  if (const auto known = label_by_text_.find(folded); known != label_by_text_.end()) {
    return static_cast<dns::RrType>(known->second);
  }
  SPOOR_CHECK(refuse_read_only());
  const std::uint32_t number =
      content_.labels.empty() ? dns::kFirstLabelType : content_.labels.rbegin()->first + 1;
  CatalogueChange change;
  change.put_label(number, label);
  SPOOR_CHECK(catalogue_->commit(change));
  content_.labels[number] = label;
  label_by_text_[folded] = number;
  return static_cast<dns::RrType>(number);
}

std::optional<dns::RrType> RocksStore::find_type_label(std::string_view label) const {
  if (record::is_first_seen_text(label)) return record::kFirstSeenType;
  const std::scoped_lock lock(mutex_);
  const auto found = label_by_text_.find(fold_case(label));
  if (found == label_by_text_.end()) return std::nullopt;
  return static_cast<dns::RrType>(found->second);
}

std::string RocksStore::type_text(dns::RrType type) const {
  if (dns::is_wire_type(type)) return dns::rr_type_text(type);
  if (type == record::kFirstSeenType) return std::string(record::kFirstSeenText);
  const std::scoped_lock lock(mutex_);
  const auto found = content_.labels.find(dns::to_number(type));
  return found == content_.labels.end() ? "LABEL" + std::to_string(dns::to_number(type))
                                        : found->second;
}

std::uint32_t RocksStore::take_segment_number() {
  const std::scoped_lock lock(mutex_);
  return content_.next_segment++;
}

// In a bulk import, whether the segment of this batch would be merged away at its end: then packing
// it is waste.
bool RocksStore::is_passing(const record::Batch& batch) const {
  if (options_.background_merging) return false;
  constexpr std::uint64_t kBytesARow = 45;
  const std::scoped_lock lock(mutex_);
  if (opened_empty_ && (!content_.segments.empty() || batch.more_follow)) return true;
  std::vector<SegmentEntry> segments = content_.segments;
  SegmentEntry next;
  next.number = content_.next_segment;
  next.bytes = kBytesARow * batch.rows.size();
  segments.push_back(next);
  const std::vector<std::uint32_t> chosen = choose_segments(std::move(segments));
  return std::find(chosen.begin(), chosen.end(), next.number) != chosen.end();
}

Result<SegmentEntry> RocksStore::write_segment(const record::Batch& batch,
                                               std::string& inline_octets) {
  SegmentEntry entry;
  entry.number = take_segment_number();
  SegmentSink sink(segment_path(directory_, entry.number), options_.inline_bytes);
  entry.is_plain = is_passing(batch);
  auto footer =
      write_batch_segment(batch, sink, entry.is_plain ? Packing::kPlain : Packing::kPacked);
  if (!footer) {
    sink.abandon();
    return footer.error();
  }
  entry.bytes = sink.offset();
  entry.records = footer->rows[static_cast<std::size_t>(Section::kByName)];
  entry.is_inline = sink.is_inline();
  if (entry.is_inline) inline_octets = sink.take_inline();
  return entry;
}

Result<record::MergeOutcome> RocksStore::merge(record::Batch batch) {
  SPOOR_CHECK(refuse_read_only());
  SPOOR_TRY(const record::StreamState before, catalogue_->stream(batch.id.source, batch.id.stream));
  if (before.has(batch.id.sequence)) return record::MergeOutcome::kAlreadyMerged;
  SPOOR_CHECK(keep_bounded());
  SegmentEntry entry;
  std::string inline_octets;
  if (!batch.rows.empty()) {
    SPOOR_TRY(entry, write_segment(batch, inline_octets));
  }
  const record::WatchedBySource watched = record::watched_in(batch);
  bool merged = false;
  const Status committed = commit_batch(batch, entry, std::move(inline_octets), watched, merged);
  if ((!committed || !merged) && entry.number != 0 && !entry.is_inline) {
    ::unlink(segment_path(directory_, entry.number).c_str());
  }
  SPOOR_CHECK(committed);
  return merged ? record::MergeOutcome::kMerged : record::MergeOutcome::kAlreadyMerged;
}

Status RocksStore::commit_batch(const record::Batch& batch, const SegmentEntry& entry,
                                std::string inline_octets, const record::WatchedBySource& watched,
                                bool& merged) {
  std::shared_ptr<SegmentReader> reader;
  if (entry.number != 0) {
    SPOOR_TRY(reader, open_segment(entry, &inline_octets));
  }
  const std::scoped_lock lock(mutex_);
  // Another thread may have brought the same batch meanwhile: this is the look that counts.
  SPOOR_TRY(record::StreamState state, catalogue_->stream(batch.id.source, batch.id.stream));
  if (state.has(batch.id.sequence)) return {};
  mark_merged(state, batch.id.sequence, batch.ends_stream);
  CatalogueChange change;
  change.put_stream(batch.id.source, batch.id.stream, state);
  for (const auto& [key, value] : batch.notes) change.put_note(key, value);
  if (reader) {
    change.add_segment(entry, std::move(inline_octets));
    change.put_watched(entry.number, watched);
  }
  SPOOR_CHECK(catalogue_->commit(change));
  merged = true;
  if (!reader) return {};
  content_.segments.push_back(entry);
  content_.watched[entry.number] = watched;
  readers_[entry.number] = reader;
  Segments segments = *version_;
  segments.push_back(std::move(reader));
  version_ = std::make_shared<const Segments>(std::move(segments));
  work_ = true;
  wake_.notify_one();
  return {};
}

Result<record::WatchedDays> RocksStore::watched_days(record::SourceId source) const {
  record::WatchedDays watched;
  const std::scoped_lock lock(mutex_);
  for (const auto& [segment, by_source] : content_.watched) {
    const auto found = by_source.all().find(source);
    if (found != by_source.all().end()) watched.days.merge(found->second);
  }
  watched.is_complete = content_.watched.size() == content_.segments.size();
  return watched;
}

// Merging is union. A segment of an older program is walked once, now that its rows are read
// anyway.
Result<record::WatchedBySource> RocksStore::watched_in_all(
    const std::vector<std::uint32_t>& segments) const {
  record::WatchedBySource watched;
  std::vector<std::shared_ptr<SegmentReader>> unknown;
  {
    const std::scoped_lock lock(mutex_);
    for (const std::uint32_t number : segments) {
      const auto known = content_.watched.find(number);
      if (known != content_.watched.end()) {
        watched.merge(known->second);
      } else {
        unknown.push_back(readers_.at(number));
      }
    }
  }
  for (const auto& segment : unknown) {
    SPOOR_TRY(const record::WatchedBySource found, read_watched_days(segment));
    watched.merge(found);
  }
  return watched;
}

std::shared_ptr<const record::Snapshot> RocksStore::snapshot() const {
  const std::scoped_lock lock(mutex_);
  return make_snapshot(version_, cache_);
}

std::vector<std::uint32_t> RocksStore::choose() const {
  const std::scoped_lock lock(mutex_);
  return choose_segments(content_.segments);
}

// A bulk import leaves merging to its end, but not without bound: each open segment costs memory
// and every question looks into all of them.
Status RocksStore::keep_bounded() {
  if (options_.background_merging) return {};
  {
    const std::scoped_lock lock(mutex_);
    if (content_.segments.size() < options_.most_segments) return {};
  }
  return settle({});
}

/// What is merged of a source that becomes another is merged of that one.
Status RocksStore::move_streams(const record::Rewrite& rewrite, CatalogueChange& change) const {
  std::map<std::pair<record::SourceId, record::StreamId>, record::StreamState> joined;
  for (const auto& [from, to] : rewrite.sources) {
    SPOOR_TRY(const auto streams, catalogue_->streams_of(from));
    for (const auto& [stream, state] : streams) {
      change.drop_stream(from, stream);
      if (!to) continue;
      const auto [place, is_new] = joined.try_emplace({*to, stream});
      if (is_new) {
        SPOOR_TRY(place->second, catalogue_->stream(*to, stream));
      }
      join_states(place->second, state);
    }
    change.drop_source(from);
  }
  for (const auto& [stream, state] : joined) change.put_stream(stream.first, stream.second, state);
  return {};
}

/// Under the mutex.
void RocksStore::forget_sources(const record::Rewrite& rewrite) {
  for (const auto& [from, to] : rewrite.sources) {
    source_by_name_.erase(content_.sources.at(from).name);
    content_.sources.erase(from);
    content_.cards.erase(from);
  }
}

Status RocksStore::merge_chosen(const std::vector<std::uint32_t>& chosen, Packing packing,
                                const record::Progress& progress, const record::Rewrite* rewrite) {
  Segments inputs;
  {
    const std::scoped_lock lock(mutex_);
    for (const std::uint32_t number : chosen) inputs.push_back(readers_.at(number));
  }
  SPOOR_TRY(record::WatchedBySource watched, watched_in_all(chosen));
  if (rewrite != nullptr) watched = rewritten(watched, *rewrite);
  SegmentEntry entry;
  entry.number = take_segment_number();
  SegmentSink sink(segment_path(directory_, entry.number), options_.inline_bytes);
  const record::Progress stoppable = [&](std::uint64_t done, std::uint64_t total) {
    return !stopping_ && (!progress || progress(done, total));
  };
  auto footer = merge_segments(inputs, sink, packing, stoppable, rewrite);
  if (!footer) {
    sink.abandon();
    return footer.error();
  }
  entry.bytes = sink.offset();
  entry.records = footer->rows[static_cast<std::size_t>(Section::kByName)];
  entry.is_inline = sink.is_inline();
  std::string octets = entry.is_inline ? sink.take_inline() : std::string();
  SPOOR_TRY(std::shared_ptr<SegmentReader> reader, open_segment(entry, &octets));

  const std::set<std::uint32_t> gone(chosen.begin(), chosen.end());
  CatalogueChange change;
  std::vector<SegmentEntry> dropped;
  const std::scoped_lock lock(mutex_);
  for (const SegmentEntry& old : content_.segments) {
    if (gone.contains(old.number)) dropped.push_back(old);
  }
  for (const SegmentEntry& old : dropped) change.drop_segment(old);
  change.add_segment(entry, std::move(octets));
  change.put_watched(entry.number, watched);
  if (rewrite != nullptr) SPOOR_CHECK(move_streams(*rewrite, change));
  if (Status committed = catalogue_->commit(change); !committed) {
    sink.abandon();
    return committed;
  }
  if (rewrite != nullptr) forget_sources(*rewrite);
  std::erase_if(content_.segments,
                [&](const SegmentEntry& old) { return gone.contains(old.number); });
  content_.segments.push_back(entry);
  for (const std::uint32_t number : chosen) {
    readers_.erase(number);
    content_.watched.erase(number);
  }
  content_.watched[entry.number] = watched;
  readers_[entry.number] = reader;
  Segments segments;
  for (const auto& [number, open] : readers_) segments.push_back(open);
  version_ = std::make_shared<const Segments>(std::move(segments));
  // Snapshots that still read the old segments hold their files open: the names can go at once.
  for (const SegmentEntry& old : dropped) {
    if (!old.is_inline) ::unlink(segment_path(directory_, old.number).c_str());
  }
  return {};
}

Status RocksStore::settle(const record::Progress& progress) {
  SPOOR_CHECK(refuse_read_only());
  const std::scoped_lock one_at_a_time(merging_mutex_);
  if (opened_empty_ && !options_.background_merging) {
    // What one bulk import brought into an empty store becomes one segment.
    if (const std::vector<std::uint32_t> all = all_segments(); all.size() > 1) {
      SPOOR_CHECK(merge_chosen(all, Packing::kPacked, progress));
    }
  }
  for (std::vector<std::uint32_t> chosen = choose(); !chosen.empty(); chosen = choose()) {
    SPOOR_CHECK(merge_chosen(chosen, Packing::kPacked, progress));
  }
  const std::scoped_lock lock(mutex_);
  if (background_error_) return *background_error_;
  return {};
}

std::vector<std::uint32_t> RocksStore::all_segments() const {
  std::vector<std::uint32_t> all;
  const std::scoped_lock lock(mutex_);
  all.reserve(content_.segments.size());
  for (const SegmentEntry& entry : content_.segments) all.push_back(entry.number);
  return all;
}

Status RocksStore::compact(const record::Progress& progress) {
  SPOOR_CHECK(refuse_read_only());
  const std::scoped_lock one_at_a_time(merging_mutex_);
  const std::vector<std::uint32_t> all = all_segments();
  if (all.empty()) return {};
  return merge_chosen(all, Packing::kTightest, progress);
}

// Also of a store without segments: a source may have delivered nothing.
Status RocksStore::rewrite(const record::Rewrite& rewrite, const record::Progress& progress) {
  SPOOR_CHECK(refuse_read_only());
  SPOOR_CHECK(record::check_rewrite(rewrite, sources()));
  const std::scoped_lock one_at_a_time(merging_mutex_);
  const std::vector<std::uint32_t> all = all_segments();
  if (!all.empty()) {
    SPOOR_CHECK(merge_chosen(all, Packing::kTightest, progress, &rewrite));
    return catalogue_->purge();  // small segments lay in it
  }
  CatalogueChange change;
  const std::scoped_lock lock(mutex_);
  SPOOR_CHECK(move_streams(rewrite, change));
  SPOOR_CHECK(catalogue_->commit(change));
  forget_sources(rewrite);
  return {};
}

void RocksStore::merge_in_background() {
  run_in_background();  // look-ups go first
  for (;;) {
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [this] { return stop_ || work_; });
      if (stop_) return;
      work_ = false;
    }
    const std::scoped_lock one_at_a_time(merging_mutex_);
    for (std::vector<std::uint32_t> chosen = choose(); !chosen.empty() && !stopping_;
         chosen = choose()) {
      const Status merged = merge_chosen(chosen, Packing::kPacked, {});
      if (merged || stopping_) continue;
      const std::scoped_lock lock(mutex_);
      background_error_ = merged.error();  // told by settle(); the data stands as it is
      break;
    }
  }
}

Result<record::StoreStats> RocksStore::stats() const {
  record::StoreStats stats;
  const std::scoped_lock lock(mutex_);
  for (const auto& [number, reader] : readers_) {
    stats.records += reader->footer().rows[static_cast<std::size_t>(Section::kByName)];
    stats.names += reader->footer().rows[static_cast<std::size_t>(Section::kNames)];
  }
  stats.is_exact = readers_.size() < 2;
  for (const SegmentEntry& entry : content_.segments)
    stats.bytes += entry.is_inline ? 0 : entry.bytes;
  stats.bytes += catalogue_->bytes();
  stats.format = content_.format;
  record::WatchedBySource watched;
  for (const auto& [segment, by_source] : content_.watched) watched.merge(by_source);
  const bool is_complete = content_.watched.size() == content_.segments.size();
  for (const auto& [id, spec] : content_.sources) {
    stats.sources.emplace_back(id, spec);
    stats.watched.push_back(record::WatchedSpan::of({watched.of(id), is_complete}));
  }
  return stats;
}

}  // namespace

Result<std::unique_ptr<record::RecordStore>> open_rocks_store(const std::string& directory,
                                                              const RocksStoreOptions& options) {
  std::error_code error;
  if (options.access == Access::kCreate) {
    std::filesystem::create_directories(segment_directory(directory), error);
    if (error) {
      return Error{ErrorCode::kIo, "cannot make the store's directory", 0,
                   directory + ": " + error.message()};
    }
  }
  const CatalogueMode mode = options.access == Access::kCreate     ? CatalogueMode::kCreate
                             : options.access == Access::kExisting ? CatalogueMode::kExisting
                                                                   : CatalogueMode::kReadOnly;
  SPOOR_TRY(auto catalogue, Catalogue::open(directory, mode));
  auto store = std::make_unique<RocksStore>(directory, options, std::move(catalogue));
  if (Status loaded = store->load(); !loaded) {
    Error failed = loaded.error();
    failed.where = failed.where.empty() ? directory : directory + ": " + failed.where;
    return failed;
  }
  return std::unique_ptr<record::RecordStore>(std::move(store));
}

}  // namespace spoor::store
