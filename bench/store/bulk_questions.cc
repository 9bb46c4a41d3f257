// SPDX-License-Identifier: Apache-2.0
#include "bench/store/bulk_questions.h"

#include <unordered_set>
#include <utility>

#include "api/v1/bulk_answer.h"
#include "bench/stopwatch.h"
#include "bench/store/store_under_test.h"
#include "bench/workload/universe.h"
#include "history/changes.h"
#include "history/lanes.h"
#include "search/search.h"

namespace spoor::bench {
namespace {

constexpr std::uint64_t kSeed = 42;
constexpr std::uint32_t kNow = kEpochEnd;

search::SearchRequest request_of(const std::string& question) {
  search::SearchRequest request;
  auto query = search::parse_query(question, search::QueryIn::kAuto);
  require(query ? Status() : Status(query.error()));
  request.query = *std::move(query);
  return request;
}

/// Runs a cursor to its end.
template <class Cursor>
std::unique_ptr<Cursor> run_out(Result<std::unique_ptr<Cursor>> cursor) {
  require(cursor ? Status() : Status(cursor.error()));
  while (true) {
    const auto is_done = (*cursor)->advance(search::kNoLimit);
    require(is_done ? Status() : Status(is_done.error()));
    if (*is_done) return *std::move(cursor);
  }
}

}  // namespace

BulkCost ask_in_bulk(const record::RecordStore& store, const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text.append(line).append(1, '\n');
  api::v1::BulkOptions options;
  options.now_s = kNow;
  BulkCost cost;
  const Stopwatch watch;
  auto answer = api::v1::BulkAnswer::open(store, std::move(text), std::move(options));
  require(answer ? Status() : Status(answer.error()));
  std::string out;
  while (true) {
    const auto step = (*answer)->next();
    require(step ? Status() : Status(step.error()));
    if (*step == api::v1::BulkAnswer::Step::kEnd) break;
    if (*step != api::v1::BulkAnswer::Step::kLine) continue;
    out.clear();
    api::v1::append_bulk_line(out, (*answer)->line(), (*answer)->options().times);
    cost.octets += out.size();
  }
  cost.wall_s = watch.wall_s();
  cost.cpu_s = watch.cpu_s();
  cost.answered = (*answer)->totals().answered;
  cost.found = (*answer)->totals().found;
  return cost;
}

AddressLists draw_addresses(std::uint64_t records, std::size_t count) {
  const Universe universe(kSeed, records / 4);
  RecordStream stream(universe, kSeed, records);
  AddressLists lists;
  std::unordered_set<std::string> known;
  Record record;
  for (std::uint64_t i = 0; i < records; ++i) {
    if (lists.drawn.size() == count && lists.distinct.size() == count) break;
    stream.next(record);
    if (record.type != Type::kA) continue;
    if (lists.drawn.size() < count) lists.drawn.push_back(record.rdata);
    if (lists.distinct.size() < count && known.insert(record.rdata).second)
      lists.distinct.push_back(record.rdata);
  }
  return lists;
}

std::uint64_t find_lanes(const record::RecordStore& store, const std::string& question) {
  history::LaneQuestion asked;
  asked.request = request_of(question);
  return run_out(history::LaneCursor::open(store, asked))->total();
}

std::uint64_t find_changes(const record::RecordStore& store, const std::string& question) {
  history::ChangeQuestion asked;
  asked.request = request_of(question);
  return run_out(history::ChangeCursor::open(store, asked))->total();
}

}  // namespace spoor::bench
