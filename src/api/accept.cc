// SPDX-License-Identifier: Apache-2.0
// Field values, range by range.
#include "api/accept.h"

#include <algorithm>

namespace spoor::api {
namespace {

constexpr unsigned kWhole = 1000;  // thousandths

char to_lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + ('a' - 'A')) : c;
}

bool equals(std::string_view text, std::string_view lower) {
  return std::equal(text.begin(), text.end(), lower.begin(), lower.end(),
                    [](char a, char b) { return to_lower(a) == b; });
}

std::string_view trim(std::string_view text) {
  const std::size_t from = text.find_first_not_of(" \t");
  if (from == std::string_view::npos) return {};
  return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

/// Takes what stands before the next `mark` off `text`.
std::string_view take_until(std::string_view& text, char mark) {
  const std::size_t at = std::min(text.find(mark), text.size());
  const std::string_view part = text.substr(0, at);
  text.remove_prefix(std::min(at + 1, text.size()));
  return trim(part);
}

/// "0.5" is 500. What is no weight counts as none was said: 1000.
unsigned to_thousandths(std::string_view text) {
  if (text.empty() || text[0] != '0') return kWhole;
  if (text.size() == 1) return 0;
  if (text[1] != '.' || text.size() > 5) return kWhole;
  unsigned value = 0;
  for (std::size_t i = 2; i < 5; ++i) {
    const char digit = i < text.size() ? text[i] : '0';
    if (digit < '0' || digit > '9') return kWhole;
    value = value * 10 + static_cast<unsigned>(digit - '0');
  }
  return value;
}

/// The weight among a range's parameters.
unsigned quality_of(std::string_view parameters) {
  unsigned quality = kWhole;
  while (!parameters.empty()) {
    std::string_view value = take_until(parameters, ';');
    if (equals(take_until(value, '='), "q")) quality = to_thousandths(trim(value));
  }
  return quality;
}

Fit fit_of(std::string_view range, const MediaType& offer) {
  std::string_view parameters = range;
  std::string_view subtype = take_until(parameters, ';');
  const std::string_view type = take_until(subtype, '/');
  Fit fit;
  if (type == "*" && subtype == "*") {
    fit.exactness = 1;
  } else if (equals(type, offer.type)) {
    fit.exactness = subtype == "*" ? 2 : equals(subtype, offer.subtype) ? 3 : 0;
  }
  fit.quality = quality_of(parameters);
  return fit;
}

}  // namespace

std::string joined_fields(const http::Request& request, std::string_view lower_case_name) {
  std::string joined;
  for (const http::Field& field : request.fields) {
    if (field.name != lower_case_name) continue;
    if (!joined.empty()) joined += ',';
    joined += field.value;
  }
  return joined;
}

Fit best_fit(std::string_view accept, const MediaType& offer) {
  Fit best;
  while (!accept.empty()) {
    const Fit fit = fit_of(take_until(accept, ','), offer);
    if (fit.exactness > best.exactness) best = fit;
  }
  return best;
}

bool prefers_html(std::string_view accept) {
  constexpr unsigned kNamed = 3;
  const Fit html = best_fit(accept, {"text", "html"});
  if (html.exactness < kNamed || html.quality == 0) return false;
  for (const MediaType& other : {MediaType{"application", "json"}, MediaType{"text", "plain"}}) {
    const Fit fit = best_fit(accept, other);
    if (fit.exactness == kNamed && fit.quality > html.quality) return false;
  }
  return true;
}

bool takes_gzip(std::string_view accept_encoding) {
  bool takes_any = false;
  while (!accept_encoding.empty()) {
    std::string_view parameters = take_until(accept_encoding, ',');
    const std::string_view coding = take_until(parameters, ';');
    const bool is_taken = quality_of(parameters) > 0;
    if (equals(coding, "gzip") || equals(coding, "x-gzip")) return is_taken;
    if (coding == "*") takes_any = is_taken;
  }
  return takes_any;
}

}  // namespace spoor::api
