// SPDX-License-Identifier: Apache-2.0
// The one box: whatever an analyst pastes, understood, or refused with the place and what would be
// right. The grammar is docs/formats/ask.md.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/filter_word.h"
#include "search/query.h"
#include "search/request.h"

namespace spoor::search {

/// What a word was read as.
enum class AskKind : std::uint8_t {
  kName = 1,
  kBelow,    ///< `*.example.com`, `.example.com`, `*`.
  kForward,  ///< `www.example.*`.
  kAddress,
  kCidr,   ///< `192.0.2.0/24`, `192.0.2.0/255.255.255.0`, `192.0.2.*`.
  kRange,  ///< `192.0.2.1-192.0.2.9`, `192.0.2.1-9`.
  kUrl,    ///< Its host.
  kMailbox,
  kText,   ///< A token of a TXT record.
  kRaw,    ///< Rdata as hex, with `in:raw`.
  kRegex,  ///< `/…/`.
  kGlob,   ///< `*` and `?` inside labels; `glob:…`.
  kAsn,
  kCountry,
  kSubstring,  ///< `has:…`.
};

/// `name`, `below`, `forward`, `address`, `cidr` … for programs.
std::string_view ask_kind_text(AskKind kind) noexcept;

/// Shared by all questions of a line.
using FilterWords = std::shared_ptr<const std::vector<FilterWord>>;

/// One question that was understood.
struct Understood {
  AskKind kind = AskKind::kName;
  std::size_t line = 1;
  std::size_t offset = 0;  ///< Octets, in the whole of what was pasted.
  std::string asked;       ///< The word as it stood there.
  Query query;
  FilterWords words;  ///< Never null.
};

/// A word or a line that was not understood; `error.offset` is in octets, in the whole.
struct AskError {
  std::size_t line = 1;
  Error error;
};

struct Asked {
  std::vector<Understood> questions;
  std::vector<AskError> errors;
};

inline constexpr std::size_t kMostAsked = 100'000;                 ///< Lines, and questions.
inline constexpr std::size_t kMaxAskText = std::size_t{32} << 20;  ///< Octets.

/// Reads what was pasted: questions and filters, a list of any shape. Filters of a line go with the
/// questions of that line; those of a line without a question with all. Errors of words and lines
/// stand in the answer; kInvalid when there is nothing to read, kLimit when there is too much.
Result<Asked> parse_ask(std::string_view text, std::uint32_t now_s);

/// The question with its filters in canonical words: parse_ask() reads the same out of it.
std::string ask_text(const Understood& understood);
/// The question alone, likewise.
std::string ask_question_text(const Understood& understood);

/// What was understood, as a sentence without its full stop: "example.com and every name below it,
/// only types MX and NS, seen since 2019-07-01". Hostile octets stand in it as they are.
std::string ask_sentence(const Understood& understood);

/// The Unicode form of its name; empty when it is the same.
std::string ask_unicode(const Understood& understood);

/// The filters, grouping, order and limit that words say. Errors: kInvalid with the offset in what
/// was pasted; also when they contradict one another.
Result<SearchRequest> to_filters(const std::vector<FilterWord>& words,
                                 const FilterContext& context);

/// The request. Errors: kInvalid with the offset in what was pasted.
Result<SearchRequest> to_request(const Understood& understood, const FilterContext& context);

}  // namespace spoor::search
