// SPDX-License-Identifier: Apache-2.0
// Names: what the wire parser takes survives text, sort form and forward form unchanged; what the
// text parser and the form decoders take they give back.
#include <cstdint>
#include <string>

#include "dns/name.h"

namespace {

using spoor::Bytes;
using namespace spoor::dns;

void require(bool holds) {
  if (!holds) __builtin_trap();
}

void check_forms(const Name& name) {
  const std::string text = name_to_text(name);
  const auto from_text = parse_name(text);
  require(from_text && *from_text == name);
  std::string sorted;
  append_sort_form(sorted, name.wire());
  require(sort_form_length(sorted) == sorted.size() && sorted.size() <= kMaxSortFormOctets);
  const auto from_sorted = name_from_sort_form(sorted);
  require(from_sorted && *from_sorted == name);
  std::string forward;
  append_forward_form(forward, name.wire());
  const auto from_forward = name_from_forward_form(forward);
  require(from_forward && *from_forward == name);
  require(ancestor(name.wire(), count_labels(name.wire())).size() == name.size());
  require(is_at_or_below(name.wire(), ancestor(name.wire(), 1)));
}

/// Every place of a message as the beginning of a name.
void check_wire(Bytes message) {
  for (std::size_t at = 0; at < message.size() && at < 64; ++at) {
    WireReader r(message);
    r.seek(at);
    const auto name = read_name(r);
    if (!name) continue;
    require(r.ok() && r.pos() > at && r.pos() <= message.size());
    const auto again = name_from_wire(name->wire());
    require(again && *again == *name);
    check_forms(*name);
    WireReader plain(message);
    plain.seek(at);
    const auto uncompressed = read_name(plain, Compression::kRefused);
    require(!uncompressed || *uncompressed == *name);
  }
}

void check_text(std::string_view text) {
  std::uint8_t octets[kMaxNameOctets];
  const std::size_t size = parse_name_octets(text, octets);
  const auto name = parse_name(text);
  require(static_cast<bool>(name) == (size != 0));
  if (!name) {
    require(name.error().what != "malformed name" && name.error().offset <= text.size());
    return;
  }
  require(spoor::as_chars(Bytes(octets, size)) == spoor::as_chars(name->wire()));
  check_forms(*name);
}

void check_stored(std::string_view form) {
  if (const auto name = name_from_sort_form(form)) {
    std::string sorted;
    append_sort_form(sorted, name->wire());
    require(sorted == form);
    std::array<std::uint8_t, kMaxNameOctets> octets;
    const std::size_t size = write_wire_from_sort_form(octets.data(), form);
    require(spoor::as_chars(Bytes(octets.data(), size)) == spoor::as_chars(name->wire()));
  }
  if (const auto name = name_from_forward_form(form)) {
    std::string forward;
    append_forward_form(forward, name->wire());
    require(forward == form);
  }
  require(sort_form_length(form) <= form.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const Bytes input(data, size);
  check_wire(input);
  check_text(spoor::as_chars(input));
  check_stored(spoor::as_chars(input));
  return 0;
}
