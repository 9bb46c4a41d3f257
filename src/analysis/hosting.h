// SPDX-License-Identifier: Apache-2.0
// An address, or a few, and whether to block it: who lives there, with whom, and what else would go
// dark.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/seen_before.h"
#include "base/ip_address.h"
#include "base/result.h"
#include "dns/name.h"
#include "enrich/enrichment.h"
#include "record/record_store.h"

namespace spoor::analysis {

inline constexpr std::uint64_t kMostAddresses = 4096;  ///< Of one question.
inline constexpr std::uint32_t kMostHosted = 1000;     ///< Domains on a page.
inline constexpr std::uint32_t kDeepestHosted = 100'000;
inline constexpr std::size_t kMostSuspects = 20;

enum class HostingOrder : std::uint8_t { kLastSeen, kFirstSeen, kNames };  ///< All descending.

struct HostingQuestion {
  IpAddress low;  ///< Up to kMostAddresses addresses, both included, of one family.
  IpAddress high;
  std::uint32_t moment_s = 0;  ///< As it was known then.
  bool is_past = false;        ///< The moment is not now: days count, which takes longer.
  HostingOrder order = HostingOrder::kLastSeen;
  std::uint32_t limit = 50;         ///< kMostHosted at most.
  std::uint32_t offset = 0;         ///< kDeepestHosted at most.
  std::vector<dns::Name> suspects;  ///< What one would like to be rid of; kMostSuspects at most.
  std::shared_ptr<const enrich::Enrichment> enrichment = enrich::default_enrichment();
  std::size_t memory_bytes = std::size_t{64} << 20;
};

/// How many registered domains share an address in 30 days: none, ≤ 3, ≤ 20, ≤ 1,000, more; or
/// what it is known for.
enum class HostingClass : std::uint8_t {
  kUnused,
  kDedicated,
  kSmall,
  kShared,
  kMass,
  kCdn,
  kCloud,
  kParking,
  kSinkhole
};
/// "unused", "dedicated", "small", "shared", "mass", "cdn", "cloud", "parking", "sinkhole".
std::string_view hosting_text(HostingClass value) noexcept;
/// By number alone.
HostingClass class_of_size(std::uint64_t active_domains) noexcept;
/// By what it is known for (sinkhole, parking, CDN, cloud, in this order), else by its size.
HostingClass class_of(enrich::TagSet tags, HostingClass by_size) noexcept;

/// A registered domain (or a name at or above a public suffix) on the addresses asked for.
struct HostedDomain {
  dns::Name domain;
  std::uint64_t names = 0;
  SeenBefore seen;
  bool is_active = false;    ///< Confirmed in the 30 days before the moment.
  bool is_possible = false;  ///< Not confirmed then, but before and after.
  bool is_suspect = false;
  std::optional<std::uint32_t> days;  ///< Confirmed days; of one address only, bounded.
  std::optional<std::uint32_t> rank;
  enrich::TagSet tags;
};

/// An address with names.
struct AddressUse {
  IpAddress address;
  std::uint64_t names = 0;
  std::uint64_t domains = 0;
  std::uint32_t last = 0;  ///< Unix seconds.
};

/// Addresses beside the one asked for: of its /24, or /64. Of a range: those in it.
struct Neighbours {
  IpAddress low, high;
  std::uint64_t addresses = 0;     ///< With names; of one address the others.
  std::vector<AddressUse> listed;  ///< Those with most names, 256 at most.
  bool is_complete = true;         ///< False: not all records were looked at.
};

/// What a block would take along.
struct BlockCost {
  std::uint64_t names = 0;  ///< Active names of domains that are no suspects.
  std::uint64_t domains = 0;
  std::uint64_t popular = 0;    ///< Of these domains.
  std::uint64_t checked = 0;    ///< Active names, suspects too, that were looked for elsewhere.
  std::uint64_t only_here = 0;  ///< Of the checked: without another active address.
  bool is_complete = true;      ///< False: there are more active names than were checked.
  /// Instead: block these domains. The suspects; without any, up to two that appeared last.
  std::vector<dns::Name> safer;
  bool is_guess = false;  ///< Nobody named a suspect.
  bool is_safe = false;   ///< Nothing but suspects is active: the address may be blocked.
};

struct HostingProfile {
  std::uint32_t moment_s = 0;
  std::uint64_t addresses = 0;  ///< Asked for.
  enrich::TagSet tags;          ///< Of the first and the last of them.
  HostingClass by_size{};
  HostingClass best{};  ///< What it is known for, else by_size.
  std::uint64_t names = 0, names_30d = 0, names_7d = 0;
  std::uint64_t domains = 0, domains_30d = 0, domains_7d = 0;
  std::uint64_t possible_30d = 0;  ///< Domains that may have been there in the 30 days as well.
  std::uint64_t popular_30d = 0;
  SeenBefore seen;
  std::vector<HostedDomain> page;
  Neighbours neighbours;
  BlockCost block;
  bool is_complete = true;  ///< False: more domains or names than there is memory for.
};

/// A profile in the making.
class HostingCursor {
 public:
  /// Errors: kInvalid for the question, kCorrupt, kIo.
  static Result<std::unique_ptr<HostingCursor>> open(
      std::shared_ptr<const record::Snapshot> snapshot, HostingQuestion question);
  virtual ~HostingCursor() = default;
  /// Looks at no more than about `records` further records (one at least); true when all is done.
  /// Errors: kCorrupt, kIo.
  virtual Result<bool> advance(std::uint64_t records) = 0;
  /// Time is up: tells what was found so far, as not complete.
  virtual void stop() = 0;
  /// After advance() was true, or stop().
  [[nodiscard]] virtual const HostingProfile& profile() const = 0;
};

}  // namespace spoor::analysis
