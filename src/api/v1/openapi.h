// SPDX-License-Identifier: Apache-2.0
// The document openapi.yaml as it was when this program was built.
#pragma once

#include <string_view>

namespace spoor::api::v1 {

std::string_view openapi_text() noexcept;

}  // namespace spoor::api::v1
