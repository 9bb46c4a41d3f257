// SPDX-License-Identifier: Apache-2.0
// How many records a second a remote sensor brings into a collector: packed, spooled durably, sent
// over HTTPS, merged durably, both on this machine.
//
//   spoor serve --store DIR --listen 127.0.0.1:8054 --api-key-file KEYS --tls-certificate … &
//   sensor_stream URL KEY CA_FILE SPOOL [BATCHES] [ROWS]
#include <chrono>
#include <cstdio>
#include <iostream>
#include <random>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "dns/name.h"
#include "record/aggregator.h"
#include "transport/sender.h"
#include "transport/spool.h"

namespace spoor {
namespace {

using Clock = std::chrono::steady_clock;

/// Records of usual shape, of which a third was in the batch before too.
record::Batch make_batch(std::uint32_t number, std::size_t rows) {
  static constexpr const char* kHosts[] = {"www", "mail", "ns1", "cdn"};
  record::Aggregator aggregator;
  for (std::size_t i = 0; aggregator.rows() < rows; ++i) {
    const bool is_old = i % 3 == 0 && number > 0;
    std::mt19937 random(
        static_cast<std::uint32_t>((is_old ? number - 1 : number) * 1'000'003U + i));
    const std::string text = std::string(kHosts[random() % 4]) + ".site" +
                             std::to_string(random() % 5'000'000) + ".t" +
                             std::to_string(random() % 300);
    const dns::Name owner = *dns::parse_name(text);
    std::string address(4, '\0');
    for (char& octet : address) octet = static_cast<char>(random());
    const record::RecordView record{owner.wire(), dns::RrType::kA, as_bytes(address), 2};
    aggregator.observe({record, record::SourceId{1}, record::How::kSensor,
                        1'700'000'000 + number * 10 + static_cast<std::uint32_t>(i % 10), 300});
  }
  return aggregator.take();
}

int measure(std::span<char*> words) {
  const std::size_t batches = words.size() > 4 ? std::stoul(words[4]) : 40;
  const std::size_t rows = words.size() > 5 ? std::stoul(words[5]) : 100'000;
  auto spool = transport::Spool::open({words[3], std::uint64_t{4} << 30});
  auto carrier = transport::make_carrier({words[0], words[1], words[2], "", "", ""});
  if (!spool || !carrier) return EXIT_FAILURE;
  std::vector<record::Batch> prepared;
  for (std::uint32_t i = 0; i < batches; ++i) prepared.push_back(make_batch(i, rows));
  transport::SenderOptions options;
  options.patience = std::chrono::hours(1);
  transport::Sender sender(**spool, *std::move(carrier), options,
                           [](std::string_view sentence) { std::cerr << sentence << '\n'; });
  const auto begun = Clock::now();
  std::thread sending([&] { (void)sender.run(); });
  for (const record::Batch& batch : prepared) {
    if (!(*spool)->put(batch, {}, 1'700'000'000)) return EXIT_FAILURE;
  }
  const double packed = std::chrono::duration<double>(Clock::now() - begun).count();
  sender.finish();
  sending.join();
  const double seconds = std::chrono::duration<double>(Clock::now() - begun).count();
  const auto all = static_cast<double>(batches * rows);
  std::printf(
      "%.0f records in %.2f s: %.0f a second (spooled after %.2f s); %.1f octets a record\n", all,
      seconds, all / seconds, packed, static_cast<double>(sender.counts().octets) / all);
  return (*spool)->counts().waiting == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}

}  // namespace
}  // namespace spoor

int main(int argc, char** argv) {
  if (argc < 5) {
    std::fputs("sensor_stream URL KEY CA_FILE SPOOL [BATCHES] [ROWS]\n", stderr);
    return EXIT_FAILURE;
  }
  return spoor::measure(std::span<char*>(argv, static_cast<std::size_t>(argc)).subspan(1));
}
