// SPDX-License-Identifier: Apache-2.0
// In which form rows are wanted: said by `format`, else by Accept. Inside the room only.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include "api/v1/parameters.h"
#include "http/message.h"
#include "search/request.h"

namespace spoor::api::v1 {

enum class Format : std::uint8_t { kJson = 1, kNdjson, kCof, kCsv, kNative, kDnsdb, kZone };

/// What rows a form has, whatever the question says; nothing: those that are asked for.
std::optional<search::Grouping> grouping_of(Format format) noexcept;

std::string_view content_type_of(Format format) noexcept;

/// The best of JSON, NDJSON and CSV for the Accept fields of a request (RFC 9110 section 12.5.1);
/// where several are as good, the one that is named more exactly, else JSON. Nothing when it allows
/// none of them.
std::optional<Format> negotiate(const http::Request& request);

/// What is said when Accept allows none of them.
Problem to_format_problem();

/// `format`, else Accept. Nothing when Accept allows none of ours; a wrong `format` stands in
/// `parameters`.
std::optional<Format> read_format(ParameterReader& parameters, const http::Request& request);

}  // namespace spoor::api::v1
