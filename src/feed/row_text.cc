// SPDX-License-Identifier: Apache-2.0
// Presentation form with its rough edges taken off.
#include "feed/row_text.h"

#include "base/plain_text.h"
#include "dns/name.h"
#include "dns/rdata.h"

namespace spoor::feed {

void append_shown_name(std::string& out, Bytes wire) {
  const std::size_t at = out.size();
  dns::append_name_text(out, wire);
  if (out.size() - at > 1) out.pop_back();  // the final dot
}

void append_shown_rdata(std::string& out, dns::RrType type, std::string_view rdata) {
  const std::size_t at = out.size();
  dns::append_rdata_text(out, type, as_bytes(rdata));
  make_printable(out, at);
  if (out.size() == at) out += "\"\"";
}

}  // namespace spoor::feed
