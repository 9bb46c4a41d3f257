// SPDX-License-Identifier: Apache-2.0
// The octets before (and behind) a response's body.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace spoor::http::internal {

/// How the body's end is told.
struct Framing {
  std::optional<std::uint64_t> length;  ///< Content-Length; absent: chunked, or until the close.
  bool is_chunked = false;
  bool closes = false;  ///< The connection ends behind this response.
};

/// Status line and fields, the empty line included. CR, LF and NUL in values become blanks.
void append_head(std::string& out, const Response& response, const Framing& framing,
                 std::string_view date);
/// The zero chunk and trailer fields.
void append_last_chunk(std::string& out, const std::vector<Field>& trailers);
/// The size line of a chunk.
void append_chunk_head(std::string& out, std::size_t size);

/// "Fri, 27 Nov 2026 07:00:00 GMT" (RFC 9110 section 5.6.7).
std::string http_date(std::int64_t unix_s);
/// "Not Found"; "Unknown" for a status without a phrase.
std::string_view reason_phrase(unsigned status) noexcept;

}  // namespace spoor::http::internal
