// SPDX-License-Identifier: Apache-2.0
#include "dns/rdata/encoding.h"

#include <array>

namespace spoor::dns {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";
constexpr std::string_view kBase64Digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view kBase32HexDigits = "0123456789ABCDEFGHIJKLMNOPQRSTUV";

constexpr std::int8_t kNoDigit = -1;
constexpr std::int8_t kBlank = -2;
constexpr std::int8_t kPadding = -3;

constexpr std::array<std::int8_t, 256> digit_values(std::string_view digits, bool either_case) {
  std::array<std::int8_t, 256> values{};
  values.fill(kNoDigit);
  for (std::size_t i = 0; i < digits.size(); ++i) {
    const auto digit = static_cast<std::uint8_t>(digits[i]);
    values[digit] = static_cast<std::int8_t>(i);
    if (either_case && digit >= 'A' && digit <= 'Z')
      values[digit + 32U] = static_cast<std::int8_t>(i);
  }
  for (const char blank : {' ', '\t', '\n', '\r'})
    values[static_cast<std::uint8_t>(blank)] = kBlank;
  return values;
}

constexpr auto kBase64Values = [] {
  auto values = digit_values(kBase64Digits, false);
  values['='] = kPadding;
  return values;
}();
constexpr auto kBase32HexValues = digit_values(kBase32HexDigits, true);

/// Gathers digits of `bits` bits into octets.
struct BitSink {
  std::uint8_t* out;
  std::size_t room;
  std::size_t used = 0;
  std::uint32_t held = 0;
  unsigned held_bits = 0;

  bool push(std::uint32_t digit, unsigned bits) noexcept {
    held = held << bits | digit;
    held_bits += bits;
    if (held_bits < 8) return true;
    if (used == room) return false;
    held_bits -= 8;
    out[used++] = static_cast<std::uint8_t>(held >> held_bits);
    held &= (1U << held_bits) - 1;
    return true;
  }
};

}  // namespace

void append_hex(std::string& out, Bytes octets) {
  for (const std::uint8_t octet : octets) {
    out += kHexDigits[octet >> 4];
    out += kHexDigits[octet & 0xF];
  }
}

void append_base64(std::string& out, Bytes octets) {
  std::size_t i = 0;
  for (; i + 3 <= octets.size(); i += 3) {
    const std::uint32_t v =
        static_cast<std::uint32_t>(octets[i] << 16 | octets[i + 1] << 8 | octets[i + 2]);
    const char four[4] = {kBase64Digits[v >> 18], kBase64Digits[v >> 12 & 63],
                          kBase64Digits[v >> 6 & 63], kBase64Digits[v & 63]};
    out.append(four, 4);
  }
  if (octets.size() - i == 1) {
    out += kBase64Digits[octets[i] >> 2];
    out += kBase64Digits[octets[i] << 4 & 63];
    out += "==";
  } else if (octets.size() - i == 2) {
    const std::uint32_t v = static_cast<std::uint32_t>(octets[i] << 8 | octets[i + 1]);
    out += kBase64Digits[v >> 10];
    out += kBase64Digits[v >> 4 & 63];
    out += kBase64Digits[v << 2 & 63];
    out += '=';
  }
}

void append_base32hex(std::string& out, Bytes octets) {
  std::uint32_t held = 0;
  unsigned bits = 0;
  for (const std::uint8_t octet : octets) {
    held = (held << 8 | octet) & 0xFFFU;
    for (bits += 8; bits >= 5; bits -= 5) out += kBase32HexDigits[held >> (bits - 5) & 31];
  }
  if (bits != 0) out += kBase32HexDigits[held << (5 - bits) & 31];
}

std::size_t decode_hex(std::string_view text, std::uint8_t* out, std::size_t room) noexcept {
  BitSink sink{out, room};
  for (const char c : text) {
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r') continue;
    const int digit = hex_digit(c);
    if (digit < 0 || !sink.push(static_cast<std::uint32_t>(digit), 4)) return kBadEncoding;
  }
  return sink.held_bits == 0 ? sink.used : kBadEncoding;
}

std::size_t decode_base64(std::string_view text, std::uint8_t* out, std::size_t room) noexcept {
  BitSink sink{out, room};
  std::size_t digits = 0;
  std::size_t padding = 0;
  for (const char c : text) {
    const std::int8_t digit = kBase64Values[static_cast<std::uint8_t>(c)];
    if (digit == kBlank) continue;
    if (digit == kPadding) {
      ++padding;
      continue;
    }
    if (digit == kNoDigit || padding != 0) return kBadEncoding;
    if (!sink.push(static_cast<std::uint32_t>(digit), 6)) return kBadEncoding;
    ++digits;
  }
  const bool complete = (digits + padding) % 4 == 0 && padding <= 2 && sink.held_bits < 6;
  return complete && sink.held == 0 ? sink.used : kBadEncoding;
}

std::size_t decode_base32hex(std::string_view text, std::uint8_t* out, std::size_t room) noexcept {
  while (!text.empty() && text.back() == '=') text.remove_suffix(1);
  BitSink sink{out, room};
  for (const char c : text) {
    const std::int8_t digit = kBase32HexValues[static_cast<std::uint8_t>(c)];
    if (digit < 0 || !sink.push(static_cast<std::uint32_t>(digit), 5)) return kBadEncoding;
  }
  return sink.held_bits < 5 && sink.held == 0 ? sink.used : kBadEncoding;
}

}  // namespace spoor::dns
