// SPDX-License-Identifier: Apache-2.0
// Work that may take its time, on the same processors as work that may not.
#pragma once

namespace spoor {

/// From here on the calling thread takes what processor time others leave, and never pushes one of
/// them aside. It still gets on when the machine is busy: a little, so that locks that it holds are
/// not held for ever.
void run_in_background() noexcept;

/// From here on the calling thread wants short turns, and soon: a scheduler that knows such wishes
/// (Linux 6.12) lets it in before others have ended theirs. Its share stays the same.
void run_in_short_turns() noexcept;

}  // namespace spoor
