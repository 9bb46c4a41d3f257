// SPDX-License-Identifier: Apache-2.0
// Accept, range by range.
#include "api/v1/format.h"

#include <algorithm>
#include <array>
#include <string>

namespace spoor::api::v1 {
namespace {

constexpr std::array<Word<Format>, 5> kFormatWords{{{"json", Format::kJson},
                                                    {"ndjson", Format::kNdjson},
                                                    {"cof", Format::kCof},
                                                    {"csv", Format::kCsv},
                                                    {"native", Format::kNative}}};

/// A media type that we make.
struct Offer {
  std::string_view type;
  std::string_view subtype;
  Format format;
};

/// In order of preference.
constexpr std::array<Offer, 5> kOffers{{{"application", "json", Format::kJson},
                                        {"application", "x-ndjson", Format::kNdjson},
                                        {"application", "jsonl", Format::kNdjson},
                                        {"application", "ndjson", Format::kNdjson},
                                        {"text", "csv", Format::kCsv}}};

/// How well a range fits an offer: thousandths, then how exactly it names it (1 for */*, 3 for a
/// whole type; 0: not at all).
struct Fit {
  unsigned quality = 0;
  unsigned exactness = 0;
  [[nodiscard]] bool is_better_than(const Fit& other) const {
    return quality != other.quality ? quality > other.quality : exactness > other.exactness;
  }
};

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
  constexpr unsigned kWhole = 1000;
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

Fit fit_of(std::string_view range, const Offer& offer) {
  std::string_view parameters = range;
  std::string_view subtype = take_until(parameters, ';');
  const std::string_view type = take_until(subtype, '/');
  Fit fit;
  if (type == "*" && subtype == "*") {
    fit.exactness = 1;
  } else if (equals(type, offer.type)) {
    fit.exactness = subtype == "*" ? 2 : equals(subtype, offer.subtype) ? 3 : 0;
  }
  fit.quality = 1000;
  while (!parameters.empty()) {
    std::string_view value = take_until(parameters, ';');
    if (equals(take_until(value, '='), "q")) fit.quality = to_thousandths(trim(value));
  }
  return fit;
}

/// The most exact range that fits decides about an offer.
Fit best_fit(std::string_view accept, const Offer& offer) {
  Fit best;
  while (!accept.empty()) {
    const Fit fit = fit_of(take_until(accept, ','), offer);
    if (fit.exactness > best.exactness) best = fit;
  }
  return best;
}

}  // namespace

std::string_view content_type_of(Format format) noexcept {
  switch (format) {
    case Format::kJson:
      return "application/json";
    case Format::kCsv:
      return "text/csv; charset=utf-8";
    case Format::kNdjson:
    case Format::kCof:
    case Format::kNative:
      break;
  }
  return "application/x-ndjson";
}

std::optional<Format> negotiate(const http::Request& request) {
  std::string accept;
  for (const http::Field& field : request.fields) {
    if (field.name != "accept") continue;
    if (!accept.empty()) accept += ',';
    accept += field.value;
  }
  if (trim(accept).empty() || accept == "*/*") return Format::kJson;
  std::optional<Format> format;
  Fit best;
  for (const Offer& offer : kOffers) {
    const Fit fit = best_fit(accept, offer);
    if (fit.quality == 0 || fit.exactness == 0 || !fit.is_better_than(best)) continue;
    best = fit;
    format = offer.format;
  }
  return format;
}

Problem to_format_problem() {
  Problem problem;
  problem.status = 406;
  problem.title = "no such form";
  problem.detail =
      "expected an Accept that allows application/json, application/x-ndjson or text/csv";
  return problem;
}

std::optional<Format> read_format(ParameterReader& parameters, const http::Request& request) {
  if (parameters.find("format") == nullptr) return negotiate(request);
  return parameters.word<Format>("format", kFormatWords, Format::kJson);
}

}  // namespace spoor::api::v1
