// SPDX-License-Identifier: Apache-2.0
// The paths of a command line as the files that they mean.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace spoor::cli {

struct InputPath {
  std::string path;       ///< "-" is standard input.
  bool is_named = false;  ///< On the command line itself: then an unknown format is an error.
};

/// Files and "-" in their order; a directory becomes the regular files below it, sorted by path.
/// Links to directories are not followed. A path that cannot be looked at becomes an entry of
/// `unreadable` ("path: reason").
std::vector<InputPath> list_inputs(const std::vector<std::string>& paths,
                                   std::vector<std::string>& unreadable);

}  // namespace spoor::cli
