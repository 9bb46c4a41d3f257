// SPDX-License-Identifier: Apache-2.0
// Any octets as a native file: what was taken, written out and read again, is the same, and
// sightings are canonical.
#include <algorithm>
#include <cstdint>
#include <string>

#include "feed/native_writer.h"
#include "feed/sink_test.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace spoor;
  using namespace spoor::feed;
  std::string text;
  append_native_header(text);
  text += as_chars({data, size});
  const Taken taken = take(text);
  if (!taken.opened) __builtin_trap();
  std::string out;
  append_native_header(out);
  for (const Added& a : taken.added) {
    record::Sightings merged =
        a.sightings;  // merging nothing new must not change what is canonical
    merged.told = 0;
    merged.undated = 0;
    merged.days.clear();
    record::Sightings whole = a.sightings;
    whole.merge(merged);
    if (!(whole == a.sightings)) __builtin_trap();
    const auto spec = std::find_if(taken.specs.begin(), taken.specs.end(),
                                   [&](const auto& s) { return s.name == a.source; });
    const RowView row{as_bytes(a.owner), a.type,   a.type_text, a.rdata,
                      a.bailiwick,       a.source, a.how,       &a.sightings};
    append_native(out, row, *spec);
  }
  const Taken again = take(out);
  if (again.added != taken.added) __builtin_trap();
  return 0;
}
