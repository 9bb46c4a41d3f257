// SPDX-License-Identifier: Apache-2.0
// A sensor without a store: what it hears goes to a spool, and from there to a collector.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>

#include "base/result.h"
#include "cli/command.h"
#include "intake/live_outlet.h"
#include "transport/sender.h"
#include "transport/spool.h"

namespace spoor::cli {

/// Delivers in a thread of its own while it lives.
class SensorLink final : public intake::LiveOutlet {
 public:
  /// Errors: kInvalid (what the options say), the spool's.
  static Result<std::unique_ptr<SensorLink>> open(const SensorOptions& options);
  ~SensorLink() override;

  [[nodiscard]] record::SourceId source() const noexcept override { return {}; }
  Status put(record::Batch batch, const ledger::Entry& told) override;
  void note(ledger::Outcome /*outcome*/, std::uint32_t /*now_s*/) override {}  // goes along

  /// An outlet of its own for each of several threads, into the same spool. The link must outlive
  /// it.
  std::unique_ptr<intake::LiveOutlet> share();

  /// Nothing more comes: delivers what waits, as long as that works, and says what became of all.
  Status finish();

 private:
  SensorLink(std::unique_ptr<transport::Spool> spool, std::unique_ptr<transport::Carrier> carrier,
             const transport::SenderOptions& options);
  void tell_totals() const;

  std::mutex putting_;  // a spool has one writer at a time
  std::unique_ptr<transport::Spool> spool_;
  transport::Sender sender_;
  Status sent_;
  std::thread thread_;
};

}  // namespace spoor::cli
