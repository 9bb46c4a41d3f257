// SPDX-License-Identifier: Apache-2.0
// Wires look-ups to batches; decides nothing about either.
#include "intake/active_import.h"

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

struct ActiveImport::State {
  State(LiveOutlet& to, ActiveSettings wanted, resolve::NextLookUp next, ActiveHooks given)
      : outlet(to),
        settings(std::move(wanted)),
        hooks(std::move(given)),
        stream([this](record::Batch batch) { return put(std::move(batch)); }, settings.limits),
        tally(stream.sink()),
        hardener(harden_options(), tally),
        dated(hardener, tally, to.source()),
        look_ups(settings.asking, std::move(next), dated) {}

  [[nodiscard]] harden::HardenOptions harden_options() const {
    harden::HardenOptions options = settings.harden;
    options.source = outlet.source();
    return options;
  }
  Status put(record::Batch batch);
  Status ask_all();

  LiveOutlet& outlet;
  ActiveSettings settings;
  ActiveHooks hooks;
  LiveStream stream;
  DeliveryTally tally;
  harden::Hardener hardener;
  DatedResponses dated;
  resolve::LookUps look_ups;
};

ActiveImport::ActiveImport(LiveOutlet& outlet, ActiveSettings settings, resolve::NextLookUp next,
                           ActiveHooks hooks)
    : state_(std::make_unique<State>(outlet, std::move(settings), std::move(next),
                                     std::move(hooks))) {}
ActiveImport::~ActiveImport() = default;

const resolve::LookUpStats& ActiveImport::look_ups() const noexcept {
  return state_->look_ups.stats();
}
const harden::HardenStats& ActiveImport::hardened() const noexcept {
  return state_->hardener.stats();
}

Status ActiveImport::run() {
  Status done = state_->ask_all();
  if (done) done = state_->stream.finish();
  state_->outlet.note(done ? ledger::Outcome::kRead : ledger::Outcome::kBrokenOff,
                      state_->hooks.now());
  return done;
}

Status ActiveImport::State::put(record::Batch batch) {
  ledger::Figures so_far = figures_of({}, hardener.stats(), look_ups.stats().octets);
  so_far.queries = look_ups.stats().sent_udp + look_ups.stats().sent_tcp;
  tally.end_batch(true, so_far);
  const ledger::Entry told = tally.entry(outlet.source());
  tally.start_over();
  return outlet.put(std::move(batch), told);
}

Status ActiveImport::State::ask_all() {
  auto noted = Clock::now();
  while (true) {
    if (hooks.stop->load(std::memory_order_relaxed)) look_ups.stop();
    SPOOR_TRY(const bool has_more, look_ups.step(kWait));
    if (hooks.progress) hooks.progress(look_ups.stats());
    if (!has_more) break;
    const auto now = Clock::now();
    SPOOR_CHECK(stream.look(now));
    if (now - noted < kBetweenNotes) continue;
    outlet.note(ledger::Outcome::kRead, hooks.now());
    noted = now;
  }
  hardener.finish();
  return {};
}

}  // namespace spoor::intake
