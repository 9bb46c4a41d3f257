// SPDX-License-Identifier: Apache-2.0
// The only file that knows libidn2.
#include "search/idn.h"

#include <algorithm>
#include <memory>

#include <idn2.h>

namespace spoor::search {
namespace {

constexpr std::size_t kMostOctets = 4096;  // a name of 255 octets is much shorter in UTF-8

struct Free {
  void operator()(char* text) const { idn2_free(text); }
};
using Held = std::unique_ptr<char, Free>;

}  // namespace

Result<std::string> to_punycode(std::string_view name) {
  const bool is_ascii = std::all_of(name.begin(), name.end(),
                                    [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (is_ascii) return std::string(name);
  if (name.size() > kMostOctets || name.find('\0') != std::string_view::npos)
    return Error{ErrorCode::kInvalid, "expected an internationalised name of at most 255 octets"};
  char* out = nullptr;
  const int fault =
      idn2_to_ascii_8z(std::string(name).c_str(), &out, IDN2_NFC_INPUT | IDN2_NONTRANSITIONAL);
  const Held held(out);
  if (fault != IDN2_OK) {
    return Error{ErrorCode::kInvalid,
                 "expected an internationalised name that IDNA 2008 allows, or its xn-- form", 0,
                 idn2_strerror(fault)};
  }
  return std::string(held.get());
}

std::string to_unicode(std::string_view name) {
  if (name.find("xn--") == std::string_view::npos || name.size() > kMostOctets) return {};
  char* out = nullptr;
  const int fault = idn2_to_unicode_8z8z(std::string(name).c_str(), &out, 0);
  const Held held(out);
  if (fault != IDN2_OK || name == held.get()) return {};
  return held.get();
}

}  // namespace spoor::search
