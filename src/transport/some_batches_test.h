// SPDX-License-Identifier: Apache-2.0
// Batches for the tests of this room.
#pragma once

#include <random>
#include <span>
#include <string>

#include "dns/name.h"
#include "ledger/delivery.h"
#include "record/aggregator.h"

namespace spoor::transport {

inline record::Batch one_record(const std::string& name, std::uint32_t time_s) {
  record::Aggregator aggregator;
  const dns::Name owner = *dns::parse_name(name);
  const record::RecordView record{owner.wire(), dns::RrType::kA, as_bytes("\xC0\x05\x02\x07"), 1};
  aggregator.observe({record, record::SourceId{1}, record::How::kSensor, time_s, 300});
  return aggregator.take();
}

/// Names of all shapes, several types, days and ways.
inline record::Batch random_batch(std::uint32_t seed, std::size_t observations) {
  std::mt19937 random(seed);
  const auto below = [&](std::size_t n) { return static_cast<std::uint32_t>(random() % n); };
  record::Aggregator aggregator;
  for (std::size_t i = 0; i < observations; ++i) {
    dns::NameBuilder name;
    bool fits = true;
    for (std::uint32_t labels = below(5); labels > 0 && fits; --labels) {
      std::string label(1 + below(6), static_cast<char>(below(4) == 0 ? below(2) : 'a' + below(9)));
      fits = name.push(as_bytes(label));
    }
    const dns::Name owner = name.finish();
    const std::string address(4, static_cast<char>(below(9)));
    const std::string text = std::string(1, '\x02') + "ab";
    const bool is_text = below(3) == 0;
    const std::size_t labels = dns::count_labels(owner.wire());
    const record::RecordView record{
        owner.wire(), is_text ? dns::RrType::kTxt : dns::RrType::kA,
        as_bytes(is_text ? text : address),
        below(4) == 0 ? record::kBailiwickUnknown : static_cast<std::uint8_t>(below(labels + 1))};
    const std::uint32_t time = 1'700'000'000 + below(40) * 40'000;
    const auto how = below(5) == 0 ? record::How::kZone : record::How::kSensor;
    switch (below(4)) {
      case 0:
        aggregator.add(record, record::SourceId{1}, how,
                       record::Sightings::seen(time, time + below(500'000), below(9)));
        break;
      case 1:
        aggregator.add(record, record::SourceId{1}, how,
                       record::Sightings::told_total(time, time + below(500'000), 1 + below(9)));
        break;
      default:
        aggregator.observe({record, record::SourceId{1}, how, time, below(3) * 300});
    }
  }
  return aggregator.take();
}

/// `n` responses with `records` records and a reason.
inline ledger::Entry delivered(std::uint64_t responses, std::uint64_t records) {
  ledger::Entry entry;
  entry.delivery.figures.responses = responses;
  entry.delivery.figures.records = records;
  entry.delivery.figures.left_out[ledger::Left::kRejected]["not asked for"] = 2;
  entry.delivery.data = ledger::DataSpan{1'700'000'000, 1'700'086'500};
  entry.days = {{19'675, responses, records}, {19'676, 0, 0}};
  return entry;
}

inline std::span<const record::BatchRow> rows_of(const record::Batch& batch) {
  return {batch.rows.data(), batch.rows.size()};
}

}  // namespace spoor::transport
