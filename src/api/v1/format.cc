// SPDX-License-Identifier: Apache-2.0
// The best of what we make.
#include "api/v1/format.h"

#include <array>
#include <string>

#include "api/accept.h"

namespace spoor::api::v1 {
namespace {

constexpr std::array<Word<Format>, 7> kFormatWords{{{"json", Format::kJson},
                                                    {"ndjson", Format::kNdjson},
                                                    {"cof", Format::kCof},
                                                    {"csv", Format::kCsv},
                                                    {"native", Format::kNative},
                                                    {"dnsdb", Format::kDnsdb},
                                                    {"zone", Format::kZone}}};

/// A media type that we make.
struct Offer {
  MediaType media;
  Format format;
};

/// In order of preference.
constexpr std::array<Offer, 5> kOffers{{{{"application", "json"}, Format::kJson},
                                        {{"application", "x-ndjson"}, Format::kNdjson},
                                        {{"application", "jsonl"}, Format::kNdjson},
                                        {{"application", "ndjson"}, Format::kNdjson},
                                        {{"text", "csv"}, Format::kCsv}}};

}  // namespace

std::string_view content_type_of(Format format) noexcept {
  switch (format) {
    case Format::kJson:
      return "application/json";
    case Format::kCsv:
      return "text/csv; charset=utf-8";
    case Format::kZone:
      return "text/dns";  // RFC 4027
    case Format::kNdjson:
    case Format::kCof:
    case Format::kNative:
    case Format::kDnsdb:
      break;
  }
  return "application/x-ndjson";
}

std::optional<search::Grouping> grouping_of(Format format) noexcept {
  switch (format) {
    case Format::kNative:
      return search::Grouping::kPerSource;
    case Format::kDnsdb:
      return search::Grouping::kMergeSources;
    case Format::kCof:
    case Format::kZone:
      return search::Grouping::kMergeBailiwicks;
    case Format::kJson:
    case Format::kNdjson:
    case Format::kCsv:
      break;
  }
  return std::nullopt;
}

std::optional<Format> negotiate(const http::Request& request) {
  const std::string accept = joined_fields(request, "accept");
  if (accept.find_first_not_of(" \t") == std::string::npos || accept == "*/*") return Format::kJson;
  std::optional<Format> format;
  Fit best;
  for (const Offer& offer : kOffers) {
    const Fit fit = best_fit(accept, offer.media);
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
