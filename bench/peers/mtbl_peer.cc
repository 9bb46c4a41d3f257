// SPDX-License-Identifier: Apache-2.0
// What libmtbl, the table library under dnstable, does with the workload: writes the same two
// indexes from memory (names reversed, so that a domain is one run), then reads them. No sources,
// no days, no list of names.
//
//   mtbl_peer RECORDS SEED DIR
#include <algorithm>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <mtbl.h>
#include <sys/stat.h>

#include "bench/stopwatch.h"
#include "bench/workload/universe.h"

namespace spoor::bench {
namespace {

struct Entry {
  std::string key;
  std::string value;
};

/// "www.example.com" as length-prefixed labels from the root down.
std::string reversed_labels(std::string_view name) {
  std::string out;
  std::size_t end = name.size();
  while (end > 0) {
    const std::size_t dot = name.rfind('.', end - 1);
    const std::size_t begin = dot == std::string_view::npos ? 0 : dot + 1;
    out += static_cast<char>(end - begin);
    out += name.substr(begin, end - begin);
    end = begin == 0 ? 0 : begin - 1;
  }
  return out + '\0';
}

void put_varint(std::string& out, std::uint64_t v) {
  for (; v >= 0x80; v >>= 7) out += static_cast<char>(v | 0x80);
  out += static_cast<char>(v);
}

/// Both indexes: forward, then inverse.
std::pair<std::vector<Entry>, std::vector<Entry>> make_entries(std::uint64_t records,
                                                               std::uint64_t seed) {
  std::pair<std::vector<Entry>, std::vector<Entry>> both;
  both.first.reserve(records);
  both.second.reserve(records);
  const Universe universe(seed, records / 4);
  RecordStream stream(universe, seed, records);
  Record record;
  for (std::uint64_t i = 0; i < records; ++i) {
    stream.next(record);
    std::string value;
    put_varint(value, record.count);
    put_varint(value, record.first);
    put_varint(value, record.last - record.first);
    const std::string name = reversed_labels(record.name);
    const char type = static_cast<char>(record.type);
    both.first.push_back({name + type + record.rdata, value});
    both.second.push_back({record.rdata + '\0' + name + type, std::move(value)});
  }
  return both;
}

void write_table(const std::string& path, std::vector<Entry>& entries,
                 mtbl_compression_type compression) {
  std::sort(entries.begin(), entries.end(),
            [](const Entry& a, const Entry& b) { return a.key < b.key; });
  std::remove(path.c_str());
  mtbl_writer_options* options = mtbl_writer_options_init();
  mtbl_writer_options_set_compression(options, compression);
  mtbl_writer* writer = mtbl_writer_init(path.c_str(), options);
  if (writer == nullptr) {
    fmt::print(stderr, "mtbl_peer: cannot write {}\n", path);
    std::exit(2);
  }
  const auto octets = [](const std::string& s) {
    return reinterpret_cast<const std::uint8_t*>(s.data());
  };
  for (const Entry& entry : entries) {
    if (mtbl_writer_add(writer, octets(entry.key), entry.key.size(), octets(entry.value),
                        entry.value.size()) != mtbl_res_success) {
      fmt::print(stderr, "mtbl_peer: keys out of order\n");
      std::exit(2);
    }
  }
  mtbl_writer_destroy(&writer);
  mtbl_writer_options_destroy(&options);
}

std::uint64_t file_size(const std::string& path) {
  struct stat status{};
  return stat(path.c_str(), &status) == 0 ? static_cast<std::uint64_t>(status.st_size) : 0;
}

std::uint64_t count_rows(mtbl_iter* iter) {
  const std::uint8_t* key = nullptr;
  const std::uint8_t* value = nullptr;
  std::size_t key_size = 0;
  std::size_t value_size = 0;
  std::uint64_t rows = 0;
  while (mtbl_iter_next(iter, &key, &key_size, &value, &value_size) == mtbl_res_success) ++rows;
  mtbl_iter_destroy(&iter);
  return rows;
}

void read_table(const std::string& path, const std::vector<std::string>& names) {
  mtbl_reader* reader = mtbl_reader_init(path.c_str(), nullptr);
  const mtbl_source* source = mtbl_reader_source(reader);
  Stopwatch scan;
  const std::uint64_t rows = count_rows(mtbl_source_iter(source));
  fmt::print("mtbl_scan_rows_per_s {:.0f}\n", static_cast<double>(rows) / scan.cpu_s());
  Latencies latencies;
  for (int round = 0; round < 2; ++round) {  // the second round is warm
    latencies.clear();
    for (const std::string& name : names) {
      const std::string prefix = reversed_labels(name);
      const Stopwatch one;
      const auto found = count_rows(mtbl_source_get_prefix(
          source, reinterpret_cast<const std::uint8_t*>(prefix.data()), prefix.size()));
      if (found > 0) latencies.add(one.wall_s());
    }
  }
  fmt::print("mtbl_name_p50_us {:.2f}\nmtbl_name_p99_us {:.2f}\n", latencies.percentile_us(50),
             latencies.percentile_us(99));
  mtbl_reader_destroy(&reader);
}

std::vector<std::string> some_names(std::uint64_t records, std::uint64_t seed) {
  std::vector<std::string> names;
  const Universe universe(seed, records / 4);
  RecordStream stream(universe, seed, records);
  Record record;
  for (std::uint64_t i = 0; i < records; ++i) {
    stream.next(record);
    if (i % (records / 10000 + 1) == 0) names.push_back(record.name);
  }
  return names;
}

}  // namespace
}  // namespace spoor::bench

int main(int argc, char** argv) {
  using namespace spoor::bench;  // NOLINT(google-build-using-namespace): a program of one screen
  if (argc != 4) {
    fmt::print(stderr, "usage: mtbl_peer RECORDS SEED DIR\n");
    return 1;
  }
  const std::uint64_t records = std::strtoull(argv[1], nullptr, 10);
  const std::uint64_t seed = std::strtoull(argv[2], nullptr, 10);
  const std::string dir = argv[3];
  const std::string forward = dir + "/forward.mtbl";
  const std::string inverse = dir + "/inverse.mtbl";
  const std::pair<const char*, mtbl_compression_type> codecs[] = {{"zlib", MTBL_COMPRESSION_ZLIB},
                                                                  {"zstd", MTBL_COMPRESSION_ZSTD}};
  for (const auto& [name, compression] : codecs) {
    auto [by_name, by_value] = make_entries(records, seed);
    const Stopwatch load;
    write_table(forward, by_name, compression);
    write_table(inverse, by_value, compression);
    fmt::print("mtbl_{}_load_per_cpu_s {:.0f}\n", name,
               static_cast<double>(records) / load.cpu_s());
    const auto bytes = static_cast<double>(file_size(forward) + file_size(inverse));
    fmt::print("mtbl_{}_bytes_per_record {:.1f}\n", name, bytes / static_cast<double>(records));
  }
  read_table(forward, some_names(records, seed));
  return 0;
}
