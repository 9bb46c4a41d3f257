// SPDX-License-Identifier: Apache-2.0
// What a client takes (RFC 9110 section 12.5): ranges of media types, and codings. Inside the room
// only.
#pragma once

#include <string>
#include <string_view>

#include "http/message.h"

namespace spoor::api {

/// How well a range fits a media type: thousandths, then how exactly it names it (1 for */*, 3 for
/// a whole type; 0: not at all).
struct Fit {
  unsigned quality = 0;
  unsigned exactness = 0;
  [[nodiscard]] bool is_better_than(const Fit& other) const noexcept {
    return quality != other.quality ? quality > other.quality : exactness > other.exactness;
  }
};

/// A media type in lower case.
struct MediaType {
  std::string_view type;
  std::string_view subtype;
};

/// All fields of this lower-case name, as the one list that they are.
std::string joined_fields(const http::Request& request, std::string_view lower_case_name);
/// The most exact range of an Accept field that fits decides about a type.
Fit best_fit(std::string_view accept, const MediaType& offer);
/// Whether an Accept field names text/html, and nothing else that we make more dearly: a browser's
/// does.
bool prefers_html(std::string_view accept);
/// Whether an Accept-Encoding field allows gzip.
bool takes_gzip(std::string_view accept_encoding);

}  // namespace spoor::api
