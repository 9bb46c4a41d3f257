// SPDX-License-Identifier: Apache-2.0
// Measures the embedded store in process. Prints `name value` lines; bench/run makes a table of
// them.
//
//   store_bench load  DIR RECORDS [SEED]              unique records from memory until settled, and
//   their size store_bench ask   DIR QUESTIONS                   warm look-ups with JSON; QUESTIONS
//   as `workload records` left it store_bench more  DIR RECORDS new|shifted QUESTIONS [SEED]
//                                                     a tenth more into a store of RECORDS,
//                                                     look-ups meanwhile
//   store_bench more_alone ...                        the same without look-ups: CPU time until
//   durable, until settled store_bench days  DIR RECORDS DAYS [SEED]         daily deltas of the
//   same records store_bench start DIR NAME                        from opening to the first answer
#include <array>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <fmt/format.h>

#include "bench/stopwatch.h"
#include "bench/store/prepared_rows.h"
#include "bench/store/questions.h"
#include "bench/store/store_under_test.h"
#include "bench/workload/universe.h"
#include "search/request.h"

namespace spoor::bench {
namespace {

constexpr std::uint64_t kBatch = 1'000'000;  // rows of a batch, as in an import
constexpr std::size_t kMostQuestions = 10'000;

void print(std::string_view name, double value) {
  fmt::print("{} {:.6g}\n", name, value);
  std::fflush(stdout);
}

double number_after(const char* path, std::string_view key) {
  std::ifstream in(path);
  for (std::string word; in >> word;) {
    double kilobytes = 0;
    if (word == key && in >> kilobytes) return kilobytes * 1024;
  }
  return 0;
}
double memory_bytes() {
  return number_after("/proc/self/status", "VmRSS:");
}
double highest_memory_bytes() {
  return number_after("/proc/self/status", "VmHWM:");
}
void forget_highest_memory() {
  std::ofstream("/proc/self/clear_refs") << "5";
}

double thread_cpu_s() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

/// The next `count` records of a stream, converted.
void prepare(RecordStream& stream, std::uint64_t count, PreparedRows& rows,
             std::uint32_t shift_s = 0) {
  rows.clear();
  Record record;
  for (std::uint64_t i = 0; i < count; ++i) {
    stream.next(record);
    rows.add(record, shift_s);
  }
}

int load(const std::string& dir, std::uint64_t records, std::uint64_t seed) {
  const Universe universe(seed, records / 4);
  RecordStream stream(universe, seed, records);
  PreparedRows rows;
  prepare(stream, std::min(records, kBatch), rows);
  const double held_by_the_bench = memory_bytes();
  forget_highest_memory();
  double cpu_s = 0;
  double wall_s = 0;
  {
    StoreUnderTest store(dir);
    for (std::uint64_t done = 0; done < records; done += kBatch) {
      if (done > 0) prepare(stream, std::min(records - done, kBatch), rows);
      const Stopwatch watch;
      store.merge(rows, seed, done / kBatch, records - done > kBatch);
      cpu_s += watch.cpu_s();
      wall_s += watch.wall_s();
    }
    print("load_durable_per_cpu_s", static_cast<double>(records) / cpu_s);
    const Stopwatch watch;
    store.settle();
    cpu_s += watch.cpu_s();
    wall_s += watch.wall_s();
    const record::StoreStats stats = store.stats();
    print("load_per_cpu_s", static_cast<double>(records) / cpu_s);
    print("load_per_s", static_cast<double>(records) / wall_s);
    print("load_memory_mib", (highest_memory_bytes() - held_by_the_bench) / 1048576);
    print("bytes_per_record",
          static_cast<double>(stats.bytes) / static_cast<double>(stats.records));
    print("records", static_cast<double>(stats.records));
    print("names", static_cast<double>(stats.names));
  }
  return 0;
}

void print_latencies(std::string_view name, Latencies latencies) {
  print(fmt::format("{}_p50_us", name), latencies.percentile_us(50));
  print(fmt::format("{}_p99_us", name), latencies.percentile_us(99));
  print(fmt::format("{}_answers", name), static_cast<double>(latencies.count()));
}

int ask(const std::string& dir, const std::string& questions) {
  const StoreUnderTest store(dir);
  Asker asker(store.store());
  std::vector<std::string> domains = read_lines(questions + "/q_domain.txt", kMostQuestions);
  for (std::string& domain : domains) domain.insert(0, "*.");
  print_latencies(
      "name", asker.ask_warm(read_lines(questions + "/q_rrname.txt", kMostQuestions), 101, 100));
  print_latencies("domain", asker.ask_warm(domains, 100, 100));
  print_latencies("address",
                  asker.ask_warm(read_lines(questions + "/q_ip.txt", kMostQuestions), 100, 100));
  const std::string heavy(kHeavyAddress);
  asker.ask(heavy, search::kNoLimit);
  const Stopwatch watch;
  const std::uint64_t rows = asker.ask(heavy, search::kNoLimit);
  print("heavy_rows", static_cast<double>(rows));
  print("heavy_rows_per_s", static_cast<double>(rows) / watch.wall_s());
  return 0;
}

/// Look-ups on a thread of their own while something else goes on.
class Meanwhile {
 public:
  Meanwhile(const StoreUnderTest& store, const std::vector<std::string>& names)
      : thread_([this, &store, &names] { run(store, names); }) {}
  /// Stops asking. How long look-ups took, and the CPU time that they cost.
  Latencies& finish() {
    is_over_ = true;
    thread_.join();
    return latencies_;
  }
  [[nodiscard]] double cpu_s() const noexcept { return cpu_s_; }

 private:
  void run(const StoreUnderTest& store, const std::vector<std::string>& names) {
    Asker asker(store.store());
    for (std::size_t i = 0; !is_over_; ++i) {
      const Stopwatch one;
      asker.ask(names[i % names.size()], 101);
      latencies_.add(one.wall_s());
      if (i % 64 == 63) std::this_thread::yield();
    }
    cpu_s_ = thread_cpu_s();
  }

  std::atomic<bool> is_over_{false};
  Latencies latencies_;
  double cpu_s_ = 0;
  std::thread thread_;
};

struct MoreOptions {
  std::uint64_t records = 0;
  bool is_shifted = false;
  std::uint64_t seed = 42;
};

/// `--rseed seed+1 --domains records/4`, or the last tenth of the store's own records a day later.
void prepare_more(const MoreOptions& options, PreparedRows& rows) {
  const std::uint64_t count = options.records / 10;
  const Universe universe(options.seed, options.records / 4);
  if (!options.is_shifted) {
    RecordStream stream(universe, options.seed + 1, count);
    return prepare(stream, count, rows);
  }
  RecordStream stream(universe, options.seed, options.records);
  Record record;
  for (std::uint64_t i = 0; i < options.records - count; ++i) stream.next(record);
  prepare(stream, count, rows, 86400);
}

int more(const std::string& dir, const MoreOptions& options, const std::string& questions) {
  const std::vector<std::string> names = read_lines(questions + "/q_rrname.txt", 2000);
  PreparedRows rows;
  prepare_more(options, rows);
  StoreUnderTest store(dir, StoreUnderTest::Merging::kInBackground);
  const double before_us = Asker(store.store()).ask_warm(names, 101, 100).percentile_us(50);
  Meanwhile meanwhile(store, names);
  const Stopwatch watch;
  store.merge(rows, options.seed + (options.is_shifted ? 1001 : 1000), 0);
  const double durable_s = watch.wall_s();
  store.settle();
  const double settled_s = watch.wall_s();
  Latencies& during = meanwhile.finish();
  print("more_all_cpu_s", watch.cpu_s() - meanwhile.cpu_s());
  print("more_durable_wall_s", durable_s);
  print("more_settled_wall_s", settled_s);
  print("more_lookup_before_p50_us", before_us);
  print("more_lookup_during_p50_us", during.percentile_us(50));
  print("more_lookup_during_p99_us", during.percentile_us(99));
  print("more_lookup_after_p50_us",
        Asker(store.store()).ask_warm(names, 101, 100).percentile_us(50));
  return 0;
}

/// The same as more(), alone: how much CPU time until durable.
int more_alone(const std::string& dir, const MoreOptions& options) {
  PreparedRows rows;
  prepare_more(options, rows);
  StoreUnderTest store(dir);
  const Stopwatch watch;
  store.merge(rows, options.seed + (options.is_shifted ? 1001 : 1000), 0);
  print("more_durable_cpu_s", watch.cpu_s());
  store.settle();
  print("more_settled_cpu_s", watch.cpu_s());
  return 0;
}

/// The records of one day: each seen some minutes long, as often as its popularity has it.
void prepare_day(std::uint64_t seed, std::uint64_t records, std::uint32_t day, PreparedRows& rows) {
  const Universe universe(seed, records / 4);
  RecordStream stream(universe, seed, records);
  rows.clear();
  Record record;
  for (std::uint64_t i = 0; i < records; ++i) {
    stream.next(record);
    Prng chance(mix(i) + day);
    const double often = std::min<double>(record.count, 50);
    record.count = 1 + static_cast<std::uint32_t>(-std::log(1 - chance.unit()) * often);
    record.first = kEpochBegin + day * 86400 + static_cast<std::uint32_t>(chance.below(43200));
    record.last = record.count == 1
                      ? record.first
                      : record.first + static_cast<std::uint32_t>(chance.below(43200));
    rows.add(record);
  }
}

struct DayFigures {
  double merge_cpu_s = 0;
  double all_cpu_s = 0;
  double lookup_p50_us = 0;
};

void print_days(const std::vector<DayFigures>& days) {
  const std::size_t few = std::min<std::size_t>(5, days.size());
  const auto median = [](std::vector<double> values) {
    std::nth_element(values.begin(),
                     values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
  };
  const auto over = [&](auto begin, auto end, double DayFigures::* figure) {
    std::vector<double> values;
    for (auto day = begin; day != end; ++day) values.push_back((*day).*figure);
    return median(values);
  };
  const auto first = days.begin() + static_cast<std::ptrdiff_t>(few);
  const auto last = days.end() - static_cast<std::ptrdiff_t>(few);
  print("days_first_merge_cpu_s", over(days.begin(), first, &DayFigures::merge_cpu_s));
  print("days_last_merge_cpu_s", over(last, days.end(), &DayFigures::merge_cpu_s));
  print("days_first_name_p50_us", over(days.begin(), first, &DayFigures::lookup_p50_us));
  print("days_last_name_p50_us", over(last, days.end(), &DayFigures::lookup_p50_us));
  double all_cpu_s = 0;
  double most_cpu_s = 0;
  for (const DayFigures& day : days) {
    all_cpu_s += day.all_cpu_s;
    most_cpu_s = std::max(most_cpu_s, day.all_cpu_s);
  }
  print("days_mean_all_cpu_s", all_cpu_s / static_cast<double>(days.size()));
  print("days_most_all_cpu_s", most_cpu_s);
}

int days(const std::string& dir, std::uint64_t records, std::uint32_t count, std::uint64_t seed) {
  std::vector<std::string> names;
  {
    const Universe universe(seed, records / 4);
    RecordStream stream(universe, seed, records);
    Record record;
    for (std::uint64_t i = 0; i < records; ++i) {
      stream.next(record);
      if (i % (records / 2000 + 1) == 0) names.push_back(record.name);
    }
  }
  StoreUnderTest store(dir);
  PreparedRows rows;
  std::vector<DayFigures> figures;
  for (std::uint32_t day = 0; day < count; ++day) {
    prepare_day(seed, records, day, rows);
    DayFigures today;
    const Stopwatch watch;
    store.merge(rows, seed, day);
    today.merge_cpu_s = watch.cpu_s();
    store.settle();
    today.all_cpu_s = watch.cpu_s();
    today.lookup_p50_us = Asker(store.store()).ask_warm(names, 101, 100).percentile_us(50);
    figures.push_back(today);
    if (day == 0) print("days_first_bytes", static_cast<double>(store.stats().bytes));
  }
  store.compact();
  print_days(figures);
  const auto record_days = static_cast<double>(records) * count;
  print("days_bytes_per_record_day", static_cast<double>(store.stats().bytes) / record_days);
  print("days_settled_name_p50_us",
        Asker(store.store()).ask_warm(names, 101, 100).percentile_us(50));
  return 0;
}

int start(const std::string& dir, const std::string& name) {
  const Stopwatch watch;
  const StoreUnderTest store(dir);
  const std::uint64_t rows = Asker(store.store()).ask(name, 100);
  print("start_s", watch.wall_s());
  print("start_rows", static_cast<double>(rows));
  return 0;
}

int run(const std::vector<std::string>& words) {
  const std::string verb = words.empty() ? "" : words[0];
  const auto text = [&](std::size_t i) { return i < words.size() ? words[i] : std::string(); };
  const auto number = [&](std::size_t i, std::uint64_t otherwise) {
    return i < words.size() ? std::strtoull(words[i].c_str(), nullptr, 10) : otherwise;
  };
  const MoreOptions more_options{number(2, 0), text(3) == "shifted", number(5, 42)};
  if (verb == "load" && words.size() >= 3) return load(text(1), number(2, 0), number(3, 42));
  if (verb == "ask" && words.size() == 3) return ask(text(1), text(2));
  if (verb == "more" && words.size() >= 5) return more(text(1), more_options, text(4));
  if (verb == "more_alone" && words.size() >= 5) return more_alone(text(1), more_options);
  if (verb == "days" && words.size() >= 4) {
    return days(text(1), number(2, 0), static_cast<std::uint32_t>(number(3, 0)), number(4, 42));
  }
  if (verb == "start" && words.size() == 3) return start(text(1), text(2));
  fmt::print(stderr,
             "usage: store_bench load|ask|more|more_alone|days|start DIR ... (see the head of "
             "store_bench.cc)\n");
  return 1;
}

}  // namespace
}  // namespace spoor::bench

int main(int argc, char** argv) {
  return spoor::bench::run({argv + 1, argv + argc});
}
