// SPDX-License-Identifier: Apache-2.0
// Errors to statuses, and problems to bodies. What a client sent comes back shortened, as valid
// UTF-8 in JSON and as printable ASCII in text.
#include "api/problem.h"

#include <fmt/format.h>

#include "base/plain_text.h"
#include "feed/json_text.h"

namespace spoor::api {
namespace {

constexpr std::size_t kMaxShown = 120;     // octets of what a client sent
constexpr std::uint32_t kStoreRetryS = 5;  // seconds

/// Cuts without leaving a part of a character.
std::string_view shorten(std::string_view text) {
  if (text.size() <= kMaxShown) return text;
  std::size_t end = kMaxShown;
  while (end > 0 && (static_cast<std::uint8_t>(text[end]) & 0xC0U) == 0x80U) --end;
  return text.substr(0, end == 0 ? kMaxShown : end);  // 0: it was no UTF-8
}

void append_member(std::string& out, std::string_view name, std::string_view value) {
  out += name;
  feed::append_json_string(out, value);
}

std::string render_json(const Problem& problem) {
  std::string out;
  append_member(out, R"({"type":"about:blank","title":)", problem.title);
  feed::append_field(out, ",\"status\":", problem.status);
  append_member(out, ",\"detail\":", problem.detail);
  if (!problem.parameter.empty()) append_member(out, ",\"parameter\":", shorten(problem.parameter));
  if (!problem.value.empty()) append_member(out, ",\"value\":", shorten(problem.value));
  if (problem.offset) feed::append_field(out, ",\"offset\":", *problem.offset);
  if (!problem.again.empty()) append_member(out, ",\"again\":", problem.again);
  out += ",\"complete\":false}\n";
  return out;
}

/// Its clients read either `message` or `error`, and know an exhausted quota by its first word.
std::string render_passivetotal(const Problem& problem) {
  const std::string_view detail =
      problem.detail.empty() ? problem.title : std::string_view(problem.detail);
  std::string message = problem.status == 429 ? "quota_exceeded: " : "";
  message += detail;
  std::string out;
  append_member(out, "{\"message\":", message);
  append_member(out, ",\"error\":{\"message\":", message);
  append_member(out, ",\"developer_message\":", problem.title);
  feed::append_field(out, ",\"http_code\":", problem.status);
  out += "}}\n";
  return out;
}

/// A client tries again when the body is this and nothing else.
constexpr std::string_view kCirclLimit = "Rate Limit Exceeded";

/// Whether the dialect's clients send their key as the password of HTTP Basic.
bool asks_for_basic(Dialect dialect) {
  return dialect == Dialect::kPassiveTotal || dialect == Dialect::kCircl;
}

std::string render_text(const Problem& problem) {
  std::string out = "Error: ";
  const std::size_t at = out.size();
  out += problem.detail.empty() ? problem.title : std::string_view(problem.detail);
  make_printable(out, at);
  out += '\n';
  return out;
}

}  // namespace

Problem to_problem(const Error& error) {
  Problem problem;
  problem.detail = error.what;
  switch (error.code) {
    case ErrorCode::kIo:
    case ErrorCode::kCorrupt:
    case ErrorCode::kDenied:
      // What the system said and which file it was is for the operator's log, not for clients.
      problem.status = 503;
      problem.title = "store unavailable";
      problem.detail = "the store cannot be read now: try again later";
      problem.retry_after_s = kStoreRetryS;
      return problem;
    case ErrorCode::kLimit:
      problem.status = 413;
      problem.title = "too large";
      break;
    case ErrorCode::kMalformed:
    case ErrorCode::kTruncated:
    case ErrorCode::kNotFound:
    case ErrorCode::kInvalid:
      problem.status = 400;
      problem.title = "invalid parameter";
      break;
  }
  problem.parameter = error.where;
  return problem;
}

http::Response render_problem(const Problem& problem, Dialect dialect) {
  http::Response response;
  response.status = problem.status;
  if (dialect == Dialect::kNative) {
    response.content_type = "application/problem+json";
    response.body = render_json(problem);
  } else if (dialect == Dialect::kPassiveTotal) {
    response.content_type = "application/json";
    response.body = render_passivetotal(problem);
  } else {
    response.content_type = "text/plain; charset=utf-8";
    response.body = dialect == Dialect::kCircl && problem.status == 429 ? std::string(kCirclLimit)
                                                                        : render_text(problem);
  }
  if (problem.status == 401)
    response.fields.push_back({"WWW-Authenticate", asks_for_basic(dialect) ? "Basic" : "Bearer"});
  if (problem.retry_after_s != 0)
    response.fields.push_back({"Retry-After", fmt::format("{}", problem.retry_after_s)});
  return response;
}

}  // namespace spoor::api
