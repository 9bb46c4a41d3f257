// SPDX-License-Identifier: Apache-2.0
// What remote sensors delivered, for /metrics.
#pragma once

#include <string>

#include "api/services.h"
#include "transport/collector.h"

namespace spoor::api::v1 {

/// Counts a batch of `sensor`, whichever way it came. Thread-safe.
void count_collected(Services& services, const std::string& sensor,
                     const transport::Collected& collected);

}  // namespace spoor::api::v1
