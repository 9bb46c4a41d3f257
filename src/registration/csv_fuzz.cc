// SPDX-License-Identifier: Apache-2.0
// Any octets through the reader of this form: what it gives is tidy and survives being stored.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "registration/content.h"
#include "registration/reader.h"
#include "registration/searched_values.h"
#include "registration/tidy.h"

namespace {

class Checker final : public spoor::registration::Taker {
 public:
  spoor::Status take(spoor::registration::Read read) override {
    spoor::registration::Registration again = read.registration;
    if (!spoor::registration::tidy(again) || again != read.registration) std::abort();
    const std::string content = spoor::registration::encode_content(again);
    auto decoded = spoor::registration::decode_content(spoor::as_bytes(content));
    if (!decoded) std::abort();
    decoded->domain = again.domain;
    if (*decoded != again) std::abort();
    (void)spoor::registration::searched_words(again);
    return {};
  }
  void refuse(std::uint64_t line, std::string_view reason) override {
    if (line == 0 || reason.empty()) std::abort();
  }
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto in = spoor::InputStream::from_memory({data, size});
  Checker checker;
  (void)spoor::registration::recognise(*in);
  (void)spoor::registration::read_csv(*in, checker);
  return 0;
}
