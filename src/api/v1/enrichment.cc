// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/enrichment: what local files say of a name or an address.
#include "api/v1/enrichment_text.h"
#include "api/v1/handlers.h"
#include "api/v1/question.h"

namespace spoor::api::v1 {
namespace {

constexpr Parameter kParameters[] = {{"q"}, {"times"}};

}  // namespace

http::Response get_enrichment(const Call& call) {
  ParameterReader parameters(call.request, kParameters);
  const feed::TimeStyle times = read_times(parameters);
  const std::string* text = parameters.find("q");
  EnrichmentSubject subject;
  if (text == nullptr) {
    parameters.refuse("q", {}, "expected a name or one address");
  } else if (auto parsed = parse_enrichment_subject(*text)) {
    subject = *std::move(parsed);
  } else {
    parameters.refuse("q", *text, std::string(parsed.error().what));
  }
  if (!parameters.is_fine()) return refuse(parameters.problem());
  http::Response response;
  response.content_type = "application/json";
  response.body = render_enrichment(*call.services.enrichment(), subject, times);
  return response;
}

}  // namespace spoor::api::v1
