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
      SPOOR_CHECK(list_ == TextList::kNames ? block.add_name(entries_[at_])
                                            : block.add_value(entries_[at_]));
    }
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
  plain_ = 0;
  begins_.clear();
  types_.clear();
}

char* TextBlock::extend(std::size_t octets) {
  if (octets > octets_.size() - size_)
    octets_.resize(std::max({2 * octets_.size(), size_ + octets, kFirstBytes}));
  char* const out = octets_.data() + size_;
  size_ += octets;
  return out;
}

Status TextBlock::add_name(std::string_view form, std::size_t shared) {
  if (form.empty() || form.back() != '\0') return corrupt("name does not decode");
  const std::size_t before = begins_.empty() ? 0 : begins_.back();
  const std::size_t copied = begins_.empty() ? 0 : std::min({shared, plain_, form.size() - 1});
  begin_line();
  char* out = extend(form.size());
  std::memcpy(out, octets_.data() + before, copied);
  bool is_plain = true;
  std::size_t i = copied;
  for (; i + 1 < form.size(); ++i) {
    out[i] = kLineOctets[static_cast<std::uint8_t>(form[i])];
    is_plain &= out[i] != kOdd;
  }
  out[i] = '\n';
  plain_ = is_plain ? form.size() - 1 : 0;
  if (is_plain) return {};
  SPOOR_TRY(const dns::Name name, dns::name_from_forward_form(form));
  size_ = begins_.back();
  std::string text = dns::name_to_text(name);
  text += '\n';
  std::memcpy(extend(text.size()), text.data(), text.size());
  return {};
}

Status TextBlock::add_value(std::string_view entry) {
  const std::size_t end = entry.find('\0');
  dns::RrType type{};
  if (end == std::string_view::npos || !read_type(entry.substr(end + 1), type))
    return corrupt("value does not decode");
  const std::string_view text = entry.substr(0, end);
  if (text.find('\n') != std::string_view::npos) return corrupt("value is no text");
  begin_line();
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
