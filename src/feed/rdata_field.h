// SPDX-License-Identifier: Apache-2.0
// Names and rdata as JSON strings. Inside the room only.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "dns/name.h"
#include "dns/rdata.h"
#include "dns/rr_type.h"
#include "feed/json_text.h"

namespace spoor::feed {

/// Whether an octet of presentation form must not stand in a JSON string as it is. (It is printable
/// ASCII.)
inline bool needs_json_escape(std::string_view text) noexcept {
  return std::memchr(text.data(), '\\', text.size()) != nullptr ||
         std::memchr(text.data(), '"', text.size()) != nullptr;
}

/// Appends presentation form between quotes; `append` writes it to the end of `out`.
template <class Append>
void append_presentation_field(std::string& out, const Append& append) {
  const std::size_t at = out.size();
  out += '"';
  append(out);
  const std::string_view text = std::string_view(out).substr(at + 1);
  if (!needs_json_escape(text)) {
    out += '"';
    return;
  }
  const std::string held(text);
  out.resize(at);
  append_json_string(out, held);
}

inline void append_name_field(std::string& out, Bytes wire) {
  append_presentation_field(out, [&](std::string& to) { dns::append_name_text(to, wire); });
}

/// Presentation form. A partner's free text stands as it is when it is UTF-8, else as `\# length
/// hex`.
inline void append_rdata_field(std::string& out, dns::RrType type, std::string_view rdata) {
  if (!dns::is_wire_type(type) && is_utf8(rdata)) return append_json_string(out, rdata);
  const dns::RrType shown = dns::is_wire_type(type) ? type : dns::RrType::kNull;
  append_presentation_field(
      out, [&](std::string& to) { dns::append_rdata_text(to, shown, as_bytes(rdata)); });
}

}  // namespace spoor::feed
