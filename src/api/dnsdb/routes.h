// SPDX-License-Identifier: Apache-2.0
// The rows of the table for DNSDB's API: version 1 at the root, version 2 under /dnsdb/v2.
#pragma once

#include <vector>

#include "api/routes.h"

namespace spoor::api::dnsdb {

/// In the order in which they are tried: the last ones catch what is no path below a known one.
std::vector<ApiRoute> routes();

}  // namespace spoor::api::dnsdb
