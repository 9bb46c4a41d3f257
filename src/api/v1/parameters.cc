// SPDX-License-Identifier: Apache-2.0
// One pass over the query; everything later is a look-up in the route's short list.
#include "api/v1/parameters.h"

#include <cassert>
#include <charconv>

#include <fmt/format.h>

#include "base/plain_text.h"

namespace spoor::api::v1 {

ParameterReader::ParameterReader(const http::Request& request, std::span<const Parameter> known)
    : request_(request), known_(known) {
  assert(known.size() <= kMaxParameters);
  for (const http::Field& field : request.query) {
    if (problem_) return;
    take(field);
  }
}

void ParameterReader::take(const http::Field& field) {
  for (std::size_t i = 0; i < known_.size(); ++i) {
    if (known_[i].name != field.name) continue;
    if (field.value.empty())
      return refuse(field.name, {}, "expected a value: leave the parameter out for its default");
    if (texts_[i] != nullptr && !known_[i].may_repeat)
      return refuse(field.name, field.value, "expected this parameter once");
    if (texts_[i] == nullptr) texts_[i] = &field.value;
    return;
  }
  std::string detail =
      known_.empty() ? "expected no parameter here" : "expected one of these parameters:";
  for (const Parameter& each : known_) {
    detail += ' ';
    detail += each.name;
  }
  refuse(field.name, field.value, std::move(detail));
}

const std::string* ParameterReader::find(std::string_view name) const noexcept {
  for (std::size_t i = 0; i < known_.size(); ++i) {
    if (known_[i].name == name) return texts_[i];
  }
  return nullptr;
}

std::uint64_t ParameterReader::count(std::string_view name, std::uint64_t fallback) {
  const std::string* text = find(name);
  if (text == nullptr) return fallback;
  std::uint64_t value = 0;
  const char* const end = text->data() + text->size();
  const auto [stop, fault] = std::from_chars(text->data(), end, value);
  if (fault == std::errc() && stop == end) return value;
  refuse(name, *text, "expected a whole number, 0 or more");
  return fallback;
}

bool ParameterReader::flag(std::string_view name) {
  static constexpr std::array<Word<bool>, 2> kWords{{{"true", true}, {"false", false}}};
  return word<bool>(name, kWords, false);
}

void ParameterReader::refuse(std::string_view name, std::string_view text, std::string detail) {
  if (problem_) return;
  problem_.emplace();
  problem_->status = 400;
  problem_->title = "invalid parameter";
  problem_->detail = std::move(detail);
  problem_->parameter = name;
  problem_->value = text;
}

void ParameterReader::refuse_at(std::string_view name, std::string_view text, const Error& error) {
  if (problem_) return;
  const std::size_t before = count_characters(text.substr(0, error.offset));
  refuse(name, text, fmt::format("{} (at character {})", error.what, before + 1));
  problem_->offset = error.offset;
}

void ParameterReader::refuse_query(std::string_view name, std::string_view text,
                                   const Error& error) {
  if (error.offset > 0) return refuse_at(name, text, error);
  refuse(name, text, std::string(error.what));
}

}  // namespace spoor::api::v1
