// SPDX-License-Identifier: Apache-2.0
// From whatever delivers messages live into an outlet, until somebody says stop.
#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <string_view>

#include "capture/live_source.h"
#include "enrich/public_suffixes.h"
#include "harden/captured_message.h"
#include "intake/import_report.h"
#include "intake/import_settings.h"
#include "intake/live_outlet.h"
#include "intake/live_stream.h"
#include "ledger/absence_book.h"

namespace spoor::intake {

class LiveImport;

struct LiveSettings {
  ImportSettings reading;  ///< Its source is the outlet's.
  LiveLimits limits;
};

/// Where what is told to be absent is noted, once a minute and at the end.
struct LiveAbsences {
  const enrich::PublicSuffixes* suffixes = nullptr;
  const ledger::AbsenceBook* book = nullptr;  ///< Null: nowhere.
};

struct LiveHooks {
  const std::atomic<bool>* stop = nullptr;  ///< Set from a signal handler.
  std::function<std::uint32_t()> now;       ///< Unix seconds, for notes: once an hour, at the end.
  /// Called after each step, from within run(), with what became of it so far at hand.
  std::function<void(const LiveImport& live)> stepped = {};
  LiveAbsences absences = {};
};

class LiveImport {
 public:
  /// Opens what hands messages to the sink.
  using OpenSource =
      std::function<Result<std::unique_ptr<capture::LiveSource>>(harden::MessageSink& sink)>;

  /// Messages are waited for from here on. `outlet` must outlive it. Errors: those of `source`.
  static Result<std::unique_ptr<LiveImport>> open(LiveOutlet& outlet, LiveSettings settings,
                                                  LiveHooks hooks, const OpenSource& source);
  ~LiveImport();
  LiveImport(const LiveImport&) = delete;
  LiveImport& operator=(const LiveImport&) = delete;

  /// Until `stop` is set: then takes what has arrived already and puts all of it out. Errors: the
  /// source's, and then what came before is put out as well; the outlet's, and then what was
  /// gathered since the last batch is lost. What was put out before stands.
  Status run();

  /// Whether the outlet did not take a batch.
  [[nodiscard]] bool has_lost() const noexcept;
  /// What became of it all so far. Not beside run().
  [[nodiscard]] InputReport report() const;

 private:
  struct State;
  explicit LiveImport(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

}  // namespace spoor::intake
