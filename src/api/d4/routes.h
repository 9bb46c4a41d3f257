// SPDX-License-Identifier: Apache-2.0
// The passive DNS server of the D4 project: rows of the table.
#pragma once

#include <vector>

#include "api/routes.h"

namespace spoor::api::d4 {

std::vector<ApiRoute> routes();

}  // namespace spoor::api::d4
