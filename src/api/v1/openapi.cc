// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/openapi.yaml.
#include "api/v1/openapi.h"

#include "api/v1/handlers.h"

namespace spoor::api::v1 {

http::Response get_openapi(const Call& /*call*/) {
  http::Response response;
  response.content_type = "application/yaml";
  response.body = openapi_text();
  return response;
}

}  // namespace spoor::api::v1
