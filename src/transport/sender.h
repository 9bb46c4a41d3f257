// SPDX-License-Identifier: Apache-2.0
// From a spool to its collector over HTTPS: the oldest batch first, each until it is taken.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <random>
#include <string>
#include <string_view>

#include "base/result.h"
#include "http/client.h"
#include "transport/spool.h"

namespace spoor::transport {

/// The media type of a frame.
inline constexpr std::string_view kFrameType = "application/vnd.spoor.sensor-batch";

struct CollectorAddress {
  std::string url;               ///< https://HOST[:PORT]; http only to loopback.
  std::string key;               ///< Of the sensor; empty: a certificate speaks for it.
  std::string ca_file;           ///< PEM; empty: the system's.
  std::string certificate_file;  ///< PEM, with `key_file`; empty: none.
  std::string key_file;
};

/// Errors: kInvalid with what was expected.
Status check_collector(const CollectorAddress& collector);

struct SenderOptions {
  CollectorAddress collector;
  std::chrono::milliseconds least_wait{500};    ///< Between tries: doubles with each, up to
  std::chrono::milliseconds most_wait{60'000};  ///< this; less a random part.
  std::chrono::milliseconds patience{10'000};   ///< To empty the spool when all is over.
};

struct SenderCounts {
  std::uint64_t delivered = 0;  ///< Batches: durable at the collector now,
  std::uint64_t known = 0;      ///< or before.
  std::uint64_t octets = 0;     ///< Of both.
  std::uint64_t failures = 0;   ///< Tries that came to nothing.
  std::uint64_t refused = 0;    ///< Batches that the collector will never take.
};

class Sender {
 public:
  /// `spool` must outlive it. `tell` is given a sentence whenever delivery begins to fail, for
  /// another reason than before, and when it works again.
  Sender(Spool& spool, SenderOptions options, std::function<void(std::string_view)> tell);

  /// Until finish(); then until the spool is empty or the patience over. In a thread of its own.
  /// Errors: the spool's.
  Status run();
  /// Nothing more comes. From any thread.
  void finish() { is_finishing_.store(true); }
  [[nodiscard]] SenderCounts counts() const;

 private:
  /// What became of one try.
  enum class Outcome : std::uint8_t { kTaken, kNever, kNotNow };

  Status deliver(SpooledBatch batch);
  Result<http::ClientResponse> post(const SpooledBatch& batch, std::string& said);
  Outcome judge(const SpooledBatch& batch, const Result<http::ClientResponse>& response,
                std::string_view said);
  void tell_failure(std::string sentence);
  void tell_success();
  void sleep_before_next(const Result<http::ClientResponse>& response);
  [[nodiscard]] bool is_over() const;

  Spool& spool_;
  SenderOptions options_;
  std::function<void(std::string_view)> tell_;
  http::Client client_;
  http::ClientRequest request_;
  std::minstd_rand random_{std::random_device()()};
  std::atomic<bool> is_finishing_{false};
  std::chrono::steady_clock::time_point finish_by_ = std::chrono::steady_clock::time_point::max();
  std::chrono::milliseconds wait_{0};
  std::string last_failure_;
  std::atomic<std::uint64_t> delivered_{0}, known_{0}, octets_{0}, failures_{0}, refused_{0};
};

}  // namespace spoor::transport
