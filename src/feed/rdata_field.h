// SPDX-License-Identifier: Apache-2.0
// Names and rdata as JSON strings. Inside the room only.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "dns/name.h"
#include "dns/rdata.h"
#include "dns/rr_type.h"
#include "feed/json_text.h"

namespace spoor::feed {

/// Escapes what stands in `out` from `at` on for a JSON string. It is presentation form: printable
/// ASCII.
inline void escape_presentation(std::string& out, std::size_t at) {
  if (out.find('\\', at) == std::string::npos && out.find('"', at) == std::string::npos) return;
  std::size_t from = out.size();
  const auto escapes = std::count_if(out.begin() + static_cast<std::ptrdiff_t>(at), out.end(),
                                     [](char c) { return c == '"' || c == '\\'; });
  std::size_t to = from + static_cast<std::size_t>(escapes);
  out.resize(to);
  while (to != from) {  // from the back, in place
    const char c = out[--from];
    out[--to] = c;
    if (c == '"' || c == '\\') out[--to] = '\\';
  }
}

/// Appends presentation form between quotes; `append` writes it to the end of `out`.
template <class Append>
void append_presentation_field(std::string& out, const Append& append) {
  out += '"';
  const std::size_t at = out.size();
  append(out);
  escape_presentation(out, at);
  out += '"';
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
