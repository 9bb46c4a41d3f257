// SPDX-License-Identifier: Apache-2.0
#include <random>
#include <string>
#include <vector>

#include <benchmark/benchmark.h>

#include "dns/name.h"
#include "enrich/enrichment.h"
#include "enrich/prefix_table.h"

namespace spoor::enrich {
namespace {

std::vector<dns::Name> make_names() {
  const std::vector<std::string> suffixes = {
      "com.", "net.",         "co.uk.", "de.", "co.jp.", "test.", "org.", "s3.amazonaws.com.",
      "ck.",  "in-addr.arpa."};
  std::mt19937 random(1);
  std::vector<dns::Name> names;
  for (int i = 0; i < 65'536; ++i) {
    std::string text;
    for (std::uint64_t label = random() % 4; label > 0; --label)
      text += "host" + std::to_string(random() % 999) + ".";
    text += "domain" + std::to_string(random() % 99'999) + "." + suffixes[random() % 10];
    names.push_back(*dns::parse_name(text));
  }
  return names;
}

void registered_domain(benchmark::State& state) {
  const auto known = default_enrichment();
  const auto names = make_names();
  std::size_t i = 0;
  for (auto _ : state)
    benchmark::DoNotOptimize(known->registered_at(names[i++ % names.size()].wire()));
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(registered_domain);

void origin_of_an_address(benchmark::State& state) {
  std::mt19937 random(2);
  std::string text;
  for (int i = 0; i < 500'000; ++i) {
    for (int octet = 0; octet < 3; ++octet) text += std::to_string(random() % 224) + ".";
    text += "0/24," + std::to_string(random() % 70'000) + ",DE,Holder\n";
  }
  SourceFile file;
  const auto table = PrefixTable::parse(text, file);
  for (auto _ : state) {
    IpAddress address;
    for (std::size_t octet = 0; octet < 4; ++octet)
      address.octets[octet] = static_cast<std::uint8_t>(random() % 224);
    Origin origin;
    (*table)->complete(address, origin);
    benchmark::DoNotOptimize(origin);
  }
  state.SetItemsProcessed(state.iterations());
}
BENCHMARK(origin_of_an_address);

}  // namespace
}  // namespace spoor::enrich
