// SPDX-License-Identifier: Apache-2.0
#include "capture/capture_options.h"

#include <random>

namespace spoor::capture {

CaptureOptions seeded(CaptureOptions options) {
  if (options.hash_seed == 0) {
    std::random_device device;
    options.hash_seed = std::uint64_t{device()} << 32 | device();
  }
  return options;
}

}  // namespace spoor::capture
