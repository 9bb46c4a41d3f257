// SPDX-License-Identifier: Apache-2.0
// What enrichment knows, as JSON: the same words over HTTP and on the command line.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/ip_address.h"
#include "base/result.h"
#include "dns/name.h"
#include "enrich/enrichment.h"
#include "feed/cof_writer.h"
#include "search/search.h"

namespace spoor::api::v1 {

/// A name or an address.
struct EnrichmentSubject {
  std::optional<IpAddress> address;
  dns::Name name;  ///< Where it is no address.
};

/// Errors: kInvalid, what was expected.
Result<EnrichmentSubject> parse_enrichment_subject(std::string_view text);

/// Appends `[{"name":…,"kind":…,"entries":…,"date":…,"skipped":…},…]`; where lines were left out or
/// a file was refused, `faults`, `error` and `older` too.
void append_files(std::string& out, const enrich::Enrichment& enrichment, feed::TimeStyle times);

/// Appends `["cdn",…]`.
void append_tags(std::string& out, enrich::TagSet tags);

/// Appends `,"asn":…,"country":…,"holder":…`: what is known.
void append_origin(std::string& out, const enrich::Origin& origin);

/// Appends `,"registered_domain":…,"suffix":…,"rank":…,"tags":[…]` of a name, or
/// `,"asn":…,"country":…,"holder":…,"tags":[…]` of an address: what is known.
void append_known(std::string& out, const enrich::Enrichment& enrichment,
                  const EnrichmentSubject& subject);

/// Appends to a row's object `registered_domain`, `tags` of its name, and of an A or AAAA record
/// `asn`, `country`, `holder` and `address_tags`: what is known.
void append_row_enrichment(std::string& out, const enrich::Enrichment& enrichment,
                           const search::Row& row);

/// The whole answer: `{"subject":…,"kind":…,…,"files":[…]}` and LF.
std::string render_enrichment(const enrich::Enrichment& enrichment,
                              const EnrichmentSubject& subject, feed::TimeStyle times);

}  // namespace spoor::api::v1
