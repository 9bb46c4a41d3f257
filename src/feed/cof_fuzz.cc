// SPDX-License-Identifier: Apache-2.0
// Any octets as a COF file: what was taken, written out and read again, is the same; lines add up.
#include <cstdint>
#include <string>

#include "feed/cof_writer.h"
#include "feed/sink_test.h"

namespace {

using namespace spoor;
using namespace spoor::feed;

std::string rendered(const Taken& taken) {
  std::string out;
  for (const Added& a : taken.added) {
    const RowView row{as_bytes(a.owner), a.type,   a.type_text, a.rdata,
                      a.bailiwick,       a.source, a.how,       &a.sightings};
    append_cof(
        out, row,
        {{}, a.source == "feed" ? std::string_view() : std::string_view(a.source).substr(5)});
  }
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  FeedOptions options;
  options.by_sensor = true;
  const Taken taken = take(as_chars({data, size}), options);
  if (!taken.opened || taken.stats.format != "cof") return 0;
  if (taken.stats.accepted > taken.stats.lines || taken.stats.records != taken.added.size())
    __builtin_trap();
  if (taken.stats.lines > taken.stats.accepted + taken.stats.rejected.total()) __builtin_trap();
  for (const Added& a : taken.added) {
    if (a.sightings.first == 0 || a.sightings.first > a.sightings.last) __builtin_trap();
    if (a.bailiwick != record::kBailiwickUnknown &&
        a.bailiwick > dns::count_labels(as_bytes(a.owner)))
      __builtin_trap();
  }
  if (taken.added.empty()) return 0;
  const Taken again = take(rendered(taken), options);
  if (again.added != taken.added) __builtin_trap();
  return 0;
}
