// SPDX-License-Identifier: Apache-2.0
// The client against our own server, plain and with TLS.
#include "http/client.h"

#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>
#include <unistd.h>

#include "http/testing/served.h"

namespace spoor::http {
namespace {

using testing::HasSubstr;

struct Got {
  Result<ClientResponse> response;
  std::string body;
};

Got fetch(const std::string& url, const std::string& ca_file = {}) {
  std::string body;
  ClientRequest request;
  request.url = url;
  request.ca_file = ca_file;
  auto response = get(request, [&](std::string_view octets) {
    body += octets;
    return true;
  });
  return {std::move(response), std::move(body)};
}

TEST(Client, GetsAnAnswerAndItsTrailers) {
  Served served;
  const Got got = fetch(served.url("/stream/500000"));
  ASSERT_TRUE(got.response) << describe(got.response.error());
  EXPECT_EQ(got.response->status, 200U);
  EXPECT_EQ(got.response->content_type, "text/plain");
  EXPECT_EQ(got.response->field("spoor-complete"), "true");
  EXPECT_EQ(got.body.size(), 500'000U);
}

TEST(Client, HandsOverTheBodyOfARefusal) {
  Served served;
  const Got got = fetch(served.url("/none"));
  ASSERT_TRUE(got.response);
  EXPECT_EQ(got.response->status, 404U);
  EXPECT_THAT(got.body, HasSubstr("nothing at this path"));
}

TEST(Client, TellsAnAnswerThatWasCut) {
  Served served;
  const Got got = fetch(served.url("/broken/500000"));
  ASSERT_FALSE(got.response);
  EXPECT_EQ(got.response.error().code, ErrorCode::kIo);
}

TEST(Client, StopsWhenTheSinkHasEnough) {
  Served served;
  ClientRequest request;
  request.url = served.url("/stream/0");
  std::size_t seen = 0;
  const auto response = get(request, [&](std::string_view octets) {
    seen += octets.size();
    return seen < 1'000'000;
  });
  ASSERT_TRUE(response);
  EXPECT_GE(seen, 1'000'000U);
  EXPECT_TRUE(Served::eventually([&] { return served.streams_alive == 0; }));
}

TEST(Client, SaysWhereNobodyAnswers) {
  std::uint16_t port = 0;
  {
    const Served served;
    port = served.server->port();
  }
  const Got got = fetch("http://127.0.0.1:" + std::to_string(port) + "/api?secret=1");
  ASSERT_FALSE(got.response);
  EXPECT_EQ(got.response.error().code, ErrorCode::kIo);
  EXPECT_THAT(describe(got.response.error()), HasSubstr("127.0.0.1"));
  EXPECT_THAT(describe(got.response.error()), testing::Not(HasSubstr("secret")));
}

TEST(Client, RefusesOtherSchemes) {
  for (const char* const url : {"file:///etc/hostname", "gopher://127.0.0.1/", "http://", ""}) {
    const Got got = fetch(url);
    EXPECT_FALSE(got.response) << url;
  }
}

/// A self-signed certificate for 127.0.0.1 with `serial`, written to two files.
class Certificate {
 public:
  explicit Certificate(long serial) { write(serial); }
  ~Certificate() { std::filesystem::remove_all(folder_); }
  Certificate(const Certificate&) = delete;
  Certificate& operator=(const Certificate&) = delete;

  void write(long serial) const {
    std::filesystem::create_directories(folder_);
    EVP_PKEY* const key = EVP_EC_gen("P-256");
    X509* const x509 = X509_new();
    X509_set_version(x509, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(x509), serial);
    X509_gmtime_adj(X509_getm_notBefore(x509), -60);
    X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
    X509_set_pubkey(x509, key);
    X509_NAME* const name = X509_get_subject_name(x509);
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("spoor test"), -1, -1, 0);
    X509_set_issuer_name(x509, name);
    add(x509, NID_subject_alt_name, "IP:127.0.0.1");
    add(x509, NID_basic_constraints, "critical,CA:TRUE");
    X509_sign(x509, key, EVP_sha256());
    BIO* const certificate_file = BIO_new_file(certificate().c_str(), "w");
    PEM_write_bio_X509(certificate_file, x509);
    BIO_free(certificate_file);
    BIO* const key_file = BIO_new_file(this->key().c_str(), "w");
    PEM_write_bio_PrivateKey(key_file, key, nullptr, nullptr, 0, nullptr, nullptr);
    BIO_free(key_file);
    X509_free(x509);
    EVP_PKEY_free(key);
  }
  [[nodiscard]] std::string certificate() const { return folder_ + "/certificate.pem"; }
  [[nodiscard]] std::string key() const { return folder_ + "/key.pem"; }
  [[nodiscard]] TlsFiles files() const { return {certificate(), key()}; }

 private:
  static void add(X509* x509, int what, const char* value) {
    X509_EXTENSION* const extension = X509V3_EXT_conf_nid(nullptr, nullptr, what, value);
    X509_add_ext(x509, extension, -1);
    X509_EXTENSION_free(extension);
  }
  std::string folder_ = testing::TempDir() + "spoor_tls_" + std::to_string(::getpid());
};

TEST(Tls, ServesWithACertificateAndReloadsIt) {
  const Certificate certificate(1);
  ServerOptions options;
  options.tls = certificate.files();
  Served served(std::move(options));
  ASSERT_NE(served.server, nullptr);
  const std::string url = served.url("/stream/500000", "https");
  const Got got = fetch(url, certificate.certificate());
  ASSERT_TRUE(got.response) << describe(got.response.error());
  EXPECT_EQ(got.body.size(), 500'000U);
  EXPECT_FALSE(fetch(url).response);  // nobody vouches for it

  certificate.write(2);
  EXPECT_FALSE(fetch(url, certificate.certificate()).response);  // still the old one
  ASSERT_TRUE(served.server->reload_certificate());
  EXPECT_TRUE(fetch(url, certificate.certificate()).response);
}

TEST(Tls, KeepsTheOldCertificateWhenTheNewOneIsBroken) {
  const Certificate certificate(1);
  ServerOptions options;
  options.tls = certificate.files();
  Served served(std::move(options));
  const std::string copy = certificate.certificate() + ".copy";
  std::filesystem::copy_file(certificate.certificate(), copy);
  std::filesystem::resize_file(certificate.certificate(), 10);
  const Status reloaded = served.server->reload_certificate();
  ASSERT_FALSE(reloaded);
  EXPECT_THAT(describe(reloaded.error()), HasSubstr("certificate.pem"));
  EXPECT_TRUE(fetch(served.url("/hello", "https"), copy).response);
}

TEST(Tls, EndsAPlainRequestToIt) {
  const Certificate certificate(1);
  ServerOptions options;
  options.tls = certificate.files();
  Served served(std::move(options));
  EXPECT_FALSE(fetch(served.url("/hello")).response);
  EXPECT_TRUE(Served::eventually([&] { return served.closed("tls_failed") == 1; }));
}

}  // namespace
}  // namespace spoor::http
