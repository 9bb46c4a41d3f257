// SPDX-License-Identifier: Apache-2.0
// Patterns from the network: read, put into grams, compiled and matched; both engines must agree,
// and no gram may rule out a text that matches.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "search/pattern.h"
#include "search/pattern_grams.h"
#include "search/pattern_matcher.h"

namespace {

bool holds(const spoor::record::GramQuery& query, std::string_view text) {
  using Kind = spoor::record::GramQuery::Kind;
  switch (query.kind) {
    case Kind::kGram:
      return text.find(std::string_view(query.gram.data(), 3)) != std::string_view::npos;
    case Kind::kAll:
      for (const auto& part : query.parts) {
        if (!holds(part, text)) return false;
      }
      return true;
    case Kind::kEither:
      for (const auto& part : query.parts) {
        if (holds(part, text)) return true;
      }
      return false;
    case Kind::kEverything:
      break;
  }
  return true;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace spoor::search;
  if (size < 2) return 0;
  const auto syntax = static_cast<PatternSyntax>(1 + data[0] % 5);
  const std::string_view input(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::string_view text = input.substr(0, input.find('\0'));
  const auto pattern = parse_pattern(text.substr(0, 200), syntax);
  if (!pattern) return 0;
  const auto best = PatternMatcher::make(*pattern);
  const auto plain = PatternMatcher::make(*pattern, PatternMatcher::Engine::kRe2);
  if (!best || !plain) return 0;
  const auto grams = to_gram_query(*pattern);
  std::string line;
  for (const char c : input) line += static_cast<char>(' ' + static_cast<std::uint8_t>(c) % 95);
  for (char& c : line) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  for (const std::string_view tried : {std::string_view(line), std::string_view(text)}) {
    if (tried.find('\n') != std::string_view::npos) continue;
    const bool does_match = (*plain)->matches(tried);
    if ((*best)->matches(tried) != does_match) std::abort();
    if (tried.data() == line.data() && does_match && !holds(grams, tried)) std::abort();
  }
  return 0;
}
