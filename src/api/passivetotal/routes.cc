// SPDX-License-Identifier: Apache-2.0
// Which path is answered by what. Most of that API is about things that Spoor does not know
// (certificates, trackers, malware): these answers are empty, but have their form, so that clients
// that ask for everything get what there is.
#include "api/passivetotal/routes.h"

#include <algorithm>
#include <string>

#include "api/passivetotal/readings.h"
#include "api/passivetotal/response.h"

namespace spoor::api::passivetotal {
namespace {

http::Response no_results(const Ask& /*ask*/) {
  return answer("{\"results\":[],\"totalRecords\":0,\"pager\":null}\n");
}
http::Response no_bulk_results(const Ask& /*ask*/) {
  return answer("{\"results\":{},\"success\":true}\n");
}
http::Response no_articles(const Ask& /*ask*/) {
  return answer("{\"articles\":[],\"totalRecords\":0,\"success\":true}\n");
}
http::Response no_history(const Ask& /*ask*/) {
  return answer("{\"history\":[]}\n");
}
http::Response no_monitors(const Ask& /*ask*/) {
  return answer("{\"monitors\":[]}\n");
}
http::Response no_notifications(const Ask& /*ask*/) {
  return answer("{\"notifications\":[]}\n");
}
http::Response no_teamstream(const Ask& /*ask*/) {
  return answer("{\"teamstream\":[]}\n");
}
http::Response no_classifications(const Ask& /*ask*/) {
  return answer("{\"results\":[],\"classifications\":[]}\n");
}
http::Response never_compromised(const Ask& /*ask*/) {
  return answer("{\"everCompromised\":false}\n");
}
http::Response not_monitored(const Ask& /*ask*/) {
  return answer("{\"monitor\":false}\n");
}

struct Reading {
  std::string_view path;  // behind /v2/; with a star at its end: whatever begins so
  http::Response (*answer)(const Ask&);
  bool is_write_when_posted = false;
};

// The first that fits.
constexpr Reading kReadings[] = {
    {"dns/passive", passive},
    {"dns/passive/unique", passive_unique},
    {"dns/search/keyword", dns_keyword},
    {"whois", whois},
    {"whois/search", whois_search},
    {"whois/search/keyword", whois_keyword},
    {"enrichment", enrichment},
    {"enrichment/bulk", bulk_enrichment},
    {"enrichment/bulk/osint", no_bulk_results},
    {"enrichment/bulk/malware", no_bulk_results},
    {"enrichment/subdomains", subdomains},
    {"enrichment/osint", no_results},
    {"enrichment/malware", no_results},
    {"subdomains", subdomains},
    {"dynamic", dynamic_dns},
    {"watching", not_monitored},
    {"ssl-certificate*", no_results},
    {"components*", no_results},
    {"host-attributes*", no_results},
    {"trackers*", no_results},
    {"cookies*", no_results},
    {"services*", no_results},
    {"monitor*", no_results},
    {"articles*", no_articles},
    {"account", account},
    {"account/quota", quota},
    {"account/history", no_history},
    {"account/monitors", no_monitors},
    {"account/notifications", no_notifications},
    {"account/sources", sources},
    {"account/organization", organization},
    {"account/organization/teamstream", no_teamstream},
    {"account/classifications", no_classifications},
    {"actions/tags", tags, true},
    {"actions/tags/search", no_results},
    {"actions/classification", classification, true},
    {"actions/bulk/classification", bulk_classification, true},
    {"actions/dynamic-dns", dynamic_dns, true},
    {"actions/sinkhole", sinkhole, true},
    {"actions/ever-compromised", never_compromised, true},
    {"actions/monitor", not_monitored, true},
};

bool fits(std::string_view pattern, std::string_view path) {
  if (!pattern.ends_with('*')) return pattern == path;
  pattern.remove_suffix(1);
  return path.starts_with(pattern) &&
         (path.size() == pattern.size() || path[pattern.size()] == '/');
}

http::Response read(const Call& call) {
  std::string path;
  for (const std::string& segment : call.request.values) {
    if (!path.empty()) path += '/';
    path += segment;
  }
  const auto* const reading =
      std::find_if(std::begin(kReadings), std::end(kReadings),
                   [&](const Reading& each) { return fits(each.path, path); });
  if (reading == std::end(kReadings)) return refuse(404, "there is nothing at this path");
  if (reading->is_write_when_posted && call.request.method == http::Method::kPost)
    return refuse(403, "nothing can be changed here: this server answers questions only");
  const auto parameters = Parameters::read(call.request);
  if (!parameters) return refuse(parameters.error());
  return reading->answer({call, *parameters});
}

}  // namespace

std::vector<ApiRoute> routes() {
  using http::Method;
  std::vector<ApiRoute> routes;
  for (const std::string_view pattern :
       {"/v2/{section}/{kind?}/{part?}/{rest?}", "/pt/v2/{section}/{kind?}/{part?}/{rest?}"}) {
    for (const Method method : {Method::kGet, Method::kPost}) {
      ApiRoute route{method, pattern, Scope::kRead, Dialect::kPassiveTotal, true, read};
      route.takes_body = true;
      routes.push_back(route);
    }
  }
  return routes;
}

}  // namespace spoor::api::passivetotal
