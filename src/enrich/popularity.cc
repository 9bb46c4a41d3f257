// SPDX-License-Identifier: Apache-2.0
#include "enrich/popularity.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <system_error>

#include "dns/name.h"
#include "enrich/csv_fields.h"

namespace spoor::enrich {
namespace {

/// A rank of at least 1; 0 when it is none.
std::uint32_t parse_rank(std::string_view text) noexcept {
  std::uint32_t rank = 0;
  const auto [at, fault] = std::from_chars(text.data(), text.data() + text.size(), rank);
  return fault == std::errc{} && at == text.data() + text.size() ? rank : 0;
}

/// What one line says.
struct Ranked {
  std::uint32_t rank = 0;  // 0: none
  std::array<std::uint8_t, dns::kMaxNameOctets> octets{};
  std::size_t size = 0;  // at most 1: no name

  Ranked(const CsvFields& fields, std::size_t line) {
    const bool is_bare = fields.size() == 1;
    rank = is_bare ? static_cast<std::uint32_t>(line) : parse_rank(fields[0]);
    if (rank != 0) size = dns::parse_name_octets(fields[is_bare ? 0 : 1], octets.data());
  }
  [[nodiscard]] Bytes name() const noexcept { return Bytes(octets).first(size); }
  /// Why it is left out; empty when it is fine.
  [[nodiscard]] std::string_view fault() const noexcept {
    if (rank == 0) return "the rank is no number from 1 to 4294967295";
    return size <= 1 ? "the domain is no name" : "";
  }
};

}  // namespace

Result<std::shared_ptr<const Popularity>> Popularity::parse(std::string_view text,
                                                            const PublicSuffixes& suffixes,
                                                            SourceFile& file) {
  const auto made = std::make_shared<Popularity>();
  Lines lines(text);
  CsvFields fields(',');
  std::string_view line;
  while (lines.next(line)) {
    if (lines.number() == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    if (trimmed(line).empty() || line.starts_with('#')) continue;
    if (!fields.split(line)) {
      file.skip(lines.number(), "a quote that is not closed, or more than 64 fields");
      continue;
    }
    const Ranked ranked(fields, lines.number());
    if (const std::string_view fault = ranked.fault(); !fault.empty()) {
      const bool is_head = lines.number() == 1 && ranked.rank == 0;
      if (!is_head) file.skip(lines.number(), fault);
      continue;
    }
    const Bytes name = ranked.name();
    std::uint32_t& best = made->ranks_[name_hash(name.subspan(suffixes.domain_at(name)))];
    best = best == 0 ? ranked.rank : std::min(best, ranked.rank);
    ++file.entries;
    if (made->ranks_.size() == kMostRanked) {
      file.skip(lines.number(), "the rest is left out: 10,000,000 domains are kept at most");
      break;
    }
  }
  if (file.entries == 0)
    return Error{ErrorCode::kMalformed, "no line gives a rank and a domain", 0, file.name};
  return std::shared_ptr<const Popularity>(made);
}

}  // namespace spoor::enrich
