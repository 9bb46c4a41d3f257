// SPDX-License-Identifier: Apache-2.0
// Every part of the store is matched a block at a time; what matched is merged.
#include "search/pattern_scan.h"

#include <algorithm>
#include <utility>

#include "dns/name.h"
#include "record/key.h"
#include "search/pattern.h"
#include "search/pattern_grams.h"
#include "search/pattern_literal.h"

namespace spoor::search {
namespace {

using record::TextBlock;
using record::TextList;

constexpr std::uint64_t kTextsARecord = 32;  // matching so many costs about what a record does

Error in_parameter(Error error, std::string_view parameter) {
  error.where = std::string(parameter);
  return error;
}

/// What every entry begins with that can match; empty when nothing is known.
std::string entry_prefix(const PatternNode& pattern, TextList list) {
  std::string prefix;
  for (const char c : fixed_beginning(pattern)) {
    const bool is_letter = c >= 'a' && c <= 'z';
    if (list == TextList::kValues) {  // which keep their case
      if (is_letter) break;
      prefix += c;
      continue;
    }
    const bool is_plain = is_letter || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
    if (!is_plain) break;
    prefix += c == '.' ? '\0' : c;
  }
  return prefix;
}

}  // namespace

Result<std::unique_ptr<PatternScan>> PatternScan::open(const record::Snapshot& snapshot,
                                                       const Query& query,
                                                       const std::string& lower) {
  std::unique_ptr<PatternScan> scan(new PatternScan);
  scan->list_ = query.in == QueryIn::kName ? TextList::kNames : TextList::kValues;
  const auto pattern = parse_pattern(query.pattern, query.syntax);
  if (!pattern) return in_parameter(pattern.error(), "pattern");
  SPOOR_TRY(scan->matcher_, PatternMatcher::make(*pattern));
  if (!query.exclude.empty()) {
    const auto exclude = parse_pattern(query.exclude, query.syntax);
    if (!exclude) return in_parameter(exclude.error(), "exclude");
    SPOOR_TRY(scan->exclude_, PatternMatcher::make(*exclude));
  }
  record::TextRange range;
  range.list = scan->list_;
  const std::string prefix = entry_prefix(*pattern, range.list);
  range.lower = std::max(prefix, lower);
  if (!prefix.empty()) range.upper = record::after_prefix(prefix);
  if (!range.upper.empty() && range.lower >= range.upper) return scan;
  range.grams = to_gram_query(*pattern);
  range.literal = needed_literal(*pattern);
  SPOOR_TRY(auto cursors, snapshot.find_texts(std::move(range)));
  for (auto& cursor : cursors) {
    scan->parts_.emplace_back();
    scan->parts_.back().texts = std::move(cursor);
  }
  return scan;
}

Result<std::string> PatternScan::entry_of(const TextBlock& block, std::size_t line) const {
  std::string entry;
  const std::string_view text = block.line(line);
  if (list_ == TextList::kValues) {
    entry.assign(text);
    entry += '\0';
    record::append_type(entry, block.type(line));
    return entry;
  }
  SPOOR_TRY(const dns::Name name, dns::parse_name(text.empty() ? "." : text));
  dns::append_forward_form(entry, name.wire());
  return entry;
}

/// The next line that matches and is not excluded, of the block at hand.
Status PatternScan::take_line(Part& part) {
  part.head.clear();
  while (part.next < part.lines.size()) {
    const std::size_t line = part.lines[part.next++];
    if (exclude_ && exclude_->matches(part.block.line(line))) continue;
    SPOOR_TRY(part.head, entry_of(part.block, line));
    return {};
  }
  return {};
}

Status PatternScan::take_block(Part& part) {
  SPOOR_TRY(const bool has_more, part.texts->next(part.block));
  part.is_done = !has_more;
  part.next = 0;
  SPOOR_CHECK(matcher_->match(part.block, part.lines));
  if (part.block.size() > 0) {
    SPOOR_TRY(part.last, entry_of(part.block, part.block.size() - 1));
  }
  return take_line(part);
}

/// False when the budget was spent before a head was found or the part was done.
Result<bool> PatternScan::read_head(Part& part, Budget& budget) {
  while (part.head.empty() && !part.is_done) {
    if (budget.is_spent() && has_read_) return false;
    const std::uint64_t before = part.texts->passed();
    SPOOR_CHECK(take_block(part));
    budget.take(1 + (part.texts->passed() - before) / kTextsARecord);
    has_read_ = true;
  }
  return true;
}

/// Where the part that is least far has come to.
void PatternScan::note_place() {
  std::optional<Place> least;
  for (const Part& part : parts_) {
    if (part.head.empty() && part.is_done) continue;
    Place at{part.head.empty() ? part.last : part.head, part.head.empty()};
    if (!least || at < *least) least = std::move(at);
  }
  if (!entry_.empty()) least = std::max(*least, Place{entry_, true});  // that one was handed out
  if (!least->entry.empty() && (!place_ || *least > *place_)) place_ = std::move(least);
}

Result<Step> PatternScan::next(Budget& budget) {
  has_read_ = false;  // at least a block a call, so that every step gets on
  for (Part& part : parts_) {
    SPOOR_TRY(const bool is_read, read_head(part, budget));
    if (is_read) continue;
    note_place();
    return Step::kPaused;
  }
  const std::string* least = nullptr;
  for (const Part& part : parts_) {
    if (!part.head.empty() && (least == nullptr || part.head < *least)) least = &part.head;
  }
  if (least == nullptr) return Step::kEnd;
  entry_ = *least;
  for (Part& part : parts_) {
    if (part.head == entry_) SPOOR_CHECK(take_line(part));
  }
  return Step::kRow;
}

}  // namespace spoor::search
