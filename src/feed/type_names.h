// SPDX-License-Identifier: Apache-2.0
// Types as feeds write them, remembered. Inside the room only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

#include "base/result.h"
#include "dns/rr_type.h"
#include "feed/feed_reader.h"

namespace spoor::feed {

/// A type, or why the text is none.
struct TypeAnswer {
  dns::RrType type{};
  std::string_view fault;  ///< Empty when there is a type.
};

class TypeNames {
 public:
  static constexpr std::size_t kMaxLabels = 4096;  ///< A partner's own labels in one feed.
  static constexpr std::size_t kMaxLabelOctets = 32;

  explicit TypeNames(FeedSources& sources) : sources_(sources) {}

  /// A mnemonic, TYPEnnn, a decimal number, or a partner's own label (letters, digits, - and _).
  /// Errors: FeedSources'.
  Result<TypeAnswer> find(std::string_view text);
  static TypeAnswer of_number(std::uint64_t number);
  /// A mnemonic, TYPEnnn or a decimal number: no label, for what only a resolver can have seen.
  static TypeAnswer of_wire_text(std::string_view text);

 private:
  Result<TypeAnswer> resolve(std::string_view text);

  FeedSources& sources_;
  std::string last_text_;
  TypeAnswer last_{{}, "rrtype is no type"};
  std::unordered_map<std::string, dns::RrType> labels_;
};

}  // namespace spoor::feed
