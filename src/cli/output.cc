// SPDX-License-Identifier: Apache-2.0
// write(2) in a loop.
#include "cli/output.h"

#include <cerrno>
#include <cstring>

#include <unistd.h>

namespace spoor::cli {

bool Output::flush() {
  std::string_view left = buffer_;
  while (!left.empty() && !is_closed_) {
    const ssize_t written = ::write(descriptor_, left.data(), left.size());
    if (written >= 0) {
      left.remove_prefix(static_cast<std::size_t>(written));
    } else if (errno != EINTR) {
      is_closed_ = true;
      if (errno != EPIPE) {
        status_ = Error{ErrorCode::kIo, "cannot be written", 0,
                        std::string("standard output: ") + std::strerror(errno)};
      }
    }
  }
  buffer_.clear();
  return !is_closed_;
}

}  // namespace spoor::cli
