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

/// Adds a method to an Allow field, unless it stands there.
void allow(Method method, std::string& methods) {
  const std::string_view text = method_text(method);
  if (methods.find(text) != std::string::npos) return;
  if (!methods.empty()) methods += ", ";
  methods += text;
  if (method == Method::kGet) methods += ", HEAD";
}

/// False when there are more segments than any pattern has.
bool split(std::string_view path, std::vector<std::string_view>& segments) {
  constexpr std::size_t kMostSegments = 16;
  std::size_t at = 0;
  for (std::string_view text = next_segment(path, at); !text.empty();
       text = next_segment(path, at)) {
    if (segments.size() == kMostSegments) return false;
    segments.push_back(text);
  }
  return true;
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

bool RoutingTable::fits(const std::vector<Segment>& pattern,
                        const std::vector<std::string_view>& path) {
  if (path.size() > pattern.size()) return false;
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (i >= path.size()) return pattern[i].is_optional;
    if (!pattern[i].is_placeholder && pattern[i].literal != path[i]) return false;
  }
  return true;
}

void RoutingTable::take_values(const std::vector<Segment>& pattern,
                               const std::vector<std::string_view>& path, Match& match) {
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (!pattern[i].is_placeholder) continue;
    auto value = percent_decode(path[i], false);
    match.is_malformed = match.is_malformed || !value;
    match.values.push_back(value ? *std::move(value) : std::string());
  }
}

Match RoutingTable::find(Method method, std::string_view path) const {
  Match match;
  std::vector<std::string_view> segments;
  if (!split(path, segments)) return match;
  const Method wanted = method == Method::kHead ? Method::kGet : method;
  for (std::size_t i = 0; i < routes_.size(); ++i) {
    if (!fits(patterns_[i], segments)) continue;
    if (routes_[i].method == wanted) {
      match.route = &routes_[i];
      match.allow.clear();
      take_values(patterns_[i], segments, match);
      return match;
    }
    allow(routes_[i].method, match.allow);
  }
  return match;
}

}  // namespace spoor::http
