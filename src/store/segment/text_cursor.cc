// SPDX-License-Identifier: Apache-2.0
// Stripe by stripe: which groups, then their texts.
#include "store/segment/text_cursor.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "record/key.h"
#include "store/segment/gram_index.h"
#include "store/segment/literal_sift.h"
#include "store/segment/name_block.h"
#include "store/segment/segment_format.h"

namespace spoor::store {
namespace {

using record::TextBlock;
using record::TextList;

class SegmentTexts final : public record::TextCursor {
 public:
  SegmentTexts(std::shared_ptr<const SegmentReader> segment, record::TextRange range,
               std::shared_ptr<BlockCache> cache)
      : segment_(std::move(segment)),
        range_(std::move(range)),
        cache_(std::move(cache)),
        shape_{segment_->footer().group_texts} {
    if (range_.list == TextList::kValues) {
      list_ = Section::kValues;
      grams_ = Section::kValueGrams;
    }
    end_ = segment_->blocks(list_).size();
    if (end_ > 0) first_ = segment_->find_block(list_, record::RowKey{range_.lower, {}, 0});
    if (!range_.upper.empty()) {
      while (end_ > first_ && segment_->first_key(list_, end_ - 1).head >= range_.upper) --end_;
    }
    at_ = first_;
    // Without pages every text is looked at: a plain segment, or one of version 1.
    is_indexed_ = range_.grams.kind != record::GramQuery::Kind::kEverything &&
                  !segment_->blocks(grams_).empty();
    // Values keep the case of their letters: they are left to the matcher.
    if (list_ == Section::kNames && !range_.literal.empty()) sift_.emplace(range_.literal);
  }

  Result<bool> next(TextBlock& block) override {
    block.clear();
    const std::size_t wanted = sift_ ? kTextsAStep : 1;
    std::size_t turns = 0;
    for (; turns < kTurnsAStep && at_ < end_ && block.size() < wanted; ++turns) {
      if (is_indexed_) SPOOR_CHECK(find_groups_of(at_ / shape_.stripe_blocks()));
      const std::size_t number = at_++;
      passed_ += segment_->blocks(list_)[number].rows;
      if (is_indexed_ && next_run(number, 0).texts == 0) continue;
      SPOOR_CHECK(read_runs_of(number, block));
      turns += kTurnsToRead;
    }
    if (sift_ && block.size() == 0) sift_->add_last(block);
    if (list_ == Section::kNames) SPOOR_CHECK(block.seal_names());
    return turns > 0;
  }
  [[nodiscard]] std::uint64_t passed() const noexcept override { return passed_; }

 private:
  /// Texts of a block that are looked at, as places in it.
  struct Run {
    std::size_t begin = 0, texts = 0;
  };
  // Before others get their turn: blocks that are ruled out take one turn, others several.
  static constexpr std::size_t kTurnsAStep = 64, kTurnsToRead = 3;
  static constexpr std::size_t kTextsAStep = 512;  // that a literal left

  /// Fills groups_.
  Status find_groups_of(std::size_t number) {
    const auto stripe = static_cast<std::uint32_t>(number);
    if (stripe_ == stripe) return {};
    SPOOR_TRY(groups_,
              find_groups(range_.grams, [&](std::uint32_t gram) { return look_up(stripe, gram); }));
    stripe_ = stripe;
    return {};
  }

  /// The next groups of a block that stand one behind the other, from the text at `from` on, which
  /// begins a group; without texts when there are none. Without postings: all of them.
  [[nodiscard]] Run next_run(std::size_t number, std::size_t from) const noexcept {
    if (!is_indexed_) return {from, kMostBlockTexts - from};
    const std::size_t base = number % shape_.stripe_blocks() * shape_.block_groups();
    const std::size_t end = base + shape_.block_groups();
    const std::size_t wanted = base + from / shape_.texts;
    if (wanted >= end) return {};
    const std::size_t first = groups_[wanted] ? wanted : groups_._Find_next(wanted);
    if (first >= end) return {};
    std::size_t last = first + 1;
    while (last < end && groups_[last]) ++last;
    return {(first - base) * shape_.texts, (last - first) * shape_.texts};
  }

  Result<GroupSet> look_up(std::uint32_t stripe, std::uint32_t gram) {
    GroupSet groups;
    const std::string key = gram_key(stripe, gram);
    const std::size_t page = segment_->find_block(grams_, record::RowKey{key, {}, 0});
    SPOOR_TRY(const StripeGram first, read_gram_key(segment_->first_key(grams_, page).head));
    if (first.stripe != stripe || first.gram > gram) return groups;
    SPOOR_TRY(const BlockCache::Block octets, segment_->read_block(grams_, page, 0, cache_.get()));
    SPOOR_CHECK(read_groups(octets->octets, gram - first.gram, groups));
    return groups;
  }

  Status read_runs_of(std::size_t number, TextBlock& block) {
    BlockCache* const cache = is_indexed_ ? cache_.get() : nullptr;
    SPOOR_TRY(const BlockCache::Block octets, segment_->read_block(list_, number, 0, cache));
    NameBlockCursor texts;
    SPOOR_CHECK(texts.open(octets->octets));
    const bool is_edge = number == first_ || number + 1 == end_;
    std::size_t at = 0;
    for (Run run = next_run(number, 0); run.texts > 0 && texts.left() > 0;
         run = next_run(number, at)) {
      if (run.begin > at) texts.skip(run.begin - at);
      at = run.begin + run.texts;
      if (is_edge || list_ == Section::kValues) {
        for (std::size_t i = 0; i < run.texts && texts.next(); ++i)
          SPOOR_CHECK(add(texts.name(), block));
      } else if (sift_) {
        SPOOR_CHECK(sift_->add_names(texts, run.texts, block));
      } else {
        for (std::size_t i = 0; i < run.texts && texts.next_rest(); ++i)
          block.add_name(texts.rest(), texts.shared());
      }
    }
    if (texts.failed())
      return Error{ErrorCode::kCorrupt, "text does not decode",
                   static_cast<std::size_t>(segment_->blocks(list_)[number].offset),
                   segment_->source().name()};
    return {};
  }

  /// A text that may lie outside the range.
  Status add(std::string_view text, TextBlock& block) const {
    if (text < range_.lower || (!range_.upper.empty() && text >= range_.upper)) return {};
    if (list_ == Section::kValues) return block.add_value(text);
    block.add_name(text);
    return {};
  }

  std::shared_ptr<const SegmentReader> segment_;
  record::TextRange range_;
  std::shared_ptr<BlockCache> cache_;
  GroupShape shape_;
  Section list_ = Section::kNames;
  Section grams_ = Section::kNameGrams;
  std::size_t first_ = 0, end_ = 0, at_ = 0;
  bool is_indexed_ = false;
  std::optional<LiteralSift> sift_;
  std::optional<std::uint32_t> stripe_;  // that groups_ is of
  GroupSet groups_;
  std::uint64_t passed_ = 0;
};

}  // namespace

std::unique_ptr<record::TextCursor> open_segment_texts(std::shared_ptr<const SegmentReader> segment,
                                                       record::TextRange range,
                                                       std::shared_ptr<BlockCache> cache) {
  return std::make_unique<SegmentTexts>(std::move(segment), std::move(range), std::move(cache));
}

}  // namespace spoor::store
