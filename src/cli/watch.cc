// SPDX-License-Identifier: Apache-2.0
// spoor watch: DNS off interfaces into a store or to a collector as it passes, until a signal.
// Interfaces are opened first, rights given up next, and only then is anything touched that
// somebody else may have written.
#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <functional>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "capture/interface_capture.h"
#include "cli/import_totals.h"
#include "cli/privileges.h"
#include "cli/sensor_link.h"
#include "cli/session.h"
#include "intake/importer.h"
#include "intake/live_import.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kWait{200};  // between two looks at signals

std::atomic<unsigned> times_asked{0};  // to tell; by SIGUSR1
extern "C" void on_asked(int /*number*/) {
  times_asked.fetch_add(1);
}

struct Settings {
  intake::LiveSettings live;
  capture::TapOptions taps;
};

Result<Settings> resolve(const Command& command) {
  Settings settings;
  intake::ImportOptions reading = command.import.reading;
  if (reading.source.empty()) reading.source = "sensor";  // the collector knows its name
  SPOOR_TRY(settings.live.reading, intake::resolve(reading));
  const WatchOptions& o = command.watch;
  settings.live.limits.every = std::chrono::seconds(o.batch_time);
  settings.live.limits.rows = o.batch_rows;
  settings.taps.interfaces = o.interfaces;
  settings.taps.filter = o.filter;
  settings.taps.ports = settings.live.reading.capture.ports;
  settings.taps.snap_length = o.snap_length;
  settings.taps.buffer_bytes = std::size_t{o.buffer} << 20;
  settings.taps.is_promiscuous = o.promiscuous == "on";
  settings.taps.workers = o.workers;
  return settings;
}

/// What the workers saw so far, told when all of them have been asked.
class Telling {
 public:
  explicit Telling(std::size_t workers) : told_(workers, 0), reports_(workers) {}

  /// From the main thread: every worker shall report after its next step.
  void ask() { asked_.fetch_add(1); }

  /// From worker number `at`.
  void look(std::size_t at, const intake::LiveImport& live) {
    const unsigned asked = asked_.load(std::memory_order_relaxed);
    if (told_[at] == asked) return;
    told_[at] = asked;
    const std::lock_guard lock(mutex_);
    reports_[at] = live.report();
    if (++count_ < reports_.size()) return;
    count_ = 0;
    tell();
  }

 private:
  void tell() const {
    intake::InputReport sum;
    std::uint64_t dropped = 0;
    ReasonCounts lost;
    for (const intake::InputReport& each : reports_) {
      sum.packets += each.packets;
      sum.responses += each.responses;
      sum.records += each.records;
      lost.add(each.skipped);
      lost.add(each.rejected);
    }
    for (const auto& [reason, count] : lost.by_reason()) {
      if (reason.starts_with("dropped")) dropped += count;
    }
    std::string line = fmt::format(
        "{} packets, {} responses accepted, {} observations, {} packets dropped before they came",
        sum.packets, sum.responses, sum.records, dropped);
    for (const auto& [reason, count] : lost.by_reason())
      line += fmt::format("; {} {}", count, reason);
    complain(line);
  }

  std::atomic<unsigned> asked_{0};
  std::vector<unsigned> told_;  // by each worker, of its own
  std::mutex mutex_;
  std::vector<intake::InputReport> reports_;
  std::size_t count_ = 0;  // of those who answered the last question
};

/// One thread: its part of every interface, into a stream of its own.
struct Worker {
  std::unique_ptr<intake::LiveOutlet> outlet;
  std::unique_ptr<intake::LiveImport> live;
  Status done;
  std::thread thread;
};

/// Where workers put what they saw.
struct Destination {
  /// The outlet of one worker; `input` names its packets.
  std::function<Result<std::unique_ptr<intake::LiveOutlet>>(std::string input)> open;
  const ledger::AbsenceBook* absences = nullptr;  ///< Null: nowhere.
};

class Watch {
 public:
  Watch(const Session& session, Destination destination, Settings settings)
      : session_(session),
        destination_(std::move(destination)),
        settings_(std::move(settings)),
        workers_(settings_.taps.workers),
        telling_(workers_.size()) {}

  Status open(std::vector<capture::WorkerTaps> taps) {
    for (std::size_t at = 0; at < workers_.size(); ++at) {
      SPOOR_CHECK(open_worker(at, std::move(taps[at])));
    }
    return {};
  }

  /// Until a signal, or until a worker cannot go on.
  void run() {
    for (Worker& worker : workers_) {
      worker.thread = std::thread([this, &worker] {
        worker.done = worker.live->run();
        const std::lock_guard lock(mutex_);
        ++ended_;
        stop_ = true;
        changed_.notify_all();
      });
    }
    supervise();
    for (Worker& worker : workers_) worker.thread.join();
  }

  [[nodiscard]] const std::vector<Worker>& workers() const noexcept { return workers_; }

 private:
  Status open_worker(std::size_t at, capture::WorkerTaps taps) {
    Worker& worker = workers_[at];
    SPOOR_TRY(worker.outlet, destination_.open(input_name(at)));
    const auto capture =
        [&](harden::MessageSink& sink) -> Result<std::unique_ptr<capture::LiveSource>> {
      return std::unique_ptr<capture::LiveSource>(std::make_unique<capture::InterfaceCapture>(
          std::move(taps), settings_.live.reading.capture, at == 0, sink));
    };
    SPOOR_TRY(worker.live, intake::LiveImport::open(*worker.outlet, settings_.live,
                                                    {&stop_,
                                                     intake::system_seconds,
                                                     [this, at](const intake::LiveImport& live) {
                                                       telling_.look(at, live);
                                                     },
                                                     {&suffixes_, destination_.absences}},
                                                    capture));
    return {};
  }

  [[nodiscard]] std::string input_name(std::size_t at) const {
    std::string name;
    for (const std::string& each : settings_.taps.interfaces)
      name += (name.empty() ? "" : ",") + each;
    return workers_.size() == 1 ? name : fmt::format("{} (worker {})", name, at + 1);
  }

  void supervise() {
    const std::chrono::seconds period(session_.command.watch.tell);
    auto told = Clock::now();
    unsigned asked = times_asked.load();
    std::unique_lock lock(mutex_);
    while (ended_ < workers_.size()) {
      changed_.wait_for(lock, kWait);
      if (session_.stop.load(std::memory_order_relaxed)) stop_ = true;
      const bool is_time = period.count() > 0 && Clock::now() - told >= period;
      if (is_time || times_asked.load() != asked) {
        asked = times_asked.load();
        told = Clock::now();
        telling_.ask();
      }
    }
  }

  const Session& session_;
  const Destination destination_;
  const enrich::PublicSuffixes suffixes_ = enrich::PublicSuffixes::builtin();
  const Settings settings_;
  std::vector<Worker> workers_;
  Telling telling_;
  std::atomic<bool> stop_{false};
  std::mutex mutex_;
  std::condition_variable changed_;
  std::size_t ended_ = 0;  // workers
};

Status give_up_rights(const std::string& user) {
  if (!user.empty()) {
    if (!is_root())
      return Error{ErrorCode::kDenied, "only root may become another user", 0, "--user " + user};
    return become_user(user);
  }
  if (!is_root()) return drop_capabilities();
  complain("goes on as root, for want of --user NAME: whoever sends packets speaks to root");
  return {};
}

/// The exit code, from what became of the workers.
int tell_end(const Watch& watch) {
  ImportTotals totals;
  for (const Worker& worker : watch.workers()) totals.add(worker.live->report());
  std::fputs(render_totals(totals).c_str(), stderr);
  int code = kExitOk;
  for (const Worker& worker : watch.workers()) {
    if (worker.done) continue;
    if (worker.live->has_lost()) complain("what was gathered since the last batch is lost");
    complain(worker.done.error());
    code = kExitFailed;
  }
  return code;
}

int watch_into(const Session& session, Destination destination, Settings settings,
               std::vector<capture::WorkerTaps> taps) {
  const std::vector<std::string> interfaces = settings.taps.interfaces;
  Watch watch(session, std::move(destination), std::move(settings));
  if (const Status opened = watch.open(std::move(taps)); !opened) return fail(opened.error());
  for (const std::string& each : interfaces) complain("watching " + each);
  watch.run();
  return tell_end(watch);
}

int watch_into_store(const Session& session, Settings settings,
                     std::vector<capture::WorkerTaps> taps) {
  store::RocksStoreOptions options;
  options.access = store::Access::kCreate;
  auto store = store::open_rocks_store(session.command.store, options);
  if (!store) return fail(store.error());
  const ledger::Ledger ledger(ledger::ledger_path(session.command.store));
  const ledger::AbsenceBook absences(ledger::absence_path(session.command.store));
  const record::SourceSpec source{settings.live.reading.source, record::SourceKind::kSensor,
                                  record::FeedMode::kDelta};
  Destination destination;
  destination.absences = &absences;
  destination.open = [&](std::string input) -> Result<std::unique_ptr<intake::LiveOutlet>> {
    ledger::Delivery told;
    told.input = std::move(input);
    told.format = "packets";
    SPOOR_TRY(auto outlet, intake::StoreOutlet::open(**store, source, &ledger, std::move(told),
                                                     intake::system_seconds()));
    return std::unique_ptr<intake::LiveOutlet>(std::move(outlet));
  };
  const int code =
      watch_into(session, std::move(destination), std::move(settings), std::move(taps));
  if (const Status noted = intake::note_store(**store, ledger, intake::system_seconds()); !noted)
    complain(noted.error());
  return code;
}

int watch_for_collector(const Session& session, Settings settings,
                        std::vector<capture::WorkerTaps> taps) {
  auto link = SensorLink::open(session.command.sensor);
  if (!link) return fail(link.error());
  Destination destination;
  destination.open = [&](const std::string& /*input*/) {
    return Result<std::unique_ptr<intake::LiveOutlet>>((*link)->share());
  };
  const int code =
      watch_into(session, std::move(destination), std::move(settings), std::move(taps));
  const Status sent = (*link)->finish();
  if (!sent) return fail(sent.error());
  return code;
}

}  // namespace

int run_watch(const Session& session) {
  std::signal(SIGUSR1, on_asked);
  auto settings = resolve(session.command);
  if (!settings) {
    complain(settings.error());
    return kExitUsage;
  }
  auto taps = capture::open_taps(settings->taps);
  if (!taps) return fail(taps.error());
  if (const Status given_up = give_up_rights(session.command.watch.user); !given_up)
    return fail(given_up.error());
  const bool is_sensor = !session.command.sensor.collector.empty();
  return is_sensor ? watch_for_collector(session, *std::move(settings), *std::move(taps))
                   : watch_into_store(session, *std::move(settings), *std::move(taps));
}

}  // namespace spoor::cli
