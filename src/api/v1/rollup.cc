// SPDX-License-Identifier: Apache-2.0
// Problems and bounds.
#include "api/v1/rollup.h"

#include <fmt/format.h>

namespace spoor::api::v1 {

Problem to_busy_problem() {
  Problem problem;
  problem.status = 503;
  problem.title = "busy";
  problem.detail = "as many answers of this kind as may be are being made: try again";
  problem.retry_after_s = 1;
  return problem;
}

std::uint64_t read_bounded(ParameterReader& parameters, std::string_view name,
                           std::uint64_t fallback, std::pair<std::uint64_t, std::uint64_t> bounds) {
  const std::uint64_t value = parameters.count(name, fallback);
  if (parameters.find(name) != nullptr && (value < bounds.first || value > bounds.second)) {
    parameters.refuse(name, *parameters.find(name),
                      fmt::format("expected {} to {}", bounds.first, bounds.second));
  }
  return value;
}

Problem to_rollup_problem(const Error& error) {
  Problem problem = to_problem(error);
  if (error.code == ErrorCode::kNotFound) problem.parameter = "source";
  if (error.code == ErrorCode::kNotFound) problem.value = error.where;
  return problem;
}

}  // namespace spoor::api::v1
