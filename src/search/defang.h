// SPDX-License-Identifier: Apache-2.0
// Text as it stands in reports and mails, made plain again: `hxxp://evil[.]example`, `(dot)`,
// full-width dots, zero-width octets, quotes around it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace spoor::search {

/// A text made of another, which remembers where each octet stood there.
class TracedText {
 public:
  void push(char octet, std::size_t origin) {
    text_ += octet;
    origins_.push_back(static_cast<std::uint32_t>(origin));
  }
  void push(std::string_view octets, std::size_t origin) {
    for (const char octet : octets) push(octet, origin);
  }
  /// Says where the text ends in the original.
  void finish(std::size_t origin) { end_ = static_cast<std::uint32_t>(origin); }

  [[nodiscard]] const std::string& text() const noexcept { return text_; }
  [[nodiscard]] std::string_view view() const noexcept { return text_; }
  [[nodiscard]] std::size_t size() const noexcept { return text_.size(); }
  /// Where octet `at` stood; its end for at == size().
  [[nodiscard]] std::size_t origin(std::size_t at) const noexcept {
    return at < origins_.size() ? origins_[at] : end_;
  }
  [[nodiscard]] TracedText part(std::size_t from, std::size_t to) const;
  /// Appends another one of the same original, behind this one.
  void append(const TracedText& more);

 private:
  std::string text_;
  std::vector<std::uint32_t> origins_;
  std::uint32_t end_ = 0;
};

/// A line of pasted text in plain characters: invisible ones gone, every blank a blank, full-width
/// and ideographic forms, typographic quotes and dashes as ASCII. `origin` is where the line stands
/// in the whole. Errors: kInvalid with the offset of what is no UTF-8 or a control character.
Result<TracedText> plain_characters(std::string_view line, std::size_t origin);

/// Takes the usual disguises out of one word: bracketed `.`, `dot`, `:`, `://`, `/`, `@`, `at`;
/// `\.` and `\/`; half brackets (`evil[.example`).
TracedText refang(const TracedText& word);

/// Takes off what surrounds a word in a text: quotes, brackets, commas, the end of a sentence.
TracedText bare(const TracedText& word);

/// The character that a lone word stands for between two others (`evil dot example`, `[.]`,
/// `(at)`); 0 when it stands for none.
char lone_disguise(std::string_view word) noexcept;

/// Length of the UTF-8 sequence at `at` and its code point; length 0 when there is none (RFC 3629).
struct CodePoint {
  std::size_t length = 0;
  char32_t value = 0;
};
CodePoint read_code_point(std::string_view text, std::size_t at) noexcept;
void append_code_point(std::string& out, char32_t value);

}  // namespace spoor::search
