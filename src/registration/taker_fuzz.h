// SPDX-License-Identifier: Apache-2.0
// What the fuzz targets of the three readers have in common.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "registration/content.h"
#include "registration/reader.h"
#include "registration/searched_values.h"
#include "registration/tidy.h"

namespace spoor::registration {

/// Takes what a reader gives; aborts when it is not tidy, or does not survive being stored.
class CheckingTaker final : public Taker {
 public:
  Status take(Read read) override {
    Registration again = read.registration;
    if (!tidy(again) || again != read.registration) std::abort();
    const std::string content = encode_content(again);
    auto decoded = decode_content(as_bytes(content));
    if (!decoded) std::abort();
    decoded->domain = again.domain;
    if (*decoded != again) std::abort();
    (void)searched_words(again);
    return {};
  }
  void refuse(std::uint64_t line, std::string_view reason) override {
    if (line == 0 || reason.empty()) std::abort();
  }
};

}  // namespace spoor::registration
