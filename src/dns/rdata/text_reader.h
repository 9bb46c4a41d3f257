// SPDX-License-Identifier: Apache-2.0
// Reads the words of rdata in presentation form and collects the octets they stand for. The error
// is sticky and keeps its offset. Private to this room.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/bytes.h"
#include "dns/rdata/layout.h"

namespace spoor::dns {

inline constexpr std::size_t kMaxRdataOctets = 65535;

/// A cursor over the text and a bounded buffer for the octets.
class RdataTextReader {
 public:
  /// `out` has room for kMaxRdataOctets.
  RdataTextReader(std::string_view text, std::uint8_t* out) noexcept : text_(text), out_(out) {}

  /// Whether only blanks are left.
  [[nodiscard]] bool at_end() noexcept {
    skip_blanks();
    return pos_ == text_.size();
  }
  /// The next word: up to a blank, or a quoted string with its quotes; escapes as they stand. Empty
  /// after an error.
  std::string_view word() noexcept;
  /// The same, but a quote is an octet like any other: for names, which have no quoted form.
  std::string_view bare_word() noexcept;
  /// The next `key`, `key=value` or `key="value with blanks"`, as it stands. Empty after an error.
  std::string_view parameter() noexcept;
  /// All that is left, without blanks around it.
  std::string_view rest() noexcept;

  /// The next word as a decimal number of at most `max`; 0 after an error.
  std::uint64_t number(std::uint64_t max) noexcept;

  bool put(Bytes octets) noexcept {
    if (octets.size() > room()) return fail("rdata longer than 65535 octets");
    if (!octets.empty()) std::memcpy(out_ + used_, octets.data(), octets.size());
    used_ += octets.size();
    return true;
  }
  /// Appends the low `octets` octets of `value`, most significant first.
  bool put_number(std::uint64_t value, unsigned octets) noexcept;

  /// Where the next octet goes, for decoders that write themselves; then take(how many).
  [[nodiscard]] std::uint8_t* next() noexcept { return out_ + used_; }
  [[nodiscard]] std::size_t room() const noexcept { return kMaxRdataOctets - used_; }
  void take(std::size_t octets) noexcept { used_ += octets; }
  /// Forgets the octets from `used` on.
  void rewind(std::size_t used) noexcept { used_ = used; }

  /// The octets so far, from the first.
  [[nodiscard]] const std::uint8_t* octets() const noexcept { return out_; }
  [[nodiscard]] std::size_t used() const noexcept { return used_; }

  /// Keeps the first error, about the last word read. Always false.
  bool fail(std::string_view what) noexcept {
    if (what_.empty()) {
      what_ = what;
      fault_offset_ = word_start_;
    }
    return false;
  }
  [[nodiscard]] bool ok() const noexcept { return what_.empty(); }
  [[nodiscard]] std::string_view what() const noexcept { return what_; }
  [[nodiscard]] std::size_t fault_offset() const noexcept { return fault_offset_; }

 private:
  static bool is_blank(char c) noexcept { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
  void skip_blanks() noexcept {
    while (pos_ < text_.size() && is_blank(text_[pos_])) ++pos_;
  }
  bool skip_quoted() noexcept;

  std::string_view text_;
  std::size_t pos_ = 0;
  std::size_t word_start_ = 0;
  std::uint8_t* out_;
  std::size_t used_ = 0;
  std::string_view what_;
  std::size_t fault_offset_ = 0;
};

/// Resolves the escapes of a word (`\X`, `\DDD`) and takes off its quotes. Returns the octets
/// written to `out`, kMisfit when an escape is malformed or more than `room` octets are needed.
std::size_t unescape(std::string_view word, std::uint8_t* out, std::size_t room) noexcept;

/// Reads the fields of `layout` and requires that the text ends behind them. False after in.fail().
bool read_fields(RdataTextReader& in, const Layout& layout) noexcept;

}  // namespace spoor::dns
