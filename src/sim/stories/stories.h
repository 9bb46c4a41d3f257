// SPDX-License-Identifier: Apache-2.0
// The planted stories: each adds its zones to the world, its events to the agenda and its name to
// the truth.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "sim/agenda.h"

namespace spoor::sim::stories {

/// The campaign around groupweblogs-gsm1900.com of July 2019, record by record and minute by minute
/// as published (DomainTools, 'Passive DNS Data in Iris', 2021).
void plant_phishing(Author author);
/// A name on some two hundred hijacked hosts, five at a time, and its name servers too.
void plant_fast_flux(Author author);
/// Data carried out in labels and back in TXT, NULL and CNAME answers.
void plant_tunnel(Author author);
/// A dozen zones at many hosters that one mailbox betrays.
void plant_soa_mailbox(Author author);
/// Forged answers and records of other people's zones: nothing of it may be believed.
void plant_attacks(Author author);

/// One row of the published table: what one provider's feed says.
struct FeedRow {
  std::string_view name;
  std::string_view type;  ///< NAME and DOMAIN are the provider's own labels.
  std::string_view sensor;
  std::uint32_t count = 0;
  std::string_view rdata;
  July first;
  July last;
};
const std::vector<FeedRow>& phishing_feed();

}  // namespace spoor::sim::stories
