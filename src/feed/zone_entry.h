// SPDX-License-Identifier: Apache-2.0
// One entry of a zone file, gathered from its lines (RFC 1035 section 5.1). Inside the room only.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace spoor::feed {

class ZoneEntry {
 public:
  static constexpr std::size_t kMaxOctets = std::size_t{256} << 10;

  void clear();
  /// Adds a line: remarks and parentheses are gone, words stand with one blank between them. Empty,
  /// or what is wrong: then the entry is to be cleared.
  std::string_view add_line(std::string_view line);
  /// Parentheses are closed: no further line belongs to it.
  [[nodiscard]] bool is_whole() const noexcept { return depth_ == 0; }
  /// The first line began with a blank: the owner is the one before.
  [[nodiscard]] bool has_no_owner() const noexcept { return has_no_owner_; }

  [[nodiscard]] std::size_t size() const noexcept { return words_.size(); }
  /// Quotes and escapes as they stand.
  [[nodiscard]] std::string_view operator[](std::size_t i) const {
    return std::string_view(text_).substr(words_[i].at, words_[i].size);
  }

 private:
  struct Word {
    std::size_t at = 0, size = 0;
  };
  std::size_t read_word(std::string_view line, std::size_t at, std::string_view& fault);

  std::string text_;
  std::vector<Word> words_;
  std::size_t depth_ = 0;
  bool is_begun_ = false, has_no_owner_ = false;
};

}  // namespace spoor::feed
