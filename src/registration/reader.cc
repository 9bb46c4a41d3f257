// SPDX-License-Identifier: Apache-2.0
// Which form a file has, by its first octets.
#include "registration/reader.h"

#include <algorithm>
#include <array>

#include "registration/text_keys.h"
#include "registration/tidy.h"

namespace spoor::registration {

std::string_view format_text(Format format) noexcept {
  constexpr std::array<std::string_view, 3> kTexts{"rdap", "csv", "text"};
  return kTexts[static_cast<std::size_t>(format) - 1];
}

Result<Format> recognise(InputStream& in) {
  constexpr std::size_t kAhead = 16U << 10;
  SPOOR_TRY(const Bytes ahead, in.fill(kAhead));
  std::string_view text = as_chars(ahead.first(std::min(ahead.size(), kAhead)));
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  text = trimmed(text);
  // "[" begins an array of objects; the Japanese registry begins its lines with it as well.
  if (text.starts_with('{')) return Format::kRdap;
  if (text.starts_with('[')) {
    const std::string_view inside = trimmed(text.substr(1));
    if (inside.empty() || inside.front() == '{' || inside.front() == ']') return Format::kRdap;
  }
  const std::string_view head = text.substr(0, text.find('\n'));
  return is_csv_head(head) ? Format::kCsv : Format::kText;
}

Status read_registrations(InputStream& in, Format format, Taker& taker) {
  switch (format) {
    case Format::kRdap:
      return read_rdap(in, taker);
    case Format::kCsv:
      return read_csv(in, taker);
    case Format::kText:
      break;
  }
  return read_text(in, taker);
}

}  // namespace spoor::registration
