// SPDX-License-Identifier: Apache-2.0
#include "record/source.h"

#include <algorithm>
#include <array>
#include <utility>

namespace spoor::record {
namespace {

template <class Value, std::size_t N>
using Words = std::array<std::pair<std::string_view, Value>, N>;

// The first word of a value is the one that is shown.
constexpr Words<Tlp, 6> kTlpWords{{{"clear", Tlp::kClear},
                                   {"white", Tlp::kClear},
                                   {"green", Tlp::kGreen},
                                   {"amber", Tlp::kAmber},
                                   {"amber+strict", Tlp::kAmberStrict},
                                   {"red", Tlp::kRed}}};
constexpr Words<SourceKind, 7> kKindWords{{{"sensor", SourceKind::kSensor},
                                           {"feed", SourceKind::kFeed},
                                           {"partner", SourceKind::kFeed},
                                           {"resolver", SourceKind::kResolver},
                                           {"active", SourceKind::kResolver},
                                           {"crawl", SourceKind::kCrawl},
                                           {"zone", SourceKind::kZone}}};

bool is_same_word(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                    [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a | 0x20 : a) == b; });
}

template <class Value, std::size_t N>
std::optional<Value> find_value(const Words<Value, N>& words, std::string_view text) {
  for (const auto& [word, value] : words) {
    if (is_same_word(text, word)) return value;
  }
  return std::nullopt;
}

template <class Value, std::size_t N>
std::string_view find_word(const Words<Value, N>& words, Value value) {
  for (const auto& [word, each] : words) {
    if (each == value) return word;
  }
  return {};
}

Status check_text(std::string_view text, std::size_t most, bool has_lines, std::string_view field) {
  if (text.size() > most)
    return Error{ErrorCode::kInvalid, "this text is too long", most, std::string(field)};
  const bool has_controls = std::any_of(text.begin(), text.end(), [&](char c) {
    const auto octet = static_cast<std::uint8_t>(c);
    return (octet < 0x20 && !(has_lines && c == '\n')) || octet == 0x7F;
  });
  if (has_controls)
    return Error{ErrorCode::kInvalid, "expected text without control characters", 0,
                 std::string(field)};
  return {};
}

}  // namespace

std::string_view tlp_text(Tlp tlp) noexcept {
  return find_word(kTlpWords, tlp);
}

std::optional<Tlp> parse_tlp(std::string_view text) noexcept {
  constexpr std::string_view kPrefix = "tlp:";
  if (text.size() > kPrefix.size() && is_same_word(text.substr(0, kPrefix.size()), kPrefix))
    text.remove_prefix(kPrefix.size());
  return find_value(kTlpWords, text);
}

std::string_view kind_text(SourceKind kind) noexcept {
  return find_word(kKindWords, kind);
}

std::optional<SourceKind> parse_kind(std::string_view text) noexcept {
  return find_value(kKindWords, text);
}

Status check_source_card(const SourceCard& card) {
  SPOOR_CHECK(check_text(card.label, kMaxSourceLabel, false, "label"));
  SPOOR_CHECK(check_text(card.position, kMaxSourceField, false, "position"));
  SPOOR_CHECK(check_text(card.owner, kMaxSourceField, false, "owner"));
  return check_text(card.notes, kMaxSourceNotes, true, "notes");
}

Status check_source_edit(const std::vector<KnownSource>& all, SourceId id, const SourceCard& card) {
  bool is_known = false;
  for (const KnownSource& each : all) {
    is_known = is_known || each.id == id;
    if (each.id != id && !card.label.empty() && each.card.label == card.label)
      return Error{ErrorCode::kInvalid, "another source has this label", 0, each.spec.name};
  }
  if (!is_known) return Error{ErrorCode::kNotFound, "no such source", id.v, {}};
  return check_source_card(card);
}

}  // namespace spoor::record
