// SPDX-License-Identifier: Apache-2.0
#include "enrich/suffix_rules.h"

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "dns/name.h"
#include "enrich/csv_fields.h"

namespace spoor::enrich {
namespace {

// What holds for a name in the table.
constexpr std::uint32_t kRule = 1;       // it is a suffix
constexpr std::uint32_t kWildcard = 2;   // whatever stands before it is one
constexpr std::uint32_t kException = 4;  // it is none, in spite of a wildcard
constexpr std::uint32_t kBelow = 8;      // there are rules further down

constexpr std::size_t kMostLabels = 127;

/// The next code point of UTF-8 text.
std::optional<std::uint32_t> read_code_point(std::string_view text, std::size_t& pos) {
  const auto octet = [&](std::size_t at) { return static_cast<std::uint8_t>(text[at]); };
  const std::uint8_t lead = octet(pos++);
  if (lead < 0x80) return lead;
  const std::size_t more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : 1;
  if (lead < 0xC2 || lead > 0xF4 || pos + more > text.size()) return std::nullopt;
  std::uint32_t point = lead & (0x3FU >> more);
  for (std::size_t i = 0; i < more; ++i) {
    if ((octet(pos) & 0xC0U) != 0x80) return std::nullopt;
    point = point << 6 | (octet(pos++) & 0x3FU);
  }
  return point;
}

/// RFC 3492 section 6.1.
std::uint32_t adapt(std::uint32_t delta, std::uint32_t points, bool is_first) {
  delta = is_first ? delta / 700 : delta / 2;
  delta += delta / points;
  std::uint32_t k = 0;
  for (; delta > 455; k += 36) delta /= 35;
  return k + 36 * delta / (delta + 38);
}

void append_delta(std::string& out, std::uint32_t delta, std::uint32_t bias) {
  constexpr std::string_view kDigits = "abcdefghijklmnopqrstuvwxyz0123456789";
  for (std::uint32_t k = 36;; k += 36) {
    const std::uint32_t t = k <= bias ? 1 : k >= bias + 26 ? 26 : k - bias;
    if (delta < t) break;
    out += kDigits[t + (delta - t) % (36 - t)];
    delta = (delta - t) / (36 - t);
  }
  out += kDigits[delta];
}

}  // namespace

// RFC 3492 section 6.3. A label of at most 63 code points cannot overflow 32 bits.
bool append_ascii_label(std::string& out, std::string_view label) {
  std::vector<std::uint32_t> points;
  std::string basic;
  for (std::size_t pos = 0; pos < label.size();) {
    const auto point = read_code_point(label, pos);
    if (!point || points.size() == dns::kMaxLabelOctets) return false;
    points.push_back(*point);
    if (*point < 0x80) basic += static_cast<char>(dns::to_lower(static_cast<std::uint8_t>(*point)));
  }
  if (basic.size() == label.size()) {
    out += basic;
    return true;
  }
  out += "xn--" + basic + (basic.empty() ? "" : "-");
  std::uint32_t n = 0x80, delta = 0, bias = 72;
  std::uint32_t handled = static_cast<std::uint32_t>(basic.size());
  const std::uint32_t basics = handled;
  while (handled < points.size()) {
    std::uint32_t next = 0x110000;
    for (const std::uint32_t point : points) {
      if (point >= n && point < next) next = point;
    }
    delta += (next - n) * (handled + 1);
    n = next;
    for (const std::uint32_t point : points) {
      if (point < n) ++delta;
      if (point != n) continue;
      append_delta(out, delta, bias);
      bias = adapt(delta, handled + 1, handled == basics);
      delta = 0;
      ++handled;
    }
    ++delta;
    ++n;
  }
  return true;
}

bool SuffixRules::add(std::string_view rule) {
  const bool is_exception = rule.starts_with('!');
  if (is_exception) rule.remove_prefix(1);
  const bool is_wildcard = rule.starts_with("*.");
  if (is_wildcard) rule.remove_prefix(2);
  if (rule.empty() || rule.find('*') != std::string_view::npos) return false;
  std::string ascii;
  while (true) {
    const std::size_t dot = rule.find('.');
    if (!append_ascii_label(ascii, rule.substr(0, dot))) return false;
    if (dot == std::string_view::npos) break;
    ascii += '.';
    rule.remove_prefix(dot + 1);
  }
  const auto name = dns::parse_name(ascii);
  if (!name || name->is_root()) return false;
  const Bytes wire = name->wire();
  // As libpsl has it: where `*.x` is a suffix, x is one.
  known_[name_hash(wire)] |= is_exception ? kException : is_wildcard ? kWildcard | kRule : kRule;
  for (std::size_t labels = dns::count_labels(wire) - 1; labels > 0; --labels)
    known_[name_hash(dns::ancestor(wire, labels))] |= kBelow;
  ++count_;
  return true;
}

std::size_t SuffixRules::read(std::string_view text) {
  Lines lines(text);
  std::string_view line;
  std::size_t refused = 0;
  while (lines.next(line)) {
    line = line.substr(0, line.find_first_of(" \t"));
    if (line.empty() || line.starts_with("//")) continue;
    // `*` alone is what holds without any rule.
    if (line != "*" && !add(line)) ++refused;
  }
  return refused;
}

std::size_t SuffixRules::suffix_at(Bytes wire) const noexcept {
  std::array<std::uint8_t, kMostLabels + 1> at;
  std::size_t labels = 0;
  for (std::size_t pos = 0; wire[pos] != 0 && labels < kMostLabels; pos += wire[pos] + 1U)
    at[labels++] = static_cast<std::uint8_t>(pos);
  std::size_t best = at[labels - 1];  // the rule `*`
  bool is_wild = false;
  for (std::size_t i = labels; i-- > 0;) {
    const std::uint32_t known = known_.find(name_hash(wire.subspan(at[i])));
    if ((known & kException) != 0) return i + 1 < labels ? at[i + 1] : best;
    if (is_wild || (known & kRule) != 0) best = at[i];
    if ((known & (kBelow | kWildcard)) == 0) break;
    is_wild = (known & kWildcard) != 0;
  }
  return best;
}

}  // namespace spoor::enrich
