// SPDX-License-Identifier: Apache-2.0
// The answers, a function each. Inside this dialect only.
#pragma once

#include "api/passivetotal/request.h"
#include "http/message.h"

namespace spoor::api::passivetotal {

// passive.cc
http::Response passive(const Ask& ask);
http::Response passive_unique(const Ask& ask);
// names.cc
http::Response dns_keyword(const Ask& ask);
http::Response subdomains(const Ask& ask);
// whois.cc
http::Response whois(const Ask& ask);
http::Response whois_search(const Ask& ask);
http::Response whois_keyword(const Ask& ask);
// enrichment.cc
http::Response enrichment(const Ask& ask);
http::Response bulk_enrichment(const Ask& ask);
http::Response dynamic_dns(const Ask& ask);
http::Response sinkhole(const Ask& ask);
http::Response tags(const Ask& ask);
http::Response classification(const Ask& ask);
http::Response bulk_classification(const Ask& ask);
// account.cc
http::Response account(const Ask& ask);
http::Response quota(const Ask& ask);
http::Response sources(const Ask& ask);
http::Response organization(const Ask& ask);

}  // namespace spoor::api::passivetotal
