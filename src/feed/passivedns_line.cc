// SPDX-License-Identifier: Apache-2.0
// Logs of gamelinux/passivedns, with || between the fields and as JSON (docs/formats/feeds.md).
#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <vector>

#include "dns/name.h"
#include "feed/json_value.h"
#include "feed/line_takers.h"
#include "feed/moment.h"
#include "feed/rdata_reader.h"
#include "feed/type_names.h"

namespace spoor::feed {
namespace {

using record::Sightings;

constexpr std::string_view kDelimiter = "||";
constexpr std::size_t kMaxFields = 64;

struct PassiveDnsLine {
  std::string_view time, klass, query, type, answer;
  std::optional<std::uint64_t> ttl, count;
  bool has_count = false;
};

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

bool is_class(std::string_view text) {
  constexpr std::string_view kClasses[] = {"IN", "CH", "CS", "HS", "NONE", "ANY"};
  return std::find(std::begin(kClasses), std::end(kClasses), text) != std::end(kClasses) ||
         text.starts_with("CLASS");
}

/// What the error log has in place of an answer. Rdata never looks so: its names end in a dot.
bool is_error_word(std::string_view answer) {
  constexpr std::string_view kWords[] = {"NXDOMAIN", "SERVFAIL", "REFUSED", "FORMERR", "NOTIMPL",
                                         "YXDOMAIN", "YXRRSET",  "NXRRSET", "NOTAUTH", "NOTZONE"};
  return std::find(std::begin(kWords), std::end(kWords), answer) != std::end(kWords) ||
         answer.starts_with("UNKNOWN-ERROR-");
}

/// The fields behind the class are query, its length?, type, answer, its length?, ttl, count?. An
/// answer may hold the delimiter itself, so it is what stands between the others.
std::string_view read_fields(std::string_view text, std::vector<std::string_view>& fields,
                             PassiveDnsLine& line) {
  constexpr std::string_view kShape = "fields are not those of a passivedns log";
  fields.clear();
  for (std::string_view rest = text; fields.size() < kMaxFields;) {
    const std::size_t end = rest.find(kDelimiter);
    fields.push_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + kDelimiter.size());
  }
  const auto klass = std::find_if(fields.begin() + 1, fields.end(), is_class);
  const std::size_t at = static_cast<std::size_t>(klass - fields.begin()) + 1;
  if (klass == fields.end() || fields.size() < at + 4 || fields.size() == kMaxFields) return kShape;
  line.time = fields[0];
  line.klass = *klass;
  line.query = fields[at];
  std::size_t type = at + 1, last = fields.size() - 1;
  const auto query_length = number_of(fields[type]);
  const bool has_lengths = query_length && (*query_length == line.query.size() ||
                                            *query_length + 1 == line.query.size());
  if (has_lengths && fields.size() > type + 3) ++type;
  const auto final_number = number_of(fields[last]);
  const auto before_it = number_of(fields[last - 1]);
  if (!final_number) return kShape;
  line.has_count = before_it.has_value() && last - 1 > type + 1;
  line.ttl = line.has_count ? before_it : final_number;
  line.count = line.has_count ? final_number : std::optional<std::uint64_t>(1);
  std::size_t behind = line.has_count ? last - 1 : last;  // the ttl
  line.type = fields[type];
  const auto span = [&](std::size_t end) {
    const char* const begin = fields[type + 1].data();
    return std::string_view(
        begin, static_cast<std::size_t>(fields[end].data() - begin) - kDelimiter.size());
  };
  line.answer = span(behind);
  if (has_lengths && behind > type + 2) {
    const auto answer_length = number_of(fields[behind - 1]);
    if (answer_length) line.answer = span(behind - 1);
  }
  return {};
}

void read_json_field(std::string_view key, ondemand::value value, PassiveDnsLine& line) {
  const auto text = [&](std::string_view& into) {
    if (!read_text(value, into)) into = {};
  };
  if (key == "timestamp_s") {
    line.time = read_word(value);
  } else if (key == "timestamp") {
    if (!line.time.empty()) return;  // the seconds are surer
    text(line.time);
  } else if (key == "class") {
    text(line.klass);
  } else if (key == "query") {
    text(line.query);
  } else if (key == "type") {
    text(line.type);
  } else if (key == "answer") {
    text(line.answer);
  } else if (key == "ttl") {
    line.ttl = read_count(value);
  } else if (key == "count") {
    line.has_count = true;
    line.count = read_count(value);
  }
}

std::string_view read_json(ondemand::parser& parser, std::string_view text, PassiveDnsLine& line) {
  return read_object(
      parser, text,
      [&](std::string_view key, ondemand::value value) -> std::optional<std::string_view> {
        read_json_field(key, value, line);
        return std::nullopt;
      });
}

class PassiveDnsTaker final : public LineTaker {
 public:
  explicit PassiveDnsTaker(const TakerNeeds& needs) : sources_(needs.sources), sink_(needs.sink) {}

  Status take(std::string_view text, Tally& tally) override {
    if (text.ends_with('\r')) text.remove_suffix(1);
    line_ = PassiveDnsLine{};
    const std::string_view fault =
        text.starts_with('{') ? read_json(parser_, text, line_) : read_fields(text, fields_, line_);
    if (!fault.empty()) {
      tally.reject(fault);
      return {};
    }
    if (is_error_word(line_.answer)) {
      tally.skip("response code other than NOERROR");
      return {};
    }
    if (!line_.klass.empty() && line_.klass != "IN") {
      tally.skip("class other than IN");
      return {};
    }
    return take_record(tally);
  }

 private:
  Status take_record(Tally& tally) {
    record::RecordView record;
    const std::string_view fault = read_record(record, tally);
    if (!fault.empty()) {
      tally.reject(fault);
      return {};
    }
    if (!source_) {
      SPOOR_TRY(source_, sources_.source_for({}));
    }
    Sightings sightings = Sightings::seen(*time_, *time_, line_.count.value_or(1));
    if (line_.ttl && *line_.ttl <= 0xFFFFFFFFU)
      sightings.widen_ttl(static_cast<std::uint32_t>(*line_.ttl > 0x7FFFFFFFU ? 0 : *line_.ttl));
    sink_.add(record, *source_, record::How::kSensor, sightings);
    tally.accept(1);
    return {};
  }

  std::string_view read_record(record::RecordView& record, Tally& tally) {
    time_ = parse_time(line_.time);
    if (!time_) return "timestamp is no time between 1970 and 2106";
    if (line_.has_count && (!line_.count || *line_.count == 0)) return "count is no whole number";
    const std::size_t owner = read_name_text(line_.query, owner_.data());
    if (owner == 0) return "query is no name";
    const TypeAnswer type = TypeNames::of_wire_text(line_.type);
    if (!type.fault.empty()) return type.fault;
    if (!rdata_.read(type.type, line_.answer, tally)) return "rdata does not fit its type";
    if (line_.time.size() > 4 && line_.time[4] == '-')
      tally.note("times of a clock on the wall: taken as UTC");
    record = {{owner_.data(), owner}, type.type, rdata_.octets(), record::kBailiwickUnknown};
    return {};
  }

  FeedSources& sources_;
  record::ObservationSink& sink_;
  ondemand::parser parser_;
  PassiveDnsLine line_;
  std::vector<std::string_view> fields_;
  std::optional<std::uint32_t> time_;
  std::optional<record::SourceId> source_;
  std::array<std::uint8_t, dns::kMaxNameOctets> owner_;
  RdataReader rdata_;
};

}  // namespace

std::unique_ptr<LineTaker> make_passivedns_taker(const TakerNeeds& needs) {
  return std::make_unique<PassiveDnsTaker>(needs);
}

bool looks_like_passivedns(const FeedHead& head) {
  if (head.is_json) {
    return head.has_key("query") && head.has_key("answer") && head.has_key("type") &&
           (head.has_key("timestamp_s") || head.has_key("timestamp"));
  }
  const std::size_t first = head.line.find(kDelimiter);
  if (first == std::string_view::npos || !parse_time(head.line.substr(0, first))) return false;
  const std::string_view rest = head.line.substr(first);
  return rest.find("||IN||") != std::string_view::npos ||
         rest.find("||CH||") != std::string_view::npos;
}

}  // namespace spoor::feed
