// SPDX-License-Identifier: Apache-2.0
// What was understood of the box, as JSON: for the API and for the command line.
#pragma once

#include <string>

#include "search/ask.h"

namespace spoor::api::v1 {

/// Appends `"understood":[…],"errors":[…]` (docs/formats/ask.md, openapi.yaml).
void append_asked(std::string& out, const search::Asked& asked);

/// Query of `/api/v1/records` that asks the same: "q=…&in=…&type=…".
std::string records_query(const search::Understood& understood);

}  // namespace spoor::api::v1
