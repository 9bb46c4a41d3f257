// SPDX-License-Identifier: Apache-2.0
// DNSDB Flexible Search: names, or rdata, that match a pattern. Rows tell only that there is such a
// thing; its records are asked for by a lookup.
#pragma once

#include <vector>

#include "api/routes.h"
#include "http/message.h"

namespace spoor::api::dnsdb {

/// /dnsdb/v2/{regex|glob}/{rrnames|rdata}/{pattern}/{rrtype?}
std::vector<ApiRoute> flex_routes();

/// Like render_problem(), with the quota fields that every answer to a question has.
http::Response refuse_question(const Call& call, const Error& error);
/// 415, for an Accept field that takes none of our types.
http::Response refuse_type(const Call& call);
/// X-RateLimit-*.
std::vector<http::Field> quota_fields(const Call& call);

}  // namespace spoor::api::dnsdb
