// SPDX-License-Identifier: Apache-2.0
// The parameters of questions about time. Inside the room only.
#pragma once

#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string_view>

#include "api/v1/parameters.h"
#include "api/v1/question.h"
#include "record/day_set.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::api::v1 {

/// What all of them take: a question's own without `merge`, for sources are always looked at apart.
inline constexpr auto kHistoryParameters = [] {
  std::array<Parameter, std::size(kQuestionParameters) - 1> kept{};
  std::size_t at = 0;
  for (const Parameter& each : kQuestionParameters) {
    if (each.name != "merge") kept[at++] = each;
  }
  return kept;
}();

/// `kHistoryParameters` and more.
template <std::size_t kMore>
consteval std::array<Parameter, kHistoryParameters.size() + kMore> with_history(
    const Parameter (&more)[kMore]) {
  std::array<Parameter, kHistoryParameters.size() + kMore> all{};
  for (std::size_t i = 0; i < kHistoryParameters.size(); ++i) all[i] = kHistoryParameters[i];
  for (std::size_t i = 0; i < kMore; ++i) all[kHistoryParameters.size() + i] = more[i];
  return all;
}

/// `day_from` and `day_to`: both, one or none. What is wrong stands in `parameters`.
std::optional<record::DayRun> read_days(ParameterReader& parameters, std::uint32_t now_s);

/// `2019-07-14` or `2019-07-14..2019-07-20`.
std::optional<record::DayRun> read_span(ParameterReader& parameters, std::string_view name,
                                        std::uint32_t now_s);

/// A whole number within bounds, both included.
std::uint32_t read_number(ParameterReader& parameters, std::string_view name,
                          std::uint32_t fallback, record::DayRun bounds);

/// An error of opening such an answer, with the parameter it is about.
Problem to_history_problem(const Error& error);

}  // namespace spoor::api::v1
