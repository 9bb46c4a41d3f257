// SPDX-License-Identifier: Apache-2.0
// Mnemonics first; a store is asked for labels only.
#include "feed/type_names.h"

#include <algorithm>

namespace spoor::feed {
namespace {

constexpr std::string_view kNoType = "rrtype is no type";
constexpr std::string_view kMetaType = "type that is never stored";

bool is_digit(char c) noexcept {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) noexcept {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/// Letters, digits, - and _, at least one of them a letter, and not something like TYPE70000.
bool is_label(std::string_view text) {
  if (text.empty() || text.size() > TypeNames::kMaxLabelOctets) return false;
  if (!std::all_of(text.begin(), text.end(),
                   [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; }))
    return false;
  if (!std::any_of(text.begin(), text.end(), is_letter)) return false;
  if (text.size() < 5) return true;
  const bool is_type = (text[0] | 0x20) == 't' && (text[1] | 0x20) == 'y' &&
                       (text[2] | 0x20) == 'p' && (text[3] | 0x20) == 'e';
  return !is_type || !std::all_of(text.begin() + 4, text.end(), is_digit);
}

}  // namespace

TypeAnswer TypeNames::of_number(std::uint64_t number) {
  if (number > 65535) return {{}, kNoType};
  const auto type = static_cast<dns::RrType>(number);
  return number == 0 || dns::is_meta_type(type) ? TypeAnswer{{}, kMetaType} : TypeAnswer{type, {}};
}

TypeAnswer TypeNames::of_wire_text(std::string_view text) {
  if (const auto type = dns::parse_rr_type(text)) return of_number(dns::to_number(*type));
  if (text.empty() || text.size() > 5 || !std::all_of(text.begin(), text.end(), is_digit))
    return {{}, kNoType};
  std::uint64_t number = 0;
  for (const char c : text) number = number * 10 + static_cast<std::uint64_t>(c - '0');
  return of_number(number);
}

Result<TypeAnswer> TypeNames::resolve(std::string_view text) {
  const TypeAnswer wire = of_wire_text(text);
  if (wire.fault != kNoType || !is_label(text)) return wire;
  const std::string label(text);
  if (const auto known = labels_.find(label); known != labels_.end())
    return TypeAnswer{known->second, {}};
  if (labels_.size() >= kMaxLabels) return TypeAnswer{{}, "too many type labels in one feed"};
  SPOOR_TRY(const dns::RrType type, sources_.type_for_label(label));
  labels_.emplace(label, type);
  return TypeAnswer{type, {}};
}

Result<TypeAnswer> TypeNames::find(std::string_view text) {
  if (text == last_text_) return last_;
  SPOOR_TRY(const TypeAnswer answer, resolve(text));
  last_text_.assign(text);
  last_ = answer;
  return answer;
}

}  // namespace spoor::feed
