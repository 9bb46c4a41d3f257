// SPDX-License-Identifier: Apache-2.0
// Random octets as a block: they are refused, or every row that comes out can be written and read
// again.
#include <cstdint>
#include <cstdlib>

#include "store/segment/chunk.h"
#include "store/segment/name_block.h"
#include "store/segment/row_block.h"
#include "store/segment/row_block_guide.h"

using namespace spoor;         // NOLINT(google-build-using-namespace)
using namespace spoor::store;  // NOLINT(google-build-using-namespace)

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 3) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  std::string raw;
  (void)read_chunk(input, raw);
  NameBlockCursor names;
  if (names.open(input)) {
    while (names.next()) {
    }
  }
  const std::size_t split = 3 + (static_cast<std::size_t>(data[1]) << 8 | data[2]) % (size - 2);
  const RowOrder order = data[0] % 2 == 0 ? RowOrder::kByName : RowOrder::kByValue;
  for (const bool seeks : {false, true}) {
    RowBlockCursor cursor(order);
    if (!cursor.open(input.substr(3, split - 3), input.substr(split))) return 0;
    const RowBlockGuide guide = RowBlockGuide::make(order, input.substr(3, split - 3));
    if (seeks && !cursor.seek_lead(input.substr(0, 3), &guide)) return 0;
    std::size_t rows = 0;
    while (cursor.next()) {
      if (++rows > cursor.rows()) std::abort();
      if (cursor.lead().size() > cursor.head().size()) std::abort();
    }
  }
  return 0;
}
