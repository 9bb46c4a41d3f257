// SPDX-License-Identifier: Apache-2.0
// The native API's rows of the table.
#pragma once

#include <vector>

#include "api/routes.h"

namespace spoor::api::v1 {

std::vector<ApiRoute> routes();

}  // namespace spoor::api::v1
