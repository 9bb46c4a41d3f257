// SPDX-License-Identifier: Apache-2.0
#include "transport/sender.h"

#include <algorithm>
#include <thread>
#include <utility>

#include <fmt/format.h>

namespace spoor::transport {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr auto kLook = milliseconds(200);  // at the spool, and at whether all is over

}  // namespace

Sender::Sender(Spool& spool, std::unique_ptr<Carrier> carrier, const SenderOptions& options,
               std::function<void(std::string_view)> tell)
    : spool_(spool), carrier_(std::move(carrier)), options_(options), tell_(std::move(tell)) {}

SenderCounts Sender::counts() const {
  return {delivered_.load(), known_.load(), octets_.load(), failures_.load(), refused_.load()};
}

bool Sender::is_over() const {
  return is_finishing_.load() && Clock::now() >= finish_by_;
}

Status Sender::run() {
  for (;;) {
    if (is_finishing_.load() && finish_by_ == Clock::time_point::max())
      finish_by_ = Clock::now() + options_.patience;
    if (is_over()) return {};
    SPOOR_TRY(const auto batch, spool_.take());
    if (batch) {
      SPOOR_CHECK(deliver(*batch));
    } else if (is_finishing_.load()) {
      return {};
    } else {
      spool_.wait(kLook);
    }
  }
}

/// One try; what it came to is told to the spool.
Status Sender::deliver(const SpooledBatch& batch) {
  using Outcome = Delivery::Outcome;
  Delivery delivery = carrier_->deliver(batch);
  // A gap is refused by nobody who knows the format: then that is what has to change.
  if (delivery.outcome == Outcome::kNever && batch.head.is_gap) delivery.outcome = Outcome::kNotNow;
  switch (delivery.outcome) {
    case Outcome::kNew:
    case Outcome::kKnown: {
      ++(delivery.outcome == Outcome::kNew ? delivered_ : known_);
      octets_ += batch.frame.size();
      const Status accepted = spool_.accept();
      if (accepted) {
        tell_success();
        return {};
      }
      // A disk that is full holds up what stands on it, but nothing is wrong with any batch.
      tell_failure(describe(accepted.error()));
      break;
    }
    case Outcome::kNever:
      ++refused_;
      tell_failure(fmt::format("the collector refuses batch {} for good ({}): it is kept aside",
                               batch.head.sequence, delivery.said));
      return spool_.refuse();
    case Outcome::kNotNow:
      tell_failure(fmt::format("batches cannot be delivered now ({})", delivery.said));
      spool_.release();
      break;
  }
  ++failures_;
  sleep_before_next(delivery.retry_after);
  return {};
}

void Sender::tell_failure(std::string sentence) {
  if (sentence == last_failure_) return;
  last_failure_ = std::move(sentence);
  tell_(last_failure_);
}

void Sender::tell_success() {
  wait_ = milliseconds(0);
  if (last_failure_.empty()) return;
  last_failure_.clear();
  tell_("the collector takes batches again");
}

/// Longer each time, and never in step with other sensors: a collector that comes back is not
/// overrun.
void Sender::sleep_before_next(std::chrono::seconds asked) {
  wait_ = std::clamp(wait_ * 2, options_.least_wait, options_.most_wait);
  milliseconds wait =
      wait_ / 2 + milliseconds(static_cast<std::int64_t>(random_()) % (wait_.count() / 2 + 1));
  wait = std::max(wait, std::min<milliseconds>(asked, options_.most_wait));
  const auto until = Clock::now() + wait;
  const bool was_finishing = is_finishing_.load();
  while (Clock::now() < until && !is_over() && is_finishing_.load() == was_finishing) {
    std::this_thread::sleep_for(
        std::min(kLook, std::chrono::ceil<milliseconds>(until - Clock::now())));
  }
}

}  // namespace spoor::transport
