// SPDX-License-Identifier: Apache-2.0
// spoor listen: what resolvers log, into a store or to a collector as it comes, until a signal.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <utility>

#include <fmt/format.h>

#include "capture/dnstap_listener.h"
#include "cli/import_totals.h"
#include "cli/sensor_link.h"
#include "cli/session.h"
#include "intake/importer.h"
#include "intake/live_import.h"
#include "store/rocks/rocks_store.h"

namespace spoor::cli {
namespace {

/// What connections do, for a person: a stranger who connects all day shall not fill a disk.
class ConnectionTeller {
 public:
  void tell(std::string_view sentence) {
    using Clock = std::chrono::steady_clock;
    constexpr std::chrono::minutes kSpan{1};
    constexpr unsigned kMost = 20;
    const auto now = Clock::now();
    if (now - begun_ > kSpan) {
      if (told_ > kMost) complain(fmt::format("and {} more of the like", told_ - kMost));
      begun_ = now;
      told_ = 0;
    }
    if (++told_ <= kMost) complain(sentence);
  }

 private:
  std::chrono::steady_clock::time_point begun_{};
  unsigned told_ = 0;
};

template <class T, class Parse>
Status parse_each(const std::vector<std::string>& texts, const char* flag, std::vector<T>& out,
                  Parse parse) {
  for (const std::string& text : texts) {
    auto parsed = parse(text);
    if (!parsed) {
      Error error = parsed.error();
      error.where = std::string(flag) + " " + error.where;
      return error;
    }
    out.push_back(*std::move(parsed));
  }
  return {};
}

struct Settings {
  intake::LiveSettings live;
  capture::DnstapListenerOptions listening;
};

Result<Settings> resolve(const Command& command) {
  Settings settings;
  intake::ImportOptions reading = command.import.reading;
  if (reading.source.empty()) reading.source = "sensor";  // the collector knows its name
  SPOOR_TRY(settings.live.reading, intake::resolve(reading));
  const ListenOptions& o = command.listen;
  SPOOR_CHECK(parse_each(o.dnstap, "--dnstap", settings.listening.addresses,
                         capture::parse_listen_address));
  SPOOR_CHECK(parse_each(o.allow, "--allow", settings.listening.allow, capture::parse_ip_network));
  settings.listening.dnstap = settings.live.reading.capture.dnstap;
  settings.listening.max_connections = o.max_connections;
  settings.live.limits.every = std::chrono::seconds(o.batch_time);
  settings.live.limits.rows = o.batch_rows;
  return settings;
}

void tell_connections(const capture::ConnectionCounts& counts) {
  complain(fmt::format("{} connections, {} of them broken, {} too slow; {} refused",
                       counts.accepted, counts.broken, counts.too_slow,
                       counts.not_allowed + counts.too_many));
}

/// Into `outlet` until a signal. Says what became of it; kExitOk when all went well.
int listen(const Session& session, intake::LiveOutlet& outlet, Settings settings,
           const intake::LiveAbsences& absences) {
  ConnectionTeller teller;
  settings.listening.tell = [&](std::string_view sentence) { teller.tell(sentence); };
  const capture::DnstapListener* listener = nullptr;
  const auto open = [&](harden::MessageSink& sink) -> Result<std::unique_ptr<capture::LiveSource>> {
    SPOOR_TRY(auto opened, capture::DnstapListener::open(settings.listening, sink));
    listener = opened.get();
    return std::unique_ptr<capture::LiveSource>(std::move(opened));
  };
  auto live = intake::LiveImport::open(outlet, settings.live,
                                       {&session.stop, intake::system_seconds, {}, absences}, open);
  if (!live) return fail(live.error());
  for (const capture::ListenAddress& address : listener->addresses())
    complain("listening on " + address.text());
  const Status done = (*live)->run();
  tell_connections(listener->connections());
  ImportTotals totals;
  totals.add((*live)->report());
  std::fputs(render_totals(totals).c_str(), stderr);
  if (!done) {
    if ((*live)->has_lost()) complain("what was gathered since the last batch is lost");
    complain(done.error());
    return kExitFailed;
  }
  return kExitOk;
}

int listen_into_store(const Session& session, Settings settings) {
  store::RocksStoreOptions options;
  options.access = store::Access::kCreate;
  auto store = store::open_rocks_store(session.command.store, options);
  if (!store) return fail(store.error());
  const ledger::Ledger ledger(ledger::ledger_path(session.command.store));
  ledger::Delivery told;
  told.input = "live";
  told.format = "dnstap";
  auto outlet = intake::StoreOutlet::open(
      **store,
      {settings.live.reading.source, record::SourceKind::kSensor, record::FeedMode::kDelta},
      &ledger, std::move(told), intake::system_seconds());
  if (!outlet) return fail(outlet.error());
  const ledger::AbsenceBook absences(ledger::absence_path(session.command.store));
  const auto suffixes = enrich::PublicSuffixes::builtin();
  const int code = listen(session, **outlet, std::move(settings), {&suffixes, &absences});
  if (code != kExitOk) return code;
  if (const Status noted = intake::note_store(**store, ledger, intake::system_seconds()); !noted)
    complain(noted.error());
  return kExitOk;
}

int listen_for_collector(const Session& session, Settings settings) {
  auto link = SensorLink::open(session.command.sensor);
  if (!link) return fail(link.error());
  const int code = listen(session, **link, std::move(settings), {});
  const Status sent = (*link)->finish();
  if (!sent) return fail(sent.error());
  return code;
}

}  // namespace

int run_listen(const Session& session) {
  auto settings = resolve(session.command);
  if (!settings) {
    complain(settings.error());
    return kExitUsage;
  }
  const bool is_sensor = !session.command.sensor.collector.empty();
  return is_sensor ? listen_for_collector(session, *std::move(settings))
                   : listen_into_store(session, *std::move(settings));
}

}  // namespace spoor::cli
