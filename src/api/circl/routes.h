// SPDX-License-Identifier: Apache-2.0
// CIRCL's passive DNS: rows of the table.
#pragma once

#include <string_view>
#include <vector>

#include "api/routes.h"

namespace spoor::api::circl {

inline constexpr std::string_view kContentType = "application/x-ndjson";

std::vector<ApiRoute> routes();

}  // namespace spoor::api::circl
