// SPDX-License-Identifier: Apache-2.0
// Fuzz target: any table of prefixes. Lines read and lines left out add up to no more than there
// are, and whatever was read, every address has an answer.
#include <algorithm>
#include <cstdint>
#include <cstdlib>

#include "base/bytes.h"
#include "enrich/prefix_table.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace spoor;
  const std::string_view text = as_chars(Bytes(data, size));
  enrich::SourceFile file;
  const auto table = enrich::PrefixTable::parse(text, file);
  const auto lines = static_cast<std::uint64_t>(std::count(text.begin(), text.end(), '\n')) + 1;
  if (file.entries + file.skipped > lines) std::abort();
  if (!table) {
    if (file.entries != 0) std::abort();
    return 0;
  }
  for (std::size_t i = 0; i + 4 <= size && i < 256; ++i) {
    enrich::Origin origin;
    (*table)->complete(IpAddress::v4(Bytes(data + i, 4)), origin);
    if (!origin.country.empty() && origin.country.size() != 2) std::abort();
    if (i + 16 <= size) (*table)->complete(IpAddress::v6(Bytes(data + i, 16)), origin);
  }
  return 0;
}
