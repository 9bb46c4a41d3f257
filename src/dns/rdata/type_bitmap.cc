// SPDX-License-Identifier: Apache-2.0
#include "dns/rdata/type_bitmap.h"

#include <algorithm>
#include <array>

#include "dns/rdata/text_reader.h"
#include "dns/rr_type.h"

namespace spoor::dns {
namespace {

constexpr std::size_t kWindowOctets = 32;

void append_types(std::string& out, Bytes bitmap, std::uint32_t first_type, bool& is_first) {
  for (std::size_t i = 0; i < bitmap.size() * 8; ++i) {
    if ((bitmap[i / 8] & 0x80U >> (i % 8)) == 0) continue;
    if (!is_first) out += ' ';
    is_first = false;
    out += rr_type_text(static_cast<RrType>(first_type + i));
  }
}

/// The types named up to the end of the text, as one bit each. 8 KiB, on the stack.
struct TypeSet {
  std::array<std::uint8_t, 65536 / 8> bits{};
  std::uint32_t highest = 0;
  bool any = false;

  bool read(RdataTextReader& in) noexcept {
    while (!in.at_end()) {
      const auto type = parse_rr_type(in.word());
      if (!type) return in.fail("a record type was expected");
      const std::uint32_t number = to_number(*type);
      bits[number / 8] = static_cast<std::uint8_t>(bits[number / 8] | 0x80U >> (number % 8));
      highest = std::max(highest, number);
      any = true;
    }
    return in.ok();
  }
};

}  // namespace

bool is_type_bitmap(Bytes octets) noexcept {
  int last_window = -1;
  while (!octets.empty()) {
    if (octets.size() < 2) return false;
    const int window = octets[0];
    const std::size_t size = octets[1];
    if (window <= last_window || size == 0 || size > kWindowOctets || size + 2 > octets.size())
      return false;
    if (octets[size + 1] == 0) return false;
    last_window = window;
    octets = octets.subspan(size + 2);
  }
  return true;
}

bool is_nxt_bitmap(Bytes octets) noexcept {
  return !octets.empty() && octets.size() <= 16 && octets.back() != 0 && (octets[0] & 0x80U) == 0;
}

void append_type_bitmap(std::string& out, Bytes octets) {
  bool is_first = true;
  while (!octets.empty()) {
    const std::size_t size = octets[1];
    append_types(out, octets.subspan(2, size), octets[0] * 256U, is_first);
    octets = octets.subspan(size + 2);
  }
}

void append_nxt_bitmap(std::string& out, Bytes octets) {
  bool is_first = true;
  append_types(out, octets, 0, is_first);
}

bool read_type_bitmap(RdataTextReader& in) noexcept {
  TypeSet set;
  if (!set.read(in)) return false;
  for (std::size_t window = 0; window < 256; ++window) {
    const Bytes bits = Bytes(set.bits).subspan(window * kWindowOctets, kWindowOctets);
    std::size_t size = kWindowOctets;
    while (size > 0 && bits[size - 1] == 0) --size;
    if (size == 0) continue;
    if (!in.put_number(window, 1) || !in.put_number(size, 1) || !in.put(bits.first(size)))
      return false;
  }
  return true;
}

bool read_nxt_bitmap(RdataTextReader& in) noexcept {
  TypeSet set;
  if (!set.read(in)) return false;
  if (!set.any || set.highest > 127 || (set.bits[0] & 0x80U) != 0)
    return in.fail("NXT names types 1 to 127");
  return in.put(Bytes(set.bits).first(set.highest / 8 + 1));
}

}  // namespace spoor::dns
