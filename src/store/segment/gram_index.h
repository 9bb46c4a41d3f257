// SPDX-License-Identifier: Apache-2.0
// Which groups of texts hold a gram: written per stripe of a list, in pages, each gram's groups as
// Rice-coded gaps. docs/formats/segment.md is the document, docs/adr/0005 says why.
#pragma once

#include <bitset>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/text_list.h"
#include "store/segment/segment_format.h"

namespace spoor::store {

inline constexpr std::size_t kStripeGroups = 8192;
inline constexpr std::size_t kBlockGroups = kMostBlockTexts / kGroupTexts;  ///< As written.
inline constexpr std::uint32_t kGrams = 1U << 18;

/// Groups of one stripe.
using GroupSet = std::bitset<kStripeGroups>;

/// How a segment's lists are cut for postings.
struct GroupShape {
  std::size_t texts = kGroupTexts;  ///< In a group.
  [[nodiscard]] std::size_t block_groups() const noexcept { return kMostBlockTexts / texts; }
  [[nodiscard]] std::size_t stripe_blocks() const noexcept {
    return kStripeGroups / block_groups();
  }
};

/// A gram's number: six bits an octet. Letters are numbered without case; seldom octets share
/// numbers, so an index may offer too much but never too little. On disk: never renumber.
std::uint32_t gram_number(const record::Gram& gram) noexcept;

/// The key under which a page stands that begins with `gram`: both numbers, highest octet first.
std::string gram_key(std::uint32_t stripe, std::uint32_t gram);
struct StripeGram {
  std::uint32_t stripe = 0, gram = 0;
};
/// Reads a gram_key(). Errors: kCorrupt.
Result<StripeGram> read_gram_key(std::string_view key);

/// Gathers the grams of a stripe's groups.
class GramCollector {
 public:
  explicit GramCollector(GroupShape shape = {}) : shape_(shape) {}

  /// Grams of `text` (a line, or the forward form of a name), which shares its first `shared`
  /// octets with the text added before.
  void add(std::string_view text, std::size_t shared);
  /// Goes on to the next group; to the next block's first when `is_block_end`.
  void end_group();
  void end_block();
  /// Whether the stripe is full: encode it before anything is added.
  [[nodiscard]] bool is_full() const noexcept { return group_ >= kStripeGroups; }

  /// Hands out the stripe's pages, each with its first gram and its number of grams, and clears it.
  using TakePage =
      std::function<Status(std::string_view page, std::uint32_t first, std::uint32_t grams)>;
  Status take_pages(const TakePage& take);

 private:
  static constexpr std::size_t kPageBytes = std::size_t{16} << 10;

  GroupShape shape_;
  std::vector<std::uint32_t> postings_;   // gram << 13 | group, groups ascending
  std::vector<std::uint16_t> last_seen_;  // of each gram: its last group + 1
  std::uint32_t group_ = 0;
  bool is_group_new_ = true;
};

/// Adds the groups of a gram to `groups` if `page` has it; `above_first` is its number less that of
/// the page's first gram. Errors: kCorrupt.
Status read_groups(std::string_view page, std::uint32_t above_first, GroupSet& groups);

/// The groups that a query does not rule out; `look_up` gives those of one gram.
using LookUpGram = std::function<Result<GroupSet>(std::uint32_t gram)>;
Result<GroupSet> find_groups(const record::GramQuery& query, const LookUpGram& look_up);

}  // namespace spoor::store
