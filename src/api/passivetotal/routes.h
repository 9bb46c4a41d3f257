// SPDX-License-Identifier: Apache-2.0
// The rows of the table for PassiveTotal's API, version 2, under /v2 and /pt/v2: what reads.
#pragma once

#include <vector>

#include "api/routes.h"

namespace spoor::api::passivetotal {

std::vector<ApiRoute> routes();

}  // namespace spoor::api::passivetotal
