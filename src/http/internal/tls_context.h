// SPDX-License-Identifier: Apache-2.0
// TLS as the server offers it: 1.2 and later, one certificate.
#pragma once

#include <memory>
#include <string>

#include <boost/asio/ssl/context.hpp>

#include "base/result.h"
#include "http/server.h"

namespace spoor::http::internal {

/// Reads certificate chain and key. Errors: kInvalid with the file and OpenSSL's words.
Result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(const TlsFiles& files);

/// SHA-256 of what the peer of a connection showed (Request::certificate); empty when nothing.
std::string certificate_digest(ssl_st* connection);

}  // namespace spoor::http::internal
