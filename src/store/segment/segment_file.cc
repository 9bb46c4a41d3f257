// SPDX-License-Identifier: Apache-2.0
#include "store/segment/segment_file.h"

#include <cerrno>
#include <system_error>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace spoor::store {
namespace {

constexpr std::size_t kWriteBytes = std::size_t{1} << 20;

Error io_error(std::string_view what, const std::string& path) {
  return Error{ErrorCode::kIo, what, 0, path + ": " + std::generic_category().message(errno)};
}

class FileSource final : public SegmentSource {
 public:
  FileSource(std::string path, int fd, std::uint64_t size)
      : path_(std::move(path)), fd_(fd), size_(size) {}
  ~FileSource() override { ::close(fd_); }
  FileSource(const FileSource&) = delete;
  FileSource& operator=(const FileSource&) = delete;

  Status read(std::uint64_t offset, std::size_t size, std::string& out) const override {
    if (offset > size_ || size > size_ - offset)
      return Error{ErrorCode::kCorrupt, "segment ends too early", 0, path_};
    out.resize(size);
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got =
          ::pread(fd_, out.data() + done, size - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return io_error("cannot read segment", path_);
      if (got == 0) return Error{ErrorCode::kCorrupt, "segment ends too early", 0, path_};
      done += static_cast<std::size_t>(got);
    }
    return {};
  }
  [[nodiscard]] std::uint64_t size() const noexcept override { return size_; }
  [[nodiscard]] const std::string& name() const noexcept override { return path_; }

 private:
  std::string path_;
  int fd_;
  std::uint64_t size_;
};

class MemorySource final : public SegmentSource {
 public:
  MemorySource(std::string name, std::string octets)
      : name_(std::move(name)), octets_(std::move(octets)) {}

  Status read(std::uint64_t offset, std::size_t size, std::string& out) const override {
    if (offset > octets_.size() || size > octets_.size() - offset) {
      return Error{ErrorCode::kCorrupt, "segment ends too early", 0, name_};
    }
    out.assign(octets_, static_cast<std::size_t>(offset), size);
    return {};
  }
  [[nodiscard]] std::uint64_t size() const noexcept override { return octets_.size(); }
  [[nodiscard]] const std::string& name() const noexcept override { return name_; }

 private:
  std::string name_;
  std::string octets_;
};

}  // namespace

SegmentSink::~SegmentSink() {
  if (fd_ >= 0) ::close(fd_);
}

Status SegmentSink::append(std::string_view octets) {
  buffer_ += octets;
  if (fd_ < 0 && buffer_.size() > inline_limit_) {
    fd_ = ::open(path_.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, 0644);
    if (fd_ < 0) return io_error("cannot create segment", path_);
  }
  if (fd_ >= 0 && buffer_.size() >= kWriteBytes) return flush();
  return {};
}

Status SegmentSink::flush() {
  std::size_t done = 0;
  while (done < buffer_.size()) {
    const ssize_t put = ::write(fd_, buffer_.data() + done, buffer_.size() - done);
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return io_error("cannot write segment", path_);
    done += static_cast<std::size_t>(put);
  }
  written_ += buffer_.size();
  buffer_.clear();
  return {};
}

Status SegmentSink::finish() {
  if (fd_ < 0) return {};
  SPOOR_CHECK(flush());
  if (::fsync(fd_) != 0) return io_error("cannot make segment durable", path_);
  const std::string directory = path_.substr(0, path_.find_last_of('/'));
  const int dir = ::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (dir < 0) return io_error("cannot open store directory", directory);
  const int synced = ::fsync(dir);
  ::close(dir);
  if (synced != 0) return io_error("cannot make store directory durable", directory);
  return {};
}

void SegmentSink::abandon() {
  if (fd_ < 0) return;
  ::close(fd_);
  fd_ = -1;
  ::unlink(path_.c_str());
}

Result<std::unique_ptr<SegmentSource>> SegmentSource::open_file(const std::string& path) {
  const int fd = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return io_error("cannot open segment", path);
  struct stat info{};
  if (::fstat(fd, &info) != 0) {
    ::close(fd);
    return io_error("cannot stat segment", path);
  }
  return std::unique_ptr<SegmentSource>(
      new FileSource(path, fd, static_cast<std::uint64_t>(info.st_size)));
}

std::unique_ptr<SegmentSource> SegmentSource::from_memory(std::string name, std::string octets) {
  return std::make_unique<MemorySource>(std::move(name), std::move(octets));
}

}  // namespace spoor::store
