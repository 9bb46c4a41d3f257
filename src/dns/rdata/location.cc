// SPDX-License-Identifier: Apache-2.0
#include "dns/rdata/location.h"

#include <array>
#include <cstdint>
#include <iterator>
#include <string_view>

#include <fmt/format.h>

#include "dns/rdata/text_reader.h"

namespace spoor::dns {
namespace {

constexpr std::int64_t kEquator = std::int64_t{1}
                                  << 31;  ///< Of latitude and longitude, in 1/1000 arc seconds.
constexpr std::int64_t kDegree = 3'600'000;
constexpr std::int64_t kAltitudeBaseCm = 10'000'000;  ///< 100 km below the ellipsoid.
constexpr std::array<std::uint64_t, 10> kPowers{
    1, 10, 100, 1'000, 10'000, 100'000, 1'000'000, 10'000'000, 100'000'000, 1'000'000'000};
/// Version 0, and RFC 1876 section 3: size 1 m, precision 10,000 m and 10 m, when the text leaves
/// them out.
constexpr std::uint32_t kDefaultHead = 0x00121613;

std::int64_t read_u32(Bytes octets, std::size_t at) noexcept {
  return std::int64_t{octets[at]} << 24 | std::int64_t{octets[at + 1]} << 16 |
         std::int64_t{octets[at + 2]} << 8 | octets[at + 3];
}

bool append_angle(std::string& out, std::int64_t angle, std::int64_t max_degrees,
                  std::string_view sides) {
  const std::int64_t size = angle < 0 ? -angle : angle;
  if (size > max_degrees * kDegree) return false;
  fmt::format_to(std::back_inserter(out), "{} {} {}.{:03} {} ", size / kDegree, size / 60'000 % 60,
                 size / 1000 % 60, size % 1000, sides[angle < 0 ? 1 : 0]);
  return true;
}

/// A mantissa and a power of ten, in centimetres (RFC 1876 section 2, SIZE).
bool append_size(std::string& out, std::uint8_t coded) {
  const unsigned mantissa = coded >> 4;
  const unsigned power = coded & 0xFU;
  if (mantissa > 9 || power > 9 || (mantissa == 0 && power != 0)) return false;
  if (power < 2) {
    fmt::format_to(std::back_inserter(out), "0.{:02}m", mantissa * kPowers[power]);
  } else {
    fmt::format_to(std::back_inserter(out), "{}m", mantissa * kPowers[power - 2]);
  }
  return true;
}

/// `digits[.digits]` as a whole number of units of 10^-decimals; false when it is none or is above
/// `max` units.
bool parse_decimal(std::string_view text, unsigned decimals, std::uint64_t max,
                   std::uint64_t& units) noexcept {
  units = 0;
  std::size_t pos = 0;
  unsigned digits = 0;
  unsigned after_point = 0;
  bool point = false;
  for (; pos < text.size(); ++pos) {
    if (text[pos] == '.' && !point && decimals != 0) {
      point = true;
      continue;
    }
    if (text[pos] < '0' || text[pos] > '9' || (point && after_point == decimals)) return false;
    units = units * 10 + static_cast<unsigned>(text[pos] - '0');
    ++digits;
    if (point) ++after_point;
    if (units > max) return false;
  }
  units *= kPowers[decimals - after_point];
  return digits != 0 && units <= max;
}

bool read_angle(RdataTextReader& in, std::uint64_t max_degrees, std::string_view sides) noexcept {
  constexpr std::array<unsigned, 3> kDecimals{0, 0, 3};
  const std::array<std::uint64_t, 3> largest{max_degrees, 59, 59'999};
  std::array<std::uint64_t, 3> parts{};
  std::size_t count = 0;
  for (;;) {
    const std::string_view word = in.word();
    const std::size_t side =
        word.size() == 1 ? sides.find(word[0] >= 'a' ? static_cast<char>(word[0] - 32) : word[0])
                         : std::string_view::npos;
    if (side != std::string_view::npos && count > 0) {
      const auto angle = static_cast<std::int64_t>(parts[0] * static_cast<std::uint64_t>(kDegree) +
                                                   parts[1] * 60'000 + parts[2]);
      if (angle > static_cast<std::int64_t>(max_degrees) * kDegree)
        return in.fail("an angle too large");
      return in.put_number(static_cast<std::uint64_t>(kEquator + (side == 0 ? angle : -angle)), 4);
    }
    if (!in.ok() || count == 3 ||
        !parse_decimal(word, kDecimals[count], largest[count], parts[count])) {
      return in.fail("degrees, minutes and seconds with N, S, E or W were expected");
    }
    ++count;
  }
}

std::string_view without_unit(std::string_view word) noexcept {
  if (!word.empty() && (word.back() == 'm' || word.back() == 'M')) word.remove_suffix(1);
  return word;
}

bool read_altitude(RdataTextReader& in) noexcept {
  std::string_view word = without_unit(in.word());
  const bool is_below = !word.empty() && word[0] == '-';
  if (is_below) word.remove_prefix(1);
  std::uint64_t value = 0;
  constexpr std::uint64_t kMax = 0xFFFFFFFFU;
  if (!parse_decimal(word, 2, kMax, value)) return in.fail("an altitude in metres was expected");
  const std::int64_t coded =
      kAltitudeBaseCm + static_cast<std::int64_t>(value) * (is_below ? -1 : 1);
  if (coded < 0 || coded > static_cast<std::int64_t>(kMax))
    return in.fail("an altitude out of range");
  return in.put_number(static_cast<std::uint64_t>(coded), 4);
}

bool read_size(RdataTextReader& in, std::uint8_t& coded) noexcept {
  std::uint64_t value = 0;
  if (!parse_decimal(without_unit(in.word()), 2, 9 * kPowers[9], value)) {
    return in.fail("a size in metres was expected");
  }
  unsigned power = 0;
  while (power < 9 && value >= kPowers[power + 1]) ++power;
  coded = static_cast<std::uint8_t>(value / kPowers[power] << 4 | power);
  return true;
}

}  // namespace

bool append_location(std::string& out, Bytes octets) {
  if (octets.size() != 16 || octets[0] != 0) return false;
  if (!append_angle(out, read_u32(octets, 4) - kEquator, 90, "NS")) return false;
  if (!append_angle(out, read_u32(octets, 8) - kEquator, 180, "EW")) return false;
  const std::int64_t altitude = read_u32(octets, 12) - kAltitudeBaseCm;
  const std::int64_t size = altitude < 0 ? -altitude : altitude;
  fmt::format_to(std::back_inserter(out), "{}{}.{:02}m", altitude < 0 ? "-" : "", size / 100,
                 size % 100);
  for (std::size_t i = 1; i < 4; ++i) {
    out += ' ';
    if (!append_size(out, octets[i])) return false;
  }
  return true;
}

bool read_location(RdataTextReader& in) noexcept {
  std::uint8_t* head = in.next();  // version and sizes stand first on the wire, last in the text
  if (!in.put_number(kDefaultHead, 4)) return false;
  if (!read_angle(in, 90, "NS") || !read_angle(in, 180, "EW") || !read_altitude(in)) return false;
  for (std::size_t i = 0; i < 3 && !in.at_end(); ++i) {
    if (!read_size(in, head[i + 1])) return false;
  }
  return in.ok();
}

}  // namespace spoor::dns
