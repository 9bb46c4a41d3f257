// SPDX-License-Identifier: Apache-2.0
// Wires a source to batches; decides nothing about either.
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
    return figures_of(messages->stats(), hardener.stats(), messages->octets());
  }
  Status put(record::Batch batch);
  Status listen(const LiveImport& self);
  Status end();

  LiveOutlet& outlet;
  LiveSettings settings;
  LiveHooks hooks;
  LiveStream stream;
  DeliveryTally tally;
  harden::Hardener hardener;
  DatedResponses dated;
  std::unique_ptr<capture::LiveSource> messages;
  bool has_lost = false;  // a batch that the outlet did not take
};

LiveImport::LiveImport(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiveImport::~LiveImport() = default;

Result<std::unique_ptr<LiveImport>> LiveImport::open(LiveOutlet& outlet, LiveSettings settings,
                                                     LiveHooks hooks, const OpenSource& source) {
  auto state = std::make_unique<State>(outlet, std::move(settings), std::move(hooks));
  SPOOR_TRY(state->messages, source(state->dated));
  return std::unique_ptr<LiveImport>(new LiveImport(std::move(state)));
}

bool LiveImport::has_lost() const noexcept {
  return state_->has_lost;
}

Status LiveImport::run() {
  const Status heard = state_->listen(*this);
  const Status ended = state_->has_lost ? heard : state_->end();
  Status done = heard ? ended : heard;
  state_->outlet.note(done ? ledger::Outcome::kRead : ledger::Outcome::kBrokenOff,
                      state_->hooks.now());
  return done;
}

Status LiveImport::State::put(record::Batch batch) {
  tally.end_batch(true, so_far());
  const ledger::Entry told = tally.entry(outlet.source());
  tally.start_over();
  Status taken = outlet.put(std::move(batch), told);
  has_lost = has_lost || !taken;
  return taken;
}

Status LiveImport::State::listen(const LiveImport& self) {
  auto noted = Clock::now();
  while (!hooks.stop->load(std::memory_order_relaxed)) {
    SPOOR_CHECK(messages->step(kWait));
    const auto now = Clock::now();
    SPOOR_CHECK(stream.look(now));
    if (hooks.stepped) hooks.stepped(self);
    if (now - noted < kBetweenNotes) continue;
    outlet.note(ledger::Outcome::kRead, hooks.now());
    noted = now;
  }
  return {};
}

Status LiveImport::State::end() {
  Status stopped = messages->stop();
  hardener.finish();
  SPOOR_CHECK(stream.finish());
  return stopped;
}

InputReport LiveImport::report() const {
  InputReport report;
  report.format = state_->messages->format();
  report.bytes = state_->messages->octets();
  take_message_stats(report, state_->messages->stats(), state_->hardener.stats());
  report.batches = state_->stream.batches();
  return report;
}

}  // namespace spoor::intake
