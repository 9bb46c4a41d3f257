// SPDX-License-Identifier: Apache-2.0
// GET /healthz, GET /metrics and GET /: for machines that watch, and for a person who only has the
// address.
#include <prometheus/gauge.h>
#include <prometheus/text_serializer.h>

#include "api/pages/routes.h"
#include "api/v1/handlers.h"

namespace spoor::api::v1 {
namespace {

void set_gauge(prometheus::Registry& metrics, const char* name, const char* help, double value) {
  prometheus::BuildGauge().Name(name).Help(help).Register(metrics).Add({}).Set(value);
}

/// What is known of the store when it is asked for, not before.
void measure_store(Services& services) {
  prometheus::Registry& metrics = services.metrics;
  const auto store = services.store.open_whole();
  const auto stats = store ? (*store)->stats() : Result<record::StoreStats>(store.error());
  set_gauge(metrics, "spoor_store_up", "1 while the store can be read.", stats ? 1 : 0);
  if (!stats) return;
  set_gauge(metrics, "spoor_store_records",
            "Distinct records; an upper bound while segments wait to be merged.",
            static_cast<double>(stats->records));
  set_gauge(metrics, "spoor_store_bytes", "Octets on disk.", static_cast<double>(stats->bytes));
  set_gauge(metrics, "spoor_store_sources", "Sources that records came from.",
            static_cast<double>(stats->sources.size()));
}

}  // namespace

http::Response get_health(const Call& call) {
  http::Response response;
  response.content_type = "application/json";
  if (call.services.store.open_whole()) {
    response.body = "{\"status\":\"ok\",\"complete\":true}\n";
    return response;
  }
  response.status = 503;
  response.body =
      "{\"status\":\"unavailable\",\"detail\":\"the store cannot be read now\","
      "\"complete\":false}\n";
  return response;
}

http::Response get_metrics(const Call& call) {
  measure_store(call.services);
  http::Response response;
  response.content_type = "text/plain; version=0.0.4; charset=utf-8";
  response.body = prometheus::TextSerializer().Serialize(call.services.metrics.Collect());
  return response;
}

http::Response get_root(const Call& call) {
  if (auto page = pages::front_page(call)) return *std::move(page);
  http::Response response;
  response.fields.push_back({"Vary", "Accept"});
  response.content_type = "text/plain; charset=utf-8";
  response.body =
      "This is Spoor, a passive DNS database.\n"
      "\n"
      "  /api/v1/records?q=example.com   records of a name, an address, a mailbox, a text\n"
      "  /api/v1/openapi.yaml            the whole of this API\n"
      "  /dnsdb/v2/, /lookup/            the same records for clients of DNSDB, versions 2 and 1\n"
      "  /healthz                        whether it works\n";
  return response;
}

}  // namespace spoor::api::v1
