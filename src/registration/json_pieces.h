// SPDX-License-Identifier: Apache-2.0
// A file of JSON cut into its outermost objects, however they are joined. Inside the room only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "registration/characters.h"
#include "registration/reader.h"

namespace spoor::registration {

/// Objects one after the other, a line each, or in an array. Bounded by kMaxRecordBytes an object.
/// A broken object costs itself alone: it ends where JSON cannot go on, and the next one begins
/// there or on the next line.
class JsonPieces {
 public:
  explicit JsonPieces(Characters& in) : in_(in) {}

  enum class Step : std::uint8_t { kObject, kRefused, kEnd };
  Step next() {
    begin();
    for (int c = in_.next(); c != Characters::kEnd; c = in_.next()) {
      if (nesting_.empty() && object_.empty()) {
        if (const auto step = look_outside(c)) return *step;
        continue;
      }
      if (const auto step = take(static_cast<char>(c))) return *step;
    }
    if (object_.empty()) return Step::kEnd;
    object_.clear();
    return refuse("the file ends within an object");
  }
  [[nodiscard]] const std::string& object() const noexcept { return object_; }
  [[nodiscard]] std::uint64_t line() const noexcept { return line_; }
  [[nodiscard]] std::string_view reason() const noexcept { return reason_; }

 private:
  void begin() {
    object_.clear();
    nesting_.clear();
    in_string_ = is_escaped_ = false;
    before_ = 0;
    if (!starts_here_) return;
    starts_here_ = false;
    line_ = in_.line();
    open('{');
  }

  std::optional<Step> look_outside(int c) {
    constexpr std::string_view kBetween = " \t\r\n,[]";
    if (c == '{') {
      line_ = in_.line();
      open('{');
    } else if (kBetween.find(static_cast<char>(c)) == std::string_view::npos) {
      line_ = in_.line();
      skip_line();
      return refuse("expected a JSON object");
    }
    return std::nullopt;
  }

  void open(char c) {
    nesting_ += c;
    object_ += c;
    before_ = c;
  }

  std::optional<Step> take(char c) {
    if (object_.size() == kMaxRecordBytes) {
      skip_line();
      return refuse("an object is larger than 1 MiB");
    }
    if (in_string_) return take_in_string(c);
    if (c == '{' && !may_open()) {
      starts_here_ = true;
      return refuse("an object is not closed");
    }
    if (c == '{' || c == '[') {
      open(c);
      return std::nullopt;
    }
    object_ += c;
    if (c == '}' || c == ']') {
      if (nesting_.back() != (c == '}' ? '{' : '[')) {
        skip_line();
        return refuse("brackets do not match");
      }
      nesting_.pop_back();
      if (nesting_.empty()) return Step::kObject;
    }
    in_string_ = c == '"';
    if (c != ' ' && c != '\t' && c != '\r' && c != '\n') before_ = c;
    return std::nullopt;
  }

  std::optional<Step> take_in_string(char c) {
    if (c == '\n') return refuse("a line ends within a string");
    object_ += c;
    if (c == '"' && !is_escaped_) in_string_ = false;
    is_escaped_ = c == '\\' && !is_escaped_;
    return std::nullopt;
  }

  /// Whether an object may begin behind before_.
  [[nodiscard]] bool may_open() const {
    return before_ == ':' || before_ == '[' || (before_ == ',' && nesting_.back() == '[');
  }

  void skip_line() {
    for (int c = in_.peek(); c != Characters::kEnd && c != '\n'; c = in_.peek()) in_.next();
  }

  Step refuse(std::string_view reason) {
    reason_ = reason;
    return Step::kRefused;
  }

  Characters& in_;
  std::string object_;
  std::string nesting_;  // '{' and '[' that are open
  bool in_string_ = false, is_escaped_ = false;
  bool starts_here_ = false;  // a '{' was taken already
  char before_ = 0;           // the last character that is no blank
  std::uint64_t line_ = 1;
  std::string_view reason_;
};

}  // namespace spoor::registration
