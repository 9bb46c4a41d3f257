// SPDX-License-Identifier: Apache-2.0
#include "enrich/public_suffixes.h"

#include <algorithm>
#include <array>

#include <libpsl.h>

#include "dns/name.h"

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

}  // namespace

void PublicSuffixes::Free::operator()(psl_ctx_st* list) const noexcept {
  psl_free(list);
}

PublicSuffixes PublicSuffixes::builtin() {
  PublicSuffixes made;
  made.list_ = psl_builtin();
  made.date_s_ = static_cast<std::uint32_t>(psl_builtin_file_time());
  return made;
}

Result<PublicSuffixes> PublicSuffixes::load(const std::string& path) {
  PublicSuffixes made;
  made.loaded_.reset(psl_load_file(path.c_str()));
  if (!made.loaded_) return Error{ErrorCode::kIo, "the list cannot be read", 0, path};
  made.list_ = made.loaded_.get();
  if (made.rules() == 0)
    return Error{ErrorCode::kMalformed, "holds no rule of a public suffix list", 0, path};
  return made;
}

std::uint64_t PublicSuffixes::rules() const noexcept {
  const int count = psl_suffix_count(list_);
  return count > 0 ? static_cast<std::uint64_t>(count) : 0;
}

std::size_t PublicSuffixes::suffix_at(Bytes wire) const noexcept {
  if (wire.size() <= 1) return 0;
  const RuleText name(wire);
  const char* suffix = psl_unregistrable_domain(list_, name.text.data());
  if (suffix == nullptr) return name.from;
  // Text and wire form go in step: a length octet stands where the dot before a label is.
  return name.from + static_cast<std::size_t>(suffix - name.text.data());
}

}  // namespace spoor::enrich
