// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/catalogue.h"

#include <algorithm>
#include <filesystem>
#include <random>

#include <rocksdb/db.h>
#include <rocksdb/options.h>
#include <rocksdb/write_batch.h>

#include "store/rocks/catalogue_codec.h"

namespace spoor::store {
namespace {

rocksdb::Slice slice(std::string_view bytes) {
  return {bytes.data(), bytes.size()};
}

Error to_error(const rocksdb::Status& status) {
  const std::string text = status.ToString();
  if (text.find("lock") != std::string::npos || text.find("LOCK") != std::string::npos) {
    if (text.find("ermission denied") == std::string::npos &&
        text.find("ead-only") == std::string::npos && text.find("No space") == std::string::npos) {
      return Error{ErrorCode::kDenied,
                   "the store is open in another process; stop that one, or ask it",
                   0,
                   {}};
    }
  }
  if (status.IsCorruption())
    return Error{ErrorCode::kCorrupt, "the store's catalogue is damaged", 0, text};
  return Error{ErrorCode::kIo, "the store's catalogue cannot be read or written", 0, text};
}

rocksdb::Options make_options(bool create) {
  rocksdb::Options options;
  options.create_if_missing = create;
  options.write_buffer_size = std::size_t{8} << 20;
  options.max_write_buffer_number = 2;
  options.keep_log_file_num = 2;
  options.max_background_jobs = 2;
  options.info_log_level = rocksdb::InfoLogLevel::WARN_LEVEL;
  options.compression = rocksdb::kNoCompression;  // what is large in it is compressed already
  options.max_total_wal_size = std::uint64_t{32} << 20;
  options.wal_recovery_mode = rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  return options;
}

}  // namespace

struct Catalogue::Database {
  std::unique_ptr<rocksdb::DB> db;
  std::string path;
};

Catalogue::Catalogue(std::unique_ptr<Database> database) : database_(std::move(database)) {}
Catalogue::~Catalogue() = default;

Result<std::unique_ptr<Catalogue>> Catalogue::open(const std::string& directory,
                                                   CatalogueMode mode) {
  const std::string path = directory + "/catalogue";
  const bool exists = std::filesystem::exists(path + "/CURRENT");
  if (!exists && mode != CatalogueMode::kCreate) {
    return Error{ErrorCode::kNotFound, "no store here; 'spoor import' makes one", 0, directory};
  }
  auto database = std::make_unique<Database>();
  database->path = path;
  rocksdb::DB* raw = nullptr;
  const rocksdb::Options options = make_options(mode == CatalogueMode::kCreate);
  const rocksdb::Status status = mode == CatalogueMode::kReadOnly
                                     ? rocksdb::DB::OpenForReadOnly(options, path, &raw)
                                     : rocksdb::DB::Open(options, path, &raw);
  if (!status.ok()) {
    Error error = to_error(status);
    error.where = error.where.empty() ? directory : directory + ": " + error.where;
    return error;
  }
  database->db.reset(raw);
  return std::unique_ptr<Catalogue>(new Catalogue(std::move(database)));
}

Result<std::string> Catalogue::get(std::string_view key, bool& found) const {
  std::string value;
  const rocksdb::Status status = database_->db->Get(rocksdb::ReadOptions(), slice(key), &value);
  found = status.ok();
  if (!status.ok() && !status.IsNotFound()) return to_error(status);
  return value;
}

Status Catalogue::commit(const CatalogueChange& change) {
  rocksdb::WriteBatch batch;
  for (const auto& [key, value] : change.puts()) batch.Put(slice(key), slice(value));
  for (const std::string& key : change.removes()) batch.Delete(slice(key));
  rocksdb::WriteOptions options;
  options.sync = true;
  if (const rocksdb::Status status = database_->db->Write(options, &batch); !status.ok())
    return to_error(status);
  return {};
}

Result<CatalogueContent> Catalogue::load() {
  CatalogueContent content;
  bool found = false;
  SPOOR_TRY(const std::string format, get(format_key(), found));
  if (!found) {
    std::random_device random;
    for (std::uint8_t& octet : content.store_id.octets) octet = static_cast<std::uint8_t>(random());
    content.digest_seed = std::uint64_t{random()} << 32 | random();
    CatalogueChange change;
    change.put(format_key(), encode_format(content));
    SPOOR_CHECK(commit(change));
    return content;
  }
  SPOOR_CHECK(decode_format(format, content));
  const std::unique_ptr<rocksdb::Iterator> it(database_->db->NewIterator(rocksdb::ReadOptions()));
  const auto each = [&](CatalogueTag tag, const auto& visit) -> Status {
    const std::string prefix(1, static_cast<char>(tag));
    for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix); it->Next()) {
      std::uint32_t number = 0;
      if (!read_numbered_key(it->key().ToStringView(), number))
        return Error{ErrorCode::kCorrupt, "catalogue key", 0, {}};
      SPOOR_CHECK(visit(number, it->value().ToStringView()));
    }
    if (!it->status().ok()) return to_error(it->status());
    return {};
  };
  SPOOR_CHECK(
      each(CatalogueTag::kSegment, [&](std::uint32_t number, std::string_view value) -> Status {
        SPOOR_TRY(const SegmentEntry entry, decode_segment(number, value));
        content.segments.push_back(entry);
        content.next_segment = std::max(content.next_segment, number + 1);
        return {};
      }));
  SPOOR_CHECK(
      each(CatalogueTag::kCard, [&](std::uint32_t number, std::string_view value) -> Status {
        SPOOR_TRY(content.cards[record::SourceId{number}], decode_card(value));
        return {};
      }));
  SPOOR_CHECK(
      each(CatalogueTag::kSource, [&](std::uint32_t number, std::string_view value) -> Status {
        SPOOR_TRY(content.sources[record::SourceId{number}], decode_source(value));
        return {};
      }));
  SPOOR_CHECK(
      each(CatalogueTag::kLabel, [&](std::uint32_t number, std::string_view value) -> Status {
        content.labels[number] = value;
        return {};
      }));
  SPOOR_CHECK(
      each(CatalogueTag::kWatched, [&](std::uint32_t number, std::string_view value) -> Status {
        // An older program that merges segments leaves the entries of the old ones behind.
        const auto is_it = [&](const SegmentEntry& entry) { return entry.number == number; };
        if (std::none_of(content.segments.begin(), content.segments.end(), is_it)) return {};
        SPOOR_TRY(content.watched[number], decode_watched(value));
        return {};
      }));
  return content;
}

Result<record::StreamState> Catalogue::stream(record::SourceId source,
                                              const record::StreamId& stream) const {
  bool found = false;
  SPOOR_TRY(const std::string value, get(stream_key(source, stream), found));
  if (!found) return record::StreamState{};
  return decode_stream(value);
}

Result<std::vector<std::pair<record::StreamId, record::StreamState>>> Catalogue::streams_of(
    record::SourceId source) const {
  std::vector<std::pair<record::StreamId, record::StreamState>> found;
  const std::unique_ptr<rocksdb::Iterator> it(database_->db->NewIterator(rocksdb::ReadOptions()));
  const std::string prefix = numbered_key(CatalogueTag::kStream, source.v);
  for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix); it->Next()) {
    const std::string_view octets = it->key().ToStringView().substr(prefix.size());
    record::StreamId stream;
    if (octets.size() != stream.octets.size())
      return Error{ErrorCode::kCorrupt, "catalogue key", 0, {}};
    std::copy(octets.begin(), octets.end(), stream.octets.begin());
    SPOOR_TRY(record::StreamState state, decode_stream(it->value().ToStringView()));
    found.emplace_back(stream, std::move(state));
  }
  if (!it->status().ok()) return to_error(it->status());
  return found;
}

Result<std::string> Catalogue::note(std::string_view key) const {
  bool found = false;
  return get(note_key(key), found);
}

Result<std::string> Catalogue::inline_octets(std::uint32_t segment) const {
  bool found = false;
  SPOOR_TRY(std::string octets, get(numbered_key(CatalogueTag::kInline, segment), found));
  if (!found)
    return Error{ErrorCode::kCorrupt, "a small segment is missing from the catalogue", segment, {}};
  return octets;
}

Status Catalogue::check_streams(std::uint64_t& streams) const {
  const std::unique_ptr<rocksdb::Iterator> it(database_->db->NewIterator(rocksdb::ReadOptions()));
  const std::string prefix(1, static_cast<char>(CatalogueTag::kStream));
  for (it->Seek(prefix); it->Valid() && it->key().starts_with(prefix); it->Next(), ++streams) {
    if (auto state = decode_stream(it->value().ToStringView()); !state) return state.error();
  }
  if (!it->status().ok()) return to_error(it->status());
  return {};
}

Status Catalogue::purge() {
  if (const auto flushed = database_->db->Flush(rocksdb::FlushOptions()); !flushed.ok())
    return to_error(flushed);
  rocksdb::CompactRangeOptions options;
  options.bottommost_level_compaction = rocksdb::BottommostLevelCompaction::kForce;
  if (const auto done = database_->db->CompactRange(options, nullptr, nullptr); !done.ok())
    return to_error(done);
  return {};
}

std::uint64_t Catalogue::last_change() const {
  return database_->db->GetLatestSequenceNumber();
}

Status Catalogue::copy_to(const std::string& path) const {
  std::error_code error;
  std::filesystem::remove_all(path, error);
  if (error)
    return Error{ErrorCode::kIo, "cannot tidy the folder", 0, path + ": " + error.message()};
  rocksdb::DB* raw = nullptr;
  if (const auto opened = rocksdb::DB::Open(make_options(true), path, &raw); !opened.ok())
    return to_error(opened);
  const std::unique_ptr<rocksdb::DB> copy(raw);
  const std::unique_ptr<rocksdb::Iterator> it(database_->db->NewIterator(rocksdb::ReadOptions()));
  constexpr std::size_t kBatchBytes = std::size_t{4} << 20;
  rocksdb::WriteOptions options;
  options.disableWAL = true;  // the flush below makes it durable
  rocksdb::WriteBatch batch;
  for (it->SeekToFirst(); it->Valid(); it->Next()) {
    batch.Put(it->key(), it->value());
    if (batch.GetDataSize() < kBatchBytes) continue;
    if (const auto written = copy->Write(options, &batch); !written.ok()) return to_error(written);
    batch.Clear();
  }
  if (!it->status().ok()) return to_error(it->status());
  if (const auto written = copy->Write(options, &batch); !written.ok()) return to_error(written);
  if (const auto flushed = copy->Flush(rocksdb::FlushOptions()); !flushed.ok())
    return to_error(flushed);
  return {};
}

std::uint64_t Catalogue::bytes() const {
  std::uint64_t total = 0;
  // RocksDB removes files of its own accord: one that is gone meanwhile counts nothing.
  std::error_code error;
  std::filesystem::directory_iterator at(database_->path, error);
  while (!error && at != std::filesystem::directory_iterator()) {
    std::error_code gone;
    const std::uintmax_t size = at->file_size(gone);
    if (!gone) total += size;
    at.increment(error);
  }
  return total;
}

void CatalogueChange::add_segment(const SegmentEntry& entry, std::string inline_octets) {
  put(numbered_key(CatalogueTag::kSegment, entry.number), encode_segment(entry));
  if (entry.is_inline)
    put(numbered_key(CatalogueTag::kInline, entry.number), std::move(inline_octets));
}

void CatalogueChange::put_watched(std::uint32_t segment, const record::WatchedBySource& watched) {
  put(numbered_key(CatalogueTag::kWatched, segment), encode_watched(watched));
}

void CatalogueChange::drop_segment(const SegmentEntry& entry) {
  remove(numbered_key(CatalogueTag::kSegment, entry.number));
  remove(numbered_key(CatalogueTag::kWatched, entry.number));
  if (entry.is_inline) remove(numbered_key(CatalogueTag::kInline, entry.number));
}

void CatalogueChange::put_source(record::SourceId id, const record::SourceSpec& spec) {
  put(numbered_key(CatalogueTag::kSource, id.v), encode_source(spec));
}

void CatalogueChange::put_card(record::SourceId id, const record::SourceCard& card) {
  put(numbered_key(CatalogueTag::kCard, id.v), encode_card(card));
}

void CatalogueChange::drop_source(record::SourceId id) {
  remove(numbered_key(CatalogueTag::kSource, id.v));
  remove(numbered_key(CatalogueTag::kCard, id.v));
}

void CatalogueChange::drop_stream(record::SourceId source, const record::StreamId& stream) {
  remove(stream_key(source, stream));
}

void CatalogueChange::put_label(std::uint32_t type, std::string_view text) {
  put(numbered_key(CatalogueTag::kLabel, type), std::string(text));
}

void CatalogueChange::put_stream(record::SourceId source, const record::StreamId& stream,
                                 const record::StreamState& state) {
  put(stream_key(source, stream), encode_stream(state));
}

void CatalogueChange::put_note(std::string_view key, std::string_view value) {
  put(note_key(key), std::string(value));
}

}  // namespace spoor::store
