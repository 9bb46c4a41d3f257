// SPDX-License-Identifier: Apache-2.0
// A page of postings from damaged disks.
#include <cstdint>
#include <cstring>
#include <string_view>

#include "store/segment/gram_index.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 4) return 0;
  std::uint32_t gram = 0;
  std::memcpy(&gram, data, 4);
  const std::string_view page(reinterpret_cast<const char*>(data) + 4, size - 4);
  spoor::store::GroupSet groups;
  (void)spoor::store::read_groups(page, gram % spoor::store::kGrams, groups);
  (void)spoor::store::read_gram_key(page);
  return 0;
}
