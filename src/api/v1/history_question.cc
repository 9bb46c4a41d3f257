// SPDX-License-Identifier: Apache-2.0
#include "api/v1/history_question.h"

#include "history/day_text.h"

namespace spoor::api::v1 {

using record::DayRun;

std::optional<DayRun> read_days(ParameterReader& parameters, std::uint32_t now_s) {
  const std::string* const from = parameters.find("day_from");
  const std::string* const to = parameters.find("day_to");
  if (from == nullptr && to == nullptr) return std::nullopt;
  const std::string_view first = from == nullptr ? std::string_view() : std::string_view(*from);
  const std::string_view last = to == nullptr ? std::string_view() : std::string_view(*to);
  const auto days = history::parse_day_bounds(first, last, now_s);
  if (days) return *days;
  const bool is_from = days.error().where == "from";
  parameters.refuse(is_from ? "day_from" : "day_to", is_from ? first : last,
                    std::string(days.error().what));
  return std::nullopt;
}

std::optional<DayRun> read_span(ParameterReader& parameters, std::string_view name,
                                std::uint32_t now_s) {
  const std::string* const text = parameters.find(name);
  if (text == nullptr) return std::nullopt;
  const auto days = history::parse_days(*text, now_s);
  if (days) return *days;
  parameters.refuse(name, *text, std::string(days.error().what));
  return std::nullopt;
}

std::uint32_t read_number(ParameterReader& parameters, std::string_view name,
                          std::uint32_t fallback, DayRun bounds) {
  const std::uint64_t value = parameters.count(name, fallback);
  if (value >= bounds.first && value <= bounds.last) return static_cast<std::uint32_t>(value);
  const std::string* const text = parameters.find(name);
  parameters.refuse(
      name, text == nullptr ? std::string_view() : *text,
      "expected " + std::to_string(bounds.first) + " to " + std::to_string(bounds.last));
  return fallback;
}

Problem to_history_problem(const Error& error) {
  Problem problem = to_problem(error);
  if (error.code == ErrorCode::kNotFound) {
    problem.parameter = "source";
    problem.value = error.where;
  }
  return problem;
}

}  // namespace spoor::api::v1
