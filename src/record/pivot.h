// SPDX-License-Identifier: Apache-2.0
// The values inside a record from which a new question starts, as keys of the index by value.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dns/rr_type.h"
#include "record/key.h"

namespace spoor::record {

/// Values of one record, kind octet first, ready to stand before the owner in a head of the index
/// by value. A: kIpv4. AAAA: kIpv6. Types with names: each host as kName, each mailbox as kMailbox.
/// TXT and SPF: kRaw (the whole) and each telling token as kToken. Every other type, and rdata that
/// does not fit its type: kRaw. Each value once, in no particular order. Reuse one object: it holds
/// its buffers.
class PivotFinder {
 public:
  static constexpr std::size_t kMaxTokens =
      16;  ///< Per record: a bound on what one TXT may add to the index.

  /// Views into this object, until the next call.
  const std::vector<std::string_view>& find(dns::RrType type, std::string_view rdata);

 private:
  void add(ValueKind kind, std::string_view value);
  void add_tokens(std::string_view txt_rdata);

  std::string buffer_;
  std::string text_;  // of a TXT record, lower-cased
  std::vector<std::pair<std::size_t, std::size_t>> spans_;
  std::vector<std::string_view> values_;
};

/// The key under which `token` (as typed) is found, kind octet and end included.
std::string token_value_key(std::string_view token);

}  // namespace spoor::record
