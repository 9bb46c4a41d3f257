// SPDX-License-Identifier: Apache-2.0
// Percent-encoding, and the parts of messages that need no parser.
#include "http/message.h"

#include <algorithm>
#include <array>
#include <utility>

namespace spoor::http {
namespace {

constexpr std::size_t kCollectStep = std::size_t{64} << 10;
constexpr unsigned kBrokenStatus = 599;

int hex_value(char c) noexcept {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

bool is_unreserved(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

}  // namespace

std::string_view method_text(Method method) noexcept {
  constexpr std::array<std::string_view, 9> kTexts{"",      "GET",    "HEAD",    "POST", "PUT",
                                                   "PATCH", "DELETE", "OPTIONS", "OTHER"};
  return kTexts[static_cast<std::size_t>(method)];
}

std::string_view Request::field(std::string_view lower_case_name) const noexcept {
  for (const Field& each : fields) {
    if (each.name == lower_case_name) return each.value;
  }
  return {};
}

bool Request::has_field(std::string_view lower_case_name) const noexcept {
  for (const Field& each : fields) {
    if (each.name == lower_case_name) return true;
  }
  return false;
}

std::string_view Request::path() const noexcept {
  return std::string_view(target).substr(0, target.find('?'));
}

Response collect(Response response) {
  std::string piece;
  while (response.stream) {
    piece.clear();
    const Stream::State state = response.stream->produce(piece, kCollectStep);
    response.body += piece;
    if (state == Stream::State::kMore) continue;
    if (state == Stream::State::kReplaced) {
      response = response.stream->replacement();
      continue;
    }
    if (state == Stream::State::kEnd) {
      for (Field& field : response.stream->trailers()) response.fields.push_back(std::move(field));
    } else {
      response.status = kBrokenStatus;
    }
    response.stream.reset();
  }
  return response;
}

std::optional<std::string> percent_decode(std::string_view text, bool plus_is_blank) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (c == '+' && plus_is_blank) {
      out += ' ';
    } else if (c == '%') {
      const int high = at + 2 < text.size() ? hex_value(text[at + 1]) : -1;
      const int low = at + 2 < text.size() ? hex_value(text[at + 2]) : -1;
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high << 4 | low);
      at += 2;
    } else {
      out += c;
    }
  }
  return out;
}

void append_percent_encoded(std::string& out, std::string_view text) {
  constexpr std::string_view kHex = "0123456789ABCDEF";
  for (const char c : text) {
    if (is_unreserved(c)) {
      out += c;
    } else {
      const auto octet = static_cast<std::uint8_t>(c);
      out += '%';
      out += kHex[octet >> 4];
      out += kHex[octet & 15];
    }
  }
}

Result<std::vector<Field>> parse_query_string(std::string_view text) {
  std::vector<Field> fields;
  std::size_t at = 0;
  while (at < text.size()) {
    const std::size_t end = std::min(text.find('&', at), text.size());
    const std::string_view pair = text.substr(at, end - at);
    if (!pair.empty()) {
      const std::size_t equals = std::min(pair.find('='), pair.size());
      auto name = percent_decode(pair.substr(0, equals), true);
      auto value = percent_decode(pair.substr(std::min(equals + 1, pair.size())), true);
      if (!name || !value) {
        return Error{ErrorCode::kMalformed, "expected two hex digits behind every '%' of the query",
                     at, "query"};
      }
      fields.push_back({*std::move(name), *std::move(value)});
    }
    at = end + 1;
  }
  return fields;
}

}  // namespace spoor::http
