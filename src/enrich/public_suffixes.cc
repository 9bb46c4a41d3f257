// SPDX-License-Identifier: Apache-2.0
#include "enrich/public_suffixes.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <iterator>

#include <libpsl.h>

#include "dns/name.h"
#include "enrich/csv_fields.h"
#include "enrich/list_date.h"

namespace spoor::enrich {
namespace {

/// No rule has as many labels: what stands further left changes nothing.
constexpr std::size_t kMostLabels = 12;

/// A character for one octet of a label. What no rule can hold becomes one that none holds: a dot
/// inside a label is no dot, and libpsl must not take octets above 0x7f for UTF-8.
constexpr char rule_character(std::uint8_t octet) noexcept {
  const bool is_plain = (octet >= 'a' && octet <= 'z') || (octet >= '0' && octet <= '9') ||
                        octet == '-' || octet == '_';
  return is_plain ? static_cast<char>(octet) : '?';
}

/// The last labels of a name as libpsl wants them: "www.example.com".
struct RuleText {
  std::array<char, dns::kMaxNameOctets + 1> text;
  std::size_t size = 0;
  std::size_t from = 0;  // where they begin in the name

  explicit RuleText(Bytes wire) noexcept {
    const Bytes last = dns::ancestor(wire, std::min(kMostLabels, dns::count_labels(wire)));
    from = wire.size() - last.size();
    std::size_t pos = 0;
    while (pos < last.size() && last[pos] != 0) {
      if (size > 0) text[size++] = '.';
      for (std::size_t i = 1; i <= last[pos]; ++i) text[size++] = rule_character(last[pos + i]);
      pos += last[pos] + 1U;
    }
    text[size] = 0;
  }
};

/// The line `// VERSION: 2023-02-09_23-26-00_UTC`, where a list has one.
std::uint32_t version_date(std::string_view text) {
  constexpr std::string_view kMark = "// VERSION: ";
  const std::size_t at = text.substr(0, 4096).find(kMark);
  return at == std::string_view::npos ? 0 : parse_list_date(text.substr(at + kMark.size(), 10));
}

}  // namespace

// What the system's file says and what is compiled in are the same list; should they ever not be,
// the compiled one stands.
PublicSuffixes PublicSuffixes::builtin() {
  PublicSuffixes made;
  made.asked_ = psl_builtin();
  made.date_s_ = static_cast<std::uint32_t>(psl_builtin_file_time());
  std::ifstream file(psl_builtin_filename(), std::ios::binary);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  if (auto read = parse(text); read && read->rules() == made.rules()) {
    made.rules_ = std::move(read->rules_);
  }
  return made;
}

Result<PublicSuffixes> PublicSuffixes::parse(std::string_view text) {
  PublicSuffixes made;
  made.rules_.read(text);
  made.date_s_ = version_date(text);
  if (made.rules_.count() == 0)
    return Error{ErrorCode::kMalformed, "holds no rule of a public suffix list", 0, {}};
  return made;
}

std::uint64_t PublicSuffixes::rules() const noexcept {
  if (rules_.count() > 0) return rules_.count();
  // libpsl counts exceptions apart.
  const int count = psl_suffix_count(asked_) + psl_suffix_exception_count(asked_);
  return count > 0 ? static_cast<std::uint64_t>(count) : 0;
}

std::size_t PublicSuffixes::suffix_at(Bytes wire) const noexcept {
  if (wire.size() <= 1) return 0;
  if (rules_.count() > 0) return rules_.suffix_at(wire);
  const RuleText name(wire);
  const char* suffix = psl_unregistrable_domain(asked_, name.text.data());
  if (suffix == nullptr) return name.from;
  // Text and wire form go in step: a length octet stands where the dot before a label is.
  return name.from + static_cast<std::size_t>(suffix - name.text.data());
}

std::optional<std::size_t> PublicSuffixes::registered_at(Bytes wire) const noexcept {
  const std::size_t suffix = suffix_at(wire);
  if (suffix == 0) return std::nullopt;
  std::size_t at = 0;
  while (at + wire[at] + 1U < suffix) at += wire[at] + 1U;
  return at;
}

}  // namespace spoor::enrich
