// SPDX-License-Identifier: Apache-2.0
// A span is two ends; each end is itself a short span.
#include "search/time_span.h"

#include <chrono>
#include <string>

namespace spoor::search {
namespace {

constexpr std::int64_t kDay = 86400;

Error refuse(std::string_view text, std::size_t offset) {
  return {
      ErrorCode::kInvalid,
      "expected a day such as 2019-07-14, a span 2019-07-01..2019-07-14, a month, a time or -7d",
      offset, std::string(text.substr(0, 40))};
}

bool has_shape(std::string_view text, std::string_view shape) {
  if (text.size() != shape.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_digit = text[i] >= '0' && text[i] <= '9';
    if (shape[i] == '0' ? !is_digit : text[i] != shape[i]) return false;
  }
  return true;
}

int number(std::string_view digits) {
  int value = 0;
  for (const char c : digits) value = value * 10 + (c - '0');
  return value;
}

/// Seconds [from, to), in range of a Moment.
std::optional<MomentSpan> span_of(std::int64_t from, std::int64_t to) {
  if (from < 0 || to > std::int64_t{1} << 32 || from >= to) return std::nullopt;
  return MomentSpan{Moment{static_cast<std::uint32_t>(from), std::nullopt},
                    Moment{static_cast<std::uint32_t>(to - 1), std::nullopt}};
}

std::optional<MomentSpan> calendar_span(std::string_view text) {
  const bool is_month = has_shape(text, "0000-00");
  if (!is_month && !has_shape(text, "0000")) return std::nullopt;
  const std::chrono::year year(number(text.substr(0, 4)));
  const std::chrono::month month(is_month ? static_cast<unsigned>(number(text.substr(5))) : 1);
  if (!month.ok()) return std::nullopt;
  const auto begin = year / month;
  const auto end = is_month ? begin + std::chrono::months(1) : begin + std::chrono::years(1);
  const auto seconds = [](std::chrono::year_month at) {
    return std::chrono::sys_days(at / std::chrono::day(1)).time_since_epoch().count() * kDay;
  };
  return span_of(seconds(begin), seconds(end));
}

/// One end, as the span of what it names.
Result<MomentSpan> parse_end(std::string_view text, std::size_t offset, std::uint32_t now_s) {
  const bool is_today = text == "today";
  if (is_today || text == "yesterday") {
    const std::int64_t day = now_s - now_s % kDay - (is_today ? 0 : kDay);
    if (auto span = span_of(day, day + kDay)) return *span;
  }
  if (has_shape(text, "0000-00") || has_shape(text, "0000")) {
    const auto span = calendar_span(text);
    return span ? Result<MomentSpan>(*span) : Result<MomentSpan>(refuse(text, offset));
  }
  const auto moment = parse_time(text, now_s);
  if (!moment) return refuse(text, offset);
  if (has_shape(text, "0000-00-00")) {
    if (const auto span = span_of(moment->unix_s, moment->unix_s + kDay)) return *span;
  }
  return MomentSpan{*moment, *moment};
}

}  // namespace

Result<MomentSpan> parse_span(std::string_view text, std::uint32_t now_s) {
  const std::size_t dots = text.find("..");
  if (dots == std::string_view::npos) {
    SPOOR_TRY(MomentSpan span, parse_end(text, 0, now_s));
    if (text.starts_with('-')) span.to = Moment{now_s, 0};
    return span;
  }
  const std::string_view head = text.substr(0, dots);
  const std::string_view tail = text.substr(dots + 2);
  if (head.empty() && tail.empty()) return refuse(text, 0);
  MomentSpan span;
  if (!head.empty()) {
    SPOOR_TRY(const MomentSpan from, parse_end(head, 0, now_s));
    span.from = from.from;
  }
  if (!tail.empty()) {
    SPOOR_TRY(const MomentSpan to, parse_end(tail, dots + 2, now_s));
    span.to = to.to;
  }
  if (span.from && span.to && span.from->unix_s > span.to->unix_s) {
    return Error{ErrorCode::kInvalid, "the span runs backwards: write its earlier end first", 0,
                 std::string(text.substr(0, 80))};
  }
  return span;
}

}  // namespace spoor::search
