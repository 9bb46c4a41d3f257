// SPDX-License-Identifier: Apache-2.0
// The objects of the server's answers, read. Inside the room only.
#pragma once

#include <string>
#include <string_view>

#include "api/v1/client.h"
#include "base/result.h"

namespace spoor::api::v1 {

inline constexpr std::string_view kNoAnswer = "the server's answer is none of this API";

/// An answer that is no 200. `body` may be application/problem+json: what it says becomes part of
/// `where`, printable.
Error to_refusal(unsigned status, std::string_view body);

/// Errors of all: kMalformed.
Result<RemoteEnding> parse_ending(std::string_view json);
Result<RemoteSummary> parse_summary(std::string_view json);
Result<RemoteStatus> parse_status(std::string_view json);

}  // namespace spoor::api::v1
