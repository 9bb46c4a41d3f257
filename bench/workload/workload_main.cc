// SPDX-License-Identifier: Apache-2.0
// The deterministic workload on which Spoor and its peers are measured, as files.
//
//   workload records --seed S [--rseed S2] --n N [--skip K] [--domains D] [--shift SECONDS] --dir
//   DIR [--fmt cof,balboa,tsv]
//       N unique records (the last N-K of them), times moved by SECONDS; beside them q_rrname.txt,
//       q_domain.txt and q_ip.txt, what to ask for
//   workload pcap --seed S --universe U --responses R --out FILE
#include <cstdio>
#include <cstdlib>
#include <map>
#include <memory>
#include <string>
#include <string_view>

#include <fmt/format.h>
#include <sys/stat.h>

#include "bench/workload/capture.h"
#include "bench/workload/universe.h"

namespace spoor::bench {
namespace {

struct CloseFile {
  void operator()(std::FILE* file) const noexcept { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, CloseFile>;

File open_for_writing(const std::string& path) {
  File file(std::fopen(path.c_str(), "w"));
  if (!file) {
    std::fprintf(stderr, "workload: cannot write %s\n", path.c_str());
    std::exit(2);
  }
  std::setvbuf(file.get(), nullptr, _IOFBF, std::size_t{1} << 20);
  return file;
}

class Options {
 public:
  Options(int argc, char** argv) {
    for (int i = 2; i + 1 < argc; i += 2) values_[argv[i]] = argv[i + 1];
  }
  [[nodiscard]] std::uint64_t number(const std::string& name, std::uint64_t otherwise) const {
    const auto found = values_.find(name);
    return found == values_.end() ? otherwise : std::strtoull(found->second.c_str(), nullptr, 10);
  }
  [[nodiscard]] std::string text(const std::string& name, const std::string& otherwise) const {
    const auto found = values_.find(name);
    return found == values_.end() ? otherwise : found->second;
  }

 private:
  std::map<std::string, std::string> values_;
};

std::string json_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

void write_cof(const Record& record, std::FILE* out) {
  fmt::print(
      out,
      R"({{"rrname":"{}","rrtype":"{}","rdata":"{}","count":{},"time_first":{},"time_last":{},"sensor_id":"sensor{}"}})"
      "\n",
      json_escaped(record.name), type_text(record.type), json_escaped(record.rdata), record.count,
      record.first, record.last, record.sensor);
}

void append_binary(std::string& out, std::string_view text) {
  if (text.size() < 256) {
    out += '\xc4';
  } else {
    out += '\xc5';
    out += static_cast<char>(text.size() >> 8);
  }
  out += static_cast<char>(text.size());
  out += text;
}

void append_u32(std::string& out, std::uint32_t v) {
  out += '\xce';
  for (unsigned shift = 32; shift > 0; shift -= 8) out += static_cast<char>(v >> (shift - 8));
}

/// balboa's dump: a MessagePack map of seven fields.
void write_balboa(const Record& record, std::FILE* out) {
  std::string row("\x87\x00", 2);
  append_binary(row, record.name);
  row += '\x01';
  append_binary(row, type_text(record.type));
  row += '\x02';
  append_binary(row, record.rdata);
  row += '\x03';
  append_binary(row, fmt::format("sensor{}", record.sensor));
  row += '\x04';
  append_u32(row, record.count);
  row += '\x05';
  append_u32(row, record.first);
  row += '\x06';
  append_u32(row, record.last);
  std::fwrite(row.data(), 1, row.size(), out);
}

/// What to ask for: some of the names, domains and addresses that were written.
class Questions {
 public:
  Questions(const std::string& dir, std::uint64_t records)
      : names_(open_for_writing(dir + "/q_rrname.txt")),
        domains_(open_for_writing(dir + "/q_domain.txt")),
        addresses_(open_for_writing(dir + "/q_ip.txt")),
        records_(records) {}

  void consider(const Record& record, const Universe& universe) {
    if (chance_.below(records_) < 20000) fmt::print(names_.get(), "{}\n", record.name);
    if (chance_.below(records_) < 5000 && record.type != Type::kPtr) {
      fmt::print(domains_.get(), "{}\n", universe.domain(record.domain));
    }
    const bool is_address = record.type == Type::kA || record.type == Type::kAaaa;
    if (is_address && chance_.below(records_ * 3 / 4) < 20000 && record.rdata != kHeavyAddress) {
      fmt::print(addresses_.get(), "{}\n", record.rdata);
    }
  }

 private:
  File names_;
  File domains_;
  File addresses_;
  std::uint64_t records_;
  Prng chance_{99};
};

int write_records(const Options& options) {
  const std::uint64_t seed = options.number("--seed", 42);
  const std::uint64_t chosen = options.number("--rseed", 0);
  const std::uint64_t count = options.number("--n", 2000000);
  const std::uint64_t skip = options.number("--skip", 0);
  const auto shift_s = static_cast<std::uint32_t>(options.number("--shift", 0));
  const std::string dir = options.text("--dir", ".");
  const std::string formats = options.text("--fmt", "cof");
  mkdir(dir.c_str(), 0777);
  const Universe universe(seed, options.number("--domains", count / 4));
  RecordStream stream(universe, chosen != 0 ? chosen : seed, count);
  const bool wants_cof = formats.find("cof") != std::string::npos;
  const bool wants_balboa = formats.find("balboa") != std::string::npos;
  const File cof = wants_cof ? open_for_writing(dir + "/cof.ndjson") : nullptr;
  const File balboa = wants_balboa ? open_for_writing(dir + "/balboa.dump") : nullptr;
  const bool wants_tsv = formats.find("tsv") != std::string::npos;
  const File tsv = wants_tsv ? open_for_writing(dir + "/rows.tsv") : nullptr;
  Questions questions(dir, count - skip);
  std::map<Type, std::uint64_t> by_type;
  Record record;
  for (std::uint64_t i = 0; i < count; ++i) {
    stream.next(record);
    if (i < skip) continue;
    record.first += shift_s;
    record.last += shift_s;
    ++by_type[record.type];
    if (cof) write_cof(record, cof.get());
    if (balboa) write_balboa(record, balboa.get());
    if (tsv) std::fputs(tab_separated(record).c_str(), tsv.get());
    questions.consider(record, universe);
  }
  for (const auto& [type, number] : by_type) fmt::print(stderr, "{} {}\n", type_text(type), number);
  return 0;
}

int write_pcap(const Options& options) {
  const std::uint64_t records = options.number("--universe", 1000000);
  const std::uint64_t responses = options.number("--responses", 2000000);
  const Universe universe(options.number("--seed", 42), options.number("--domains", records / 4));
  const File out = open_for_writing(options.text("--out", "out.pcap"));
  const CaptureCounts counts = write_capture(universe, records, responses, out.get());
  fmt::print(stderr, "responses {} rrsets {} used {} records in answer and authority {} bytes {}\n",
             counts.responses, counts.rrsets, counts.rrsets_used, counts.resource_records,
             counts.bytes);
  return 0;
}

}  // namespace
}  // namespace spoor::bench

int main(int argc, char** argv) {
  const std::string_view mode = argc > 1 ? argv[1] : "";
  const spoor::bench::Options options(argc, argv);
  if (mode == "records") return spoor::bench::write_records(options);
  if (mode == "pcap") return spoor::bench::write_pcap(options);
  std::fputs("usage: workload records|pcap --option value ... (see the head of workload_main.cc)\n",
             stderr);
  return 1;
}
