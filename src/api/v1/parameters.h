// SPDX-License-Identifier: Apache-2.0
// The query of a request, read strictly: what a route does not take, what stands there twice, what
// is empty or wrong is refused with its name. Inside the room only.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "api/problem.h"
#include "http/message.h"

namespace spoor::api::v1 {

/// A parameter that a route takes.
struct Parameter {
  std::string_view name;
  bool may_repeat = false;
};

/// A word and what it means.
template <class Value>
using Word = std::pair<std::string_view, Value>;

/// Reads parameters. Sticky: the first one that is wrong is kept and told at the end, so that
/// readers need not ask after each. Lives as long as the request does.
class ParameterReader {
 public:
  /// `known` holds at most kMaxParameters, and outlives the reader.
  ParameterReader(const http::Request& request, std::span<const Parameter> known);
  static constexpr std::size_t kMaxParameters = 48;

  /// The text of a parameter; null when it is not there. `name` is one of the known ones.
  [[nodiscard]] const std::string* find(std::string_view name) const noexcept;
  /// Every text of a parameter that may repeat.
  template <class Use>
  void each(std::string_view name, const Use& use) const {
    for (const http::Field& field : request_.query) {
      if (field.name == name) use(field.value);
    }
  }
  /// Decimal digits only; `fallback` when it is not there.
  std::uint64_t count(std::string_view name, std::uint64_t fallback);
  /// `true` or `false`; false when it is not there.
  bool flag(std::string_view name);
  template <class Value>
  Value word(std::string_view name, std::span<const Word<Value>> words, Value fallback) {
    const std::string* text = find(name);
    if (text == nullptr) return fallback;
    for (const Word<Value>& each : words) {
      if (each.first == *text) return each.second;
    }
    std::string expected = "expected one of:";
    for (const Word<Value>& each : words) {
      expected += ' ';
      expected += each.first;
    }
    refuse(name, *text, std::move(expected));
    return fallback;
  }

  /// Says that a parameter is wrong; the first one counts.
  void refuse(std::string_view name, std::string_view text, std::string detail);
  /// The same, and which character of the text is wrong.
  void refuse_at(std::string_view name, std::string_view text, const Error& error);
  /// refuse_at() of what search::parse_query() said: only a pattern has an offset, never 0.
  void refuse_query(std::string_view name, std::string_view text, const Error& error);
  [[nodiscard]] bool is_fine() const noexcept { return !problem_; }
  /// Only when it is not fine.
  [[nodiscard]] const Problem& problem() const noexcept { return *problem_; }

 private:
  void take(const http::Field& field);

  const http::Request& request_;
  std::span<const Parameter> known_;
  std::array<const std::string*, kMaxParameters> texts_{};  // of the same index as known_
  std::optional<Problem> problem_;
};

}  // namespace spoor::api::v1
