// SPDX-License-Identifier: Apache-2.0
// What servers answer to look-ups of our own, into an outlet.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>

#include "harden/harden_options.h"
#include "harden/harden_stats.h"
#include "intake/live_outlet.h"
#include "intake/live_stream.h"
#include "resolve/look_ups.h"

namespace spoor::intake {

struct ActiveSettings {
  resolve::ResolveOptions asking;
  harden::HardenOptions harden;  ///< Its source is the outlet's.
  LiveLimits limits;
};

struct ActiveHooks {
  const std::atomic<bool>* stop = nullptr;  ///< Set from a signal handler.
  std::function<std::uint32_t()> now;       ///< Unix seconds, for notes: once an hour, at the end.
  /// Told now and then.
  std::function<void(const resolve::LookUpStats&)> progress = nullptr;
};

class ActiveImport {
 public:
  /// `outlet` must outlive it.
  ActiveImport(LiveOutlet& outlet, ActiveSettings settings, resolve::NextLookUp next,
               ActiveHooks hooks);
  ~ActiveImport();
  ActiveImport(const ActiveImport&) = delete;
  ActiveImport& operator=(const ActiveImport&) = delete;

  /// Until every look-up has ended, or `stop` is set: then begins no other, and waits for the
  /// answers that may still come. All of it is put out either way. Errors: the sockets' and the
  /// outlet's; what was put out before stands.
  Status run();

  [[nodiscard]] const resolve::LookUpStats& look_ups() const noexcept;
  [[nodiscard]] const harden::HardenStats& hardened() const noexcept;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace spoor::intake
