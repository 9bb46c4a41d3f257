// SPDX-License-Identifier: Apache-2.0
#include "transport/spool_files.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

namespace spoor::transport {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kStateHead = "spoor-spool 1\n";
constexpr std::string_view kStateName = "next";
constexpr std::string_view kNewName = "new.tmp";
constexpr std::string_view kRefusedBeginning = "refused-";
constexpr std::string_view kBatchEnding = ".batch";
constexpr std::size_t kSequenceDigits = 20;
constexpr std::uint64_t kMostFileOctets = std::uint64_t{64} << 20;

Error io_error(std::string_view what, const std::string& path) {
  return {ErrorCode::kIo, what, 0, path + ": " + std::generic_category().message(errno)};
}

Error write_error(const std::string& path) {
  const bool is_full = errno == ENOSPC || errno == EDQUOT;
  return io_error(is_full ? kNoRoom : std::string_view("cannot be written"), path);
}

Error folder_error(const std::string& directory, const std::error_code& error) {
  return {ErrorCode::kIo, "the spool's folder cannot be read", 0,
          directory + ": " + error.message()};
}

class File {
 public:
  explicit File(int fd) noexcept : fd_(fd) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  [[nodiscard]] int get() const noexcept { return fd_; }

 private:
  int fd_;
};

bool write_all(int fd, std::string_view octets) {
  while (!octets.empty()) {
    const ssize_t n = ::write(fd, octets.data(), octets.size());
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) return false;
    octets.remove_prefix(static_cast<std::size_t>(n));
  }
  return true;
}

Result<std::string> read_whole(const std::string& path) {
  const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  struct stat status{};
  if (file.get() < 0 || ::fstat(file.get(), &status) != 0) return io_error("cannot be read", path);
  if (status.st_size < 0 || static_cast<std::uint64_t>(status.st_size) > kMostFileOctets)
    return Error{ErrorCode::kCorrupt, "too large for a file of a spool", 0, path};
  std::string octets(static_cast<std::size_t>(status.st_size), '\0');
  std::size_t got = 0;
  while (got < octets.size()) {
    const ssize_t n = ::read(file.get(), octets.data() + got, octets.size() - got);
    if (n < 0 && errno == EINTR) continue;
    if (n < 0) return io_error("cannot be read", path);
    if (n == 0) break;
    got += static_cast<std::size_t>(n);
  }
  octets.resize(got);
  return octets;
}

/// The number of a name like 00000000000000000017.batch.
std::optional<std::uint64_t> sequence_of(std::string_view name) {
  if (name.size() != kSequenceDigits + kBatchEnding.size() || !name.ends_with(kBatchEnding))
    return std::nullopt;
  std::uint64_t sequence = 0;
  const char* const begin = name.data();
  const auto [end, fault] = std::from_chars(begin, begin + kSequenceDigits, sequence);
  if (fault != std::errc() || end != begin + kSequenceDigits) return std::nullopt;
  return sequence;
}

}  // namespace

std::string stream_text(const record::StreamId& stream) {
  std::string out;
  for (const std::uint8_t octet : stream.octets) out += fmt::format("{:02x}", octet);
  return out;
}

Result<SpoolFiles> SpoolFiles::open(std::string directory) {
  std::error_code error;
  fs::create_directories(directory, error);
  if (error) {
    return Error{ErrorCode::kIo, "the spool's folder cannot be made", 0,
                 directory + ": " + error.message()};
  }
  SpoolFiles files(std::move(directory));
  const std::string path = files.path("spool.lock");
  files.lock_ = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (files.lock_ < 0) return io_error("cannot be made", path);
  if (::flock(files.lock_, LOCK_EX | LOCK_NB) != 0) {
    return Error{ErrorCode::kDenied, "another sensor uses this spool: give each one its own", 0,
                 files.directory_};
  }
  return files;
}

SpoolFiles::SpoolFiles(SpoolFiles&& other) noexcept
    : directory_(std::move(other.directory_)), lock_(std::exchange(other.lock_, -1)) {}

SpoolFiles::~SpoolFiles() {
  if (lock_ >= 0) ::close(lock_);
}

std::string SpoolFiles::path(std::string_view name) const {
  return (fs::path(directory_) / name).string();
}

std::string SpoolFiles::batch_path(std::uint64_t number) const {
  return path(fmt::format("{:020}{}", number, kBatchEnding));
}

Status SpoolFiles::sync_directory() const {
  const File folder(::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.get() < 0 || ::fsync(folder.get()) != 0) return write_error(directory_);
  return {};
}

Status SpoolFiles::write_whole(const std::string& to, std::string_view octets) const {
  const std::string fresh = path(kNewName);
  {
    const File file(::open(fresh.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (file.get() < 0) return write_error(fresh);
    if (!write_all(file.get(), octets) || ::fsync(file.get()) != 0) {
      const Error error = write_error(fresh);
      ::unlink(fresh.c_str());  // so that its room is free again
      return error;
    }
  }
  if (::rename(fresh.c_str(), to.c_str()) != 0) return write_error(to);
  return sync_directory();
}

Result<std::uint64_t> SpoolFiles::read_next() const {
  const std::string name = path(kStateName);
  if (::access(name.c_str(), F_OK) != 0) return 0;
  SPOOR_TRY(const std::string text, read_whole(name));
  std::uint64_t next = 0;
  const char* const end = text.data() + text.size();
  if (text.starts_with(kStateHead)) {
    const auto [at, fault] = std::from_chars(text.data() + kStateHead.size(), end, next);
    if (fault == std::errc() && end - at == 1 && *at == '\n') return next;
  }
  return Error{ErrorCode::kCorrupt, "this is no state of a spool: move the folder away", 0, name};
}

Status SpoolFiles::write_next(std::uint64_t next) const {
  return write_whole(path(kStateName), fmt::format("{}{}\n", kStateHead, next));
}

Result<std::vector<std::pair<std::uint64_t, std::uint64_t>>> SpoolFiles::list() const {
  ::unlink(path(kNewName).c_str());
  std::vector<std::pair<std::uint64_t, std::uint64_t>> found;
  std::error_code error;
  for (fs::directory_iterator at(directory_, error), end; !error && at != end;
       at.increment(error)) {
    const auto sequence = sequence_of(at->path().filename().string());
    if (!sequence) continue;
    const std::uint64_t octets = at->file_size(error);
    if (!error) found.emplace_back(*sequence, octets);
  }
  if (error) return folder_error(directory_, error);
  std::sort(found.begin(), found.end());
  return found;
}

Result<std::string> SpoolFiles::read(std::uint64_t number) const {
  return read_whole(batch_path(number));
}

Status SpoolFiles::write(std::uint64_t number, std::string_view frame) const {
  return write_whole(batch_path(number), frame);
}

Status SpoolFiles::remove(std::uint64_t number) const {
  const std::string name = batch_path(number);
  if (::unlink(name.c_str()) != 0 && errno != ENOENT) return io_error("cannot be deleted", name);
  return {};
}

Result<std::uint64_t> SpoolFiles::refused_octets() const {
  std::uint64_t octets = 0;
  std::error_code error;
  for (fs::directory_iterator at(directory_, error), end; !error && at != end;
       at.increment(error)) {
    if (at->path().filename().string().starts_with(kRefusedBeginning))
      octets += at->file_size(error);
  }
  if (error) return folder_error(directory_, error);
  return octets;
}

Status SpoolFiles::keep_refused(std::uint64_t number) const {
  const std::string from = batch_path(number);
  const std::string to = path(fmt::format("{}{:020}", kRefusedBeginning, number));
  if (::link(from.c_str(), to.c_str()) != 0 && errno != EEXIST)
    return io_error("cannot be kept aside", to);
  return {};
}

}  // namespace spoor::transport
