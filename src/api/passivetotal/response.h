// SPDX-License-Identifier: Apache-2.0
// Pieces of this dialect's answers. Inside this dialect only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/problem.h"
#include "http/message.h"

namespace spoor::api::passivetotal {

inline http::Response refuse(const Problem& problem) {
  return render_problem(problem, Dialect::kPassiveTotal);
}
inline http::Response refuse(const Error& error) {
  return refuse(to_problem(error));
}
inline http::Response refuse(unsigned status, std::string_view sentence) {
  Problem problem;
  problem.status = status;
  problem.title = sentence;
  problem.detail = sentence;
  return refuse(problem);
}

inline http::Response answer(std::string body) {
  http::Response response;
  response.content_type = "application/json";
  response.body = std::move(body);
  return response;
}
inline http::Response answer(std::unique_ptr<http::Stream> stream) {
  http::Response response;
  response.content_type = "application/json";
  response.stream = std::move(stream);
  return response;
}

/// Appends `["a","b"]`.
void append_texts(std::string& out, const std::vector<std::string>& texts);
/// Appends `"2019-07-14 16:42:05"`, UTC.
void append_time(std::string& out, std::uint32_t unix_s);
/// Appends a name as this API writes it, without its final dot, as a JSON string.
void append_name(std::string& out, Bytes wire);

}  // namespace spoor::api::passivetotal
