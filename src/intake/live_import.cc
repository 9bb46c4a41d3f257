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
  State(record::RecordStore& to, LiveSettings wanted, LiveHooks given, record::SourceId id)
      : store(to),
        settings(std::move(wanted)),
        hooks(std::move(given)),
        source(id),
        stream(to, id, settings.limits),
        tally(stream.sink()),
        hardener(harden_options(), tally),
        dated(hardener, tally, id) {
    stream.tell_merges([this] { tally.end_batch(true, so_far()); });
  }

  [[nodiscard]] harden::HardenOptions harden_options() const {
    harden::HardenOptions options = settings.reading.harden;
    options.source = source;
    return options;
  }
  [[nodiscard]] ledger::Figures so_far() const {
    return figures_of(listener->stats(), hardener.stats(), listener->octets());
  }
  Status listen();
  Status end();
  void note(ledger::Outcome outcome);

  record::RecordStore& store;
  LiveSettings settings;
  LiveHooks hooks;
  record::SourceId source;
  LiveStream stream;
  DeliveryTally tally;
  harden::Hardener hardener;
  DatedResponses dated;
  std::unique_ptr<capture::DnstapListener> listener;
  std::uint32_t started = 0;  // of what is noted next
};

LiveImport::LiveImport(std::unique_ptr<State> state) : state_(std::move(state)) {}
LiveImport::~LiveImport() = default;

Result<std::unique_ptr<LiveImport>> LiveImport::open(record::RecordStore& store,
                                                     LiveSettings settings, LiveHooks hooks) {
  SPOOR_TRY(const record::SourceId source,
            store.intern_source(
                {settings.reading.source, record::SourceKind::kSensor, record::FeedMode::kDelta}));
  auto state = std::make_unique<State>(store, std::move(settings), std::move(hooks), source);
  capture::DnstapListenerOptions options = state->settings.listening;
  options.dnstap = state->settings.reading.capture.dnstap;
  SPOOR_TRY(state->listener, capture::DnstapListener::open(std::move(options), state->dated));
  state->started = state->hooks.now();
  return std::unique_ptr<LiveImport>(new LiveImport(std::move(state)));
}

const capture::DnstapListener& LiveImport::listener() const noexcept {
  return *state_->listener;
}

Status LiveImport::run() {
  Status done = state_->listen();
  if (done) done = state_->end();
  state_->note(done ? ledger::Outcome::kRead : ledger::Outcome::kBrokenOff);
  return done;
}

Status LiveImport::State::listen() {
  auto noted = Clock::now();
  while (!hooks.stop->load(std::memory_order_relaxed)) {
    SPOOR_CHECK(listener->step(kWait));
    const auto now = Clock::now();
    SPOOR_CHECK(stream.look(now));
    if (now - noted < kBetweenNotes) continue;
    note(ledger::Outcome::kRead);
    noted = now;
  }
  return {};
}

Status LiveImport::State::end() {
  SPOOR_CHECK(listener->stop());
  hardener.finish();
  return stream.finish();
}

/// What was merged since it was last noted. What the ledger cannot take stops nothing.
void LiveImport::State::note(ledger::Outcome outcome) {
  const std::uint32_t now = hooks.now();
  if (hooks.ledger != nullptr) {
    std::vector<ledger::Entry> entries = tally.entries(store, source);
    for (ledger::Entry& entry : entries) {
      entry.delivery.input = "live";
      entry.delivery.format = "dnstap";
      entry.delivery.outcome = outcome;
      entry.delivery.started = started;
      entry.delivery.finished = now;
    }
    if (!hooks.ledger->add(entries)) return;  // noted along with what comes next
  }
  tally.start_over();
  started = now;
}

InputReport LiveImport::report() const {
  InputReport report;
  report.format = "dnstap";
  report.bytes = state_->listener->octets();
  take_message_stats(report, state_->listener->stats(), state_->hardener.stats());
  report.batches = state_->stream.merged();
  return report;
}

}  // namespace spoor::intake
