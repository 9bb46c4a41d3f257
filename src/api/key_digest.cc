// SPDX-License-Identifier: Apache-2.0
// SHA-256. Keys are long and random, so that nothing slower is needed.
#include "api/key_digest.h"

#include <openssl/evp.h>

namespace spoor::api {

std::optional<KeyDigest> digest_key(std::string_view key) {
  // Looked up once: the look-up takes longer than the digest.
  static const EVP_MD* const sha256 = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  KeyDigest digest{};
  unsigned size = 0;
  if (sha256 == nullptr ||
      EVP_Digest(key.data(), key.size(), digest.data(), &size, sha256, nullptr) != 1 ||
      size != digest.size())
    return std::nullopt;
  return digest;
}

}  // namespace spoor::api
