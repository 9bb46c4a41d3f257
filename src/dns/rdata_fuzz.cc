// SPDX-License-Identifier: Apache-2.0
// Rdata: canonical form is idempotent, text reads back to it, text of anything is a fixpoint, and
// the names found lie inside. Input: two octets of type, one of place, then a message.
#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>

#include "dns/name.h"
#include "dns/rdata.h"
#include "dns/rdata/layout.h"

namespace {

using spoor::Bytes;
using namespace spoor::dns;

void require(bool holds) {
  if (!holds) __builtin_trap();
}

void check_names(RrType type, Bytes rdata) {
  RdataName names[6];
  const std::size_t count = find_rdata_names(type, rdata, names, 6);
  require(count <= 6);
  for (std::size_t i = 0; i < count; ++i) {
    require(names[i].size != 0 && std::size_t{names[i].offset} + names[i].size <= rdata.size());
    require(static_cast<bool>(name_from_wire(rdata.subspan(names[i].offset, names[i].size))));
  }
}

/// Text of these octets reads back to `want`, and only has printable octets.
void check_text(RrType type, Bytes rdata, std::string_view want) {
  const std::string text = rdata_text(type, rdata);
  const auto back = parse_rdata(type, text);
  require(back && *back == want);
  require(std::all_of(text.begin(), text.end(), [](char c) { return c >= 0x20 && c < 0x7F; }));
}

void check_wire(RrType type, Bytes message, std::size_t at) {
  if (at > message.size()) return;
  const auto out = std::make_unique<std::uint8_t[]>(kMaxCanonicalRdata);
  WireReader r(message);
  r.seek(at);
  const std::size_t size = read_canonical_rdata(r, type, message.size() - at, out.get());
  require(r.pos() == message.size());
  if (size == kBadRdata) return;
  const Bytes canonical(out.get(), size);
  const auto again = canonical_rdata(type, canonical);
  require(again && *again == spoor::as_chars(canonical));
  check_names(type, canonical);
  check_text(type, canonical, spoor::as_chars(canonical));
}

void check_octets(RrType type, Bytes rdata) {
  const auto canonical = canonical_rdata(type, rdata);
  check_text(type, rdata, canonical ? std::string_view(*canonical) : spoor::as_chars(rdata));
  check_names(type, rdata);
}

/// Presentation form: text to octets to text to octets.
void check_presentation(RrType type, std::string_view text) {
  const auto rdata = parse_rdata(type, text);
  if (!rdata) {
    require(rdata.error().offset <= text.size() && !rdata.error().what.empty());
    return;
  }
  require(rdata->size() <= kMaxCanonicalRdata);
  if (const Layout* layout = layout_of(type);
      layout != nullptr && text.find("\\#") == std::string_view::npos) {
    const auto canonical = canonical_rdata(type, spoor::as_bytes(*rdata));
    require(canonical && *canonical == *rdata);
  }
  check_text(type, spoor::as_bytes(*rdata), *rdata);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const auto type = static_cast<RrType>(data[0] << 8 | data[1]);
  const Bytes rest(data + 3, size - 3);
  check_wire(type, rest, data[2]);
  check_octets(type, rest);
  check_presentation(type, spoor::as_chars(rest));
  if (data[2] == 0xFF) {  // a partner's label
    const auto label = static_cast<RrType>(kFirstLabelType + data[1]);
    check_text(label, rest, spoor::as_chars(rest));
  }
  return 0;
}
