// SPDX-License-Identifier: Apache-2.0
#include "feed/totals_outlet.h"

#include <algorithm>
#include <limits>

namespace spoor::feed {
namespace {

using record::How;
using record::Sightings;

constexpr std::size_t kMaxSensors = 65536;
constexpr std::size_t kMaxSensorOctets = 96;

}  // namespace

/// Empty when record_.type was set.
Result<std::string_view> TotalsOutlet::find_type(const TotalsRow& row) {
  if (!row.has_type) return std::string_view("rrtype missing");
  TypeAnswer answer;
  if (row.type_number) {
    answer = TypeNames::of_number(*row.type_number);
  } else {
    SPOOR_TRY(answer, types_.find(row.type_text));
  }
  record_.type = answer.type;
  return answer.fault;
}

Result<std::string_view> TotalsOutlet::find_source(const TotalsRow& row) {
  const std::string_view sensor = by_sensor_ ? row.sensor : std::string_view();
  if (!last_source_ || sensor != last_sensor_) {
    if (sensor.size() > kMaxSensorOctets) return std::string_view("sensor_id is too long");
    for (const char c : sensor) {
      if (static_cast<std::uint8_t>(c) < 0x20 || c == 0x7F)
        return std::string_view("sensor_id is not printable");
    }
    std::string name(sensor);
    auto known = sensors_.find(name);
    if (known == sensors_.end()) {
      if (sensors_.size() >= kMaxSensors) return std::string_view("too many sensors in one feed");
      SPOOR_TRY(const record::SourceId id, sources_.source_for(name));
      known = sensors_.emplace(name, id).first;
    }
    last_source_ = known->second;
    last_sensor_ = std::move(name);
  }
  source_ = *last_source_;
  return std::string_view();
}

std::string_view TotalsOutlet::check_times(const TotalsRow& row, How how) {
  const RowTimes& times = how == How::kZone ? row.zone : row.seen;
  if (!times.is_given) return {};
  if (!times.first || !times.last) return "a pair of times is not whole";
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  if (*times.first == 0 || *times.last == 0 || *times.first > kMost || *times.last > kMost)
    return "time outside 1970 to 2106";
  if (*times.first > *times.last) return "first seen after last seen";
  if (row.has_count && !row.count) return "count is no whole number";
  const auto first = static_cast<std::uint32_t>(*times.first);
  const auto last = static_cast<std::uint32_t>(*times.last);
  const std::uint64_t count =
      record::add_counts(std::min(row.count.value_or(1), record::kMaxCount), 0);
  sightings_[sightings_count_++] = {how, mode_ == record::FeedMode::kTotal
                                             ? Sightings::told_total(first, last, count)
                                             : Sightings::seen(first, last, count)};
  return {};
}

std::string_view TotalsOutlet::read_owner(const TotalsRow& row, Tally& tally) {
  if (!row.has_name) return "rrname missing";
  const std::size_t size = read_name_text(row.name, owner_.data());
  if (size == 0) return "rrname is no name";
  record_.owner = {owner_.data(), size};
  record_.bailiwick = record::kBailiwickUnknown;
  if (!row.has_bailiwick) return {};
  const std::size_t zone = dns::parse_name_octets(row.bailiwick, zone_.data());
  if (zone == 0 || !dns::is_at_or_below(record_.owner, {zone_.data(), zone})) {
    tally.note("bailiwick is no ancestor of the name: taken as unknown");
  } else {
    record_.bailiwick = static_cast<std::uint8_t>(dns::count_labels({zone_.data(), zone}));
  }
  return {};
}

void TotalsOutlet::hand_on(const TotalsRow& row, Tally& tally) {
  std::uint64_t records = 0;
  for (const std::string_view text : row.rdata) {
    if (!rdata_.read(record_.type, text, tally)) {
      tally.reject("rdata does not fit its type");
      continue;
    }
    record_.rdata = rdata_.octets();
    for (std::size_t i = 0; i < sightings_count_; ++i) {
      sink_.add(record_, source_, sightings_[i].first, sightings_[i].second);
      ++records;
    }
  }
  tally.accept(records);
}

Status TotalsOutlet::take(const TotalsRow& row, Tally& tally) {
  std::string_view fault = row.fault;
  if (fault.empty()) fault = read_owner(row, tally);
  if (fault.empty() && row.rdata.empty()) fault = "rdata missing";
  sightings_count_ = 0;
  if (fault.empty()) fault = check_times(row, How::kSensor);
  if (fault.empty()) fault = check_times(row, How::kZone);
  if (fault.empty() && sightings_count_ == 0) fault = "times missing";
  // Labels of types and names of sensors are kept for ever: last, so that a refused line leaves
  // none.
  if (fault.empty()) {
    SPOOR_TRY(fault, find_type(row));
  }
  if (fault.empty()) {
    SPOOR_TRY(fault, find_source(row));
  }
  if (!fault.empty()) {
    tally.reject(fault);
    return {};
  }
  hand_on(row, tally);
  return {};
}

}  // namespace spoor::feed
