// SPDX-License-Identifier: Apache-2.0
// Names and rdata as feeds write them, to their wire forms. Inside the room only.
#pragma once

#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "dns/rdata.h"
#include "dns/rr_type.h"
#include "feed/line_taker.h"

namespace spoor::feed {

/// A name in presentation form into `out` (at least 255 octets); blanks may stand as they are.
/// Returns the octets written, 0 when it is no name.
std::size_t read_name_text(std::string_view text, std::uint8_t* out);

/// Holds the rdata that it read last.
class RdataReader {
 public:
  RdataReader() : octets_(dns::kMaxCanonicalRdata) {}

  /// Presentation form, with what feeds make of it: TXT without quotes is one string, MX may lack
  /// its preference (a note), a partner's own label has free text. False when it does not fit.
  bool read(dns::RrType type, std::string_view text, Tally& tally);
  /// Presentation form, and nothing else.
  bool read_strictly(dns::RrType type, std::string_view text);
  /// The octets of one text, for TXT and SPF, in strings of at most 255.
  bool read_strings(std::string_view text);

  [[nodiscard]] Bytes octets() const noexcept { return {octets_.data(), size_}; }

 private:
  bool took(std::size_t size) noexcept {
    if (size == dns::kBadRdata) return false;
    size_ = size;
    return true;
  }
  std::size_t encode(dns::RrType type, std::string_view text, Tally& tally);

  std::vector<std::uint8_t> octets_;
  std::size_t size_ = 0;
};

}  // namespace spoor::feed
