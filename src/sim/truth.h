// SPDX-License-Identifier: Apache-2.0
// The ground truth of a simulated capture, kept while the messages are told: from the zone out of
// which each record was taken, never from reading the capture.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/ip_address.h"
#include "sim/authority.h"

namespace spoor::sim {

struct TruthKey {
  std::string name;
  RrType type{};
  std::string rdata;
  std::string bailiwick;  ///< The zone; the key of an untrue record has none.
  auto operator<=>(const TruthKey&) const = default;
};

struct TruthSightings {
  std::uint64_t count = 0;  ///< Responses in which a reader of the capture can place the record.
  std::uint64_t untellable =
      0;  ///< Responses told before the zone's delegation stood in the capture.
  std::uint32_t first_s = 0;
  std::uint32_t last_s = 0;
  std::map<std::uint32_t, std::uint64_t> days;  ///< Days since 1970.
};

/// One planted story.
struct Story {
  std::string name;
  std::string summary;
  std::vector<std::string> zones;
};

/// What became of the messages: for the sums at the end of an import.
struct TruthTotals {
  std::uint64_t responses_accepted = 0;  ///< Asked for, AA or a referral, NOERROR or NXDOMAIN.
  std::uint64_t responses_unasked = 0;   ///< Forged, late, or second to the genuine one.
  std::uint64_t responses_truncated = 0;
  std::uint64_t responses_not_authoritative = 0;
  std::uint64_t responses_refused = 0;  ///< RCODE REFUSED.
  std::uint64_t observations = 0;       ///< Tellable, without RRSIG, NSEC and NSEC3.
  std::uint64_t dnssec_dropped = 0;     ///< RRSIG, NSEC and NSEC3 that were told.
  std::uint64_t out_of_zone = 0;        ///< Told by a server without authority over the name.
};

class Truth {
 public:
  /// The resolver's root hints: name and address.
  void hint(const std::string& name, const IpAddress& address);

  /// A response that was asked for, whole, at `time_s` from `server`.
  void tell(const Answer& answer, const IpAddress& server, std::uint32_t time_s);
  /// A record that nobody may accept.
  void forge(const Rr& rr) { forged_.insert({rr.owner, rr.type, rr.rdata, {}}); }

  void add_story(Story story) { stories_.push_back(std::move(story)); }
  /// The story to which a name belongs; empty for none.
  std::string story_of(const std::string& name) const;

  const std::map<TruthKey, TruthSightings>& records() const { return records_; }
  const std::set<TruthKey>& forged() const { return forged_; }
  const std::vector<Story>& stories() const { return stories_; }
  TruthTotals& totals() { return totals_; }
  const TruthTotals& totals() const { return totals_; }

 private:
  bool delegation_was_told(const std::string& zone, const IpAddress& server) const;
  bool note(const Told& told, bool tellable, std::uint32_t time_s);
  void learn(const std::vector<Rr>& accepted);

  std::map<TruthKey, TruthSightings> records_;
  std::set<TruthKey> forged_;
  std::vector<Story> stories_;
  TruthTotals totals_;
  std::map<std::string, std::set<std::string>> servers_of_;  ///< Zone to the names of its servers.
  std::map<std::string, std::set<IpAddress>> addresses_of_;
};

/// RRSIG, NSEC and NSEC3: an import drops them unless it is told otherwise.
bool is_dropped_type(RrType type);

}  // namespace spoor::sim
