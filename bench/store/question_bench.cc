// SPDX-License-Identifier: Apache-2.0
// Measures the questions that others cannot ask, over a store that store_bench loaded. Prints
// `name value` lines; bench/run makes a table of them.
//
//   question_bench names    DIR OUT         writes the flat list of names, for ripgrep
//   question_bench patterns DIR [OUT]       regular expressions, full rows, warm; OUT: a line each,
//                                           `kind rows pattern`, for peers
//   question_bench address  DIR             the address with the most names: page, facets, groups
//   question_bench grow     DIR [OUT]       adds a domain of 100,000 subdomains; OUT: its rows
//   question_bench domain   DIR             its tree, facets, groups, lanes and change events
//   question_bench bulk     DIR RECORDS     100,000 questions in one request, over a store that was
//                                           loaded of so many records of the workload
#include <algorithm>
#include <bitset>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <random>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

#include "bench/stopwatch.h"
#include "bench/store/bulk_questions.h"
#include "bench/store/prepared_rows.h"
#include "bench/store/store_under_test.h"
#include "bench/workload/universe.h"
#include "record/text_list.h"
#include "search/facets.h"
#include "search/groups.h"
#include "search/search.h"
#include "search/tree.h"

namespace spoor::bench {
namespace {

constexpr std::uint64_t kMostRows = 1000;
constexpr std::size_t kPatternsOfAKind = 100;
constexpr std::uint64_t kSubdomains = 100'000;
constexpr std::size_t kBulkLines = 100'000;
constexpr std::size_t kLetters[] = {3, 4, 6};  // of a literal

void print(std::string_view name, double value) {
  fmt::print("{} {:.6g}\n", name, value);
  std::fflush(stdout);
}

/// Names as lines.
template <class Use>
void each_name(const record::RecordStore& store, const Use& use) {
  const auto snapshot = store.snapshot();
  auto cursors = snapshot->find_texts({});
  require(cursors ? Status() : Status(cursors.error()));
  record::TextBlock block;
  for (const auto& cursor : *cursors) {
    while (true) {
      const auto more = cursor->next(block);
      require(more ? Status() : Status(more.error()));
      if (!*more) break;
      for (std::size_t i = 0; i < block.size(); ++i) use(block.line(i));
    }
  }
}

search::SearchRequest request_of(std::string_view question) {
  search::SearchRequest request;
  auto query = search::parse_query(question, search::QueryIn::kAuto);
  require(query ? Status() : Status(query.error()));
  request.query = *std::move(query);
  request.limit = search::kNoLimit;
  return request;
}

std::uint64_t count_rows(const record::RecordStore& store, const search::SearchRequest& request) {
  auto rows = search::search(store, request);
  require(rows ? Status() : Status(rows.error()));
  std::uint64_t count = 0;
  while (true) {
    const auto row = (*rows)->next();
    require(row ? Status() : Status(row.error()));
    if (*row == nullptr) return count;
    ++count;
  }
}

/// The first letters of a name's second label; nothing where it has no such label of letters and
/// digits alone.
std::optional<std::string_view> literal_of(std::string_view name, std::size_t letters) {
  const std::size_t dot = name.find('.');
  if (dot == std::string_view::npos || dot + letters + 1 > name.size()) return std::nullopt;
  const std::string_view literal = name.substr(dot + 1, letters);
  if (literal.find_first_of(".-\\") != std::string_view::npos) return std::nullopt;
  return literal;
}

/// In how many names each literal stands, once or more often in each.
class LiteralCounts {
 public:
  void want(std::string_view literal) {
    counts_.try_emplace(std::string(literal), Count{});
    begins_.set(beginning(literal));
  }
  void look_at(std::string_view name) {
    ++names_;
    for (std::size_t at = 0; at + kBeginning <= name.size(); ++at) {
      if (!begins_.test(beginning(name.substr(at)))) continue;
      for (const std::size_t letters : kLetters) {
        const auto found = counts_.find(std::string(name.substr(at, letters)));
        if (found == counts_.end() || found->second.last == names_) continue;
        found->second.last = names_;
        ++found->second.names;
      }
    }
  }
  std::uint64_t names_with(std::string_view literal) const {
    return counts_.at(std::string(literal)).names;
  }

 private:
  struct Count {
    std::uint64_t names = 0, last = 0;
  };
  static constexpr std::size_t kBeginning = 3;

  static std::size_t beginning(std::string_view text) {
    std::size_t hash = 0;
    for (const char c : text.substr(0, kBeginning))
      hash = hash << 5U ^ (static_cast<unsigned char>(c) & 0x3FU);
    return hash & 0xFFFFU;
  }

  std::unordered_map<std::string, Count> counts_;
  std::bitset<65536> begins_;
  std::uint64_t names_ = 0;
};

/// Patterns with a literal of `letters` letters and an answer of 1 to kMostRows rows, of which the
/// literal stands in one name of a hundred at most, or (`is_common`) in more.
std::vector<std::string> literal_patterns(const record::RecordStore& store,
                                          const std::vector<std::string>& names,
                                          const LiteralCounts& counts, std::size_t letters,
                                          bool is_common) {
  const std::uint64_t most = store.stats()->names / 100;
  std::vector<std::string> patterns;
  for (std::size_t i = 0; i < names.size() && patterns.size() < kPatternsOfAKind; ++i) {
    const auto literal = literal_of(names[i], letters);
    if (!literal || (counts.names_with(*literal) > most) != is_common) continue;
    // A shape around the literal that no index knows: digits before it, or a short rest behind it.
    std::string pattern = i % 2 == 0
                              ? fmt::format("/[0-9]+\\.{}[a-z]*\\.[a-z]+$/", *literal)
                              : fmt::format("/^[a-z]{{2,5}}\\.{}.?\\.[a-z]{{2,4}}$/", *literal);
    auto request = request_of(pattern);
    request.limit = kMostRows + 1;
    const std::uint64_t rows = count_rows(store, request);
    if (rows >= 1 && rows <= kMostRows) patterns.push_back(std::move(pattern));
  }
  return patterns;
}

void time_patterns(const record::RecordStore& store, std::string_view name,
                   const std::vector<std::string>& patterns, std::ofstream& out) {
  Latencies latencies, cpu;
  std::uint64_t rows = 0;
  for (const bool is_measured : {false, true}) {
    for (const std::string& pattern : patterns) {
      const auto request = request_of(pattern);
      const Stopwatch one;
      const std::uint64_t found = count_rows(store, request);
      if (!is_measured) {
        out << name << ' ' << found << ' ' << pattern << '\n';
        continue;
      }
      latencies.add(one.wall_s());
      cpu.add(one.cpu_s());
      rows += found;
    }
  }
  print(fmt::format("{}_p50_ms", name), latencies.percentile_us(50) / 1000);
  print(fmt::format("{}_p99_ms", name), latencies.percentile_us(99) / 1000);
  print(fmt::format("{}_cpu_p50_ms", name), cpu.percentile_us(50) / 1000);
  print(fmt::format("{}_cpu_p99_ms", name), cpu.percentile_us(99) / 1000);
  print(fmt::format("{}_cpu_most_ms", name), cpu.percentile_us(100) / 1000);
  print(fmt::format("{}_patterns", name), static_cast<double>(patterns.size()));
  print(fmt::format("{}_rows", name), static_cast<double>(rows));
}

int patterns(const record::RecordStore& store, const std::string& out_path) {
  std::ofstream out(out_path);
  std::vector<std::string> names;
  std::uint64_t number = 0;
  const auto total = static_cast<std::uint64_t>(store.stats()->names);
  each_name(store, [&](std::string_view name) {
    if (number++ * 7919 % (total / 4000 + 1) == 0) names.emplace_back(name);
  });
  print("pattern_names", static_cast<double>(number));
  LiteralCounts counts;
  for (const std::size_t letters : kLetters) {
    for (const std::string& name : names) {
      if (const auto literal = literal_of(name, letters)) counts.want(*literal);
    }
  }
  each_name(store, [&](std::string_view name) { counts.look_at(name); });
  for (const std::size_t letters : kLetters)
    time_patterns(store, fmt::format("pattern_{}_letters", letters),
                  literal_patterns(store, names, counts, letters, false), out);
  time_patterns(store, "pattern_common_literal", literal_patterns(store, names, counts, 3, true),
                out);
  const std::vector<std::string> without{"/^[0-9a-f]{12}\\.[b-d]{2}[0-9]+\\./", "/^.{62,}$/",
                                         "/[xq][0-9]{6}[a-f]/", "/^[qxz][0-9][qxz]/",
                                         "/([bdf][aeiou]){9}[0-9]/"};
  time_patterns(store, "pattern_no_literal", without, out);
  return 0;
}

/// Runs a cursor that counts to its end.
template <class Cursor>
void run_out(Result<std::unique_ptr<Cursor>> cursor) {
  require(cursor ? Status() : Status(cursor.error()));
  while (true) {
    const auto is_done = (*cursor)->advance(search::kNoLimit);
    require(is_done ? Status() : Status(is_done.error()));
    if (*is_done) return;
  }
}

/// The median of five runs, in milliseconds by the clock and of CPU time, after one that warms.
template <class Work>
void time_work(std::string_view name, const Work& work) {
  Latencies latencies, cpu;
  work();
  for (int i = 0; i < 5; ++i) {
    const Stopwatch one;
    work();
    latencies.add(one.wall_s());
    cpu.add(one.cpu_s());
  }
  print(fmt::format("{}_ms", name), latencies.percentile_us(50) / 1000);
  print(fmt::format("{}_cpu_ms", name), cpu.percentile_us(50) / 1000);
}

void time_rollups(const record::RecordStore& store, std::string_view name,
                  const std::string& question) {
  const auto request = request_of(question);
  print(fmt::format("{}_rows", name), static_cast<double>(count_rows(store, request)));
  time_work(fmt::format("{}_page", name), [&] {
    auto page = request;
    page.order = *search::parse_order("-last_seen");
    page.limit = 100;
    count_rows(store, page);
  });
  time_work(fmt::format("{}_facets", name),
            [&] { run_out(search::open_facets(store, request, {})); });
  time_work(fmt::format("{}_groups", name),
            [&] { run_out(search::open_groups(store, request, {})); });
  time_work(fmt::format("{}_tree", name), [&] { run_out(search::open_tree(store, request, {})); });
}

Record grown_record(std::uint64_t i) {
  Record record;
  record.name = fmt::format("{}{}.grown.example", i % 3 == 0 ? "host" : "x", i);
  record.type = Type::kA;
  record.rdata = fmt::format("198.18.{}.{}", i / 97 % 256, i % 256);
  record.count = static_cast<std::uint32_t>(1 + i % 9);
  record.sensor = static_cast<unsigned>(1 + i % 4);
  record.first = static_cast<std::uint32_t>(kEpochBegin + i * 37 % 30'000'000);
  record.last = record.first + static_cast<std::uint32_t>(i * 7919 % 2'000'000);
  return record;
}

int grow(StoreUnderTest& store, const std::string& out_path) {
  PreparedRows rows;
  std::ofstream out(out_path);
  for (std::uint64_t i = 0; i < kSubdomains; ++i) {
    const Record record = grown_record(i);
    rows.add(record);
    out << tab_separated(record);
  }
  store.merge(rows, 4242, 0);
  store.settle();
  return 0;
}

void time_domain(const record::RecordStore& store) {
  const std::string question = "*.grown.example";
  time_rollups(store, "domain", question);
  time_work("domain_lanes", [&] { find_lanes(store, question); });
  time_work("domain_changes", [&] { find_changes(store, question); });
  print("domain_lanes", static_cast<double>(find_lanes(store, question)));
  print("domain_changes", static_cast<double>(find_changes(store, question)));
}

void time_bulk(const record::RecordStore& store, std::string_view name,
               const std::vector<std::string>& lines) {
  for (const bool is_warm : {false, true}) {
    const BulkCost cost = ask_in_bulk(store, lines);
    const std::string kind = fmt::format("bulk_{}_{}", name, is_warm ? "warm" : "first");
    print(kind + "_s", cost.wall_s);
    print(kind + "_cpu_s", cost.cpu_s);
    if (!is_warm) continue;
    print(fmt::format("bulk_{}_lines", name), static_cast<double>(cost.answered));
    print(fmt::format("bulk_{}_found", name), static_cast<double>(cost.found));
    print(fmt::format("bulk_{}_mib", name), static_cast<double>(cost.octets) / 1048576);
  }
}

int bulk(const record::RecordStore& store, std::uint64_t records) {
  std::vector<std::string> names;
  std::uint64_t number = 0;
  const auto total = static_cast<std::uint64_t>(store.stats()->names);
  each_name(store, [&](std::string_view name) {
    if (number++ % (total / kBulkLines + 1) == 0) names.emplace_back(name);
  });
  std::shuffle(names.begin(), names.end(), std::mt19937(7));  // lists come in no order
  time_bulk(store, "names", names);
  const AddressLists addresses = draw_addresses(records, kBulkLines);
  time_bulk(store, "addresses", addresses.distinct);
  time_bulk(store, "drawn_addresses", addresses.drawn);
  return 0;
}

int write_names(const record::RecordStore& store, const std::string& path) {
  std::ofstream out(path);
  each_name(store, [&](std::string_view name) {
    out << name.substr(0, name.size() - (name.empty() ? 0 : 1)) << '\n';  // as peers write names
  });
  return out.flush() ? 0 : 1;
}

int run(const std::vector<std::string>& words) {
  if (words.size() < 2) {
    fmt::print(stderr,
               "question_bench names DIR OUT | patterns|grow DIR [OUT] | address|domain DIR | "
               "bulk DIR RECORDS\n");
    return 2;
  }
  const std::string& verb = words[0];
  const std::string third = words.size() > 2 ? words[2] : std::string();
  StoreUnderTest store(words[1]);
  if (verb == "names" && !third.empty()) return write_names(store.store(), third);
  if (verb == "patterns") return patterns(store.store(), third);
  if (verb == "grow") return grow(store, third);
  if (verb == "bulk") return bulk(store.store(), std::strtoull(third.c_str(), nullptr, 10));
  if (verb == "address") time_rollups(store.store(), "address", std::string(kHeavyAddress));
  if (verb == "domain") time_domain(store.store());
  return 0;
}

}  // namespace
}  // namespace spoor::bench

int main(int argc, char** argv) {
  return spoor::bench::run({argv + 1, argv + argc});
}
