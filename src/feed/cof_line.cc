// SPDX-License-Identifier: Apache-2.0
// Lines of the Common Output Format (docs/formats/cof.md).
#include <array>
#include <cstring>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dns/name.h"
#include "dns/rdata.h"
#include "feed/json_value.h"
#include "feed/line_taker.h"
#include "feed/type_names.h"

namespace spoor::feed {
namespace {

using dns::RrType;
using record::How;
using record::Sightings;

constexpr std::size_t kMaxSensors = 65536;
constexpr std::size_t kMaxSensorOctets = 96;
constexpr std::size_t kCharacterString = 255;

/// A pair of times as a line gives it.
struct Times {
  std::optional<std::uint64_t> first, last;
  bool is_given = false;
};

/// What a line says, as views that live until the next one is parsed.
struct CofLine {
  std::string_view name, type_text, bailiwick, sensor;
  std::optional<std::uint64_t> type_number, count;
  std::vector<std::string_view> rdata;
  Times seen, zone;
  bool has_name = false, has_type = false, has_count = false, has_bailiwick = false;
  std::string_view fault;

  void clear() {
    std::vector<std::string_view> kept = std::move(rdata);
    kept.clear();
    *this = CofLine{};
    rdata = std::move(kept);
  }
};

void read_type(ondemand::value value, CofLine& line) {
  ondemand::json_type type{};
  line.has_type = true;
  if (value.type().get(type) != simdjson::SUCCESS) return;
  if (type == ondemand::json_type::string) {
    if (!read_text(value, line.type_text)) line.fault = "rrtype is no type";
  } else {
    line.type_number = read_count(value);
    if (!line.type_number) line.fault = "rrtype is no type";
  }
}

void read_rdata(ondemand::value value, CofLine& line) {
  constexpr std::string_view kFault = "rdata is neither a string nor an array of strings";
  ondemand::json_type type{};
  line.rdata.clear();
  std::string_view text;
  if (value.type().get(type) == simdjson::SUCCESS && type == ondemand::json_type::array) {
    ondemand::array elements;
    if (value.get_array().get(elements) != simdjson::SUCCESS) line.fault = kFault;
    for (auto element : elements) {
      if (element.get_string().get(text) != simdjson::SUCCESS) {
        line.fault = kFault;
        return;
      }
      line.rdata.push_back(text);
    }
  } else if (read_text(value, text)) {
    line.rdata.push_back(text);
  } else {
    line.fault = kFault;
  }
}

void read_field(std::string_view key, ondemand::value value, CofLine& line) {
  const auto number = [&](std::optional<std::uint64_t>& into, Times& times) {
    into = read_count(value);
    times.is_given = true;
  };
  if (key == "rrname") {
    line.has_name = read_text(value, line.name);
  } else if (key == "rrtype") {
    read_type(value, line);
  } else if (key == "rdata") {
    read_rdata(value, line);
  } else if (key == "time_first") {
    number(line.seen.first, line.seen);
  } else if (key == "time_last") {
    number(line.seen.last, line.seen);
  } else if (key == "zone_time_first") {
    number(line.zone.first, line.zone);
  } else if (key == "zone_time_last") {
    number(line.zone.last, line.zone);
  } else if (key == "count") {
    line.has_count = true;
    line.count = read_count(value);
  } else if (key == "bailiwick") {
    line.has_bailiwick = read_text(value, line.bailiwick);
  } else if (key == "sensor_id") {
    if (!read_text(value, line.sensor)) line.sensor = {};
  }
}

/// Empty, or what is wrong with the line as JSON.
std::string_view read_line(ondemand::parser& parser, std::string_view text, CofLine& line) {
  constexpr std::string_view kNotJson = "line is no JSON object";
  ondemand::document document;
  ondemand::object object;
  line.clear();
  if (!begin_object(parser, text, document, object)) return kNotJson;
  for (auto field : object) {
    std::string_view key;
    ondemand::value value;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS ||
        field.value().get(value) != simdjson::SUCCESS)
      return kNotJson;
    read_field(key, value, line);
    if (!line.fault.empty()) return line.fault;
  }
  return is_at_end(document) ? std::string_view() : kNotJson;
}

/// Text without quotes, as character-strings of at most 255 octets; 0 when it is too long.
std::size_t write_character_strings(std::string_view text, std::uint8_t* out) {
  if (text.size() + text.size() / kCharacterString + 1 > dns::kMaxCanonicalRdata) return 0;
  std::size_t used = 0;
  do {
    const std::string_view part = text.substr(0, kCharacterString);
    out[used++] = static_cast<std::uint8_t>(part.size());
    if (!part.empty()) std::memcpy(out + used, part.data(), part.size());
    used += part.size();
    text.remove_prefix(part.size());
  } while (!text.empty());
  return used;
}

/// A name whose blanks some tools write as they are (presentation form has \032); 0 when that does
/// not help.
std::size_t read_name_with_blanks(std::string_view text, std::uint8_t* out) {
  if (text.find(' ') == std::string_view::npos || text.size() > dns::kMaxNameOctets) return 0;
  std::string escaped;
  for (const char c : text) {
    if (c == ' ') {
      escaped += "\\032";
    } else {
      escaped += c;
    }
  }
  return dns::parse_name_octets(escaped, out);
}

class CofTaker final : public LineTaker {
 public:
  CofTaker(const FeedOptions& options, FeedSources& sources, record::ObservationSink& sink)
      : options_(options),
        sources_(sources),
        sink_(sink),
        types_(sources),
        rdata_(dns::kMaxCanonicalRdata) {}

  Status take(std::string_view text, Tally& tally) override;

 private:
  Result<std::string_view> find_type();
  Result<std::string_view> find_source();
  std::string_view check_times(Times& times, How how);
  std::string_view read_owner(Tally& tally);
  std::size_t encode_rdata(std::string_view text, Tally& tally);
  void hand_on(Tally& tally);

  const FeedOptions options_;
  FeedSources& sources_;
  record::ObservationSink& sink_;
  ondemand::parser parser_;
  CofLine line_;
  TypeNames types_;
  std::unordered_map<std::string, record::SourceId> sensors_;
  std::string last_sensor_;
  std::optional<record::SourceId> last_source_;
  std::array<std::uint8_t, dns::kMaxNameOctets> owner_;
  std::array<std::uint8_t, dns::kMaxNameOctets> zone_;
  std::vector<std::uint8_t> rdata_;
  record::RecordView record_;
  record::SourceId source_;
  std::array<std::pair<How, Sightings>, 2> sightings_;
  std::size_t sightings_count_ = 0;
};

/// Empty when record_.type was set.
Result<std::string_view> CofTaker::find_type() {
  if (!line_.has_type) return std::string_view("rrtype missing");
  TypeAnswer answer;
  if (line_.type_number) {
    answer = TypeNames::of_number(*line_.type_number);
  } else {
    SPOOR_TRY(answer, types_.find(line_.type_text));
  }
  record_.type = answer.type;
  return answer.fault;
}

Result<std::string_view> CofTaker::find_source() {
  const std::string_view sensor = options_.by_sensor ? line_.sensor : std::string_view();
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

std::string_view CofTaker::check_times(Times& times, How how) {
  if (!times.is_given) return {};
  if (!times.first || !times.last) return "a pair of times is not whole";
  constexpr std::uint64_t kMost = std::numeric_limits<std::uint32_t>::max();
  if (*times.first == 0 || *times.last == 0 || *times.first > kMost || *times.last > kMost)
    return "time outside 1970 to 2106";
  if (*times.first > *times.last) return "first seen after last seen";
  if (line_.has_count && !line_.count) return "count is no whole number";
  const auto first = static_cast<std::uint32_t>(*times.first);
  const auto last = static_cast<std::uint32_t>(*times.last);
  const std::uint64_t count =
      record::add_counts(std::min(line_.count.value_or(1), record::kMaxCount), 0);
  sightings_[sightings_count_++] = {how, options_.mode == record::FeedMode::kTotal
                                             ? Sightings::told_total(first, last, count)
                                             : Sightings::seen(first, last, count)};
  return {};
}

std::string_view CofTaker::read_owner(Tally& tally) {
  if (!line_.has_name) return "rrname missing";
  std::size_t size = dns::parse_name_octets(line_.name, owner_.data());
  if (size == 0) size = read_name_with_blanks(line_.name, owner_.data());
  if (size == 0) return "rrname is no name";
  record_.owner = {owner_.data(), size};
  record_.bailiwick = record::kBailiwickUnknown;
  if (!line_.has_bailiwick) return {};
  const std::size_t zone = dns::parse_name_octets(line_.bailiwick, zone_.data());
  if (zone == 0 || !dns::is_at_or_below(record_.owner, {zone_.data(), zone})) {
    tally.note("bailiwick is no ancestor of the name: taken as unknown");
  } else {
    record_.bailiwick = static_cast<std::uint8_t>(dns::count_labels({zone_.data(), zone}));
  }
  return {};
}

/// Octets written to rdata_, or kBadRdata.
std::size_t CofTaker::encode_rdata(std::string_view text, Tally& tally) {
  const RrType type = record_.type;
  if (!dns::is_wire_type(type)) {  // free text: its octets as they are
    if (text.size() > dns::kMaxCanonicalRdata) return dns::kBadRdata;
    if (!text.empty()) std::memcpy(rdata_.data(), text.data(), text.size());
    return text.size();
  }
  const bool is_text = type == RrType::kTxt || type == RrType::kSpf;
  if (!is_text || text.starts_with('"') || text.starts_with("\\# ")) {
    const auto size = dns::parse_rdata_into(type, text, rdata_.data());
    if (size) return *size;
    if (type == RrType::kMx &&
        text.find(' ') == std::string_view::npos) {  // some partners show the host alone
      const std::size_t host = dns::parse_name_octets(text, rdata_.data() + 2);
      if (host == 0) return dns::kBadRdata;
      rdata_[0] = rdata_[1] = 0;
      tally.note("MX without preference: taken as 0");
      return host + 2;
    }
    if (!is_text || text.starts_with('"')) return dns::kBadRdata;
  }
  const std::size_t size = write_character_strings(text, rdata_.data());
  return size == 0 ? dns::kBadRdata : size;
}

void CofTaker::hand_on(Tally& tally) {
  std::uint64_t records = 0;
  for (const std::string_view text : line_.rdata) {
    const std::size_t size = encode_rdata(text, tally);
    if (size == dns::kBadRdata) {
      tally.reject("rdata does not fit its type");
      continue;
    }
    record_.rdata = {rdata_.data(), size};
    for (std::size_t i = 0; i < sightings_count_; ++i) {
      sink_.add(record_, source_, sightings_[i].first, sightings_[i].second);
      ++records;
    }
  }
  tally.accept(records);
}

Status CofTaker::take(std::string_view text, Tally& tally) {
  std::string_view fault = read_line(parser_, text, line_);
  if (fault.empty()) fault = read_owner(tally);
  if (fault.empty() && line_.rdata.empty()) fault = "rdata missing";
  sightings_count_ = 0;
  if (fault.empty()) fault = check_times(line_.seen, How::kSensor);
  if (fault.empty()) fault = check_times(line_.zone, How::kZone);
  if (fault.empty() && sightings_count_ == 0) fault = "times missing";
  // Labels of types and names of sensors are kept for ever: last, so that a refused line leaves
  // none.
  if (fault.empty()) {
    SPOOR_TRY(fault, find_type());
  }
  if (fault.empty()) {
    SPOOR_TRY(fault, find_source());
  }
  if (!fault.empty()) {
    tally.reject(fault);
    return {};
  }
  hand_on(tally);
  return {};
}

}  // namespace

std::unique_ptr<LineTaker> make_cof_taker(const FeedOptions& options, FeedSources& sources,
                                          record::ObservationSink& sink) {
  return std::make_unique<CofTaker>(options, sources, sink);
}

LineFormat recognise_line(std::string_view line) {
  ondemand::parser parser;
  ondemand::document document;
  ondemand::object object;
  if (!begin_object(parser, line, document, object)) return LineFormat::kUnknown;
  bool has_name = false, has_rdata = false;
  for (auto field : object) {
    std::string_view key;
    ondemand::value value;
    if (field.unescaped_key().get(key) != simdjson::SUCCESS ||
        field.value().get(value) != simdjson::SUCCESS)
      break;
    if (key == "spoor") return LineFormat::kNative;
    has_name = has_name || key == "rrname";
    has_rdata = has_rdata || key == "rdata";
  }
  return has_name && has_rdata ? LineFormat::kCof : LineFormat::kUnknown;
}

}  // namespace spoor::feed
