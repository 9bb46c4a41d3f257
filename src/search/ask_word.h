// SPDX-License-Identifier: Apache-2.0
// One word of what was pasted. Inside the room only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/ask.h"
#include "search/defang.h"

namespace spoor::search {

enum class AskWordKind : std::uint8_t {
  kPlain = 1,
  kQuoted,     ///< In double quotes; `value` is what stands in them.
  kText,       ///< `text:…`, or a whole line that is a TXT record's.
  kRegex,      ///< `value` is the pattern, as it was pasted.
  kGlob,       ///< `glob:…`, likewise.
  kSubstring,  ///< `has:…`, likewise.
  kFilter,     ///< `key`, `op`, `value`.
  kTag,        ///< `-cdn`: `value` is the tag.
  kIn,         ///< `in:…`.
};

struct AskWord {
  AskWordKind kind = AskWordKind::kPlain;
  TracedText text;           ///< The whole word, plain characters.
  std::string_view key, op;  ///< Of a filter; lower case, static.
  bool is_negated = false;
  bool is_hinted = false;  ///< It stood behind a hint: `ip:192.0.2.1`.
  std::string value;
  std::string flags;                                  ///< Of a regular expression.
  std::size_t offset = 0, value_offset = 0, end = 0;  ///< In the whole.
};

/// The words of a line; `whole` is all that was pasted. `name:` and `domain:` are filters beside a
/// question and hints where there is none. Never fails: what is no word of another
/// kind is a plain one.
std::vector<AskWord> split_words(const TracedText& line, std::string_view whole);

/// Filters out of one filter word (`first:2019-07-14` is two). Errors: kInvalid with the offset in
/// the whole.
Status add_filter_words(const AskWord& word, std::uint32_t now_s, std::vector<FilterWord>& words);

/// Reads a word that is no filter. Empty when it is only punctuation. Errors: kInvalid with the
/// offset in the whole. `filters` gets what the word itself says (`AS64500`).
Result<std::optional<Understood>> read_question_word(const AskWord& word, QueryIn in,
                                                     std::vector<FilterWord>& filters);

}  // namespace spoor::search
