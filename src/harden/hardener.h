// SPDX-License-Identifier: Apache-2.0
// From DNS messages, and who told them, to observations: matching, what counts, bailiwick.
// What counts and why: docs/guides/hardening.md.
#pragma once

#include <memory>

#include "harden/absence.h"
#include "harden/captured_message.h"
#include "harden/harden_options.h"
#include "harden/harden_stats.h"
#include "record/observation.h"

namespace spoor::harden {

/// One per stream: what it learned of queries and delegations is the stream's. Not thread-safe.
class Hardener final : public MessageSink {
 public:
  /// `sink` must outlive the hardener.
  Hardener(const HardenOptions& options, record::ObservationSink& sink);
  ~Hardener() override;
  Hardener(const Hardener&) = delete;
  Hardener& operator=(const Hardener&) = delete;

  /// Messages in the order of the capture; small steps back in time do no harm.
  void take(const CapturedMessage& message) override;
  /// Tells `sink` from now on what accepted responses say is not there; null: nobody.
  void tell_absences(AbsenceSink* sink) noexcept;
  /// The stream has ended: what still waits for an answer is counted as unanswered.
  void finish();

  [[nodiscard]] const HardenStats& stats() const noexcept;
  /// What the tables of queries, zones and servers hold: bounded by the options.
  [[nodiscard]] std::size_t pending_memory_bytes() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace spoor::harden
