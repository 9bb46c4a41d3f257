// SPDX-License-Identifier: Apache-2.0
// The rests of neighbouring names lie one behind the other, so that one wide pass finds the literal
// in all of them. What is left are places that begin in what a name shares with the one before.
#include "store/segment/literal_sift.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <limits>

#include "base/copy_octets.h"

namespace spoor::store {
namespace {

/// Sixteen octets at once, in a way that both compilers know on every machine.
using Lane = std::uint8_t __attribute__((vector_size(16)));

Lane load(const char* at) noexcept {
  Lane lane;
  std::memcpy(&lane, at, sizeof(lane));
  return lane;
}

Error too_long() {
  return Error{ErrorCode::kCorrupt, "name is too long", 0, {}};
}

constexpr std::size_t kNone = std::numeric_limits<std::size_t>::max();

/// Copies what a name shares with the one before it, from the octet `from` on, out of the rests of
/// those before it; but no longer when it comes to the name `known`, which `out` holds.
template <class Place>
void copy_shared(const NameBlockCursor::Run& run, Place at, std::size_t from, char* out,
                 std::size_t known = kNone) noexcept {
  std::size_t wanted = run.shared[at.name];  // octets that are not there yet
  while (wanted > from && at.name != known) {
    --at.name;
    if (at.name == known) return;
    at.begin -= run.lengths[at.name];
    const std::size_t shared = run.shared[at.name];
    if (shared >= wanted) continue;
    const std::size_t first = std::max(shared, from);
    copy_octets(out + (first - from), run.rests.data() + at.begin + (first - shared),
                wanted - first);
    wanted = first;
  }
}

}  // namespace

LiteralSift::LiteralSift(std::string_view literal) : literal_(literal.substr(0, kMostLiteral)) {
  std::replace(literal_.begin(), literal_.end(), '.', '\0');
  may_be_escape_ = !std::all_of(literal_.begin(), literal_.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || c == '-' || c == '_' || c == '\0';
  });
  for (std::size_t k = 1; k < literal_.size(); ++k)
    goes_on_[static_cast<std::uint8_t>(literal_[k])] |= std::uint64_t{1} << k;
}

/// Fills places_. Whether there is a dot, which a line writes behind a backslash and which is no
/// separator.
bool LiteralSift::find_in(std::string_view rests) {
  places_.clear();
  const std::size_t octets = literal_.size();
  const char* const at = rests.data();
  const auto check = [&](std::size_t place) {
    if (std::memcmp(at + place, literal_.data(), octets) == 0)
      places_.push_back(static_cast<std::uint32_t>(place));
  };
  const std::size_t middle = octets / 2;
  const auto first_octet = static_cast<std::uint8_t>(literal_.front());
  const auto middle_octet = static_cast<std::uint8_t>(literal_[middle]);
  const auto last_octet = static_cast<std::uint8_t>(literal_.back());
  std::size_t from = 0;
  Lane dots{};
  for (; from + octets - 1 + sizeof(Lane) <= rests.size(); from += sizeof(Lane)) {
    const Lane here = load(at + from);
    dots |= reinterpret_cast<Lane>(here == '.');
    const auto agree = (here == first_octet) & (load(at + from + middle) == middle_octet) &
                       (load(at + from + octets - 1) == last_octet);
    std::uint64_t halves[2];
    std::memcpy(halves, &agree, sizeof(agree));
    if ((halves[0] | halves[1]) == 0) [[likely]]
      continue;
    for (std::size_t half = 0; half < 2; ++half) {
      for (std::uint64_t marks = halves[half] & 0x0101010101010101U; marks != 0; marks &= marks - 1)
        check(from + 8 * half + static_cast<std::size_t>(std::countr_zero(marks)) / 8);
    }
  }
  const bool has_dot = std::memchr(at + from, '.', rests.size() - from) != nullptr;
  for (; from + octets <= rests.size(); ++from) {
    if (at[from] == literal_.front()) check(from);
  }
  std::uint64_t halves[2];
  std::memcpy(halves, &dots, sizeof(dots));
  return has_dot || (halves[0] | halves[1]) != 0;
}

/// The end of a place that begins in the first `shared` octets of a name, of which `before` are the
/// last, and ends behind them, in `rest`; 0 when there is none.
std::size_t LiteralSift::find_across(std::string_view before, std::size_t shared,
                                     std::string_view rest) const noexcept {
  if (rest.empty()) return 0;
  std::uint64_t marks = goes_on_[static_cast<std::uint8_t>(rest.front())];
  while (marks != 0) {
    const auto octets = static_cast<std::size_t>(std::bit_width(marks)) - 1;  // the earliest end
    marks ^= std::uint64_t{1} << octets;
    const std::size_t behind = literal_.size() - octets;
    if (octets > before.size() || behind > rest.size()) continue;
    const char* const begin = before.data() + before.size() - octets;
    if (begin[octets - 1] != literal_[octets - 1]) continue;
    if (std::memcmp(begin, literal_.data(), octets) == 0 &&
        std::memcmp(rest.data(), literal_.data() + octets, behind) == 0)
      return shared + behind;
  }
  return 0;
}

/// The same for a name of a run: of what it shares only the last octets are put together.
std::size_t LiteralSift::find_across(const NameBlockCursor::Run& run,
                                     const Place& at) const noexcept {
  const std::size_t shared = run.shared[at.name];
  const std::string_view rest = run.rests.substr(at.begin, run.lengths[at.name]);
  if (shared == 0 || rest.empty()) return 0;
  const std::uint64_t marks = goes_on_[static_cast<std::uint8_t>(rest.front())];
  if (marks == 0) [[likely]]
    return 0;
  std::array<char, kMostLiteral> before;
  const std::size_t octets = std::min(shared, static_cast<std::size_t>(std::bit_width(marks)) - 1);
  copy_shared(run, at, shared - octets, before.data());
  return find_across({before.data(), octets}, shared, rest);
}

/// Puts a name of a run together in form_, from the name that stands there or from its group's
/// first.
void LiteralSift::put_together(const NameBlockCursor::Run& run, const Place& at) noexcept {
  const std::size_t shared = run.shared[at.name];
  copy_shared(run, at, 0, form_.data(), in_form_);
  copy_octets(form_.data() + shared, run.rests.data() + at.begin, run.lengths[at.name]);
  size_ = shared + run.lengths[at.name];
  in_form_ = at.name;
}

/// Puts a name together in form_.
void LiteralSift::take(std::string_view rest, std::size_t shared, const char* rests_end) noexcept {
  if (rest.size() <= kPiece && rests_end - rest.data() >= static_cast<std::ptrdiff_t>(kPiece)) {
    std::memcpy(form_.data() + shared, rest.data(), kPiece);  // more than is wanted, but no branch
  } else {
    copy_octets(form_.data() + shared, rest.data(), rest.size());
  }
}

Status LiteralSift::add_names(NameBlockCursor& texts, std::size_t names, record::TextBlock& block) {
  const std::string_view rests = texts.rests(names);
  const bool has_dot = find_in(rests);
  const bool is_common = may_be_escape_ ? record::are_common_forms(rests) : !has_dot;
  if (is_common) {
    if (const auto run = texts.next_run(names)) return sift(*run, block);
  }
  return sift_each(texts, names, is_common, block);
}

/// Only names that hold the literal are put together.
Status LiteralSift::sift(const NameBlockCursor::Run& run, record::TextBlock& block) {
  auto place = places_.begin();
  std::size_t found_end = 0;  // of the literal's first place in the name at hand
  in_form_ = kNone;
  Place at;
  for (; at.name < run.shared.size(); ++at.name) {
    const std::size_t shared = run.shared[at.name];
    const std::size_t length = run.lengths[at.name];
    if (shared + length > kMostOctets) return too_long();
    while (place != places_.end() && *place < at.begin) ++place;  // from one rest into the next
    if (found_end == 0 || found_end > shared) {
      found_end = find_across(run, at);
      if (found_end == 0 && place != places_.end() && *place + literal_.size() <= at.begin + length)
        found_end = shared + (*place - at.begin) + literal_.size();
    }
    if (found_end != 0) {
      put_together(run, at);
      block.add_name({form_.data(), size_});
    }
    at.begin += length;
  }
  const std::size_t last = run.shared.size() - 1;
  put_together(run, {last, at.begin - run.lengths[last]});
  return {};
}

/// Every name is put together.
Status LiteralSift::sift_each(NameBlockCursor& texts, std::size_t names, bool is_common,
                              record::TextBlock& block) {
  const std::string_view rests = texts.rests(names);
  const char* const rests_end = rests.data() + rests.size();
  auto place = places_.begin();
  std::size_t found_end = 0;  // of the literal's first place in the name at hand
  std::size_t begin = 0;      // of the name's rest
  for (std::size_t i = 0; i < names && texts.next_rest(); ++i) {
    const std::string_view rest = texts.rest();
    const std::size_t shared = texts.shared();
    size_ = shared + rest.size();
    if (size_ > kMostOctets) return too_long();
    take(rest, shared, rests_end);
    while (place != places_.end() && *place < begin) ++place;
    if (found_end == 0 || found_end > shared) {
      found_end = find_across({form_.data(), shared}, shared, rest);
      if (found_end == 0 && place != places_.end() &&
          *place + literal_.size() <= begin + rest.size())
        found_end = shared + (*place - begin) + literal_.size();
    }
    begin += rest.size();
    if (found_end != 0 || !is_common) block.add_name({form_.data(), size_});
  }
  return {};
}

void LiteralSift::add_last(record::TextBlock& block) {
  if (size_ > 0) block.add_name({form_.data(), size_});
  size_ = 0;
}

}  // namespace spoor::store
