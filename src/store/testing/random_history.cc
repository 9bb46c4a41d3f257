// SPDX-License-Identifier: Apache-2.0
#include "store/testing/random_history.h"

#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "dns/name.h"
#include "dns/rdata.h"

namespace spoor::store::testing {

std::string RandomHistory::name_text() {
  static const char* const labels[] = {"www",    "mail",  "a",    "b",       "ns1",
                                       "\\000x", "\\001", "exam", "example", "exampla"};
  static const char* const zones[] = {"example.", "com.example.", "net.example.", "test.", "."};
  const std::string zone = zones[below(5)];
  std::string name;
  for (std::uint64_t n = below(4); n > 0; --n) name += std::string(labels[below(10)]) + ".";
  return zone == "." ? (name.empty() ? "." : name) : name + zone;
}

std::string RandomHistory::owner_wire() {
  return std::string(as_chars(dns::parse_name(name_text())->wire()));
}

std::pair<dns::RrType, std::string> RandomHistory::data() {
  const auto parsed = [](dns::RrType type, const std::string& text) {
    return std::pair(type, *dns::parse_rdata(type, text));
  };
  switch (below(10)) {
    case 0:
    case 1:
    case 2:
      return parsed(dns::RrType::kA, fmt::format("192.0.2.{}", below(24)));
    case 3:
      return parsed(dns::RrType::kAaaa, fmt::format("2001:db8::{:x}", below(16)));
    case 4:
      return parsed(dns::RrType::kNs, name_text());
    case 5:
      return parsed(dns::RrType::kMx, fmt::format("{} {}", below(3) * 10, name_text()));
    case 6:
      return parsed(dns::RrType::kSoa,
                    fmt::format("{} {} {} 1 2 3 4", name_text(), name_text(), below(3)));
    case 7:
      return parsed(dns::RrType::kTxt,
                    fmt::format("\"v=spf1 include:x{}.example -all\" \"{}\"", below(4), below(9)));
    case 8:
      return {static_cast<dns::RrType>(65280 + below(2)),
              std::string(below(4), static_cast<char>(below(3)))};
    default:
      return {static_cast<dns::RrType>(dns::kFirstLabelType + below(2)),
              "label " + std::to_string(below(3))};
  }
}

record::Sightings RandomHistory::sightings() {
  const auto first = static_cast<std::uint32_t>(1'700'000'000 + below(40) * 40'000);
  const auto last = static_cast<std::uint32_t>(first + below(3) * below(200'000));
  switch (below(4)) {
    case 0:
      return record::Sightings::told_total(first, last, 1 + below(1000));
    case 1:
      return record::Sightings::seen(first, last, 1 + below(below(2) == 0 ? 5 : 1'000'000'000));
    case 2:
      return record::Sightings::seen(first, last, 1 + below(5),
                                     static_cast<std::uint32_t>(below(1000)));
    default: {
      record::Sightings s =
          record::Sightings::seen_once(first, static_cast<std::uint32_t>(60 * below(5)));
      for (std::uint64_t n = below(20); n > 0; --n) {
        s.add_observation(static_cast<std::uint32_t>(first + below(30) * record::kSecondsPerDay),
                          300);
      }
      return s;
    }
  }
}

void RandomHistory::fill(record::ObservationSink& sink,
                         const std::vector<record::SourceId>& sources, std::size_t most) {
  for (std::uint64_t n = below(most + 1); n > 0; --n) {
    const std::string owner = owner_wire();
    const auto [type, rdata] = data();
    record::RecordView view{as_bytes(owner), type, as_bytes(rdata), record::kBailiwickUnknown};
    if (below(3) != 0)
      view.bailiwick = static_cast<std::uint8_t>(below(dns::count_labels(view.owner) + 1));
    const record::How how = below(8) == 0 ? record::How::kZone : record::How::kSensor;
    sink.add(view, sources[below(sources.size())], how, sightings());
  }
}

record::Batch RandomHistory::batch(record::BatchId id, const std::vector<record::SourceId>& sources,
                                   std::size_t most) {
  record::Aggregator aggregator;
  fill(aggregator, sources, most);
  record::Batch batch = aggregator.take();
  batch.id = id;
  batch.notes.emplace_back("last", std::to_string(id.sequence));
  return batch;
}

std::vector<std::string> dump(const record::Snapshot& snapshot, record::RangeQuery query) {
  std::vector<std::string> lines;
  auto cursor = snapshot.find(std::move(query));
  if (!cursor) return {describe(cursor.error())};
  for (;;) {
    const auto next = (*cursor)->next();
    if (!next) {
      lines.push_back(describe(next.error()));
      return lines;
    }
    if (*next == nullptr) return lines;
    const record::StoredRecord& row = **next;
    std::string line =
        fmt::format("{:02x} | {:02x} | {} | {} | {:02x}", fmt::join(as_bytes(row.key.head), ""),
                    fmt::join(as_bytes(row.key.rdata), ""), row.key.bailiwick,
                    dns::to_number(row.type), fmt::join(as_bytes(row.name), ""));
    for (const record::SourcedSightings& s : row.sightings) {
      line += fmt::format(" | {}/{} {}..{} ttl {}..{} undated {} told {}", s.source.v,
                          static_cast<int>(s.how), s.sightings.first, s.sightings.last,
                          s.sightings.ttl_min, s.sightings.ttl_max, s.sightings.undated,
                          s.sightings.told);
      for (const record::DayCount& day : s.sightings.days.all())
        line += fmt::format(" {}:{}", day.day, day.count);
    }
    lines.push_back(std::move(line));
  }
}

std::vector<std::string> dump_names(const record::Snapshot& snapshot, const std::string& lower,
                                    const std::string& upper) {
  std::vector<std::string> names;
  auto cursor = snapshot.find_names(lower, upper);
  if (!cursor) return {describe(cursor.error())};
  for (;;) {
    const auto next = (*cursor)->next();
    if (!next || next->empty()) return names;
    names.emplace_back(*next);
  }
}

std::vector<std::string> dump_texts(const record::Snapshot& snapshot,
                                    const record::TextRange& range) {
  std::set<std::string> lines;
  const auto cursors = snapshot.find_texts(range);
  if (!cursors) return {describe(cursors.error())};
  record::TextBlock block;
  for (const auto& cursor : *cursors) {
    while (true) {
      const auto more = cursor->next(block);
      if (!more) return {describe(more.error())};
      if (!*more) break;
      for (std::size_t i = 0; i < block.size(); ++i) lines.emplace(block.line(i));
    }
  }
  return {lines.begin(), lines.end()};
}

}  // namespace spoor::store::testing
