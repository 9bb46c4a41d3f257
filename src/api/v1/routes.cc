// SPDX-License-Identifier: Apache-2.0
// The table, in the order of the document (openapi.yaml).
#include "api/v1/routes.h"

#include "api/v1/handlers.h"

namespace spoor::api::v1 {

std::vector<ApiRoute> routes() {
  using http::Method;
  constexpr Dialect kNative = Dialect::kNative;
  return {
      {Method::kGet, "/api/v1/records", Scope::kRead, kNative, true, get_records},
      {Method::kGet, "/api/v1/ask", Scope::kRead, kNative, true, get_ask},
      {Method::kPost, "/api/v1/bulk", Scope::kRead, kNative, true, nullptr, post_bulk},
      {Method::kGet, "/api/v1/records/summary", Scope::kRead, kNative, true, get_summary},
      {Method::kGet, "/api/v1/records/facets", Scope::kRead, kNative, true, get_facets},
      {Method::kGet, "/api/v1/records/histogram", Scope::kRead, kNative, true, get_histogram},
      {Method::kGet, "/api/v1/records/groups", Scope::kRead, kNative, true, get_groups},
      {Method::kGet, "/api/v1/records/tree", Scope::kRead, kNative, true, get_tree},
      {Method::kGet, "/api/v1/records/pivots", Scope::kRead, kNative, true, get_pivots},
      {Method::kGet, "/api/v1/answers/{answer}", Scope::kRead, kNative, true, get_answer},
      {Method::kGet, "/api/v1/registration", Scope::kRead, kNative, true, get_registration},
      {Method::kGet, "/api/v1/registration/search", Scope::kRead, kNative, true,
       get_registration_search},
      {Method::kGet, "/api/v1/mailboxes", Scope::kRead, kNative, true, get_mailboxes},
      {Method::kGet, "/api/v1/addresses/profile", Scope::kRead, kNative, true, get_address_profile},
      {Method::kGet, "/api/v1/enrichment", Scope::kRead, kNative, true, get_enrichment},
      {Method::kGet, "/api/v1/history/calendar", Scope::kRead, kNative, true, get_calendar},
      {Method::kGet, "/api/v1/history/lanes", Scope::kRead, kNative, true, get_lanes},
      {Method::kGet, "/api/v1/history/first", Scope::kRead, kNative, true, get_first},
      {Method::kGet, "/api/v1/history/changes", Scope::kRead, kNative, true, get_changes},
      {Method::kGet, "/api/v1/history/compare", Scope::kRead, kNative, true, get_compare},
      {Method::kGet, "/api/v1/history/watched", Scope::kRead, kNative, true, get_watched},
      {Method::kGet, "/api/v1/status", Scope::kRead, kNative, true, get_status},
      {Method::kGet, "/api/v1/sources", Scope::kRead, kNative, true, get_sources},
      {Method::kGet, "/api/v1/sources/{name}/deliveries", Scope::kRead, kNative, true,
       get_deliveries},
      {Method::kPost, "/api/v1/import", Scope::kImport, kNative, true, nullptr, post_import},
      {Method::kPost, "/api/v1/sensor/batches", Scope::kSensor, kNative, false, nullptr,
       post_sensor_batch, false, true},
      {Method::kGet, "/api/v1/openapi.yaml", Scope::kOpen, kNative, false, get_openapi},
      {Method::kGet, "/", Scope::kOpen, kNative, false, get_root},
      {Method::kGet, "/healthz", Scope::kOpen, kNative, false, get_health},
      {Method::kGet, "/metrics", Scope::kRead, kNative, false, get_metrics},
  };
}

}  // namespace spoor::api::v1
