// SPDX-License-Identifier: Apache-2.0
// The routing table: which handler answers which method and path.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace spoor::http {

/// Answers without touching the network; long answers return a Stream.
using Handler = std::function<Response(const Request&)>;
/// Answers while reading the body; runs in a thread of its own and may block.
using UploadHandler = std::function<Response(const Request&, BodyReader&)>;

/// A path pattern is segments between '/': literal text, `{name}`, or `{name?}` (optional; only
/// optional ones follow). A placeholder takes one non-empty segment. Segments are split before they
/// are decoded; several slashes count as one; dot segments mean nothing special.
struct Route {
  Method method = Method::kGet;  ///< A GET route answers HEAD too.
  std::string pattern;
  Handler handler;
  UploadHandler upload;  ///< Instead of `handler`.
  bool takes_body =
      false;  ///< `handler` finds a body of up to 64 KiB in Request::body, of GET too.
  bool is_delivery = false;  ///< Its uploads are short and many: counted by a limit of their own.
};

/// What a table says to a request line.
struct Match {
  const Route* route = nullptr;     ///< Null when nothing matches.
  std::vector<std::string> values;  ///< Decoded placeholders.
  std::string allow;                ///< The methods of this path when only the method is wrong.
  bool is_malformed = false;        ///< A '%' without two hex digits.
};

/// Immutable after the last add().
class RoutingTable {
 public:
  void add(Route route);
  /// `path` without the query.
  [[nodiscard]] Match find(Method method, std::string_view path) const;
  [[nodiscard]] const std::vector<Route>& routes() const noexcept { return routes_; }

 private:
  struct Segment {
    std::string literal;
    bool is_placeholder = false;
    bool is_optional = false;
  };
  static std::vector<Segment> parse_pattern(std::string_view pattern);
  static bool fits(const std::vector<Segment>& pattern, const std::vector<std::string_view>& path);
  static void take_values(const std::vector<Segment>& pattern,
                          const std::vector<std::string_view>& path, Match& match);

  std::vector<Route> routes_;
  std::vector<std::vector<Segment>> patterns_;  // of the same index
};

}  // namespace spoor::http
