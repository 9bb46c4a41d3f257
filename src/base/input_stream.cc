// SPDX-License-Identifier: Apache-2.0
// One buffer that slides over the content. Octets are hashed just before the buffer moves on, while
// they are still in the cache, and a plain file is read straight into it.
#include "base/input_stream.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <optional>
#include <string>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>
#if defined(__x86_64__) && __has_include(<xxh_x86dispatch.h>)
#include <xxh_x86dispatch.h>  // the same digest by the widest vectors that the machine has
#else
#include <xxhash.h>
#endif

#include "base/input_stream_decoders.h"

namespace spoor {
namespace {

using internal::Compression;

// Small enough to stay in a core's second-level cache between read and hash.
constexpr std::size_t kBufferSize = std::size_t{256} << 10;
constexpr std::size_t kMagicSize = internal::kMagicSize;

Error system_error(std::string_view what, const std::string& path) {
  const int number = errno;
  const ErrorCode code = number == ENOENT ? ErrorCode::kNotFound : ErrorCode::kIo;
  return {code, what, 0, fmt::format("{} ({})", path, std::strerror(number))};
}

/// XXH3 over what was consumed.
class RunningDigest {
 public:
  RunningDigest() = default;
  ~RunningDigest() { XXH3_freeState(state_); }
  RunningDigest(const RunningDigest&) = delete;
  RunningDigest& operator=(const RunningDigest&) = delete;

  void start(std::uint64_t seed) {
    if (state_ == nullptr) state_ = XXH3_createState();
    XXH3_128bits_reset_withSeed(state_, seed);
  }
  void add(Bytes octets) {
    if (state_ != nullptr && !octets.empty())
      XXH3_128bits_update(state_, octets.data(), octets.size());
  }
  [[nodiscard]] Digest128 with(Bytes salt) const {
    Digest128 digest{};
    if (state_ == nullptr) return digest;
    XXH3_state_t* copy = XXH3_createState();
    XXH3_copyState(copy, state_);
    if (!salt.empty()) XXH3_128bits_update(copy, salt.data(), salt.size());
    XXH128_canonical_t canonical;
    XXH128_canonicalFromHash(&canonical, XXH3_128bits_digest(copy));
    XXH3_freeState(copy);
    std::memcpy(digest.data(), canonical.digest, digest.size());
    return digest;
  }

 private:
  XXH3_state_t* state_ = nullptr;
};

/// The octets of a file as they lie there.
class FileSource final : public ByteSource {
 public:
  FileSource(int descriptor, std::string path) : descriptor_(descriptor), path_(std::move(path)) {}
  ~FileSource() override {
    if (descriptor_ != STDIN_FILENO) close(descriptor_);
  }

  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    for (;;) {
      const ssize_t got = ::read(descriptor_, out.data(), out.size());
      if (got >= 0) return static_cast<std::size_t>(got);
      if (errno != EINTR) return system_error("cannot read", path_);
    }
  }

 private:
  int descriptor_;
  std::string path_;
};

/// A source behind one window, or read straight through.
class SourceInput final : public internal::RawInput {
 public:
  explicit SourceInput(ByteSource& source) : source_(source) {}

  /// Reads the first octets, to tell what they are. An error waits behind those that came.
  Bytes peek_magic() {
    while (end_ < kMagicSize && !failure_) {
      const auto got = read_some(std::span(magic_).subspan(end_));
      if (!got || *got == 0) break;
      end_ += *got;
    }
    window_ = magic_.data();
    return Bytes(magic_).first(end_);
  }

  Result<Bytes> peek() override {
    if (begin_ == end_) {
      if (buffer_ == nullptr) buffer_ = std::make_unique_for_overwrite<std::uint8_t[]>(kBufferSize);
      SPOOR_TRY(end_, read_some({buffer_.get(), kBufferSize}));
      begin_ = 0;
      window_ = buffer_.get();
    }
    return Bytes(window_ + begin_, end_ - begin_);
  }
  void advance(std::size_t n) override { begin_ += std::min(n, end_ - begin_); }

  /// Into the caller's buffer, past our own. 0 at the end.
  Result<std::size_t> read(std::span<std::uint8_t> out) {
    if (begin_ == end_) return read_some(out);
    const std::size_t n = std::min(out.size(), end_ - begin_);
    std::memcpy(out.data(), window_ + begin_, n);
    begin_ += n;
    return n;
  }

  [[nodiscard]] std::uint64_t raw_offset() const noexcept { return read_ - (end_ - begin_); }
  [[nodiscard]] const std::optional<Error>& failure() const noexcept { return failure_; }
  [[nodiscard]] bool may_grow() const noexcept { return !failure_ && source_.may_grow(); }

 private:
  Result<std::size_t> read_some(std::span<std::uint8_t> out) {
    if (failure_) return *failure_;
    if (is_over_) return std::size_t{0};
    auto got = source_.read(out);
    if (!got) {
      failure_ = got.error();
      return got;
    }
    read_ += *got;
    is_over_ = *got == 0 && !source_.may_grow();
    return got;
  }

  ByteSource& source_;
  std::optional<Error> failure_;
  bool is_over_ = false;  // whoever reached the end or an error is not asked again
  std::array<std::uint8_t, kMagicSize> magic_{};
  std::unique_ptr<std::uint8_t[]> buffer_;
  const std::uint8_t* window_ = nullptr;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  std::uint64_t read_ = 0;
};

/// Octets in memory, as a file's.
class MemoryInput final : public internal::RawInput {
 public:
  explicit MemoryInput(Bytes content) : left_(content) {}
  Result<Bytes> peek() override { return left_; }
  void advance(std::size_t n) override { left_ = left_.subspan(std::min(n, left_.size())); }
  [[nodiscard]] std::size_t left() const noexcept { return left_.size(); }

 private:
  Bytes left_;
};

std::string_view name_of(Compression compression) {
  constexpr std::array<std::string_view, 5> kNames{"", "gzip", "zstd", "xz", "lz4"};
  return kNames[static_cast<std::size_t>(compression)];
}

/// What all streams share: the buffer, the offset, the digest.
class BufferedStream : public InputStream {
 public:
  explicit BufferedStream(std::string path) : path_(std::move(path)) {}

  Result<Bytes> fill(std::size_t wanted) override {
    if (end_ - begin_ < wanted) SPOOR_CHECK(read_on(wanted));
    return Bytes(buffer_.get() + begin_, end_ - begin_);
  }
  [[nodiscard]] Status fault() const override {
    if (!broken_) return {};
    Error error = *broken_;
    error.offset = offset_ + (end_ - begin_);
    if (error.where.empty()) error.where = path_;
    return error;
  }
  void consume(std::size_t n) override {
    n = std::min(n, end_ - begin_);
    begin_ += n;
    offset_ += n;
  }
  [[nodiscard]] std::uint64_t offset() const noexcept override { return offset_; }
  void start_digest(std::uint64_t seed) override { digest_.start(seed); }
  [[nodiscard]] Digest128 digest(Bytes salt) override {
    hash_consumed();
    return digest_.with(salt);
  }
  [[nodiscard]] const std::string& path() const noexcept override { return path_; }
  [[nodiscard]] bool is_waiting() const noexcept override { return is_waiting_; }

 protected:
  /// Reads into `out` and sets `done`; nothing done and no error is the end.
  virtual Status read_into(std::span<std::uint8_t> out, std::size_t& done) = 0;

 private:
  Status read_on(std::size_t wanted) {
    if (wanted > kMaxFill)
      return Error{ErrorCode::kLimit, "more wanted at once than fits in memory", 0, path_};
    if (!ended_) slide(wanted);
    while (!ended_ && end_ - begin_ < wanted) {
      std::size_t done = 0;
      const Status state = read_into({buffer_.get() + end_, capacity_ - end_}, done);
      end_ += done;
      ended_ = !state || (done == 0 && !may_grow());
      is_waiting_ = done == 0 && !ended_;
      if (!state) broken_ = state.error();
      if (is_waiting_) break;
    }
    return end_ == begin_ ? fault() : Status();
  }

  // Makes room for `wanted` octets from the first unread one on.
  void slide(std::size_t wanted) {
    hash_consumed();
    const std::size_t kept = end_ - begin_;
    if (wanted > capacity_) {
      const std::size_t capacity = std::max(kBufferSize, wanted);
      auto bigger = std::make_unique_for_overwrite<std::uint8_t[]>(capacity);
      if (kept != 0) std::memcpy(bigger.get(), buffer_.get() + begin_, kept);
      buffer_ = std::move(bigger);
      capacity_ = capacity;
    } else if (kept != 0) {
      std::memmove(buffer_.get(), buffer_.get() + begin_, kept);
    }
    begin_ = hashed_ = 0;
    end_ = kept;
  }
  void hash_consumed() {
    digest_.add(Bytes(buffer_.get() + hashed_, begin_ - hashed_));
    hashed_ = begin_;
  }

  std::string path_;
  std::unique_ptr<std::uint8_t[]> buffer_;
  std::size_t capacity_ = 0;
  std::size_t begin_ = 0;   // first unread octet
  std::size_t end_ = 0;     // behind the last octet at hand
  std::size_t hashed_ = 0;  // the digest covers what lies before; never behind begin_
  std::uint64_t offset_ = 0;
  bool ended_ = false;
  bool is_waiting_ = false;
  std::optional<Error> broken_;
  RunningDigest digest_;
};

/// A source, decompressed.
class SourceStream final : public BufferedStream {
 public:
  SourceStream(std::string name, ByteSource& source)
      : BufferedStream(std::move(name)),
        input_(source),
        compression_(internal::recognise_compression(input_.peek_magic())),
        decoder_(internal::make_decoder(compression_, input_)) {}
  /// A file, which the stream owns.
  SourceStream(std::string path, std::unique_ptr<FileSource> file, std::uint64_t size)
      : SourceStream(std::move(path), *file) {
    file_ = std::move(file);
    raw_size_ = size;
  }

  [[nodiscard]] const std::optional<Error>& failure() const noexcept { return input_.failure(); }
  [[nodiscard]] bool source_failed() const noexcept override {
    return input_.failure().has_value();
  }
  [[nodiscard]] bool may_grow() const noexcept override {
    return decoder_ == nullptr && input_.may_grow();
  }
  [[nodiscard]] std::uint64_t raw_offset() const noexcept override { return input_.raw_offset(); }
  [[nodiscard]] std::uint64_t raw_size() const noexcept override { return raw_size_; }
  [[nodiscard]] std::string_view compression() const noexcept override {
    return name_of(compression_);
  }

 protected:
  Status read_into(std::span<std::uint8_t> out, std::size_t& done) override {
    if (decoder_ != nullptr) return decoder_->decode(out, done);
    SPOOR_TRY(done, input_.read(out));
    return {};
  }

 private:
  std::unique_ptr<FileSource> file_;
  SourceInput input_;
  Compression compression_;
  std::unique_ptr<internal::Decoder> decoder_;
  std::uint64_t raw_size_ = 0;
};

/// Compressed content in memory.
class MemoryStream final : public BufferedStream {
 public:
  MemoryStream(Bytes content, Compression compression)
      : BufferedStream("memory"),
        input_(content),
        decoder_(internal::make_decoder(compression, input_)),
        compression_(compression),
        raw_size_(content.size()) {}

  [[nodiscard]] std::uint64_t raw_offset() const noexcept override {
    return raw_size_ - input_.left();
  }
  [[nodiscard]] std::uint64_t raw_size() const noexcept override { return raw_size_; }
  [[nodiscard]] std::string_view compression() const noexcept override {
    return name_of(compression_);
  }

 protected:
  Status read_into(std::span<std::uint8_t> out, std::size_t& done) override {
    return decoder_->decode(out, done);
  }

 private:
  MemoryInput input_;
  std::unique_ptr<internal::Decoder> decoder_;
  Compression compression_;
  std::uint64_t raw_size_;
};

/// Plain content in memory: a view of it, no buffer.
class ViewStream final : public InputStream {
 public:
  explicit ViewStream(Bytes content) : content_(content) {}

  Result<Bytes> fill(std::size_t wanted) override {
    if (wanted > kMaxFill)
      return Error{ErrorCode::kLimit, "more wanted at once than fits in memory", 0, path_};
    return content_.subspan(offset_);
  }
  void consume(std::size_t n) override { offset_ += std::min(n, content_.size() - offset_); }
  [[nodiscard]] std::uint64_t offset() const noexcept override { return offset_; }
  void start_digest(std::uint64_t seed) override { digest_.start(seed); }
  [[nodiscard]] Digest128 digest(Bytes salt) override {
    digest_.add(content_.subspan(hashed_, offset_ - hashed_));
    hashed_ = offset_;
    return digest_.with(salt);
  }
  [[nodiscard]] std::uint64_t raw_offset() const noexcept override { return offset_; }
  [[nodiscard]] std::uint64_t raw_size() const noexcept override { return content_.size(); }
  [[nodiscard]] const std::string& path() const noexcept override { return path_; }
  [[nodiscard]] std::string_view compression() const noexcept override { return ""; }

 private:
  Bytes content_;
  std::string path_ = "memory";
  std::size_t offset_ = 0;
  std::size_t hashed_ = 0;
  RunningDigest digest_;
};

}  // namespace

Result<std::unique_ptr<InputStream>> InputStream::open(const std::string& path) {
  const int descriptor = path == "-" ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (descriptor < 0) return system_error("cannot open", path);
  auto file = std::make_unique<FileSource>(descriptor, path);
  struct stat status{};
  if (fstat(descriptor, &status) != 0) return system_error("cannot open", path);
  if (S_ISDIR(status.st_mode)) return Error{ErrorCode::kIo, "is a directory, not a file", 0, path};
  posix_fadvise(descriptor, 0, 0, POSIX_FADV_SEQUENTIAL);
  const std::uint64_t size =
      S_ISREG(status.st_mode) ? static_cast<std::uint64_t>(status.st_size) : 0;
  auto stream = std::make_unique<SourceStream>(path, std::move(file), size);
  if (stream->failure()) return *stream->failure();
  return std::unique_ptr<InputStream>(std::move(stream));
}

std::unique_ptr<InputStream> InputStream::from_source(ByteSource& source, std::string name) {
  return std::make_unique<SourceStream>(std::move(name), source);
}

std::unique_ptr<InputStream> InputStream::from_memory(Bytes content) {
  const Compression compression = internal::recognise_compression(content);
  if (compression == Compression::kNone) return std::make_unique<ViewStream>(content);
  return std::make_unique<MemoryStream>(content, compression);
}

}  // namespace spoor
