// SPDX-License-Identifier: Apache-2.0
// Messages signed with a shared key (RFC 8945): the query of a transfer, and all that answers it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "dns/name.h"

namespace spoor::resolve {

enum class TsigAlgorithm : std::uint8_t { kHmacSha256 = 1, kHmacSha384 = 2, kHmacSha512 = 3 };

struct TsigKey {
  dns::Name name;
  TsigAlgorithm algorithm = TsigAlgorithm::kHmacSha256;
  std::string secret;  ///< Octets.
};

/// `[ALGORITHM:]NAME:BASE64` as dig -y takes it: hmac-sha256 (the default), hmac-sha384 or
/// hmac-sha512. Errors: kInvalid.
Result<TsigKey> parse_tsig_key(std::string_view text);

/// One query and its answers. Not thread-safe.
class TsigSession {
 public:
  explicit TsigSession(TsigKey key);

  /// Appends the record that signs `query`, a whole message; once.
  void sign(std::vector<std::uint8_t>& query, std::uint64_t now_s);
  /// The next answer. Up to 99 may go without a signature between two that have one (section
  /// 5.3.1). Errors: kDenied.
  Status check(Bytes message, std::uint64_t now_s);
  /// Whether the last answer was signed, so that none stands unproven.
  [[nodiscard]] bool is_proven() const noexcept { return unsigned_ == 0 && has_answer_; }

 private:
  TsigKey key_;
  std::string mac_;      // of the message before
  std::string pending_;  // unsigned messages since then
  unsigned unsigned_ = 0;
  bool has_answer_ = false;
};

}  // namespace spoor::resolve
