// SPDX-License-Identifier: Apache-2.0
#include "http/internal/tls_context.h"

#include <array>
#include <string_view>

#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

namespace spoor::http::internal {
namespace {

constexpr unsigned char kHttp11[] = "\x08http/1.1";

/// Protocol negotiation (RFC 7301): HTTP/1.1 or nothing.
// SIZE: OpenSSL gives the parameters
// NOLINTNEXTLINE(readability-function-size)
int choose_protocol(SSL* /*ssl*/, const unsigned char** out, unsigned char* out_size,
                    const unsigned char* in, unsigned in_size, void* /*context*/) {
  unsigned char* chosen = nullptr;
  if (SSL_select_next_proto(&chosen, out_size, kHttp11, sizeof(kHttp11) - 1, in, in_size) !=
      OPENSSL_NPN_NEGOTIATED)
    return SSL_TLSEXT_ERR_NOACK;
  *out = chosen;
  return SSL_TLSEXT_ERR_OK;
}

/// Whoever shows a certificate has proved to hold its key; who that is, is told by its digest.
int take_any_certificate(int /*is_trusted*/, X509_STORE_CTX* /*chain*/) {
  return 1;
}

void ask_clients(SSL_CTX* context) {
  constexpr unsigned char kName[] = "spoor";
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, take_any_certificate);
  SSL_CTX_set_session_id_context(context, kName, sizeof(kName) - 1);
}

Error refuse(std::string_view what, const std::string& file,
             const boost::system::error_code& error) {
  return {ErrorCode::kInvalid, what, 0, file + ": " + error.message()};
}

}  // namespace

Result<std::shared_ptr<boost::asio::ssl::context>> make_tls_context(const TlsFiles& files) {
  namespace ssl = boost::asio::ssl;
  auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
  boost::system::error_code error;
  context->set_options(ssl::context::default_workarounds | ssl::context::no_compression |
                           ssl::context::single_dh_use,
                       error);
  SSL_CTX_set_options(context->native_handle(), SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_min_proto_version(context->native_handle(), TLS1_2_VERSION);
  SSL_CTX_set_alpn_select_cb(context->native_handle(), choose_protocol, nullptr);
  SSL_CTX_set_mode(context->native_handle(), SSL_MODE_RELEASE_BUFFERS);
  context->use_certificate_chain_file(files.certificate, error);
  if (error) return refuse("expected a certificate (PEM)", files.certificate, error);
  context->use_private_key_file(files.key, ssl::context::pem, error);
  if (error) return refuse("expected a private key (PEM)", files.key, error);
  if (SSL_CTX_check_private_key(context->native_handle()) != 1)
    return Error{ErrorCode::kInvalid, "this key does not belong to the certificate", 0, files.key};
  if (files.asks_clients) ask_clients(context->native_handle());
  return context;
}

std::string certificate_digest(ssl_st* connection) {
  const X509* const certificate = SSL_get0_peer_certificate(connection);
  if (certificate == nullptr) return {};
  std::array<unsigned char, EVP_MAX_MD_SIZE> octets{};
  unsigned size = 0;
  if (X509_digest(certificate, EVP_sha256(), octets.data(), &size) != 1) return {};
  return {reinterpret_cast<const char*>(octets.data()), size};
}

}  // namespace spoor::http::internal
