// SPDX-License-Identifier: Apache-2.0
// From forms to lines.
#include "record/text_list.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "dns/name.h"
#include "dns/rdata.h"
#include "record/key.h"

namespace spoor::record {
namespace {

constexpr std::size_t kBlockTexts = 2048;
constexpr std::size_t kFirstBytes = std::size_t{64} << 10;
constexpr char kOdd = '\0';

/// How an octet of a form stands in a line: a separator as a dot, what presentation form writes as
/// it is as itself, kOdd for all that it escapes.
constexpr std::array<char, 256> make_line_octets() {
  std::array<char, 256> table{};
  for (std::size_t i = 0x21; i < 0x7F; ++i) table[i] = static_cast<char>(i);
  for (const char escaped : {'.', '\\', '"', ';', '(', ')', '@', '$'})
    table[static_cast<std::uint8_t>(escaped)] = kOdd;
  table[0] = '.';
  return table;
}
constexpr std::array<char, 256> kLineOctets = make_line_octets();

/// Sixteen octets at once, in a way that both compilers know on every machine.
using Lane = std::uint8_t __attribute__((vector_size(16)));

Lane load(const char* at) noexcept {
  Lane lane;
  std::memcpy(&lane, at, sizeof(lane));
  return lane;
}

/// Marks what may stand otherwise in a line than in its form: all but separators, `*+,-/0-9` and
/// `_`a-z`.
Lane odd_octets(Lane octets) noexcept {
  const auto plain = (octets == 0) | ((octets - '*' < 16) & (octets != '.')) | (octets - '_' < 28);
  return reinterpret_cast<Lane>(~plain);
}

void separators_to_dots(char* octets, std::size_t size) noexcept {
  std::size_t i = 0;
  for (; i + 16 <= size; i += 16) {
    Lane lane = load(octets + i);
    lane |= reinterpret_cast<Lane>(lane == 0) & '.';
    std::memcpy(octets + i, &lane, sizeof(lane));
  }
  for (; i < size; ++i) octets[i] = octets[i] == '\0' ? '.' : octets[i];
}

Error corrupt(std::string_view what) {
  return Error{ErrorCode::kCorrupt, what, 0, {}};
}

class ListedTexts final : public TextCursor {
 public:
  ListedTexts(TextList list, std::vector<std::string> entries)
      : list_(list), entries_(std::move(entries)) {}

  Result<bool> next(TextBlock& block) override {
    block.clear();
    if (at_ == entries_.size()) return false;
    for (; at_ < entries_.size() && block.size() < kBlockTexts; ++at_) {
      if (list_ == TextList::kNames) {
        block.add_name(entries_[at_]);
      } else {
        SPOOR_CHECK(block.add_value(entries_[at_]));
      }
    }
    if (list_ == TextList::kNames) SPOOR_CHECK(block.seal_names());
    return true;
  }
  [[nodiscard]] std::uint64_t passed() const noexcept override { return at_; }

 private:
  TextList list_;
  std::vector<std::string> entries_;
  std::size_t at_ = 0;
};

}  // namespace

bool has_searched_text(dns::RrType type) noexcept {
  constexpr auto kNull = static_cast<dns::RrType>(10);
  return dns::is_wire_type(type) && type != dns::RrType::kA && type != dns::RrType::kAaaa &&
         type != kNull && !dns::is_dnssec_type(type) && !dns::rr_type_mnemonic(type).empty();
}

bool is_plain_form(std::string_view form) noexcept {
  bool is_plain = true;
  for (const char octet : form) is_plain &= kLineOctets[static_cast<std::uint8_t>(octet)] != kOdd;
  return is_plain;
}

bool are_common_forms(std::string_view forms) noexcept {
  const char* at = forms.data();
  const char* const end = at + forms.size();
  Lane odd{};
  for (; end - at >= 16; at += 16) odd |= odd_octets(load(at));
  if (end > at) {
    char rest[16] = {};
    std::memcpy(rest, at, static_cast<std::size_t>(end - at));
    odd |= odd_octets(load(rest));
  }
  std::uint64_t halves[2];
  std::memcpy(halves, &odd, sizeof(odd));
  return (halves[0] | halves[1]) == 0;
}

void append_value_entry(std::string& out, dns::RrType type, std::string_view rdata) {
  dns::append_rdata_text(out, type, as_bytes(rdata));
  out += '\0';
  append_type(out, type);
}

Result<ValueEntry> parse_value_entry(std::string_view entry) {
  ValueEntry value;
  const std::size_t end = entry.find('\0');
  if (end == std::string_view::npos || !read_type(entry.substr(end + 1), value.type))
    return corrupt("value does not decode");
  auto rdata = dns::parse_rdata(value.type, entry.substr(0, end));
  if (!rdata) return corrupt("value does not parse");
  value.rdata = *std::move(rdata);
  return value;
}

void TextBlock::clear() noexcept {
  size_ = 0;
  begins_.clear();
  types_.clear();
}

void TextBlock::grow(std::size_t octets) {
  octets_.resize(std::max({2 * octets_.size(), size_ + octets, kFirstBytes}));
}

// Almost every name is plain: passes over all octets, which compilers make wide.
Status TextBlock::seal_names() {
  char* const at = octets_.data();
  const bool is_plain = are_common_forms({at, size_});
  for (std::size_t i = 0; i < begins_.size(); ++i) {
    const std::size_t end = i + 1 < begins_.size() ? begins_[i + 1] : size_;
    if (end == begins_[i] || at[end - 1] != '\0') return corrupt("name does not decode");
    at[end - 1] = '\n';
  }
  if (!is_plain) return write_lines();
  separators_to_dots(at, size_);
  return {};
}

/// Name by name, from forms that end in a line feed, to presentation form.
Status TextBlock::write_lines() {
  std::string lines, form;
  std::vector<std::uint32_t> begins;
  for (std::size_t i = 0; i < begins_.size(); ++i) {
    const std::size_t end = i + 1 < begins_.size() ? begins_[i + 1] : size_;
    form.assign(octets_, begins_[i], end - begins_[i] - 1);
    form += '\0';
    begins.push_back(static_cast<std::uint32_t>(lines.size()));
    if (form.size() > 1) {
      SPOOR_TRY(const dns::Name name, dns::name_from_forward_form(form));
      dns::append_name_text(lines, name.wire());
    }
    lines += '\n';
  }
  clear();
  std::memcpy(extend(lines.size()), lines.data(), lines.size());
  begins_ = std::move(begins);
  return {};
}

Status TextBlock::add_value(std::string_view entry) {
  const std::size_t end = entry.find('\0');
  dns::RrType type{};
  if (end == std::string_view::npos || !read_type(entry.substr(end + 1), type))
    return corrupt("value does not decode");
  const std::string_view text = entry.substr(0, end);
  if (text.find('\n') != std::string_view::npos) return corrupt("value is no text");
  begins_.push_back(static_cast<std::uint32_t>(size_));
  types_.push_back(type);
  char* const out = extend(text.size() + 1);
  std::memcpy(out, text.data(), text.size());
  out[text.size()] = '\n';
  return {};
}

std::string_view TextBlock::line(std::size_t i) const noexcept {
  const std::size_t end = i + 1 < begins_.size() ? begins_[i + 1] : size_;
  return lines().substr(begins_[i], end - begins_[i] - 1);
}

std::unique_ptr<TextCursor> make_text_cursor(const TextRange& range,
                                             std::vector<std::string> entries) {
  const auto at = [&](const std::string& bound) {
    return std::lower_bound(entries.begin(), entries.end(), bound);
  };
  if (!range.upper.empty()) entries.erase(at(range.upper), entries.end());
  entries.erase(entries.begin(), at(range.lower));
  return std::make_unique<ListedTexts>(range.list, std::move(entries));
}

}  // namespace spoor::record
