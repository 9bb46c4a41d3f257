// SPDX-License-Identifier: Apache-2.0
// Wires a listener to batches; decides nothing about either.
#include "intake/live_import.h"

#include <chrono>
#include <utility>

#include "harden/hardener.h"
#include "intake/delivery_tally.h"

namespace spoor::intake {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kWait{200};  // between two looks at the clock and at `stop`
constexpr std::chrono::hours kBetweenNotes{1};

}  // namespace

struct LiveImport::State {
  State(LiveOutlet& to, LiveSettings wanted, LiveHooks given)
      : outlet(to),
        settings(std::move(wanted)),
        hooks(std::move(given)),
        stream([this](record::Batch batch) { return put(std::move(batch)); }, settings.limits),
        tally(stream.sink()),
        hardener(harden_options(), tally),
        dated(hardener, tally, to.source()) {}

  [[nodiscard]] harden::HardenOptions harden_options() const {
    harden::HardenOptions options = settings.reading.harden;
    options.source = outlet.source();
    return options;
  }
  [[nodiscard]] ledger::Figures so_far() const {
    return figures_of(listener->stats(), hardener.stats(), listener->octets());
  }
  Status put(record::Batch batch);
  Status listen();
  Status end();

  LiveOutlet& outlet;
  LiveSettings settings;
  LiveHooks hooks;
  LiveStream stream;
  DeliveryTally tally;
  harden::Hardener hardener;
  DatedResponses dated;
  std::unique_ptr<capture::DnstapListener> listener;
};

LiveImport::LiveImport(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiveImport::~LiveImport() = default;

Result<std::unique_ptr<LiveImport>> LiveImport::open(LiveOutlet& outlet, LiveSettings settings,
                                                     LiveHooks hooks) {
  auto state = std::make_unique<State>(outlet, std::move(settings), std::move(hooks));
  capture::DnstapListenerOptions options = state->settings.listening;
  options.dnstap = state->settings.reading.capture.dnstap;
  SPOOR_TRY(state->listener, capture::DnstapListener::open(std::move(options), state->dated));
  return std::unique_ptr<LiveImport>(new LiveImport(std::move(state)));
}

const capture::DnstapListener& LiveImport::listener() const noexcept {
  return *state_->listener;
}

Status LiveImport::run() {
  Status done = state_->listen();
  if (done) done = state_->end();
  state_->outlet.note(done ? ledger::Outcome::kRead : ledger::Outcome::kBrokenOff,
                      state_->hooks.now());
  return done;
}

Status LiveImport::State::put(record::Batch batch) {
  tally.end_batch(true, so_far());
  const ledger::Entry told = tally.entry(outlet.source());
  tally.start_over();
  return outlet.put(std::move(batch), told);
}

Status LiveImport::State::listen() {
  auto noted = Clock::now();
  while (!hooks.stop->load(std::memory_order_relaxed)) {
    SPOOR_CHECK(listener->step(kWait));
    const auto now = Clock::now();
    SPOOR_CHECK(stream.look(now));
    if (now - noted < kBetweenNotes) continue;
    outlet.note(ledger::Outcome::kRead, hooks.now());
    noted = now;
  }
  return {};
}

Status LiveImport::State::end() {
  SPOOR_CHECK(listener->stop());
  hardener.finish();
  return stream.finish();
}

InputReport LiveImport::report() const {
  InputReport report;
  report.format = "dnstap";
  report.bytes = state_->listener->octets();
  take_message_stats(report, state_->listener->stats(), state_->hardener.stats());
  report.batches = state_->stream.batches();
  return report;
}

}  // namespace spoor::intake
