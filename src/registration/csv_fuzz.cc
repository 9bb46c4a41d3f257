// SPDX-License-Identifier: Apache-2.0
// Any octets through the reader of this form: what it gives is tidy and survives being stored.
#include <cstddef>
#include <cstdint>

#include "registration/taker_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto in = spoor::InputStream::from_memory({data, size});
  spoor::registration::CheckingTaker checker;
  (void)spoor::registration::recognise(*in);
  (void)spoor::registration::read_csv(*in, checker);
  return 0;
}
