// SPDX-License-Identifier: Apache-2.0
// From the sockets of a listener into an outlet, until somebody says stop.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>

#include "capture/dnstap_listener.h"
#include "intake/import_report.h"
#include "intake/import_settings.h"
#include "intake/live_outlet.h"
#include "intake/live_stream.h"

namespace spoor::intake {

struct LiveSettings {
  ImportSettings reading;  ///< Its source is the outlet's: all that connect are one source.
  capture::DnstapListenerOptions listening;  ///< Its `dnstap` is that of `reading`.
  LiveLimits limits;
};

struct LiveHooks {
  const std::atomic<bool>* stop = nullptr;  ///< Set from a signal handler.
  std::function<std::uint32_t()> now;       ///< Unix seconds, for notes: once an hour, at the end.
};

class LiveImport {
 public:
  /// Listens from here on. `outlet` must outlive it. Errors: the listener's.
  static Result<std::unique_ptr<LiveImport>> open(LiveOutlet& outlet, LiveSettings settings,
                                                  LiveHooks hooks);
  ~LiveImport();
  LiveImport(const LiveImport&) = delete;
  LiveImport& operator=(const LiveImport&) = delete;

  /// Until `stop` is set: then takes what has arrived already and puts all of it out. Errors: the
  /// listener's and the outlet's; what was put out before stands.
  Status run();

  [[nodiscard]] const capture::DnstapListener& listener() const noexcept;
  /// What became of it all so far.
  [[nodiscard]] InputReport report() const;

 private:
  struct State;
  explicit LiveImport(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace spoor::intake
