// SPDX-License-Identifier: Apache-2.0
#include "enrich/popularity.h"

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
  const char* end = text.data() + text.size();
  const auto [at, fault] = std::from_chars(text.data(), end, rank);
  return fault == std::errc{} && at == end ? rank : 0;
}

}  // namespace

Result<std::shared_ptr<const Popularity>> Popularity::parse(std::string_view text,
                                                            const PublicSuffixes& suffixes,
                                                            SourceFile& file) {
  const auto made = std::make_shared<Popularity>();
  Lines lines(text);
  CsvFields fields(',');
  std::array<std::uint8_t, dns::kMaxNameOctets> wire{};
  std::string_view line;
  while (lines.next(line)) {
    if (lines.number() == 1 && line.starts_with("\xEF\xBB\xBF")) line.remove_prefix(3);
    if (trimmed(line).empty() || line.starts_with('#')) continue;
    if (!fields.split(line)) {
      file.skip(lines.number(), "a quote that is not closed, or more than 64 fields");
      continue;
    }
    const bool is_bare = fields.size() == 1;
    const std::uint32_t rank =
        is_bare ? static_cast<std::uint32_t>(lines.number()) : parse_rank(fields[0]);
    const bool is_head = lines.number() == 1 && rank == 0;
    if (is_head) continue;
    const std::size_t size = dns::parse_name_octets(fields[is_bare ? 0 : 1], wire.data());
    if (rank == 0 || size <= 1) {
      file.skip(lines.number(),
                rank == 0 ? "the rank is no number from 1 to 4294967295" : "the domain is no name");
      continue;
    }
    const Bytes name = Bytes(wire).first(size);
    std::uint32_t& best = made->ranks_[name_hash(name.subspan(suffixes.domain_at(name)))];
    if (best == 0 || rank < best) best = rank;
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
