// SPDX-License-Identifier: Apache-2.0
// The three ways to say a time.
#include "search/time_text.h"

#include <chrono>
#include <limits>
#include <string>

namespace spoor::search {
namespace {

constexpr std::int64_t kMaxUnix = std::numeric_limits<std::uint32_t>::max();

/// Reads digits and separators from the front; the fault is sticky.
class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  /// Exactly `digits` digits.
  std::int64_t number(std::size_t digits) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < digits; ++i) {
      if (text_.empty() || text_.front() < '0' || text_.front() > '9') {
        ok_ = false;
        return 0;
      }
      value = value * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
    }
    return value;
  }
  bool accept(char wanted) {
    if (text_.empty() || text_.front() != wanted) return false;
    text_.remove_prefix(1);
    return true;
  }
  void expect(char wanted) { ok_ = accept(wanted) && ok_; }
  void skip_digits() {
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') text_.remove_prefix(1);
  }
  [[nodiscard]] bool at_end() const { return text_.empty(); }
  [[nodiscard]] bool ok() const { return ok_; }

 private:
  std::string_view text_;
  bool ok_ = true;
};

/// Decimal digits only, at most `most`.
std::optional<std::int64_t> parse_digits(std::string_view text, std::int64_t most) {
  if (text.empty() || text.size() > 12) return std::nullopt;
  std::int64_t value = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return std::nullopt;
    value = value * 10 + (c - '0');
  }
  return value <= most ? std::optional(value) : std::nullopt;
}

std::optional<std::int64_t> unit_seconds(char unit) {
  switch (unit) {
    case 's':
      return 1;
    case 'm':
      return 60;
    case 'h':
      return 3600;
    case 'd':
      return 86400;
    case 'w':
      return 7 * 86400;
    default:
      return std::nullopt;
  }
}

std::optional<std::int64_t> parse_ago(std::string_view text) {
  std::int64_t unit = 1;
  if (const auto last = unit_seconds(text.empty() ? '\0' : text.back())) {
    unit = *last;
    text.remove_suffix(1);
  }
  const auto number = parse_digits(text, kMaxUnix);
  if (!number || *number * unit > kMaxUnix) return std::nullopt;
  return *number * unit;
}

std::int64_t read_offset(Scanner& scan) {
  if (scan.accept('Z') || scan.accept('z') || scan.at_end()) return 0;
  const bool east = scan.accept('+');
  if (!east) scan.expect('-');
  const std::int64_t hours = scan.number(2);
  scan.accept(':');
  const std::int64_t minutes = scan.at_end() ? 0 : scan.number(2);
  const std::int64_t seconds = hours * 3600 + minutes * 60;
  return east ? seconds : -seconds;
}

std::optional<std::int64_t> parse_iso(std::string_view text) {
  Scanner scan(text);
  const auto year = static_cast<int>(scan.number(4));
  scan.expect('-');
  const auto month = static_cast<unsigned>(scan.number(2));
  scan.expect('-');
  const auto day = static_cast<unsigned>(scan.number(2));
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month),
                                         std::chrono::day(day)};
  if (!scan.ok() || !date.ok()) return std::nullopt;
  std::int64_t seconds =
      std::chrono::sys_days(date).time_since_epoch().count() * std::int64_t{86400};
  if (scan.at_end()) return seconds;
  if (!scan.accept('T') && !scan.accept('t')) scan.expect(' ');
  const std::int64_t hour = scan.number(2);
  scan.expect(':');
  const std::int64_t minute = scan.number(2);
  const std::int64_t second = scan.accept(':') ? scan.number(2) : 0;
  if (scan.accept('.')) scan.skip_digits();
  const std::int64_t offset = read_offset(scan);
  if (!scan.ok() || !scan.at_end() || hour > 23 || minute > 59 || second > 60) return std::nullopt;
  return seconds + hour * 3600 + minute * 60 + second - offset;
}

}  // namespace

Result<Moment> parse_time(std::string_view text, std::uint32_t now_s) {
  const Error fault{ErrorCode::kInvalid,
                    "expected a time: Unix seconds, 2019-07-14, 2019-07-14T16:42:00Z or -7d", 0,
                    std::string(text.substr(0, 40))};
  if (text == "now") return Moment{now_s, 0};
  if (text.starts_with('-')) {
    const auto ago = parse_ago(text.substr(1));
    if (!ago) return fault;
    const auto back = static_cast<std::uint32_t>(*ago);
    return Moment{back < now_s ? now_s - back : 0, back};
  }
  auto seconds = parse_digits(text, kMaxUnix);
  if (!seconds) seconds = parse_iso(text);
  if (!seconds || *seconds < 0 || *seconds > kMaxUnix) return fault;
  return Moment{static_cast<std::uint32_t>(*seconds), std::nullopt};
}

}  // namespace spoor::search
