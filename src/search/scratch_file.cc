// SPDX-License-Identifier: Apache-2.0
#include "search/scratch_file.h"

#include <cerrno>
#include <cstdlib>
#include <cstring>

#include <unistd.h>

namespace spoor::search {

Result<int> open_scratch_file(const std::string& wanted_dir) {
  const char* env =
      std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): nobody sets it while we run
  const std::string dir = !wanted_dir.empty()              ? wanted_dir
                          : env != nullptr && *env != '\0' ? env
                                                           : "/tmp";
  std::string path = dir + "/spoor-sort-XXXXXX";
  const int fd = ::mkstemp(path.data());
  if (fd < 0)
    return Error{ErrorCode::kIo, "cannot make a temporary file for sorting", 0,
                 dir + ": " + std::strerror(errno)};
  ::unlink(path.c_str());
  return fd;
}

}  // namespace spoor::search
