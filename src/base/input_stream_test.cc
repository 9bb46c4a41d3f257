// SPDX-License-Identifier: Apache-2.0
// Every format gives back its content however it is cut into reads, and a broken file gives what it
// can.
#include "base/input_stream.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <optional>
#include <random>

#include <gtest/gtest.h>
#include <lz4frame.h>
#include <lzma.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

namespace spoor {
namespace {

std::string some_content(std::size_t size) {
  std::mt19937 random(7);
  std::string content(size, '\0');
  for (auto& c : content) c = static_cast<char>(random() % 7 == 0 ? random() : 'a');
  return content;
}

std::string gzip(const std::string& content) {
  z_stream z{};
  EXPECT_EQ(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&z, content.size()) + 64, '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(content.data()));
  z.avail_in = static_cast<uInt>(content.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&z, Z_FINISH), Z_STREAM_END);
  out.resize(z.total_out);
  deflateEnd(&z);
  return out;
}

std::string zstd(const std::string& content) {
  std::string out(ZSTD_compressBound(content.size()), '\0');
  out.resize(ZSTD_compress(out.data(), out.size(), content.data(), content.size(), 3));
  return out;
}

std::string xz(const std::string& content) {
  std::string out(lzma_stream_buffer_bound(content.size()), '\0');
  std::size_t size = 0;
  EXPECT_EQ(lzma_easy_buffer_encode(1, LZMA_CHECK_CRC64, nullptr, as_bytes(content).data(),
                                    content.size(), reinterpret_cast<std::uint8_t*>(out.data()),
                                    &size, out.size()),
            LZMA_OK);
  out.resize(size);
  return out;
}

std::string lz4(const std::string& content) {
  std::string out(LZ4F_compressFrameBound(content.size(), nullptr), '\0');
  out.resize(LZ4F_compressFrame(out.data(), out.size(), content.data(), content.size(), nullptr));
  return out;
}

std::string plain(const std::string& content) {
  return content;
}

struct Read {
  std::string content;
  std::optional<Error> error;
};

/// All of it, by fills of `wanted` octets of which `used` are consumed.
Read read_all(InputStream& in, std::size_t wanted, std::size_t used) {
  Read read;
  for (;;) {
    const auto view = in.fill(wanted);
    if (!view) {
      read.error = view.error();
      return read;
    }
    if (view->empty()) return read;
    const std::size_t n = std::min(used, view->size());
    read.content += as_chars(view->first(n));
    in.consume(n);
    EXPECT_EQ(in.offset(), read.content.size());
  }
}

class TemporaryFile {
 public:
  explicit TemporaryFile(const std::string& content)
      : path_(std::filesystem::temp_directory_path() /
              ("spoor_input_" + std::to_string(getpid()))) {
    std::ofstream(path_, std::ios::binary) << content;
  }
  ~TemporaryFile() { std::filesystem::remove(path_); }
  TemporaryFile(const TemporaryFile&) = delete;
  TemporaryFile& operator=(const TemporaryFile&) = delete;
  [[nodiscard]] std::string path() const { return path_.string(); }

 private:
  std::filesystem::path path_;
};

/// Content that comes `chunk` octets at a time, and an error behind it if one is given.
class ChunkedSource final : public ByteSource {
 public:
  ChunkedSource(std::string content, std::size_t chunk, std::optional<Error> error = {})
      : content_(std::move(content)), chunk_(chunk), error_(std::move(error)) {}

  Result<std::size_t> read(std::span<std::uint8_t> out) override {
    EXPECT_FALSE(out.empty());
    EXPECT_FALSE(is_over_) << "asked again behind the end or an error";
    const std::size_t n = std::min({chunk_, out.size(), content_.size() - at_});
    std::copy_n(content_.begin() + static_cast<std::ptrdiff_t>(at_), n, out.begin());
    at_ += n;
    is_over_ = n == 0;
    if (n == 0 && error_) return *error_;
    return n;
  }

 private:
  std::string content_;
  std::size_t chunk_;
  std::optional<Error> error_;
  std::size_t at_ = 0;
  bool is_over_ = false;
};

struct Format {
  const char* name;
  std::string_view compression;
  std::string (*compress)(const std::string&);
};

class InputStreamFormat : public ::testing::TestWithParam<Format> {};

INSTANTIATE_TEST_SUITE_P(Formats, InputStreamFormat,
                         ::testing::Values(Format{"plain", "", plain}, Format{"gzip", "gzip", gzip},
                                           Format{"zstd", "zstd", zstd}, Format{"xz", "xz", xz},
                                           Format{"lz4", "lz4", lz4}),
                         [](const auto& row) { return std::string(row.param.name); });

TEST_P(InputStreamFormat, GivesTheContentHoweverItIsRead) {
  const std::string content = some_content(700'000);
  const std::string packed = GetParam().compress(content);
  for (const std::size_t wanted : {1UL, 100UL, 65'536UL, 300'000UL, 1'000'000UL}) {
    const auto in = InputStream::from_memory(as_bytes(packed));
    EXPECT_EQ(in->compression(), GetParam().compression);
    const Read read = read_all(*in, wanted, wanted / 2 + 1);
    EXPECT_FALSE(read.error) << describe(*read.error);
    EXPECT_EQ(read.content, content) << wanted;
  }
}

TEST_P(InputStreamFormat, GivesTheSameFromAFile) {
  const std::string content = some_content(700'000);
  const std::string packed = GetParam().compress(content);
  const TemporaryFile file(packed);
  auto in = InputStream::open(file.path());
  ASSERT_TRUE(in) << describe(in.error());
  EXPECT_EQ((*in)->compression(), GetParam().compression);
  EXPECT_EQ((*in)->raw_size(), packed.size());
  const Read read = read_all(**in, 40'000, 33'333);
  EXPECT_FALSE(read.error);
  EXPECT_EQ(read.content, content);
  EXPECT_EQ((*in)->raw_offset(), packed.size());
}

TEST_P(InputStreamFormat, GivesTheSameFromASourceOfChunks) {
  const std::string content = some_content(30'000);
  const std::string packed = GetParam().compress(content);
  for (const std::size_t chunk : {1UL, 2UL, 5UL, 7UL, 1000UL, 1'000'000UL}) {
    ChunkedSource source(packed, chunk);
    const auto in = InputStream::from_source(source, "the body");
    const auto file = InputStream::from_memory(as_bytes(packed));
    in->start_digest(5);
    file->start_digest(5);
    EXPECT_EQ(in->compression(), GetParam().compression);
    EXPECT_EQ(in->path(), "the body");
    EXPECT_EQ(in->raw_size(), 0U);
    const Read read = read_all(*in, 700, 300);
    EXPECT_FALSE(read.error) << describe(*read.error);
    EXPECT_EQ(read.content, content) << chunk;
    EXPECT_EQ(read_all(*file, 1000, 1000).content, content);
    EXPECT_EQ(in->digest({}), file->digest({}));
    EXPECT_EQ(in->raw_offset(), packed.size());
    EXPECT_FALSE(in->source_failed());
  }
}

TEST_P(InputStreamFormat, AnErrorOfTheSourceComesBehindWhatCame) {
  const std::string content = some_content(3'000);
  const std::string packed = GetParam().compress(content);
  for (std::size_t n = 0; n <= packed.size(); n += n < 10 || n + 40 > packed.size() ? 1U : 37U) {
    ChunkedSource source(packed.substr(0, n), 3, Error{ErrorCode::kIo, "the sender went away"});
    const auto in = InputStream::from_source(source, "the body");
    const Read read = read_all(*in, 50, 50);
    if (in->compression().empty()) {  // or too little came to tell
      EXPECT_EQ(read.content, packed.substr(0, n));
    } else {
      EXPECT_EQ(read.content, content.substr(0, read.content.size()));
    }
    ASSERT_TRUE(read.error) << "cut at " << n;
    EXPECT_EQ(read.error->code, ErrorCode::kIo);
    EXPECT_EQ(read.error->what, "the sender went away");
    EXPECT_EQ(read.error->where, "the body");
    EXPECT_EQ(read.error->offset, read.content.size());
    EXPECT_TRUE(in->source_failed());
    EXPECT_EQ(in->fault().error().code, ErrorCode::kIo);
    EXPECT_EQ(in->fill(1).error().code, ErrorCode::kIo) << "and stays";
  }
}

TEST_P(InputStreamFormat, ContentThatIsCutOffIsNoFaultOfItsSource) {
  const std::string packed = GetParam().compress(some_content(3'000));
  ChunkedSource source(packed.substr(0, packed.size() / 2), 100);
  const auto in = InputStream::from_source(source, "the body");
  const Read read = read_all(*in, 50, 50);
  EXPECT_EQ(read.error.has_value(), !GetParam().compression.empty());
  EXPECT_FALSE(in->source_failed());
}

TEST_P(InputStreamFormat, JoinsConcatenatedMembers) {
  const std::string packed = GetParam().compress("one ") + GetParam().compress("") +
                             GetParam().compress(some_content(300'000));
  const auto in = InputStream::from_memory(as_bytes(packed));
  const Read read = read_all(*in, 9, 7);
  EXPECT_FALSE(read.error);
  EXPECT_EQ(read.content, "one " + some_content(300'000));
}

TEST_P(InputStreamFormat, CutAnywhereGivesAPrefixAndThenTheError) {
  const std::string content = some_content(3'000);
  const std::string packed = GetParam().compress(content);
  const bool compressed = !GetParam().compression.empty();
  for (std::size_t n = 7; n < packed.size(); n += n < 40 || n + 40 > packed.size() ? 1U : 37U) {
    const std::string cut = packed.substr(0, n);
    const auto in = InputStream::from_memory(as_bytes(cut));
    const Read read = read_all(*in, 50, 50);
    EXPECT_EQ(read.content, content.substr(0, read.content.size()));
    ASSERT_EQ(read.error.has_value(), compressed) << "cut at " << n;
    if (compressed) {
      EXPECT_EQ(read.error->code, ErrorCode::kTruncated);
      EXPECT_EQ(read.error->offset, read.content.size());
    }
  }
}

TEST_P(InputStreamFormat, DamageNeverCrashesAndRepeatsItsError) {
  const std::string content = some_content(3'000);
  const std::string packed = GetParam().compress(content);
  std::mt19937 random(11);
  for (int round = 0; round < 300; ++round) {
    std::string damaged = packed;
    damaged[6 + random() % (damaged.size() - 6)] ^= static_cast<char>(1 + random() % 255);
    const auto in = InputStream::from_memory(as_bytes(damaged));
    const Read read = read_all(*in, 50, 50);
    EXPECT_LE(read.content.size(), std::size_t{64} << 20);
    if (read.error) {
      EXPECT_EQ(in->fill(1).error().code, read.error->code);
    }
  }
}

TEST(InputStream, OutputBeforeTheBreakIsDelivered) {
  const std::string packed = gzip("first member") + gzip(some_content(100'000)).substr(0, 20'000);
  const auto in = InputStream::from_memory(as_bytes(packed));
  const Read read = read_all(*in, 1 << 20, 1 << 20);
  EXPECT_GT(read.content.size(), 12U);
  EXPECT_EQ(read.content.substr(0, 12), "first member");
  ASSERT_TRUE(read.error);
  EXPECT_EQ(read.error->code, ErrorCode::kTruncated);
}

TEST(InputStream, ZerosAfterGzipArePaddingAndAnythingElseIsNot) {
  const std::string padded = gzip("x") + std::string(70'000, '\0');
  EXPECT_FALSE(read_all(*InputStream::from_memory(as_bytes(padded)), 5, 5).error);
  const std::string trailed = gzip("x") + "rubbish";
  const Read read = read_all(*InputStream::from_memory(as_bytes(trailed)), 5, 5);
  EXPECT_EQ(read.content, "x");
  ASSERT_TRUE(read.error);
  EXPECT_EQ(read.error->code, ErrorCode::kMalformed);
}

TEST(InputStream, RefusesAZstdWindowThatWouldNotFit) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, 28);
  ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  const std::string content = some_content(100);
  std::string packed(1'000, '\0');
  ZSTD_inBuffer from{content.data(), content.size(), 0};
  ZSTD_outBuffer into{packed.data(), packed.size(), 0};
  ZSTD_compressStream2(context, &into, &from, ZSTD_e_flush);
  ZSTD_compressStream2(context, &into, &from, ZSTD_e_end);
  ZSTD_freeCCtx(context);
  packed.resize(into.pos);
  const Read read = read_all(*InputStream::from_memory(as_bytes(packed)), 10, 10);
  ASSERT_TRUE(read.error);
  EXPECT_EQ(read.error->code, ErrorCode::kLimit);
}

TEST(InputStream, DigestFollowsContentAloneAndWhatWasConsumed) {
  const std::string content = some_content(600'000);
  const std::string packed = zstd(content);
  const auto whole = InputStream::from_memory(as_bytes(content));
  const auto unpacked = InputStream::from_memory(as_bytes(packed));
  whole->start_digest(42);
  unpacked->start_digest(42);
  const Digest128 nothing = whole->digest({});
  for (int round = 0; round < 3; ++round) {
    for (std::size_t done = 0; done < 150'000; done += 50) {
      ASSERT_TRUE(unpacked->fill(50));
      unpacked->consume(50);
    }
    ASSERT_TRUE(whole->fill(150'000));
    whole->consume(150'000);
    EXPECT_EQ(whole->digest(as_bytes("salt")), unpacked->digest(as_bytes("salt")));
    EXPECT_NE(whole->digest(as_bytes("salt")), whole->digest(as_bytes("other")));
    EXPECT_NE(whole->digest({}), nothing);
  }
  const auto seeded = InputStream::from_memory(as_bytes(content));
  seeded->start_digest(43);
  EXPECT_NE(seeded->digest({}), nothing);
}

TEST(InputStream, SaysWhatItCannotOpen) {
  const auto missing = InputStream::open("/nonexistent/example.pcap");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, ErrorCode::kNotFound);
  EXPECT_NE(missing.error().where.find("/nonexistent/example.pcap"), std::string::npos);
  const auto directory = InputStream::open("/");
  ASSERT_FALSE(directory);
  EXPECT_EQ(directory.error().code, ErrorCode::kIo);
}

TEST(InputStream, RefusesToHoldTooMuch) {
  const std::string content = some_content(10);
  EXPECT_EQ(
      InputStream::from_memory(as_bytes(content))->fill(InputStream::kMaxFill + 1).error().code,
      ErrorCode::kLimit);
}

TEST(InputStream, EmptyIsEmpty) {
  const TemporaryFile file("");
  auto in = InputStream::open(file.path());
  ASSERT_TRUE(in);
  const Read read = read_all(**in, 10, 10);
  EXPECT_FALSE(read.error);
  EXPECT_TRUE(read.content.empty());
}

}  // namespace
}  // namespace spoor
