// SPDX-License-Identifier: Apache-2.0
// A walk over the patterns: there are some dozens, and most differ in their first segment.
#include "http/route.h"

#include <utility>

namespace spoor::http {
namespace {

/// The next segment of a path, slashes skipped; empty at the end.
std::string_view next_segment(std::string_view path, std::size_t& at) {
  while (at < path.size() && path[at] == '/') ++at;
  const std::size_t begin = at;
  while (at < path.size() && path[at] != '/') ++at;
  return path.substr(begin, at - begin);
}

}  // namespace

std::vector<RoutingTable::Segment> RoutingTable::parse_pattern(std::string_view pattern) {
  std::vector<Segment> segments;
  std::size_t at = 0;
  for (;;) {
    const std::string_view text = next_segment(pattern, at);
    if (text.empty()) return segments;
    Segment segment;
    segment.is_placeholder = text.front() == '{';
    segment.is_optional = segment.is_placeholder && text.ends_with("?}");
    if (!segment.is_placeholder) segment.literal = text;
    segments.push_back(std::move(segment));
  }
}

void RoutingTable::add(Route route) {
  patterns_.push_back(parse_pattern(route.pattern));
  routes_.push_back(std::move(route));
}

Match RoutingTable::find(Method method, std::string_view path) const {
  Match match;
  constexpr std::size_t kMostSegments = 16;  // more than any pattern has
  std::vector<std::string_view> segments;
  std::size_t at = 0;
  for (std::string_view text = next_segment(path, at); !text.empty();
       text = next_segment(path, at)) {
    if (segments.size() == kMostSegments) return match;
    segments.push_back(text);
  }
  const auto fits = [&](const std::vector<Segment>& pattern) {
    if (segments.size() > pattern.size()) return false;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
      if (i >= segments.size()) return pattern[i].is_optional;
      if (!pattern[i].is_placeholder && pattern[i].literal != segments[i]) return false;
    }
    return true;
  };
  const Method wanted = method == Method::kHead ? Method::kGet : method;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!fits(patterns_[i])) continue;
    if (routes_[i].method != wanted) {
      if (!match.allow.empty()) match.allow += ", ";
      match.allow += method_text(routes_[i].method);
      if (routes_[i].method == Method::kGet) match.allow += ", HEAD";
      continue;
    }
    match.route = &routes_[i];
    match.allow.clear();
    for (std::size_t s = 0; s < segments.size(); ++s) {
      if (!patterns_[i][s].is_placeholder) continue;
      auto value = percent_decode(segments[s], false);
      match.is_malformed = match.is_malformed || !value;
      match.values.push_back(value ? *std::move(value) : std::string());
    }
    return match;
  }
  return match;
}

}  // namespace spoor::http
