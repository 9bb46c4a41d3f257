// SPDX-License-Identifier: Apache-2.0
// A sensor for the fault tests: its traffic is a function of the seed and the number of the batch
// alone, so that it goes on after any crash where its spool says that it stopped, and the truth can
// be told beforehand.
//
//   fault_sensor truth SEED BATCHES
//   fault_sensor run SEED BATCHES PAUSE_MS SPOOL URL KEY CA_FILE
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <iostream>
#include <map>
#include <random>
#include <span>
#include <string>
#include <thread>

#include "dns/name.h"
#include "dns/rdata.h"
#include "record/aggregator.h"
#include "transport/sender.h"
#include "transport/spool.h"

namespace spoor {
namespace {

constexpr std::uint32_t kBegin = 1'700'000'000;  // each batch is a second of traffic
constexpr std::uint32_t kNames = 400;

/// What a second of traffic told.
void observe(record::ObservationSink& sink, std::uint32_t seed, std::uint64_t batch) {
  std::mt19937 random(seed * 1'000'003U + static_cast<std::uint32_t>(batch));
  const std::uint32_t observations = 20 + static_cast<std::uint32_t>(random() % 200);
  for (std::uint32_t i = 0; i < observations; ++i) {
    const auto site = static_cast<std::uint32_t>(std::min(random() % kNames, random() % kNames));
    const dns::Name owner = *dns::parse_name("www.site" + std::to_string(site) + ".example");
    const std::string address{'\xC0', '\x00', '\x02', static_cast<char>(random() % 3)};
    const record::RecordView record{owner.wire(), dns::RrType::kA, as_bytes(address), 2};
    sink.observe({record, record::SourceId{1}, record::How::kSensor,
                  kBegin + static_cast<std::uint32_t>(batch), 60});
  }
}

int tell_truth(std::uint32_t seed, std::uint64_t batches) {
  record::Aggregator all;
  for (std::uint64_t batch = 0; batch < batches; ++batch) observe(all, seed, batch);
  for (const record::BatchRow& row : all.take().rows) {
    std::cout << dns::name_to_text(*dns::name_from_sort_form(row.name)) << ' '
              << dns::rdata_text(row.type, as_bytes(row.rdata)) << ' ' << row.sightings.count()
              << ' ' << row.sightings.first << ' ' << row.sightings.last << '\n';
  }
  return EXIT_SUCCESS;
}

int fail(const Error& error) {
  std::cerr << describe(error) << '\n';
  return EXIT_FAILURE;
}

int run(std::span<char*> words) {
  const auto seed = static_cast<std::uint32_t>(std::stoul(words[0]));
  const std::uint64_t batches = std::stoull(words[1]);
  const std::chrono::milliseconds pause(std::stoul(words[2]));
  auto spool = transport::Spool::open({words[3], std::uint64_t{64} << 20, {}});
  if (!spool) return fail(spool.error());
  transport::SenderOptions options;
  auto carrier = transport::make_carrier({words[4], words[5], words[6], "", "", ""});
  if (!carrier) return fail(carrier.error());
  options.least_wait = std::chrono::milliseconds(20);
  options.most_wait = std::chrono::milliseconds(500);
  options.patience = std::chrono::hours(1);
  transport::Sender sender(**spool, *std::move(carrier), options,
                           [](std::string_view sentence) { std::cerr << sentence << '\n'; });
  Status sent;
  std::thread sending([&] { sent = sender.run(); });
  Status put;
  for (std::uint64_t batch = (*spool)->next_number(); put && batch < batches;
       batch = (*spool)->next_number()) {
    record::Aggregator second;
    observe(second, seed, batch);
    ledger::Entry told;
    told.delivery.figures.records = second.observations();
    // A disk that is full drops it: then it is the next once more.
    put = (*spool)->put(second.take(), told, static_cast<std::uint32_t>(std::time(nullptr)));
    std::this_thread::sleep_for(pause);
  }
  sender.finish();
  sending.join();
  if (!put) return fail(put.error());
  if (!sent) return fail(sent.error());
  const transport::SenderCounts counts = sender.counts();
  std::cerr << counts.delivered << " delivered, " << counts.known << " known, " << counts.failures
            << " failures, " << (*spool)->counts().dropped_batches << " tries to spool in vain\n";
  return (*spool)->counts().waiting == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

int main_of(std::span<char*> words) {
  if (words.size() == 4 && std::string(words[1]) == "truth")
    return tell_truth(static_cast<std::uint32_t>(std::stoul(words[2])), std::stoull(words[3]));
  if (words.size() == 9 && std::string(words[1]) == "run") return run(words.subspan(2));
  std::cerr << "fault_sensor truth SEED BATCHES | run SEED BATCHES PAUSE_MS SPOOL URL KEY CA\n";
  return EXIT_FAILURE;
}

}  // namespace
}  // namespace spoor

int main(int argc, char** argv) {
  return spoor::main_of(std::span<char*>(argv, static_cast<std::size_t>(argc)));
}
