// SPDX-License-Identifier: Apache-2.0
// Segments never change, so that one of the same number and size in a copy of the same store is the
// same. The catalogue is written anew beside the old one and put in its place last.
#include "store/rocks/backup.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <set>
#include <string_view>
#include <system_error>
#include <vector>

#include <fcntl.h>
#include <unistd.h>

#include "store/rocks/catalogue.h"
#include "store/rocks/segment_path.h"

namespace spoor::store {
namespace {

namespace fs = std::filesystem;

constexpr int kTries = 20;
constexpr std::size_t kPiece = std::size_t{1} << 20;
constexpr std::string_view kMark = "backup.txt";  // in the folder: which state it holds

Error io_error(std::string_view what, const std::string& path) {
  return Error{ErrorCode::kIo, what, 0, path + ": " + std::generic_category().message(errno)};
}

/// A descriptor that closes itself.
class File {
 public:
  File(const std::string& path, int flags) : fd_(::open(path.c_str(), flags, 0644)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] bool is_open() const noexcept { return fd_ >= 0; }
  [[nodiscard]] int number() const noexcept { return fd_; }

 private:
  int fd_;
};

Status sync_path(const std::string& path) {
  const File file(path, O_RDONLY | O_CLOEXEC);
  if (!file.is_open() || ::fsync(file.number()) != 0)
    return io_error("cannot make a file durable", path);
  return {};
}

/// Tells octets copied of octets to copy, and whether to stop.
class CopyProgress {
 public:
  CopyProgress(const record::Progress& progress, std::uint64_t total)
      : progress_(progress), total_(total) {}
  Status add(std::uint64_t octets) {
    done_ += octets;
    if (!progress_ || progress_(done_, total_)) return {};
    return Error{ErrorCode::kLimit, "stopped", 0, {}};
  }

 private:
  const record::Progress& progress_;
  std::uint64_t done_ = 0, total_;
};

Status write_all(int fd, const char* octets, std::size_t size, const std::string& path) {
  while (size > 0) {
    const ssize_t put = ::write(fd, octets, size);
    if (put < 0 && errno == EINTR) continue;
    if (put <= 0) return io_error("cannot write the copy", path);
    octets += put;
    size -= static_cast<std::size_t>(put);
  }
  return {};
}

/// Copies and makes durable. Errors: kNotFound when there is no such file.
Status copy_file(const std::string& from, const std::string& to, CopyProgress& progress) {
  const File in(from, O_RDONLY | O_CLOEXEC);
  if (!in.is_open())
    return errno == ENOENT ? Error{ErrorCode::kNotFound, "the segment is gone", 0, from}
                           : io_error("cannot read segment", from);
  const std::string unfinished = to + ".new";
  {
    const File out(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
    if (!out.is_open()) return io_error("cannot write the copy", unfinished);
    std::string piece(kPiece, '\0');
    while (true) {
      const ssize_t got = ::read(in.number(), piece.data(), piece.size());
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return io_error("cannot read segment", from);
      if (got == 0) break;
      SPOOR_CHECK(write_all(out.number(), piece.data(), static_cast<std::size_t>(got), unfinished));
      SPOOR_CHECK(progress.add(static_cast<std::uint64_t>(got)));
    }
    if (::fsync(out.number()) != 0) return io_error("cannot make a file durable", unfinished);
  }
  if (::rename(unfinished.c_str(), to.c_str()) != 0) return io_error("cannot write the copy", to);
  return {};
}

std::string hex(const record::StreamId& id) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (const std::uint8_t octet : id.octets) {
    text += kDigits[octet >> 4];
    text += kDigits[octet & 15];
  }
  return text;
}

/// What the mark says of a state.
std::string mark_of(const CatalogueContent& content, std::uint64_t change) {
  return "spoor backup 1\nstore " + hex(content.store_id) + "\nchange " + std::to_string(change) +
         "\n";
}

std::string read_mark(const std::string& folder) {
  std::ifstream in(folder + "/" + std::string(kMark));
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

Status write_mark(const std::string& folder, const std::string& text) {
  const std::string path = folder + "/" + std::string(kMark);
  const std::string unfinished = path + ".new";
  {
    const File out(unfinished, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC);
    if (!out.is_open()) return io_error("cannot write the copy", unfinished);
    SPOOR_CHECK(write_all(out.number(), text.data(), text.size(), unfinished));
    if (::fsync(out.number()) != 0) return io_error("cannot make a file durable", unfinished);
  }
  if (::rename(unfinished.c_str(), path.c_str()) != 0)
    return io_error("cannot write the copy", path);
  return sync_path(folder);
}

/// A swap that was cut between its two steps left the old catalogue under another name.
void mend_swap(const std::string& folder) {
  std::error_code ignored;
  if (!fs::exists(folder + "/catalogue", ignored) && fs::exists(folder + "/catalogue.old", ignored))
    fs::rename(folder + "/catalogue.old", folder + "/catalogue", ignored);
}

Status swap_catalogue(const std::string& folder) {
  std::error_code error;
  const std::string now = folder + "/catalogue";
  fs::remove_all(folder + "/catalogue.old", error);
  if (!error && fs::exists(now)) fs::rename(now, folder + "/catalogue.old", error);
  if (!error) fs::rename(folder + "/catalogue.new", now, error);
  if (error)
    return Error{ErrorCode::kIo, "cannot put the catalogue in its place", 0,
                 now + ": " + error.message()};
  SPOOR_CHECK(sync_path(folder));
  fs::remove_all(folder + "/catalogue.old", error);
  return {};
}

/// Whether `folder` may hold a copy of this store. Errors: kInvalid, kIo.
Status check_folder(const std::string& folder, const CatalogueContent& content) {
  std::error_code error;
  fs::create_directories(segment_directory(folder), error);
  if (error)
    return Error{ErrorCode::kIo, "cannot make the folder", 0, folder + ": " + error.message()};
  mend_swap(folder);
  if (fs::exists(folder + "/catalogue/CURRENT")) {
    SPOOR_TRY(const auto held, Catalogue::open(folder, CatalogueMode::kReadOnly));
    SPOOR_TRY(const CatalogueContent before, held->load());
    if (before.store_id == content.store_id) return {};
    return Error{ErrorCode::kInvalid, "the folder holds another store: give this one its own", 0,
                 folder};
  }
  if (fs::is_empty(segment_directory(folder))) return {};
  const std::string mark = read_mark(folder);
  if (mark.empty() || mark.find(hex(content.store_id)) != std::string::npos) return {};
  return Error{ErrorCode::kInvalid, "the folder holds something else: give the backup its own", 0,
               folder};
}

bool has_file(const std::string& path, std::uint64_t bytes) {
  std::error_code error;
  const std::uintmax_t size = fs::file_size(path, error);
  return !error && size == bytes;
}

/// Segments of `content` that the folder lacks.
std::vector<SegmentEntry> missing_segments(const CatalogueContent& content,
                                           const std::string& folder) {
  std::vector<SegmentEntry> missing;
  for (const SegmentEntry& entry : content.segments) {
    if (!entry.is_inline && !has_file(segment_path(folder, entry.number), entry.bytes))
      missing.push_back(entry);
  }
  return missing;
}

Status copy_segments(const std::string& directory, const std::string& folder,
                     const std::vector<SegmentEntry>& missing, const record::Progress& progress,
                     BackupSummary& summary) {
  std::uint64_t total = 0;
  for (const SegmentEntry& entry : missing) total += entry.bytes;
  CopyProgress copied(progress, total);
  for (const SegmentEntry& entry : missing) {
    SPOOR_CHECK(copy_file(segment_path(directory, entry.number), segment_path(folder, entry.number),
                          copied));
    ++summary.copied;
    summary.bytes += entry.bytes;
  }
  return missing.empty() ? Status() : sync_path(segment_directory(folder));
}

/// Files of segments that the catalogue does not list.
Result<std::uint64_t> remove_others(const std::string& folder, const CatalogueContent& content) {
  std::set<std::uint32_t> listed;
  for (const SegmentEntry& entry : content.segments) {
    if (!entry.is_inline) listed.insert(entry.number);
  }
  std::uint64_t removed = 0;
  std::error_code error;
  std::vector<fs::path> others;
  for (const auto& file : fs::directory_iterator(segment_directory(folder), error)) {
    const auto number = segment_number(file.path().filename().string());
    if (!number || !listed.contains(*number)) others.push_back(file.path());
  }
  for (const fs::path& path : others) removed += fs::remove(path, error) ? 1U : 0U;
  if (error)
    return Error{ErrorCode::kIo, "cannot tidy the folder", 0, folder + ": " + error.message()};
  return removed;
}

/// One try. Errors: kNotFound with a segment's path when the store merged it away meanwhile.
Result<BackupSummary> copy_once(const std::string& directory, const std::string& folder,
                                const record::Progress& progress) {
  SPOOR_TRY(const auto catalogue, Catalogue::open(directory, CatalogueMode::kReadOnly));
  SPOOR_TRY(const CatalogueContent content, catalogue->load());
  SPOOR_CHECK(check_folder(folder, content));
  BackupSummary summary;
  for (const SegmentEntry& entry : content.segments) summary.segments += entry.is_inline ? 0 : 1;
  const std::vector<SegmentEntry> missing = missing_segments(content, folder);
  const std::string mark = mark_of(content, catalogue->last_change());
  if (missing.empty() && read_mark(folder) == mark && fs::exists(folder + "/catalogue/CURRENT"))
    return summary;
  summary.is_changed = true;
  SPOOR_CHECK(copy_segments(directory, folder, missing, progress, summary));
  SPOOR_CHECK(catalogue->copy_to(folder + "/catalogue.new"));
  SPOOR_CHECK(swap_catalogue(folder));
  SPOOR_TRY(summary.removed, remove_others(folder, content));
  SPOOR_CHECK(write_mark(folder, mark));
  return summary;
}

}  // namespace

Result<BackupSummary> back_up_store(const std::string& directory, const std::string& folder,
                                    const record::Progress& progress) {
  std::uint64_t copied = 0, bytes = 0;  // of tries that were overtaken: they stay copied
  for (int i = 0; i < kTries; ++i) {
    auto done = copy_once(directory, folder, progress);
    if (done) {
      done->copied += copied;
      done->bytes += bytes;
      return done;
    }
    // RocksDB and the merging of segments remove what is old: the next look finds what is new.
    const bool is_overtaken = done.error().code == ErrorCode::kNotFound &&
                              done.error().where.find(segment_directory(directory)) == 0;
    if (!is_overtaken) return done.error();
  }
  return Error{ErrorCode::kLimit, "the store changes faster than it can be copied: try again later",
               0, directory};
}

Result<BackupSummary> restore_store(const std::string& folder, const std::string& directory,
                                    const record::Progress& progress) {
  std::error_code error;
  if (fs::exists(directory, error) && !fs::is_empty(directory, error))
    return Error{ErrorCode::kInvalid,
                 "there is something already: a store is restored to a new place", 0, directory};
  if (read_mark(folder).empty())
    return Error{ErrorCode::kNotFound, "no finished backup here; 'spoor backup' makes one", 0,
                 folder};
  SPOOR_TRY(const BackupSummary summary, back_up_store(folder, directory, progress));
  fs::remove(directory + "/" + std::string(kMark), error);
  return summary;
}

}  // namespace spoor::store
