// SPDX-License-Identifier: Apache-2.0
// Wires a source to batches; decides nothing about either.
#include "intake/live_import.h"

#include <chrono>
#include <optional>
#include <utility>

#include "harden/hardener.h"
#include "intake/absence_tally.h"
#include "intake/delivery_tally.h"

namespace spoor::intake {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kWait{200};  // between two looks at the clock and at `stop`
constexpr std::chrono::hours kBetweenNotes{1};
// Sooner where it is full, but not so often that noting is all that is done.
constexpr std::chrono::seconds kBetweenAbsences{60};
constexpr std::chrono::seconds kBetweenFullAbsences{10};

}  // namespace

struct LiveImport::State {
  State(LiveOutlet& to, LiveSettings wanted, LiveHooks given)
      : outlet(to),
        settings(std::move(wanted)),
        hooks(std::move(given)),
        stream([this](record::Batch batch) { return put(std::move(batch)); }, settings.limits),
        tally(stream.sink()),
        hardener(harden_options(), tally),
        dated(hardener, tally, to.source()) {
    if (hooks.absences.book == nullptr) return;
    absences.emplace(*hooks.absences.suffixes);
    hardener.tell_absences(&*absences);
  }

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
  void note_absences();
  void look_at_absences(Clock::time_point now);

  LiveOutlet& outlet;
  LiveSettings settings;
  LiveHooks hooks;
  LiveStream stream;
  DeliveryTally tally;
  harden::Hardener hardener;
  DatedResponses dated;
  std::optional<AbsenceTally> absences;
  Clock::time_point absences_noted = Clock::now();
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
    if (absences) look_at_absences(now);
    if (now - noted < kBetweenNotes) continue;
    outlet.note(ledger::Outcome::kRead, hooks.now());
    noted = now;
  }
  return {};
}

Status LiveImport::State::end() {
  Status stopped = messages->stop();
  hardener.finish();
  if (absences) note_absences();
  SPOOR_CHECK(stream.finish());
  return stopped;
}

void LiveImport::State::look_at_absences(Clock::time_point now) {
  const auto gone = now - absences_noted;
  if (gone < kBetweenFullAbsences) return;
  if (gone < kBetweenAbsences && !absences->is_full()) return;
  absences_noted = now;
  note_absences();
}

// What cannot be noted stops nothing and is tried again.
void LiveImport::State::note_absences() {
  if (hooks.absences.book->add(settings.reading.source, absences->days())) absences->start_over();
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
