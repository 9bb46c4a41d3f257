// SPDX-License-Identifier: Apache-2.0
// Rows of one record as one line of the Common Output Format, as clients of CIRCL and D4 read it.
// Inside the room only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dns/rr_type.h"
#include "http/message.h"
#include "search/search.h"

namespace spoor::api {

/// One (name, type, rdata), whatever sensors and zone files told of it.
class JoinedRecord {
 public:
  [[nodiscard]] bool is_empty() const noexcept { return owner_.empty(); }
  [[nodiscard]] bool is_same(const search::Row& row) const noexcept;
  void begin(const search::Row& row);
  void add(const search::Row& row);
  void clear() noexcept { owner_.clear(); }
  /// Appends the line with its LF. `origin`: a URI.
  void append_line(std::string& out, std::string_view origin) const;

 private:
  std::string owner_, rdata_;
  std::string type_text_;
  dns::RrType type_{};
  std::uint64_t count_ = 0;
  std::optional<search::TimeSpan> seen_, zone_seen_;
};

/// What `origin` says: this server, as its client asked for it.
std::string origin_of(const http::Request& request, bool has_tls);

/// Whether the type has a place in this format: partners' own labels have none.
constexpr bool is_told(dns::RrType type) noexcept {
  return dns::is_wire_type(type);
}

}  // namespace spoor::api
