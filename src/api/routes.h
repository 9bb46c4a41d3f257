// SPDX-License-Identifier: Apache-2.0
// The whole table of the API: method, path, scope, dialect and handler in one place, and the guard
// that no handler can forget.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "api/keys.h"
#include "api/services.h"
#include "http/message.h"
#include "http/route.h"
#include "http/server.h"

namespace spoor::api {

/// In whose words errors are told.
enum class Dialect : std::uint8_t {
  kNative = 1,        ///< application/problem+json (RFC 9457).
  kDnsdb = 2,         ///< One line of text/plain: "Error: …".
  kPassiveTotal = 3,  ///< {"message":…,"error":{…}}; keys by HTTP Basic too.
  kCircl = 4,         ///< One line of text/plain, as kDnsdb; keys by HTTP Basic too. D4's as well.
};

/// What a handler is given.
struct Call {
  const http::Request& request;
  const std::shared_ptr<Caller>& caller;
  Services& services;
};

/// A row of the table.
struct ApiRoute {
  http::Method method = http::Method::kGet;
  std::string_view pattern;
  Scope scope = Scope::kRead;
  Dialect dialect = Dialect::kNative;
  bool counts = true;  ///< Against the key's quota and burst.
  http::Response (*handler)(const Call&) = nullptr;
  http::Response (*upload)(const Call&, http::BodyReader&) = nullptr;  ///< Instead of `handler`.
  bool takes_body = false;                                             ///< See http::Route.
  bool is_delivery = false;                                            ///< See http::Route.
};

/// Every route: native, DNSDB v1 and v2, PassiveTotal, CIRCL, D4.
std::vector<ApiRoute> all_routes();

/// The table for the server: each handler behind its guard (own Host and Origin where there are no
/// keys; key, expiry, scope, quota and burst where there are; nothing throws through it).
/// `services` must outlive the table.
http::RoutingTable make_routing_table(Services& services);

/// How the server's own refusals (no such path, header too large …) are told, by the path's
/// dialect; to a browser that no path was there for, by the page of `pages`, which may be null.
http::Response render_refusal(const http::Refusal& refusal,
                              const pages::PageFiles* pages = nullptr);

}  // namespace spoor::api
