// SPDX-License-Identifier: Apache-2.0
// Lines of the Common Output Format (docs/formats/cof.md).
#include "feed/cof_field.h"
#include "feed/json_value.h"
#include "feed/line_takers.h"
#include "feed/moment.h"
#include "feed/totals_outlet.h"

namespace spoor::feed {
namespace {

/// A number; where somebody asked for times that people read, such a text.
std::optional<std::uint64_t> read_time(ondemand::value value) {
  if (const auto number = read_count(value)) return number;
  std::string_view text;
  if (!read_text(value, text)) return std::nullopt;
  const auto moment = parse_moment(text);
  return moment ? std::optional<std::uint64_t>(*moment) : std::nullopt;
}

void read_type(ondemand::value value, TotalsRow& row) {
  ondemand::json_type type{};
  row.has_type = true;
  if (value.type().get(type) != simdjson::SUCCESS) return;
  if (type == ondemand::json_type::string) {
    if (!read_text(value, row.type_text)) row.fault = "rrtype is no type";
  } else {
    row.type_number = read_count(value);
    if (!row.type_number) row.fault = "rrtype is no type";
  }
}

void read_rdata(ondemand::value value, TotalsRow& row) {
  constexpr std::string_view kFault = "rdata is neither a string nor an array of strings";
  ondemand::json_type type{};
  row.rdata.clear();
  std::string_view text;
  if (value.type().get(type) == simdjson::SUCCESS && type == ondemand::json_type::array) {
    ondemand::array elements;
    if (value.get_array().get(elements) != simdjson::SUCCESS) row.fault = kFault;
    for (auto element : elements) {
      if (element.get_string().get(text) != simdjson::SUCCESS) {
        row.fault = kFault;
        return;
      }
      row.rdata.push_back(text);
    }
  } else if (read_text(value, text)) {
    row.rdata.push_back(text);
  } else {
    row.fault = kFault;
  }
}

}  // namespace

void read_cof_field(std::string_view key, ondemand::value value, TotalsRow& row) {
  const auto number = [&](std::optional<std::uint64_t>& into, RowTimes& times) {
    into = read_time(value);
    times.is_given = true;
  };
  if (key == "rrname") {
    row.has_name = read_text(value, row.name);
  } else if (key == "rrtype") {
    read_type(value, row);
  } else if (key == "rdata") {
    read_rdata(value, row);
  } else if (key == "time_first") {
    number(row.seen.first, row.seen);
  } else if (key == "time_last") {
    number(row.seen.last, row.seen);
  } else if (key == "zone_time_first") {
    number(row.zone.first, row.zone);
  } else if (key == "zone_time_last") {
    number(row.zone.last, row.zone);
  } else if (key == "count") {
    row.has_count = true;
    row.count = read_count(value);
  } else if (key == "bailiwick") {
    row.has_bailiwick = read_text(value, row.bailiwick);
  } else if (key == "sensor_id") {
    if (!read_text(value, row.sensor)) row.sensor = {};
  }
}

namespace {

/// Empty, or what is wrong with the line as JSON.
std::string_view read_line(ondemand::parser& parser, std::string_view text, TotalsRow& row) {
  row.clear();
  return read_object(
      parser, text,
      [&](std::string_view key, ondemand::value value) -> std::optional<std::string_view> {
        read_cof_field(key, value, row);
        if (!row.fault.empty()) return row.fault;
        return std::nullopt;
      });
}

class CofTaker final : public LineTaker {
 public:
  explicit CofTaker(const TakerNeeds& needs) : outlet_(needs, needs.options.by_sensor) {}

  Status take(std::string_view text, Tally& tally) override {
    row_.fault = read_line(parser_, text, row_);
    return outlet_.take(row_, tally);
  }

 private:
  ondemand::parser parser_;
  TotalsRow row_;
  TotalsOutlet outlet_;
};

}  // namespace

std::unique_ptr<LineTaker> make_cof_taker(const TakerNeeds& needs) {
  return std::make_unique<CofTaker>(needs);
}

}  // namespace spoor::feed
