// SPDX-License-Identifier: Apache-2.0
// A client for our own commands: one request, the body handed over as it comes.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace spoor::http {

struct ClientRequest {
  std::string url;  ///< http:// or https://, path and query included.
  std::vector<Field> fields;
  std::string ca_file;  ///< PEM; empty: the system's.
  unsigned connect_seconds = 10;
  unsigned stall_seconds = 60;  ///< Give up when nothing comes for so long.
};

struct ClientResponse {
  unsigned status = 0;
  std::string content_type;
  std::vector<Field> fields;  ///< Names in lower case; trailers too.
  [[nodiscard]] std::string_view field(std::string_view lower_case_name) const noexcept;
};

/// Octets of the body; false stops the transfer (which is then no error).
using BodySink = std::function<bool(std::string_view octets)>;

/// GET. `on_body` is called only for the final response, whatever its status. Errors: kIo with the
/// reason (connect, TLS, cut off in the middle), kInvalid (URL).
Result<ClientResponse> get(const ClientRequest& request, const BodySink& on_body);

}  // namespace spoor::http
