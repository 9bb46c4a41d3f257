// SPDX-License-Identifier: Apache-2.0
// The fields of one line of a list, by comma or tab; RFC 4180 quotes, but no line breaks in them.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace spoor::enrich {

/// Lines of a text one after the other, without their ends (LF or CRLF); counts them.
class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}
  /// False at the end.
  bool next(std::string_view& line) noexcept {
    if (rest_.empty()) return false;
    const std::size_t end = rest_.find('\n');
    line = rest_.substr(0, end);
    rest_.remove_prefix(end == std::string_view::npos ? rest_.size() : end + 1);
    if (line.ends_with('\r')) line.remove_suffix(1);
    ++number_;
    return true;
  }
  [[nodiscard]] std::size_t number() const noexcept { return number_; }

 private:
  std::string_view rest_;
  std::size_t number_ = 0;
};

/// Splits lines; keeps its memory from line to line.
class CsvFields {
 public:
  explicit CsvFields(char separator) : separator_(separator) {}

  /// False when a quote is not closed, or there are more than kMostFields. Views live until the
  /// next line, and as long as `line`.
  bool split(std::string_view line);
  static constexpr std::size_t kMostFields = 64;

  [[nodiscard]] std::size_t size() const noexcept { return fields_.size(); }
  /// A field that is not there is empty.
  [[nodiscard]] std::string_view operator[](std::size_t i) const noexcept {
    return i < fields_.size() ? fields_[i] : std::string_view{};
  }

 private:
  bool split_quoted(std::string_view& line);

  char separator_;
  std::vector<std::string_view> fields_;
  std::string unquoted_;  // reserved for a whole line: views into it stay
};

std::string_view trimmed(std::string_view text) noexcept;

}  // namespace spoor::enrich
