// SPDX-License-Identifier: Apache-2.0
// Fuzz target: any warning list. What it holds is what was counted, and it can be asked.
#include <cstdint>
#include <cstdlib>

#include "base/bytes.h"
#include "dns/name.h"
#include "enrich/labels.h"
#include "enrich/warning_list.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace spoor;
  enrich::SourceFile file;
  const auto list =
      enrich::parse_warning_list(as_chars(Bytes(data, size)), enrich::Tag::kCdn, file);
  if (!list) return 0;
  const enrich::WarningList& held = **list;
  if (held.exact.size() + held.at_or_below.size() + held.substrings.size() + held.v4.size() +
          held.v6.size() !=
      file.entries)
    std::abort();
  const enrich::Labels labels({*list});
  static const auto name = dns::parse_name("www.example.com.");
  (void)labels.tags(name->wire());
  if (size >= 4) (void)labels.tags(IpAddress::v4(Bytes(data, 4)));
  return 0;
}
