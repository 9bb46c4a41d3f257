// SPDX-License-Identifier: Apache-2.0
// The native API's handlers, one file each. Inside the room only.
#pragma once

#include "api/problem.h"
#include "api/routes.h"
#include "http/message.h"

namespace spoor::api::v1 {

http::Response get_records(const Call& call);
http::Response get_ask(const Call& call);
http::Response post_bulk(const Call& call, http::BodyReader& body);
http::Response get_summary(const Call& call);
http::Response get_facets(const Call& call);
http::Response get_histogram(const Call& call);
http::Response get_groups(const Call& call);
http::Response get_tree(const Call& call);
http::Response get_pivots(const Call& call);
http::Response get_answer(const Call& call);
http::Response get_registration(const Call& call);
http::Response get_registration_search(const Call& call);
http::Response get_mailboxes(const Call& call);
http::Response get_address_profile(const Call& call);
http::Response get_enrichment(const Call& call);
http::Response get_status(const Call& call);
http::Response get_sources(const Call& call);
http::Response get_deliveries(const Call& call);
http::Response get_calendar(const Call& call);
http::Response get_lanes(const Call& call);
http::Response get_first(const Call& call);
http::Response get_changes(const Call& call);
http::Response get_compare(const Call& call);
http::Response get_watched(const Call& call);
http::Response post_import(const Call& call, http::BodyReader& body);
http::Response post_sensor_batch(const Call& call, http::BodyReader& body);
http::Response get_openapi(const Call& call);
http::Response get_root(const Call& call);
http::Response get_health(const Call& call);
http::Response get_metrics(const Call& call);

inline constexpr std::uint64_t kMostRegistrations = 1000;  ///< In one answer.
inline constexpr std::uint64_t kMostRegistrationsSkipped = 10'000'000;

/// What went wrong with the registrations; a kInvalid is about `parameter`.
http::Response refuse_registration(Services& services, const Error& error,
                                   std::string_view parameter);

/// A problem in the words of this dialect.
inline http::Response refuse(const Problem& problem) {
  return render_problem(problem, Dialect::kNative);
}
inline http::Response refuse(const Error& error) {
  return refuse(to_problem(error));
}

}  // namespace spoor::api::v1
