// SPDX-License-Identifier: Apache-2.0
#include "base/result.h"

#include <fmt/format.h>

namespace spoor {

std::string describe(const Error& error) {
  std::string line = error.where.empty() ? std::string(error.what)
                                         : fmt::format("{}: {}", error.where, error.what);
  if (error.offset != 0) line += fmt::format(" (at {})", error.offset);
  return line;
}

}  // namespace spoor
