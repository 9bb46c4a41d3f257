// SPDX-License-Identifier: Apache-2.0
#include "http/internal/request_head.h"

#include <algorithm>
#include <string>

#include <boost/beast/http/error.hpp>

namespace spoor::http::internal {
namespace {

namespace bhttp = boost::beast::http;

Method to_method(bhttp::verb verb) {
  switch (verb) {
    case bhttp::verb::get:
      return Method::kGet;
    case bhttp::verb::head:
      return Method::kHead;
    case bhttp::verb::post:
      return Method::kPost;
    case bhttp::verb::put:
      return Method::kPut;
    case bhttp::verb::patch:
      return Method::kPatch;
    case bhttp::verb::delete_:
      return Method::kDelete;
    case bhttp::verb::options:
      return Method::kOptions;
    default:
      return Method::kOther;
  }
}

char to_lower(char c) noexcept {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

/// A target in absolute form (RFC 9112 section 3.2.2) without its scheme and authority.
std::string_view origin_form(std::string_view target) {
  const std::size_t scheme = target.find("://");
  if (target.starts_with('/') || scheme == std::string_view::npos) return target;
  const std::size_t path = target.find_first_of("/?", scheme + 3);
  return path == std::string_view::npos ? std::string_view("/") : target.substr(path);
}

}  // namespace

void read_head(const Parser::value_type& head, Request& request) {
  request.method = to_method(head.method());
  const auto target = head.target();
  request.target = origin_form({target.data(), target.size()});
  request.fields.clear();
  for (const auto& field : head) {
    Field& mine = request.fields.emplace_back();
    const auto name = field.name_string();
    mine.name.resize(name.size());
    std::transform(name.begin(), name.end(), mine.name.begin(), to_lower);
    mine.value.assign(field.value().data(), field.value().size());
  }
}

std::string_view fault_of_head(const Parser& parser, const Request& request) {
  std::size_t hosts = 0;
  std::size_t encodings = 0;
  bool is_chunked = true;
  for (const Field& field : request.fields) {
    if (field.name == "host") ++hosts;
    if (field.name != "transfer-encoding") continue;
    ++encodings;
    std::string value = field.value;
    std::transform(value.begin(), value.end(), value.begin(), to_lower);
    is_chunked = is_chunked && value == "chunked";
  }
  const bool is_version_11 = parser.get().version() >= 11;
  if (hosts > 1 || (hosts == 0 && is_version_11)) return "expected one Host field";
  if (encodings > 1 || (encodings == 1 && !(is_chunked && is_version_11)))
    return "the only Transfer-Encoding is chunked";
  return {};
}

unsigned status_of_fault(const boost::beast::error_code& fault) {
  using bhttp::error;
  if (fault == error::header_limit || fault == error::buffer_overflow) return 431;
  if (fault == error::body_limit) return 413;
  if (fault == error::bad_version) return 505;
  if (fault == error::end_of_stream || fault == error::partial_message) return 0;
  const bool is_http = fault.category() == make_error_code(error::bad_method).category();
  return is_http ? 400 : 0;
}

}  // namespace spoor::http::internal
