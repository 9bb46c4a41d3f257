// SPDX-License-Identifier: Apache-2.0
// The plain model of a record store: ordered maps, whole copies for snapshots. What the contract
// means, in the fewest words; the engines are tested against it. Not durable, not small, not fast.
#pragma once

#include <memory>

#include "record/record_store.h"

namespace spoor::store {

std::unique_ptr<record::RecordStore> make_memory_store();

}  // namespace spoor::store
