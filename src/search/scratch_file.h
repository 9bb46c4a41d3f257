// SPDX-License-Identifier: Apache-2.0
// Temporary files. Inside the room only.
#pragma once

#include <string>

#include "base/result.h"

namespace spoor::search {

/// The descriptor of a new file, for reading and writing, that has no name any more: in `dir`, or
/// where TMPDIR says, or in /tmp. Errors: kIo.
Result<int> open_scratch_file(const std::string& dir);

}  // namespace spoor::search
