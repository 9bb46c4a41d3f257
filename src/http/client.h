// SPDX-License-Identifier: Apache-2.0
// A client for our own commands: one request, the body handed over as it comes.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/message.h"

namespace spoor::http {

struct ClientRequest {
  std::string url;  ///< http:// or https://, path and query included.
  std::vector<Field> fields;
  std::string ca_file;           ///< PEM; empty: the system's.
  std::string certificate_file;  ///< PEM: our own; empty: none.
  std::string key_file;          ///< PEM: of our certificate.
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

/// One connection at a time, kept open between requests. Not thread-safe.
class Client {
 public:
  Client();
  ~Client();
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// GET. `on_body` is called only for the final response, whatever its status. Errors: kIo with
  /// the reason (connect, TLS, cut off in the middle), kInvalid (URL).
  Result<ClientResponse> get(const ClientRequest& request, const BodySink& on_body);
  /// POST of `body`, whose type stands among the request's fields. Answers and errors likewise;
  /// follows no redirect.
  Result<ClientResponse> post(const ClientRequest& request, std::string_view body,
                              const BodySink& on_body);

 private:
  struct Handle;
  std::unique_ptr<Handle> handle_;
};

/// GET by a client of its own.
Result<ClientResponse> get(const ClientRequest& request, const BodySink& on_body);

}  // namespace spoor::http
