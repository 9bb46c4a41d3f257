// SPDX-License-Identifier: Apache-2.0
// Postings by counting sort, gaps in Rice code.
#include "store/segment/gram_index.h"

#include <algorithm>
#include <array>
#include <bit>

#include "store/segment/byte_codec.h"

namespace spoor::store {
namespace {

constexpr unsigned kGroupBits = 13;
static_assert(kStripeGroups == 1U << kGroupBits);

constexpr std::array<std::uint8_t, 256> make_gram_octets() {
  std::array<std::uint8_t, 256> table{};
  for (std::size_t i = 0; i < 256; ++i) table[i] = static_cast<std::uint8_t>(48 + i % 16);
  for (std::size_t i = 0; i < 26; ++i)
    table['a' + i] = table['A' + i] = static_cast<std::uint8_t>(i);
  for (std::size_t i = 0; i < 10; ++i) table['0' + i] = static_cast<std::uint8_t>(26 + i);
  std::uint8_t next = 36;
  for (const char octet : {'-', '.', '_', ' ', '"', '=', ':', ';', '\\', '@', '/', '+'})
    table[static_cast<std::uint8_t>(octet)] = next++;
  table[0] = table['.'];  // what separates labels in a form
  return table;
}
constexpr std::array<std::uint8_t, 256> kGramOctets = make_gram_octets();

std::uint32_t octet_number(char octet) noexcept {
  return kGramOctets[static_cast<std::uint8_t>(octet)];
}

/// Bits, lowest first.
class BitWriter {
 public:
  explicit BitWriter(std::string& out) : out_(out) {}
  void put(std::uint64_t bits, unsigned count) {
    held_ |= bits << held_bits_;
    held_bits_ += count;
    while (held_bits_ >= 8) {
      out_ += static_cast<char>(held_);
      held_ >>= 8;
      held_bits_ -= 8;
    }
  }
  void put_unary(std::uint32_t ones) {
    for (; ones >= 32; ones -= 32) put(0xFFFFFFFFU, 32);
    put((std::uint64_t{1} << ones) - 1, ones + 1);
  }
  void finish() {
    if (held_bits_ > 0) put(0, 8 - held_bits_);
  }

 private:
  std::string& out_;
  std::uint64_t held_ = 0;
  unsigned held_bits_ = 0;
};

class BitReader {
 public:
  explicit BitReader(std::string_view in) : in_(in) {}
  std::uint32_t take(unsigned count) noexcept {
    fill(count);
    if (held_bits_ < count) return fail();
    const auto bits = static_cast<std::uint32_t>(held_ & ((std::uint64_t{1} << count) - 1));
    drop(count);
    return bits;
  }
  std::uint32_t take_unary() noexcept {
    for (std::uint32_t ones = 0; ones <= kStripeGroups;) {
      fill(32);
      if (held_bits_ == 0) return fail();
      const auto run = std::min(static_cast<unsigned>(std::countr_one(held_)), held_bits_);
      ones += run;
      if (run < held_bits_) {
        drop(run + 1);
        return ones;
      }
      drop(run);
    }
    return fail();
  }
  [[nodiscard]] bool ok() const noexcept { return ok_; }

 private:
  void fill(unsigned count) noexcept {
    while (held_bits_ < count && at_ < in_.size()) {
      held_ |= std::uint64_t{static_cast<std::uint8_t>(in_[at_++])} << held_bits_;
      held_bits_ += 8;
    }
  }
  void drop(unsigned count) noexcept {
    held_ >>= count;
    held_bits_ -= count;
  }
  std::uint32_t fail() noexcept {
    ok_ = false;
    return 0;
  }
  std::string_view in_;
  std::size_t at_ = 0;
  std::uint64_t held_ = 0;
  unsigned held_bits_ = 0;
  bool ok_ = true;
};

/// Groups as: how many, Rice parameter, gaps.
void encode_groups(std::string& out, const std::uint16_t* groups, std::size_t count) {
  const std::size_t mean = (groups[count - 1] + std::size_t{1} - count) / count;
  const unsigned low_bits = mean == 0 ? 0 : static_cast<unsigned>(std::bit_width(mean)) - 1;
  put_varint(out, count);
  out += static_cast<char>(low_bits);
  BitWriter bits(out);
  std::uint32_t next = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint32_t gap = groups[i] - next;
    bits.put_unary(gap >> low_bits);
    bits.put(gap & ((1U << low_bits) - 1), low_bits);
    next = groups[i] + 1U;
  }
  bits.finish();
}

Status decode_groups(std::string_view in, GroupSet& groups) {
  const Error corrupt{ErrorCode::kCorrupt, "postings do not decode", 0, {}};
  ByteReader head(in);
  const std::uint64_t count = head.varint();
  const unsigned low_bits = head.u8();
  if (!head.ok() || count == 0 || count > kStripeGroups || low_bits > kGroupBits) return corrupt;
  BitReader bits(head.bytes(head.left()));
  std::uint32_t next = 0;
  for (std::uint64_t i = 0; i < count; ++i) {
    const std::uint32_t group = next + (bits.take_unary() << low_bits | bits.take(low_bits));
    if (!bits.ok() || group >= kStripeGroups) return corrupt;
    groups.set(group);
    next = group + 1;
  }
  return {};
}

}  // namespace

std::uint32_t gram_number(const record::Gram& gram) noexcept {
  return octet_number(gram[0]) << 12 | octet_number(gram[1]) << 6 | octet_number(gram[2]);
}

std::string gram_key(std::uint32_t stripe, std::uint32_t gram) {
  std::string key;
  for (const std::uint32_t number : {stripe, gram}) {
    for (const unsigned shift : {24U, 16U, 8U, 0U}) key += static_cast<char>(number >> shift);
  }
  return key;
}

Result<StripeGram> read_gram_key(std::string_view key) {
  if (key.size() != 8) return Error{ErrorCode::kCorrupt, "key of postings", 0, {}};
  const auto number = [&](std::size_t at) {
    std::uint32_t value = 0;
    for (std::size_t i = at; i < at + 4; ++i)
      value = value << 8 | static_cast<std::uint8_t>(key[i]);
    return value;
  };
  return StripeGram{number(0), number(4)};
}

void GramCollector::add(std::string_view text, std::size_t shared) {
  if (last_seen_.empty()) last_seen_.assign(kGrams, 0);
  // Grams that lie within what is shared were added with the text before.
  const std::size_t from = is_group_new_ || shared < 2 ? 0 : shared - 2;
  is_group_new_ = false;
  if (text.size() < from + 3) return;
  std::uint32_t gram = octet_number(text[from]) << 6 | octet_number(text[from + 1]);
  for (std::size_t i = from + 2; i < text.size(); ++i) {
    gram = (gram << 6 | octet_number(text[i])) & (kGrams - 1);
    if (last_seen_[gram] == group_ + 1) continue;
    last_seen_[gram] = static_cast<std::uint16_t>(group_ + 1);
    postings_.push_back(gram << kGroupBits | group_);
  }
}

void GramCollector::end_group() {
  ++group_;
  is_group_new_ = true;
}

void GramCollector::end_block() {
  const auto groups = static_cast<std::uint32_t>(shape_.block_groups());
  group_ = (group_ + groups - (is_group_new_ ? 1 : 0)) / groups * groups;
  is_group_new_ = true;
}

Status GramCollector::take_pages(const TakePage& take) {
  if (postings_.empty()) return {};
  std::vector<std::uint32_t> begins(kGrams + 1, 0);
  for (const std::uint32_t posting : postings_) ++begins[(posting >> kGroupBits) + 1];
  for (std::uint32_t gram = 0; gram < kGrams; ++gram) begins[gram + 1] += begins[gram];
  std::vector<std::uint16_t> groups(postings_.size());
  std::vector<std::uint32_t> at(begins.begin(), begins.end() - 1);
  for (const std::uint32_t posting : postings_)
    groups[at[posting >> kGroupBits]++] = static_cast<std::uint16_t>(posting & (kStripeGroups - 1));
  std::string page, entry;
  std::uint32_t first = 0, last = 0, grams = 0;
  const auto flush = [&]() -> Status {
    if (grams == 0) return {};
    SPOOR_CHECK(take(page, first, grams));
    page.clear();
    grams = 0;
    return {};
  };
  for (std::uint32_t gram = 0; gram < kGrams; ++gram) {
    if (begins[gram] == begins[gram + 1]) continue;
    if (grams == 0) first = last = gram;
    entry.clear();
    encode_groups(entry, groups.data() + begins[gram], begins[gram + 1] - begins[gram]);
    put_varint(page, gram - last);
    put_string(page, entry);
    last = gram;
    ++grams;
    if (page.size() >= kPageBytes) SPOOR_CHECK(flush());
  }
  SPOOR_CHECK(flush());
  postings_.clear();
  std::fill(last_seen_.begin(), last_seen_.end(), std::uint16_t{0});
  group_ = 0;
  is_group_new_ = true;
  return {};
}

Status read_groups(std::string_view page, std::uint32_t above_first, GroupSet& groups) {
  ByteReader in(page);
  std::uint64_t at = 0;
  while (in.left() > 0) {
    at += in.varint();
    const std::string_view entry = in.string();
    if (!in.ok()) return Error{ErrorCode::kCorrupt, "page of postings does not decode", 0, {}};
    if (at == above_first) return decode_groups(entry, groups);
    if (at > above_first) return {};
  }
  return {};
}

Result<GroupSet> find_groups(const record::GramQuery& query, const LookUpGram& look_up) {
  using Kind = record::GramQuery::Kind;
  GroupSet groups;
  switch (query.kind) {
    case Kind::kEverything:
      return groups.set();
    case Kind::kGram:
      return look_up(gram_number(query.gram));
    case Kind::kAll:
      groups.set();
      for (const record::GramQuery& part : query.parts) {
        SPOOR_TRY(const GroupSet more, find_groups(part, look_up));
        groups &= more;
        if (groups.none()) break;
      }
      return groups;
    case Kind::kEither:
      for (const record::GramQuery& part : query.parts) {
        SPOOR_TRY(const GroupSet more, find_groups(part, look_up));
        groups |= more;
      }
      return groups;
  }
  return groups;
}

}  // namespace spoor::store
