// SPDX-License-Identifier: Apache-2.0
// Words of 64 days: union and difference are one operation a word.
#include "record/day_set.h"

#include <algorithm>
#include <bit>

#include "base/octet_codec.h"

namespace spoor::record {
namespace {

constexpr std::uint32_t kWordDays = 64;

/// The bits from `from` to `to`, both included and below 64.
std::uint64_t bit_range(std::uint32_t from, std::uint32_t to) noexcept {
  return (~std::uint64_t{0} >> (kWordDays - 1 - (to - from))) << from;
}

/// The bits of `page` that lie in `run`; 0 when none do.
std::uint64_t bits_within(std::uint32_t page, DayRun run) noexcept {
  const std::uint32_t begin = page * kWordDays;
  const std::uint32_t end = begin + kWordDays - 1;
  if (run.last < begin || run.first > end) return 0;
  return bit_range(std::max(run.first, begin) - begin, std::min(run.last, end) - begin);
}

bool take_varint(std::string_view& bytes, std::uint32_t& v) {
  v = 0;
  for (std::uint32_t shift = 0; shift < 28 && !bytes.empty(); shift += 7) {
    const auto octet = static_cast<std::uint8_t>(bytes.front());
    bytes.remove_prefix(1);
    v |= static_cast<std::uint32_t>(octet & 0x7F) << shift;
    if (octet < 0x80) return true;
  }
  return false;
}

}  // namespace

std::size_t DaySet::place(std::uint32_t page) const noexcept {
  if (words_.empty() || words_.back().page < page) return words_.size();
  const auto at = std::lower_bound(words_.begin(), words_.end(), page,
                                   [](const Word& word, std::uint32_t p) { return word.page < p; });
  return static_cast<std::size_t>(at - words_.begin());
}

void DaySet::set(std::uint32_t page, std::uint64_t bits) {
  if (!words_.empty() && words_.back().page == page) {
    words_.back().bits |= bits;
    return;
  }
  const std::size_t at = place(page);
  if (at < words_.size() && words_[at].page == page) {
    words_[at].bits |= bits;
  } else {
    words_.insert(words_.begin() + static_cast<std::ptrdiff_t>(at), {page, bits});
  }
}

void DaySet::add(std::uint32_t day) {
  if (day <= kLastDay) set(day / kWordDays, std::uint64_t{1} << day % kWordDays);
}

void DaySet::add(DayRun run) {
  run.last = std::min(run.last, kLastDay);
  if (run.first > run.last) return;
  for (std::uint32_t page = run.first / kWordDays; page <= run.last / kWordDays; ++page)
    set(page, bits_within(page, run));
}

void DaySet::merge(const DaySet& other) {
  if (words_.empty()) {
    words_ = other.words_;
    return;
  }
  for (const Word& word : other.words_) set(word.page, word.bits);
}

void DaySet::subtract(const DaySet& other) {
  for (const Word& word : other.words_) {
    const std::size_t at = place(word.page);
    if (at < words_.size() && words_[at].page == word.page) words_[at].bits &= ~word.bits;
  }
  std::erase_if(words_, [](const Word& word) { return word.bits == 0; });
}

void DaySet::clip(DayRun run) {
  for (Word& word : words_) word.bits &= bits_within(word.page, run);
  std::erase_if(words_, [](const Word& word) { return word.bits == 0; });
}

bool DaySet::contains(std::uint32_t day) const noexcept {
  const std::size_t at = place(day / kWordDays);
  return at < words_.size() && words_[at].page == day / kWordDays &&
         (words_[at].bits >> day % kWordDays & 1) != 0;
}

std::uint32_t DaySet::count() const noexcept {
  int days = 0;
  for (const Word& word : words_) days += std::popcount(word.bits);
  return static_cast<std::uint32_t>(days);
}

std::uint32_t DaySet::count(DayRun run) const noexcept {
  int days = 0;
  for (std::size_t at = place(run.first / kWordDays); at < words_.size(); ++at) {
    const Word& word = words_[at];
    if (word.page > run.last / kWordDays) break;
    days += std::popcount(word.bits & bits_within(word.page, run));
  }
  return static_cast<std::uint32_t>(days);
}

DayRun DaySet::bounds() const noexcept {
  if (words_.empty()) return {};
  const Word& first = words_.front();
  const Word& last = words_.back();
  return {first.page * kWordDays + static_cast<std::uint32_t>(std::countr_zero(first.bits)),
          last.page * kWordDays + kWordDays - 1 -
              static_cast<std::uint32_t>(std::countl_zero(last.bits))};
}

std::optional<std::uint32_t> DaySet::next(std::uint32_t day) const noexcept {
  for (std::size_t at = place(day / kWordDays); at < words_.size(); ++at) {
    const Word& word = words_[at];
    const std::uint64_t bits = word.bits & bits_within(word.page, {day, kLastDay + kWordDays});
    if (bits != 0)
      return word.page * kWordDays + static_cast<std::uint32_t>(std::countr_zero(bits));
  }
  return std::nullopt;
}

std::optional<std::uint32_t> DaySet::previous(std::uint32_t day) const noexcept {
  for (std::size_t behind = place(day / kWordDays + 1); behind > 0; --behind) {
    const Word& word = words_[behind - 1];
    const std::uint64_t bits = word.bits & bits_within(word.page, {0, day});
    if (bits != 0)
      return word.page * kWordDays + kWordDays - 1 -
             static_cast<std::uint32_t>(std::countl_zero(bits));
  }
  return std::nullopt;
}

std::vector<DayRun> DaySet::runs() const {
  std::vector<DayRun> runs;
  for (const Word& word : words_) {
    std::uint64_t bits = word.bits;
    for (std::uint32_t day = word.page * kWordDays; bits != 0;) {
      const auto gap = static_cast<std::uint32_t>(std::countr_zero(bits));
      bits >>= gap;
      day += gap;
      const auto length = static_cast<std::uint32_t>(std::countr_one(bits));
      bits = length == kWordDays ? 0 : bits >> length;
      if (!runs.empty() && runs.back().last + 1 == day) {
        runs.back().last += length;
      } else {
        runs.push_back({day, day + length - 1});
      }
      day += length;
    }
  }
  return runs;
}

void add_confirmed_days(DaySet& days, const Sightings& s) {
  days.add(day_of(s.first));
  for (const DayCount& each : s.days.all()) days.add(each.day);
  days.add(day_of(s.last));
}

DaySet days_missing(const DaySet& days, DayRun run) {
  DaySet missing(run);
  missing.subtract(days);
  return missing;
}

void encode_day_set(std::string& out, const DaySet& days) {
  const std::vector<DayRun> runs = days.runs();
  put_varint(out, static_cast<std::uint32_t>(runs.size()));
  std::uint32_t end = 0;
  for (const DayRun& run : runs) {
    put_varint(out, run.first - end);
    put_varint(out, run.last - run.first);
    end = run.last;
  }
}

Result<DaySet> decode_day_set(std::string_view& bytes) {
  const Error corrupt{ErrorCode::kCorrupt, "a set of days", 0, {}};
  DaySet days;
  std::uint32_t count = 0, end = 0;
  if (!take_varint(bytes, count) || count > bytes.size()) return corrupt;
  for (std::uint32_t i = 0; i < count; ++i) {
    std::uint32_t gap = 0, more = 0;
    if (!take_varint(bytes, gap) || !take_varint(bytes, more)) return corrupt;
    if (i > 0 && gap < 2) return corrupt;  // would be one run with the one before
    const DayRun run{end + gap, end + gap + more};
    if (run.last > kLastDay) return corrupt;
    days.add(run);
    end = run.last;
  }
  return days;
}

}  // namespace spoor::record
