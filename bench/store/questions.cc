// SPDX-License-Identifier: Apache-2.0
// The way of a question through search and feed, as `spoor lookup --json` goes it.
#include "bench/store/questions.h"

#include <chrono>
#include <cstdlib>
#include <fstream>

#include <fmt/format.h>

#include "api/row_view.h"
#include "feed/cof_writer.h"
#include "search/search.h"

namespace spoor::bench {
namespace {

constexpr std::size_t kPortion = std::size_t{64} << 10;

template <class T>
T& require(Result<T>& result) {
  if (!result) {
    fmt::print(stderr, "bench: {}\n", describe(result.error()));
    std::exit(2);
  }
  return *result;
}

}  // namespace

std::vector<std::string> read_lines(const std::string& path, std::size_t most) {
  std::vector<std::string> lines;
  std::ifstream in(path);
  for (std::string line; lines.size() < most && std::getline(in, line);) lines.push_back(line);
  if (lines.empty()) {
    fmt::print(stderr, "bench: no questions in {}\n", path);
    std::exit(2);
  }
  return lines;
}

std::uint64_t Asker::ask(const std::string& question, std::uint64_t limit) {
  json_.clear();
  search::SearchRequest request;
  auto query = search::parse_query(question, search::QueryIn::kAuto);
  request.query = require(query);
  request.limit = limit;
  auto cursor = search::search(store_, request);
  auto& rows = require(cursor);
  std::uint64_t count = 0;
  while (true) {
    auto row = rows->next();
    if (require(row) == nullptr) return count;
    feed::append_json(json_, api::to_view(**row));
    if (json_.size() >= kPortion) json_.clear();  // here a server would send it
    ++count;
  }
}

Latencies Asker::ask_warm(const std::vector<std::string>& questions, std::uint64_t limit,
                          std::uint64_t most_rows) {
  Latencies latencies;
  for (int round = 0; round < 2; ++round) {
    latencies.clear();
    for (const std::string& question : questions) {
      const auto asked = std::chrono::steady_clock::now();  // a Stopwatch's own look costs 0.5 µs
      const std::uint64_t rows = ask(question, limit);
      const double seconds =
          std::chrono::duration<double>(std::chrono::steady_clock::now() - asked).count();
      if (rows > 0 && rows <= most_rows) latencies.add(seconds);
    }
  }
  return latencies;
}

}  // namespace spoor::bench
