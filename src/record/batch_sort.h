// SPDX-License-Identifier: Apache-2.0
// Puts a batch's rows in order, fast enough that a million of them do not hold up an import.
#pragma once

#include <vector>

#include "record/batch.h"

namespace spoor::record {

/// Sorts by compare(). Needs 28 octets a row beside the rows while it runs. At most 2^32 - 1 rows.
void sort_rows(std::vector<BatchRow>& rows);

}  // namespace spoor::record
