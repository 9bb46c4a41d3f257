// SPDX-License-Identifier: Apache-2.0
// Labels that change a judgement: what a name or an address is known to be.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace spoor::enrich {

enum class Tag : std::uint8_t {
  kCdn,
  kCloud,
  kParking,
  kSinkhole,
  kDynamicDns,
  kPublicResolver,
  kPopular
};

inline constexpr std::size_t kTags = 7;
inline constexpr std::array<Tag, kTags> kAllTags = {
    Tag::kCdn,        Tag::kCloud,          Tag::kParking, Tag::kSinkhole,
    Tag::kDynamicDns, Tag::kPublicResolver, Tag::kPopular};

/// "cdn", "cloud", "parking", "sinkhole", "dynamic-dns", "public-resolver", "popular".
std::string_view tag_text(Tag tag) noexcept;
/// The tag of exactly that text.
std::optional<Tag> parse_tag(std::string_view text) noexcept;

/// A set of tags, of one octet.
class TagSet {
 public:
  constexpr TagSet() = default;
  constexpr explicit TagSet(Tag tag) noexcept : bits_(bit(tag)) {}

  [[nodiscard]] constexpr bool has(Tag tag) const noexcept { return (bits_ & bit(tag)) != 0; }
  [[nodiscard]] constexpr bool empty() const noexcept { return bits_ == 0; }
  constexpr void add(Tag tag) noexcept { bits_ = static_cast<std::uint8_t>(bits_ | bit(tag)); }
  constexpr void add(TagSet other) noexcept {
    bits_ = static_cast<std::uint8_t>(bits_ | other.bits_);
  }
  bool operator==(const TagSet&) const = default;

 private:
  static constexpr std::uint8_t bit(Tag tag) noexcept {
    return static_cast<std::uint8_t>(1U << static_cast<unsigned>(tag));
  }
  std::uint8_t bits_ = 0;
};

}  // namespace spoor::enrich
