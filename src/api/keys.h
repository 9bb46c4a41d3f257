// SPDX-License-Identifier: Apache-2.0
// Who may ask: keys with scopes, quotas and bounds. Keys are kept as digests only.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "record/source.h"

namespace spoor::api {

/// What a route asks of a caller.
enum class Scope : std::uint8_t {
  kOpen = 1,  ///< No key.
  kRead = 2,
  kImport = 3,
  kSensor = 4,  ///< Delivering as the sensor that the key names.
};

inline constexpr std::uint64_t kUnlimited = ~std::uint64_t{0};
inline constexpr std::uint64_t kDefaultResultsMax = 1'000'000;
inline constexpr std::uint64_t kDefaultOffsetMax = 3'000'000;

/// A key as the operator wrote it, without the key itself.
struct KeySpec {
  std::array<std::uint8_t, 32> digest{};  ///< SHA-256 of the key, or of the certificate (DER).
  bool is_certificate = false;
  std::string name;  ///< For logs; "key-1" … when none was given.
  bool may_read = true;
  bool may_import = false;
  std::string sensor;                     ///< The source that it delivers as; empty: as none.
  std::uint64_t quota = kUnlimited;       ///< Questions a UTC day.
  std::uint64_t burst_size = kUnlimited;  ///< Questions in a window of `burst_window_s`, which
                                          ///< begins with a question.
  std::uint32_t burst_window_s = 0;
  std::optional<std::uint32_t> expires;  ///< Unix seconds: from then on it is refused.
  std::uint64_t results_max = kDefaultResultsMax;
  std::uint64_t offset_max = kDefaultOffsetMax;
  record::Tlp clearance = record::Tlp::kRed;  ///< Sources that are marked above it are not seen.
  bool operator==(const KeySpec&) const = default;
};

/// How much of a quota is left, for rate_limit and X-RateLimit fields.
struct QuotaState {
  std::uint64_t limit = kUnlimited;
  std::uint64_t remaining = kUnlimited;
  std::uint32_t reset = 0;  ///< Unix seconds: the next 00:00 UTC.
};

/// One key and its counters. Thread-safe.
class Caller {
 public:
  explicit Caller(KeySpec spec) : spec_(std::move(spec)) {}
  /// Under another spec, with the counters of `before`.
  Caller(KeySpec spec, const Caller& before);

  [[nodiscard]] const KeySpec& spec() const noexcept { return spec_; }
  [[nodiscard]] bool may(Scope scope) const noexcept;
  enum class Taken : std::uint8_t { kYes = 1, kQuotaExhausted, kBurstExhausted };
  /// Counts one question against quota and burst.
  Taken take_question(std::uint32_t now_s);
  [[nodiscard]] QuotaState quota(std::uint32_t now_s) const;
  [[nodiscard]] bool is_expired(std::uint32_t now_s) const noexcept {
    return spec_.expires && now_s >= *spec_.expires;
  }
  /// When to ask again after `taken`, in seconds; at least 1.
  [[nodiscard]] std::uint32_t retry_after_s(Taken taken, std::uint32_t now_s) const;

 private:
  KeySpec spec_;
  mutable std::mutex mutex_;
  std::uint32_t day_ = 0;
  std::uint64_t used_ = 0;
  std::uint32_t window_ = 0;  // when it began
  std::uint64_t used_in_window_ = 0;
};

/// Reads a key file: a key a line, words behind it (docs/guides/serving.md):
///
///   KEY [read] [import] [sensor=fra-1] [name=desk] [quota=1000] [burst=10/60] [results=100000]
///       [offset=0] [expires=2027-01-31] [tlp=amber]
///
/// A key is 8..256 printable ASCII characters without blanks and does not begin with '#';
/// `sha256:` and 64 hexadecimal digits stand for the client certificate of that digest. A line
/// without scopes may read. A word that begins with '#' begins a comment. `expires` is Unix seconds
/// or a time as questions take it; a date alone is its first second. Errors: kMalformed with the
/// line number as offset; never quotes a key.
Result<std::vector<KeySpec>> parse_key_file(std::string_view text);
/// One key that may read and import, as --api-key gives it. Errors: kInvalid; never quotes it.
Result<KeySpec> make_key(std::string_view key);

/// All keys; replaced whole when the file is read again. Thread-safe.
class KeyRing {
 public:
  /// No key at all means: open to whoever can connect, for reading only.
  void replace(std::vector<KeySpec> keys);
  [[nodiscard]] bool is_open() const;
  /// In constant time over all keys; null when there is none of this text. Counters survive
  /// replace() for keys that stay.
  [[nodiscard]] std::shared_ptr<Caller> find(std::string_view key) const;
  /// Likewise of a certificate, by its SHA-256 as 32 octets.
  [[nodiscard]] std::shared_ptr<Caller> find_certificate(std::string_view digest) const;
  /// Who asks when no keys are configured.
  [[nodiscard]] std::shared_ptr<Caller> anyone() const { return anyone_; }

 private:
  [[nodiscard]] std::shared_ptr<const std::vector<std::shared_ptr<Caller>>> callers() const;
  [[nodiscard]] std::shared_ptr<Caller> find(const std::array<std::uint8_t, 32>& digest,
                                             bool is_certificate) const;

  mutable std::mutex mutex_;
  std::shared_ptr<const std::vector<std::shared_ptr<Caller>>> callers_ =
      std::make_shared<const std::vector<std::shared_ptr<Caller>>>();
  std::shared_ptr<Caller> anyone_ = std::make_shared<Caller>(KeySpec{});
};

}  // namespace spoor::api
