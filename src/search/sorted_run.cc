// SPDX-License-Identifier: Apache-2.0
// Buffered writing, then buffered reading.
#include "search/sorted_run.h"

#include <cerrno>
#include <cstdint>
#include <cstring>

#include <unistd.h>

#include "search/scratch_file.h"

namespace spoor::search {
namespace {

constexpr std::size_t kRunBuffer = std::size_t{1} << 18;

Error failed(std::string_view what) {
  return {ErrorCode::kIo, what, 0, std::strerror(errno)};
}

}  // namespace

Result<std::unique_ptr<SortedRun>> SortedRun::create(const std::string& dir) {
  SPOOR_TRY(const int fd, open_scratch_file(dir));
  std::FILE* file = ::fdopen(fd, "w+b");
  if (file == nullptr) {
    ::close(fd);
    return failed("cannot make a temporary file for sorting");
  }
  std::setvbuf(file, nullptr, _IOFBF, kRunBuffer);
  return std::unique_ptr<SortedRun>(new SortedRun(file));
}

SortedRun::~SortedRun() {
  std::fclose(file_);
}

Status SortedRun::write(std::string_view packed) {
  const auto size = static_cast<std::uint32_t>(packed.size());
  if (std::fwrite(&size, sizeof size, 1, file_) != 1 ||
      std::fwrite(packed.data(), 1, packed.size(), file_) != packed.size())
    return failed("cannot write sorted rows");
  return {};
}

Status SortedRun::rewind_to_read() {
  if (std::fflush(file_) != 0) return failed("cannot write sorted rows");
  if (std::fseek(file_, 0, SEEK_SET) != 0) return failed("cannot read sorted rows");
  return {};
}

Result<bool> SortedRun::advance() {
  std::uint32_t size = 0;
  const std::size_t got = std::fread(&size, 1, sizeof size, file_);
  if (got == 0 && std::feof(file_) != 0) return false;
  if (got != sizeof size) return failed("cannot read sorted rows");
  current_.resize(size);
  if (std::fread(current_.data(), 1, size, file_) != size) return failed("cannot read sorted rows");
  return true;
}

}  // namespace spoor::search
