// SPDX-License-Identifier: Apache-2.0
// Reads root hints files. A master-file parser it is not: one record a line, no parentheses, no
// other zone.
#include "harden/root_hints.h"

#include <algorithm>
#include <optional>

namespace spoor::harden {

namespace {

constexpr std::string_view kBlank = " \t\r";

bool equal_letters(std::string_view text, std::string_view upper) noexcept {
  return std::equal(text.begin(), text.end(), upper.begin(), upper.end(), [](char a, char b) {
    return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 32) : a) == b;
  });
}

/// Takes the next word off `line`; empty at the end.
std::string_view take_word(std::string_view& line) noexcept {
  line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
  const std::string_view word = line.substr(0, line.find_first_of(kBlank));
  line.remove_prefix(word.size());
  return word;
}

/// A TTL (`3600000`, `6D`, `1w2d`) begins with a digit, as no class and no type does.
bool is_ttl(std::string_view word) noexcept {
  return !word.empty() && word[0] >= '0' && word[0] <= '9';
}

class HintsParser {
 public:
  Status take_line(std::string_view line, std::size_t number) {
    line = line.substr(0, line.find(';'));
    if (line.find_first_not_of(kBlank) == std::string_view::npos) return {};
    if (line[0] == '$') return take_directive(line, number);
    const bool has_owner = kBlank.find(line[0]) == std::string_view::npos;
    if (has_owner) {
      const std::string_view word = take_word(line);
      auto owner = dns::parse_name(word == "@" ? "." : word);
      if (!owner) return fault("root hints: not a name at the start of the line", number);
      owner_ = *owner;
    }
    if (!owner_) return fault("root hints: the first record has no owner", number);
    return take_record(line, number);
  }

  [[nodiscard]] Result<RootHints> finish() const {
    RootHints hints;
    for (const RootHint& hint : addresses_) {
      if (std::find(servers_.begin(), servers_.end(), hint.server) != servers_.end())
        hints.push_back(hint);
    }
    if (hints.empty())
      return Error{ErrorCode::kInvalid, "root hints: no root server with an address"};
    return hints;
  }

 private:
  static Error fault(std::string_view what, std::size_t line) {
    return {ErrorCode::kMalformed, what, line};
  }

  static Status take_directive(std::string_view line, std::size_t number) {
    const std::string_view word = take_word(line);
    if (equal_letters(word, "$TTL")) return {};
    if (equal_letters(word, "$ORIGIN") && take_word(line) == ".") return {};
    return fault("root hints: only $TTL and $ORIGIN . are understood (line)", number);
  }

  Status take_record(std::string_view line, std::size_t number) {
    std::string_view word = take_word(line);
    while (is_ttl(word) || equal_letters(word, "IN")) word = take_word(line);
    const std::string_view value = take_word(line);
    if (value.empty() || !take_word(line).empty()) {
      return fault("root hints: expected 'owner [ttl] [IN] NS|A|AAAA value' (line)", number);
    }
    if (equal_letters(word, "NS")) return take_server(value, number);
    const bool is_v6 = equal_letters(word, "AAAA");
    if (!is_v6 && !equal_letters(word, "A"))
      return fault("root hints: expected NS, A or AAAA (line)", number);
    const auto address = parse_ip_address(value);
    if (!address || address->is_v6 != is_v6)
      return fault("root hints: not an address of its type (line)", number);
    addresses_.push_back({*owner_, *address});
    return {};
  }

  Status take_server(std::string_view value, std::size_t number) {
    if (!owner_->is_root())
      return fault("root hints: an NS record of a zone that is not the root (line)", number);
    auto server = dns::parse_name(value);
    if (!server) return fault("root hints: not the name of a server (line)", number);
    servers_.push_back(*server);
    return {};
  }

  std::optional<dns::Name> owner_;
  std::vector<dns::Name> servers_;
  RootHints addresses_;
};

}  // namespace

Result<RootHints> parse_root_hints(std::string_view text) {
  HintsParser parser;
  for (std::size_t number = 1; !text.empty(); ++number) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    SPOOR_CHECK(parser.take_line(text.substr(0, end), number));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parser.finish();
}

}  // namespace spoor::harden
