// SPDX-License-Identifier: Apache-2.0
// A store as somebody may see it who is not cleared for everything.
#pragma once

#include <memory>

#include "record/record_store.h"
#include "record/source.h"

namespace spoor::record {

/// `store` without the sources whose marking is above `clearance`: they are not listed, what they
/// told is neither shown nor counted, what they alone told is not there. The store itself when it
/// has no such source. How many records and names there are is not known of what this returns
/// (StoreStats has none of them). Writing goes through.
std::shared_ptr<RecordStore> cleared_for(std::shared_ptr<RecordStore> store, Tlp clearance);

}  // namespace spoor::record
