// SPDX-License-Identifier: Apache-2.0
// Which names of a run of groups hold a literal, found while they are unpacked: what a name shares
// with the one before it is not looked at again, and a name without it is not handed on.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/text_list.h"
#include "store/segment/name_block.h"

namespace spoor::store {

class LiteralSift {
 public:
  /// Of lines, in lower case; not empty. The first 64 octets of it count.
  explicit LiteralSift(std::string_view literal);

  /// Adds those of the next `names` that may hold the literal: all of them when a line of theirs
  /// may differ from its form. `texts` stands where a group begins. Errors: kCorrupt.
  Status add_names(NameBlockCursor& texts, std::size_t names, record::TextBlock& block);
  /// Adds the name that was looked at last, if there was one since the last time: it tells how far
  /// a walk has come that found nothing.
  void add_last(record::TextBlock& block);

 private:
  static constexpr std::size_t kMostLiteral = 64;
  static constexpr std::size_t kMostOctets = 256;  // of a form
  static constexpr std::size_t kPiece = 16;        // that is copied at once

  /// A name of a run: which one, and where its rest begins.
  struct Place {
    std::size_t name = 0, begin = 0;
  };

  bool find_in(std::string_view rests);
  Status sift(const NameBlockCursor::Run& run, record::TextBlock& block);
  Status sift_each(NameBlockCursor& texts, std::size_t names, bool is_common,
                   record::TextBlock& block);
  [[nodiscard]] std::size_t find_across(std::string_view before, std::size_t shared,
                                        std::string_view rest) const noexcept;
  [[nodiscard]] std::size_t find_across(const NameBlockCursor::Run& run,
                                        const Place& at) const noexcept;
  void put_together(const NameBlockCursor::Run& run, const Place& at) noexcept;
  void take(std::string_view rest, std::size_t shared, const char* rests_end) noexcept;

  std::string literal_;        // as in forms
  bool may_be_escape_ = true;  // holds octets that an escape's own may be: `\\046`
  /// By an octet that a rest begins with: bit k is set where the literal can go on with it behind
  /// its own first k octets.
  std::array<std::uint64_t, 256> goes_on_{};
  std::vector<std::uint32_t> places_;  // of the literal in the rests of a run
  std::size_t size_ = 0;               // of the name at hand
  std::size_t in_form_ = 0;            // of a run: the name that was put together last
  std::array<char, kMostOctets + kPiece> form_{};
};

}  // namespace spoor::store
