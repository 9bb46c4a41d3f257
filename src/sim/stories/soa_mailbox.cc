// SPDX-License-Identifier: Apache-2.0
// Twelve zones without a common address or name server; only their SOA names the same mailbox.
#include "sim/rdata_maker.h"
#include "sim/stories/stories.h"

namespace spoor::sim::stories {
namespace {

const std::string& planted_mailbox() {
  static const std::string kText = "night.desk.anchor-mail.test.";
  return kText;
}

const std::vector<std::string>& zones() {
  static const std::vector<std::string> kZones = {
      "parcel-notice.example.", "secure-invoice.test.",     "account-review.example.",
      "portal-signin.test.",    "tax-refund-desk.example.", "wallet-restore.test.",
      "update-center.co.test.", "mail-quota.example.",      "vpn-renewal.test.",
      "hr-documents.example.",  "bonus-points.co.test.",    "delivery-fee.test."};
  return kZones;
}

}  // namespace

void plant_soa_mailbox(Author author) {
  std::uint32_t number = 0;
  for (const std::string& apex : zones()) {
    const auto& hosters = author.landscape.hosters;
    Zone& zone = establish(
        author.world,
        {.zone = apex, .servers = hosters[number % hosters.size()], .rname = planted_mailbox()});
    const IpAddress address = author.world.next_host_v4();
    zone.add(apex, RrType::kA, 900, address_rdata(address));
    zone.add("login." + apex, RrType::kA, 900, address_rdata(address));
    zone.add(apex, RrType::kMx, 900, mx_rdata(10, apex));
    // Each lives for three days, one after the other.
    const std::uint64_t from = July{11}.seconds() + number * 54'000ULL;
    for (std::uint64_t at = from; at < from + 3 * 86400; at += author.prng.between(3'000, 16'000)) {
      const std::uint64_t at_us = at * 1'000'000;
      author.agenda.look_up(at_us, {"login." + apex, RrType::kA});
      author.agenda.look_up(at_us + 400'000,
                            {author.prng.chance(400) ? apex : "login." + apex, RrType::kAaaa});
      if (author.prng.chance(300)) author.agenda.look_up(at_us + 900'000, {apex, RrType::kSoa});
      if (author.prng.chance(200)) author.agenda.look_up(at_us + 1'300'000, {apex, RrType::kMx});
    }
    ++number;
  }
  author.truth.add_story(
      {"soa_mailbox", "twelve zones at many hosters with one SOA mailbox", zones()});
}

}  // namespace spoor::sim::stories
