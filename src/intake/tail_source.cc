// SPDX-License-Identifier: Apache-2.0
// Looks at size and name now and then; inotify would tell no more, and not of every file system.
#include "intake/tail_source.h"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <ctime>
#include <thread>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace spoor::intake {
namespace {

constexpr auto kNap = std::chrono::milliseconds(50);  // so long a signal may wait
constexpr std::uint64_t kBackwards = std::uint64_t{64} << 10;

Error system_error(std::string_view what, const std::string& path) {
  const ErrorCode code = errno == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo;
  return {code, what, 0, path + " (" + std::strerror(errno) + ")"};
}

FileId id_of(const struct stat& status) {
  return {static_cast<std::uint64_t>(status.st_dev), static_cast<std::uint64_t>(status.st_ino)};
}

bool is_blank(std::uint8_t c) noexcept {
  return c == '\n' || c == '\r' || c == ' ' || c == '\t';
}

/// Behind the line end of the last line in `octets` that is ended and not blank; 0: there is none.
std::size_t end_of_lines(Bytes octets) {
  std::size_t end = octets.size();
  while (end > 0 && octets[end - 1] != '\n') --end;
  std::size_t text = end;
  while (text > 0 && is_blank(octets[text - 1])) --text;
  if (text == 0) return 0;
  while (octets[text] != '\n') ++text;  // blanks behind the text
  return text + 1;
}

}  // namespace

Result<std::unique_ptr<TailSource>> TailSource::open(const std::string& path,
                                                     const TailOptions& options) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor < 0) return system_error("cannot open", path);
  struct stat status{};
  if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
    ::close(descriptor);
    return Error{ErrorCode::kInvalid, "is no file that could be followed", 0, path};
  }
  return std::unique_ptr<TailSource>(new TailSource(path, options, descriptor, id_of(status)));
}

TailSource::~TailSource() {
  ::close(descriptor_);
}

Result<std::size_t> TailSource::read_at(std::uint64_t offset, std::span<std::uint8_t> out) const {
  for (;;) {
    const ssize_t got = ::pread(descriptor_, out.data(), out.size(), static_cast<off_t>(offset));
    if (got >= 0) return static_cast<std::size_t>(got);
    if (errno != EINTR) return system_error("cannot read", path_);
  }
}

void TailSource::remember(Bytes octets) {
  const std::size_t taken = std::min(octets.size(), last_.size());
  const std::size_t kept = std::min(last_size_, last_.size() - taken);
  std::memmove(last_.data(), last_.data() + (last_size_ - kept), kept);
  std::memcpy(last_.data() + kept, octets.data() + (octets.size() - taken), taken);
  last_size_ = kept + taken;
}

/// Whether other octets stand where it was read: a file that was truncated and has grown again.
Result<bool> TailSource::is_changed_before_here() const {
  std::array<std::uint8_t, 64> now{};
  SPOOR_TRY(const std::size_t got, read_at(offset_ - last_size_, std::span(now).first(last_size_)));
  return got != last_size_ || std::memcmp(now.data(), last_.data(), last_size_) != 0;
}

/// Looks backwards from `size` for the end of the last whole line.
Status TailSource::find_limit(std::uint64_t size) {
  std::vector<std::uint8_t> octets;
  for (std::uint64_t window = kBackwards;; window *= 2) {
    const std::uint64_t from = size - std::min(size - offset_, window);
    octets.resize(static_cast<std::size_t>(size - from));
    SPOOR_TRY(const std::size_t got, read_at(from, octets));
    if (const std::size_t end = end_of_lines(Bytes(octets).first(got)); end > 0) {
      limit_ = from + end;
      return {};
    }
    if (from == offset_) break;
    if (window >= kLongLine) {  // no line is so long: who reads it passes over it
      limit_ = size;
      return {};
    }
  }
  return {};
}

void TailSource::end_by_truncation() noexcept {
  limit_ = offset_;
  is_over_ = was_truncated_ = true;
}

bool TailSource::is_replaced() const {
  struct stat status{};
  return ::stat(path_.c_str(), &status) == 0 && !(id_of(status) == id_);
}

Status TailSource::look() {
  const auto now = static_cast<std::uint32_t>(std::time(nullptr));
  const bool has_read_all = offset_ == limit_;  // of what the last look saw
  const bool is_replaced_now = is_replaced();   // before the size: what comes later is of another
  struct stat status{};
  if (::fstat(descriptor_, &status) != 0) return system_error("cannot read", path_);
  const auto size = static_cast<std::uint64_t>(status.st_size);
  if (size < size_ || size < offset_) {
    end_by_truncation();
    return {};
  }
  if (has_read_all && !is_replaced_now) {
    looked_ = last_look_;
    last_look_ = now;
  }
  if (size > size_) {
    size_ = size;
    grew_ = std::chrono::steady_clock::now();
    SPOOR_TRY(const bool is_changed, is_changed_before_here());
    if (is_changed) {
      end_by_truncation();
      return {};
    }
    return find_limit(size);
  }
  if (is_stopped()) {
    is_over_ = true;
  } else if (is_replaced_now && std::chrono::steady_clock::now() - grew_ >= options_.quiet) {
    limit_ = size_;
    is_over_ = true;
  }
  return {};
}

void TailSource::wait() const {
  const auto until = std::chrono::steady_clock::now() + options_.look;
  while (!is_stopped() && std::chrono::steady_clock::now() < until)
    std::this_thread::sleep_for(std::min<std::chrono::milliseconds>(kNap, options_.look));
}

Result<std::size_t> TailSource::read(std::span<std::uint8_t> out) {
  for (bool has_waited = false;; has_waited = true) {
    if (offset_ == limit_ && !is_over_) SPOOR_CHECK(look());
    if (offset_ < limit_ && !is_stopped()) {
      const auto wanted =
          static_cast<std::size_t>(std::min<std::uint64_t>(out.size(), limit_ - offset_));
      SPOOR_TRY(const std::size_t got, read_at(offset_, out.first(wanted)));
      if (got == 0) end_by_truncation();
      remember(Bytes(out).first(got));
      offset_ += got;
      return got;
    }
    if (is_stopped()) is_over_ = true;
    if (is_over_ || has_waited) return std::size_t{0};
    wait();
  }
}

Result<std::string> TailSource::peek_head(std::size_t most, std::size_t known) {
  for (bool has_waited = false;; has_waited = true) {
    if (!is_over_) SPOOR_CHECK(look());
    const auto there = static_cast<std::size_t>(std::min<std::uint64_t>(most, limit_));
    if (there > known || is_over_ || has_waited) {
      std::string head(there, '\0');
      SPOOR_TRY(const std::size_t got,
                read_at(0, {reinterpret_cast<std::uint8_t*>(head.data()), head.size()}));
      head.resize(got);
      return head;
    }
    wait();
  }
}

}  // namespace spoor::intake
