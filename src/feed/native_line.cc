// SPDX-License-Identifier: Apache-2.0
// Lines of the native form (docs/formats/native.md).
#include <algorithm>
#include <array>
#include <limits>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "dns/name.h"
#include "dns/rdata.h"
#include "feed/json_value.h"
#include "feed/line_taker.h"
#include "feed/line_takers.h"
#include "feed/native_words.h"
#include "feed/native_writer.h"
#include "feed/type_names.h"

namespace spoor::feed {
namespace {

using record::Sightings;

constexpr std::size_t kMaxSources = 1048576;
constexpr std::size_t kMaxSourceOctets = 128;
constexpr std::uint64_t kMaxSeconds = std::numeric_limits<std::uint32_t>::max();
constexpr std::string_view kBadSightings = "times, counts or days are not those of any sightings";

struct NativeLine {
  std::string_view name, type, rdata, raw, source, kind, mode, how;
  bool has_name = false, has_type = false, has_rdata = false, has_raw = false, has_source = false;
  bool is_header = false;
  std::optional<std::uint64_t> version, bailiwick, first, last;
  std::uint64_t undated = 0, told = 0;
  std::vector<std::uint64_t> ttl, days;
  bool is_sound = true;  // every known field had the right shape
};

bool read_numbers(ondemand::value value, std::vector<std::uint64_t>& numbers) {
  ondemand::array elements;
  numbers.clear();
  if (value.get_array().get(elements) != simdjson::SUCCESS) return false;
  for (auto element : elements) {
    std::uint64_t number = 0;
    if (element.get_uint64().get(number) != simdjson::SUCCESS) return false;
    numbers.push_back(number);
  }
  return true;
}

bool read_number(ondemand::value value, std::optional<std::uint64_t>& number) {
  number = read_count(value);
  return number.has_value();
}

bool read_sightings_field(std::string_view key, ondemand::value value, NativeLine& line) {
  if (key == "first") return read_number(value, line.first);
  if (key == "last") return read_number(value, line.last);
  if (key == "undated") return value.get_uint64().get(line.undated) == simdjson::SUCCESS;
  if (key == "told") return value.get_uint64().get(line.told) == simdjson::SUCCESS;
  if (key == "ttl") return read_numbers(value, line.ttl);
  if (key == "days") return read_numbers(value, line.days);
  return true;  // fields of later versions
}

bool read_field(std::string_view key, ondemand::value value, NativeLine& line) {
  if (key == "spoor") return line.is_header = true;
  if (key == "version") return read_number(value, line.version);
  if (key == "name") return line.has_name = read_text(value, line.name);
  if (key == "type") return line.has_type = read_text(value, line.type);
  if (key == "rdata") return line.has_rdata = read_text(value, line.rdata);
  if (key == "raw") return line.has_raw = read_text(value, line.raw);
  if (key == "bailiwick") return read_number(value, line.bailiwick);
  if (key == "source") return line.has_source = read_text(value, line.source);
  if (key == "kind") return read_text(value, line.kind);
  if (key == "mode") return read_text(value, line.mode);
  if (key == "how") return read_text(value, line.how);
  return read_sightings_field(key, value, line);
}

std::string_view read_line(ondemand::parser& parser, std::string_view text, NativeLine& line) {
  std::vector<std::uint64_t> ttl = std::move(line.ttl), days = std::move(line.days);
  ttl.clear();
  days.clear();
  line = NativeLine{};
  line.ttl = std::move(ttl);
  line.days = std::move(days);
  return read_object(
      parser, text,
      [&](std::string_view key, ondemand::value value) -> std::optional<std::string_view> {
        if (!read_field(key, value, line)) return "a field has the wrong shape";
        return std::nullopt;
      });
}

/// Days with their counts; false when they are no days of a sighting between `s.first` and
/// `s.last`.
bool read_days(const std::vector<std::uint64_t>& numbers, Sightings& s) {
  if (numbers.size() % 2 != 0) return false;
  const std::uint32_t first_day = record::day_of(s.first), last_day = record::day_of(s.last);
  std::uint64_t day = 0;
  for (std::size_t i = 0; i < numbers.size(); i += 2) {
    if (i > 0 && numbers[i] == 0) return false;
    if (numbers[i] > last_day) return false;
    day += numbers[i];
    if (day < first_day || day > last_day || numbers[i + 1] > record::kMaxCount) return false;
    s.days.add(static_cast<std::uint32_t>(day), numbers[i + 1]);
  }
  s.days.drop_unknown(first_day, last_day);
  return true;
}

bool to_sightings(const NativeLine& line, Sightings& s) {
  s = Sightings{};
  if (!line.first || !line.last || *line.first == 0 || *line.first > *line.last ||
      *line.last > kMaxSeconds)
    return false;
  if (line.undated > record::kMaxCount || line.told > record::kMaxCount) return false;
  s.first = static_cast<std::uint32_t>(*line.first);
  s.last = static_cast<std::uint32_t>(*line.last);
  s.undated = line.undated;
  s.told = line.told;
  if (!line.ttl.empty()) {
    if (line.ttl.size() != 2 || line.ttl[0] > line.ttl[1] || line.ttl[1] > kMaxSeconds)
      return false;
    s.ttl_min = static_cast<std::uint32_t>(line.ttl[0]);
    s.ttl_max = static_cast<std::uint32_t>(line.ttl[1]);
  }
  return read_days(line.days, s);
}

std::size_t decode_hex(std::string_view text, std::uint8_t* out) {
  const auto digit = [](char c) {
    if (c >= '0' && c <= '9') return c - '0';
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
  };
  if (text.size() % 2 != 0 || text.size() / 2 > dns::kMaxCanonicalRdata) return dns::kBadRdata;
  for (std::size_t i = 0; i < text.size(); i += 2) {
    const int high = digit(text[i]), low = digit(text[i + 1]);
    if (high < 0 || low < 0) return dns::kBadRdata;
    out[i / 2] = static_cast<std::uint8_t>(high << 4 | low);
  }
  return text.size() / 2;
}

class NativeTaker final : public LineTaker {
 public:
  NativeTaker(FeedSources& sources, record::ObservationSink& sink)
      : sources_(sources), sink_(sink), types_(sources), rdata_(dns::kMaxCanonicalRdata) {}

  Status take(std::string_view text, Tally& tally) override {
    std::string_view fault = read_line(parser_, text, line_);
    if (fault.empty() && line_.is_header) return check_version();
    Sightings sightings;
    if (fault.empty() && !to_sightings(line_, sightings)) fault = kBadSightings;
    const auto how = value_of(kHowWords, line_.how);
    if (fault.empty() && !how) fault = "how is neither sensor nor zone";
    if (fault.empty()) fault = check_source();
    // Labels of types and sources are kept for ever: last, so that a refused line leaves none.
    if (fault.empty()) {
      SPOOR_TRY(fault, read_record());
    }
    if (fault.empty()) {
      SPOOR_TRY(fault, find_source());
    }
    if (!fault.empty()) {
      tally.reject(fault);
      return {};
    }
    sink_.add(record_, source_, *how, sightings);
    tally.accept(1);
    return {};
  }

 private:
  Status check_version() const {
    if (line_.version && *line_.version == kNativeVersion) return {};
    return Error{ErrorCode::kInvalid,
                 "the native file is of another version than this program reads", 0, "version"};
  }

  Result<std::string_view> read_record() {
    if (!line_.has_name || !line_.has_type || line_.has_rdata == line_.has_raw)
      return std::string_view("name, type or rdata missing");
    const std::size_t size = dns::parse_name_octets(line_.name, owner_.data());
    if (size == 0) return std::string_view("name is no name");
    record_.owner = {owner_.data(), size};
    record_.bailiwick = record::kBailiwickUnknown;
    if (line_.bailiwick) {
      if (*line_.bailiwick > dns::count_labels(record_.owner))
        return std::string_view("bailiwick has more labels than the name");
      record_.bailiwick = static_cast<std::uint8_t>(*line_.bailiwick);
    }
    SPOOR_TRY(const TypeAnswer answer, types_.find(line_.type));
    if (!answer.fault.empty()) return answer.fault;
    record_.type = answer.type;
    const std::size_t octets =
        line_.has_raw ? decode_hex(line_.raw, rdata_.data()) : encode_rdata();
    if (octets == dns::kBadRdata) return std::string_view("rdata does not fit its type");
    record_.rdata = {rdata_.data(), octets};
    return std::string_view();
  }

  std::size_t encode_rdata() {
    if (!dns::is_wire_type(record_.type)) {
      if (line_.rdata.size() > dns::kMaxCanonicalRdata) return dns::kBadRdata;
      std::copy(line_.rdata.begin(), line_.rdata.end(), rdata_.begin());
      return line_.rdata.size();
    }
    const auto size = dns::parse_rdata_into(record_.type, line_.rdata, rdata_.data());
    return size ? *size : dns::kBadRdata;
  }

  std::string_view check_source() const {
    if (!line_.has_source || line_.source.empty() || line_.source.size() > kMaxSourceOctets ||
        !value_of(kKindWords, line_.kind) || !value_of(kModeWords, line_.mode)) {
      return "source, kind or mode missing or unknown";
    }
    if (std::any_of(line_.source.begin(), line_.source.end(),
                    [](char c) { return static_cast<std::uint8_t>(c) < 0x20 || c == 0x7F; })) {
      return "source is not printable";
    }
    return {};
  }

  /// Behind check_source().
  Result<std::string_view> find_source() {
    const auto kind = value_of(kKindWords, line_.kind);
    const auto mode = value_of(kModeWords, line_.mode);
    if (spec_ && spec_->name == line_.source && spec_->kind == *kind && spec_->mode == *mode)
      return std::string_view();
    record::SourceSpec spec{std::string(line_.source), *kind, *mode};
    const std::string key = std::to_string(static_cast<int>(*kind)) +
                            std::to_string(static_cast<int>(*mode)) + spec.name;
    auto known = known_.find(key);
    if (known == known_.end()) {
      if (known_.size() >= kMaxSources) return std::string_view("too many sources in one file");
      SPOOR_TRY(const record::SourceId id, sources_.source_of(spec));
      known = known_.emplace(key, id).first;
    }
    source_ = known->second;
    spec_ = std::move(spec);
    return std::string_view();
  }

  FeedSources& sources_;
  record::ObservationSink& sink_;
  ondemand::parser parser_;
  NativeLine line_;
  TypeNames types_;
  std::unordered_map<std::string, record::SourceId> known_;
  std::optional<record::SourceSpec> spec_;
  record::SourceId source_;
  std::array<std::uint8_t, dns::kMaxNameOctets> owner_;
  std::vector<std::uint8_t> rdata_;
  record::RecordView record_;
};

}  // namespace

std::unique_ptr<LineTaker> make_native_taker(const TakerNeeds& needs) {
  return std::make_unique<NativeTaker>(needs.sources, needs.sink);
}

}  // namespace spoor::feed
