// SPDX-License-Identifier: Apache-2.0
// Matches a pattern against blocks of lines: Hyperscan over the whole block at once, RE2 line by
// line where Hyperscan cannot. Inside the room only.
#pragma once

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/text_list.h"
#include "search/pattern.h"

namespace spoor::search {

class PatternMatcher {
 public:
  enum class Engine : std::uint8_t { kBest, kRe2 };
  /// Errors: kLimit when no engine takes a pattern as large as this one.
  static Result<std::unique_ptr<PatternMatcher>> make(const PatternNode& pattern,
                                                      Engine engine = Engine::kBest);
  virtual ~PatternMatcher() = default;

  /// Replaces `lines` by the numbers of the lines that match, ascending. Errors: kInvalid when the
  /// engine gives up.
  virtual Status match(const record::TextBlock& block, std::vector<std::uint32_t>& lines) = 0;
  /// Whether one text, without a line feed in it, matches.
  virtual bool matches(std::string_view text) = 0;
};

}  // namespace spoor::search
