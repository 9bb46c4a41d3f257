// SPDX-License-Identifier: Apache-2.0
#include "feed/taken_fuzz.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  spoor::feed::check_format("dnsdb", spoor::as_chars({data, size}));
  return 0;
}
