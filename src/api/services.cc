// SPDX-License-Identifier: Apache-2.0
#include "api/services.h"

#include "record/cleared_store.h"

namespace spoor::api {

Result<std::shared_ptr<record::RecordStore>> StoreDoor::open_for(const Caller& caller) const {
  SPOOR_TRY(auto store, access_.store());
  return record::cleared_for(std::move(store), caller.spec().clearance);
}

}  // namespace spoor::api
