// SPDX-License-Identifier: Apache-2.0
// Names and rdata as JSON strings, for this room and the dialects that write rows of their own.
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

/// Whether a name's text holds no escape, by its length: each escape makes it longer.
inline bool is_plain_name(Bytes wire, std::size_t text_size) noexcept {
  return text_size + 1 == wire.size();
}

inline void append_name_field(std::string& out, Bytes wire) {
  out += '"';
  const std::size_t at = out.size();
  dns::append_name_text(out, wire);
  if (!is_plain_name(wire, out.size() - at)) escape_presentation(out, at);
  out += '"';
}

/// Whether the text of `rdata` is known to hold nothing that JSON escapes.
inline bool is_plain_rdata(dns::RrType type, std::string_view rdata, std::size_t text_size) {
  switch (type) {
    case dns::RrType::kA:
      return rdata.size() == 4;
    case dns::RrType::kAaaa:
      return rdata.size() == 16;
    case dns::RrType::kNs:
    case dns::RrType::kCname:
    case dns::RrType::kPtr:
      return is_plain_name(as_bytes(rdata), text_size);
    default:
      return false;
  }
}

/// Presentation form. A partner's free text stands as it is when it is UTF-8, else as `\# length
/// hex`.
inline void append_rdata_field(std::string& out, dns::RrType type, std::string_view rdata) {
  if (!dns::is_wire_type(type) && is_utf8(rdata)) return append_json_string(out, rdata);
  const dns::RrType shown = dns::is_wire_type(type) ? type : dns::RrType::kNull;
  out += '"';
  const std::size_t at = out.size();
  dns::append_rdata_text(out, shown, as_bytes(rdata));
  if (!is_plain_rdata(shown, rdata, out.size() - at)) escape_presentation(out, at);
  out += '"';
}

}  // namespace spoor::feed
