// SPDX-License-Identifier: Apache-2.0
// Puts a batch's rows in order, fast enough that a million of them do not hold up an import.
#pragma once

#include "record/batch.h"

namespace spoor::record {

/// Sorts by compare(), and lays the keys down in that order in an arena that takes the place of
/// `arena`, so that whoever walks the rows walks through memory. Needs the rows' and the keys' room
/// once more while it runs. At most 2^32 - 1 rows.
void sort_rows(BatchRows& rows, Arena& arena);

}  // namespace spoor::record
