// SPDX-License-Identifier: Apache-2.0
// Errors as answers. The HTTP status of an Error is chosen here and nowhere else.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "api/routes.h"
#include "base/result.h"
#include "http/message.h"

namespace spoor::api {

/// Something to tell a client instead of an answer.
struct Problem {
  unsigned status = 400;
  std::string_view title;           ///< The same for all problems of a kind: "invalid parameter".
  std::string detail;               ///< A sentence for a person: what was expected, what to do.
  std::string parameter = {};       ///< The parameter that is wrong; empty when none is.
  std::string value = {};           ///< What it was, shortened.
  std::uint32_t retry_after_s = 0;  ///< Retry-After, when not 0.
  std::string again = {};           ///< Path and query that begin again; empty when there are none.
  std::optional<std::size_t> offset = {};  ///< Of the wrong octet in the parameter's text.
};

/// kInvalid, kMalformed, kNotFound: 400 with the parameter in `error.where`. kLimit: 413. The
/// store's (kIo, kCorrupt, kDenied): 503, Retry-After.
Problem to_problem(const Error& error);

/// RFC 9457: {"type","title","status","detail","parameter","value","offset",
/// "again","complete":false}; or a
/// line of text. The first line of a text never is empty and holds no control octet.
http::Response render_problem(const Problem& problem, Dialect dialect);

}  // namespace spoor::api
