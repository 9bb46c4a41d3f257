// SPDX-License-Identifier: Apache-2.0
// From a spool to its collector: the oldest batch first, each until it is taken.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <random>
#include <string>
#include <string_view>

#include "base/result.h"
#include "transport/carrier.h"
#include "transport/spool.h"

namespace spoor::transport {

struct SenderOptions {
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
  Sender(Spool& spool, std::unique_ptr<Carrier> carrier, const SenderOptions& options,
         std::function<void(std::string_view)> tell);

  /// Until finish(); then until the spool is empty or the patience over. In a thread of its own.
  /// Errors: the spool's.
  Status run();
  /// Nothing more comes. From any thread.
  void finish() { is_finishing_.store(true); }
  [[nodiscard]] SenderCounts counts() const;

 private:
  Status deliver(const SpooledBatch& batch);
  void tell_failure(std::string sentence);
  void tell_success();
  void sleep_before_next(std::chrono::seconds asked);
  [[nodiscard]] bool is_over() const;

  Spool& spool_;
  std::unique_ptr<Carrier> carrier_;
  SenderOptions options_;
  std::function<void(std::string_view)> tell_;
  std::minstd_rand random_{std::random_device()()};
  std::atomic<bool> is_finishing_{false};
  std::chrono::steady_clock::time_point finish_by_ = std::chrono::steady_clock::time_point::max();
  std::chrono::milliseconds wait_{0};
  std::string last_failure_;
  std::atomic<std::uint64_t> delivered_{0}, known_{0}, octets_{0}, failures_{0}, refused_{0};
};

}  // namespace spoor::transport
