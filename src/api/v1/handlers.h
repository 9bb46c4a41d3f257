// SPDX-License-Identifier: Apache-2.0
// The native API's handlers, one file each. Inside the room only.
#pragma once

#include "api/problem.h"
#include "api/routes.h"
#include "http/message.h"

namespace spoor::api::v1 {

http::Response get_records(const Call& call);
http::Response get_summary(const Call& call);
http::Response get_facets(const Call& call);
http::Response get_groups(const Call& call);
http::Response get_tree(const Call& call);
http::Response get_status(const Call& call);
http::Response post_import(const Call& call, http::BodyReader& body);
http::Response get_openapi(const Call& call);
http::Response get_root(const Call& call);
http::Response get_health(const Call& call);
http::Response get_metrics(const Call& call);

/// A problem in the words of this dialect.
inline http::Response refuse(const Problem& problem) {
  return render_problem(problem, Dialect::kNative);
}
inline http::Response refuse(const Error& error) {
  return refuse(to_problem(error));
}

}  // namespace spoor::api::v1
