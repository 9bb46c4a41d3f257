// SPDX-License-Identifier: Apache-2.0
// Names: reading from the wire, sort form, text in both directions. A wrong answer stops the clock.
#include <array>
#include <string>

#include <benchmark/benchmark.h>

#include "dns/hex_octets.h"
#include "dns/name.h"

namespace spoor::dns {
namespace {

constexpr std::string_view kText = "static.www7.shop.example.com.";

void read_name_plain(benchmark::State& state) {
  const std::string wire = from_hex("06737461746963045757573704736e6f70076578616d706c6503636f6d00");
  std::array<std::uint8_t, kMaxNameOctets> out;
  for (auto _ : state) {
    WireReader r(as_bytes(wire));
    const std::size_t size = read_name_octets(r, out.data(), Compression::kAllowed);
    if (size != wire.size()) state.SkipWithError("wrong size");
    benchmark::DoNotOptimize(out);
  }
}
BENCHMARK(read_name_plain);

void read_name_compressed(benchmark::State& state) {
  const std::string wire = from_hex(
      "076578616d706c6503636f6d00"
      "04736e6f70c000"
      "0677777739393903616263c00d");
  std::array<std::uint8_t, kMaxNameOctets> out;
  for (auto _ : state) {
    WireReader r(as_bytes(wire));
    r.seek(20);
    const std::size_t size = read_name_octets(r, out.data(), Compression::kAllowed);
    if (size != 29) state.SkipWithError("wrong size");
    benchmark::DoNotOptimize(out);
  }
}
BENCHMARK(read_name_compressed);

void parse_name_plain(benchmark::State& state) {
  std::array<std::uint8_t, kMaxNameOctets> out;
  for (auto _ : state) {
    const std::size_t size = parse_name_octets(kText, out.data());
    if (size != kText.size() + 1) state.SkipWithError("wrong size");
    benchmark::DoNotOptimize(out);
  }
}
BENCHMARK(parse_name_plain);

void append_name(benchmark::State& state) {
  const auto name = parse_name(kText);
  std::string text;
  for (auto _ : state) {
    text.clear();
    append_name_text(text, name->wire());
    if (text.size() != kText.size()) state.SkipWithError("wrong text");
    benchmark::DoNotOptimize(text.data());
  }
}
BENCHMARK(append_name);

void write_sort_form_of_name(benchmark::State& state) {
  const auto name = parse_name(kText);
  std::array<std::uint8_t, kMaxSortFormOctets> form;
  for (auto _ : state) {
    const std::size_t size = write_sort_form(form.data(), name->wire());
    if (size != kText.size() + 1) state.SkipWithError("wrong size");
    benchmark::DoNotOptimize(form);
  }
}
BENCHMARK(write_sort_form_of_name);

void decode_sort_form(benchmark::State& state) {
  const auto name = parse_name(kText);
  std::string form;
  append_sort_form(form, name->wire());
  for (auto _ : state) {
    const auto back = name_from_sort_form(form);
    if (!back || back->size() != name->size()) state.SkipWithError("wrong name");
    benchmark::DoNotOptimize(back);
  }
}
BENCHMARK(decode_sort_form);

}  // namespace
}  // namespace spoor::dns
