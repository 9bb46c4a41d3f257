// SPDX-License-Identifier: Apache-2.0
// JSON of nmsgtool -J: dnsdedupe and newdomain of SIE; dns, dnsqr, dnsobs and dnstap of base
// (docs/formats/feeds.md).
#include <algorithm>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/ip_address.h"
#include "feed/base64.h"
#include "feed/json_value.h"
#include "feed/line_takers.h"
#include "feed/moment.h"
#include "feed/response_outlet.h"
#include "harden/hardener.h"

namespace spoor::feed {
namespace {

using record::How;
using record::Sightings;

constexpr std::string_view kBadShape = "message has the wrong shape";
constexpr std::uint16_t kDnsPort = 53;
constexpr std::size_t kMaxSets = 65536;

/// An RRset, its rdata in the pool of the line.
struct RecordSet {
  LoggedRecord record;
  std::string_view klass;
  std::size_t rdata_at = 0, rdata_count = 0;
};

struct NmsgLine {
  std::string_view time, module;
  std::string_view type, bailiwick, zone;
  std::string_view time_first, time_last, zone_time_first, zone_time_last, time_seen;
  std::optional<std::uint64_t> count;
  bool has_count = false, has_message = false;
  std::string_view query_ip, response_ip, proto, rcode, question, response;
  std::optional<std::uint64_t> query_port, response_port, response_time;
  RecordSet own;                   // of dnsdedupe, newdomain and dns
  std::vector<RecordSet> answers;  // of response_json
  std::vector<std::string_view> rdata;
  std::string_view fault;

  void clear() {
    auto sets = std::move(answers);
    auto texts = std::move(rdata);
    sets.clear();
    texts.clear();
    *this = NmsgLine{};
    answers = std::move(sets);
    rdata = std::move(texts);
  }
};

void text_into(ondemand::value value, std::string_view& into) {
  if (!read_text(value, into)) into = {};
}

/// A number, or the first of an array of them.
std::optional<std::uint64_t> first_number(ondemand::value value) {
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return std::nullopt;
  if (type != ondemand::json_type::array) return read_count(value);
  ondemand::array elements;
  std::optional<std::uint64_t> first;
  if (value.get_array().get(elements) != simdjson::SUCCESS) return std::nullopt;
  for (auto element : elements) {
    ondemand::value each;
    if (element.get(each) != simdjson::SUCCESS) return std::nullopt;
    if (!first) first = read_count(each);
  }
  return first;
}

void read_rdata(ondemand::value value, NmsgLine& line, RecordSet& set) {
  ondemand::array elements;
  set.rdata_at = line.rdata.size();
  if (value.get_array().get(elements) != simdjson::SUCCESS) {
    line.fault = kBadShape;
    return;
  }
  for (auto element : elements) {
    std::string_view text;
    if (element.get_string().get(text) != simdjson::SUCCESS) {
      line.fault = kBadShape;
      return;
    }
    line.rdata.push_back(text);
  }
  set.rdata_count = line.rdata.size() - set.rdata_at;
}

bool read_set_field(std::string_view key, ondemand::value value, NmsgLine& line, RecordSet& set) {
  if (key == "rrname") {
    text_into(value, set.record.owner);
  } else if (key == "rrtype") {
    text_into(value, set.record.type_text);
  } else if (key == "rrclass") {
    text_into(value, set.klass);
  } else if (key == "rrttl") {
    set.record.ttl_s = read_count(value);
  } else if (key == "rdata") {
    read_rdata(value, line, set);
  } else {
    return false;
  }
  return true;
}

template <class Take>
void for_each_object(ondemand::value value, NmsgLine& line, const Take& take) {
  ondemand::array elements;
  if (value.get_array().get(elements) != simdjson::SUCCESS) {
    line.fault = kBadShape;
    return;
  }
  for (auto element : elements) {
    ondemand::value each;
    if (element.get(each) != simdjson::SUCCESS || !take(each)) line.fault = kBadShape;
    if (!line.fault.empty()) return;
  }
}

void read_response_field(std::string_view key, ondemand::value value, NmsgLine& line) {
  if (key == "header") {
    if (!for_each_field(value, [&](std::string_view name, ondemand::value field) {
          if (name == "rcode") text_into(field, line.rcode);
        }))
      line.fault = kBadShape;
  } else if (key == "question") {
    for_each_object(value, line, [&](ondemand::value each) {
      return for_each_field(each, [&](std::string_view name, ondemand::value field) {
        if ((name == "qname" || name == "rrname") && line.question.empty())
          text_into(field, line.question);
      });
    });
  } else if (key == "answer") {
    for_each_object(value, line, [&](ondemand::value each) {
      if (line.answers.size() == kMaxSets) return false;
      RecordSet& set = line.answers.emplace_back();
      return for_each_field(each, [&](std::string_view name, ondemand::value field) {
        read_set_field(name, field, line, set);
      });
    });
  }
}

std::string_view* text_field(std::string_view key, NmsgLine& line) {
  const std::pair<std::string_view, std::string_view*> fields[] = {
      {"type", &line.type},
      {"message_type", &line.type},
      {"bailiwick", &line.bailiwick},
      {"query_zone", &line.zone},
      {"time_first", &line.time_first},
      {"time_last", &line.time_last},
      {"zone_time_first", &line.zone_time_first},
      {"zone_time_last", &line.zone_time_last},
      {"time_seen", &line.time_seen},
      {"query_ip", &line.query_ip},
      {"response_ip", &line.response_ip},
      {"proto", &line.proto},
      {"rcode", &line.rcode},
      {"qname", &line.question},
      {"response", &line.response}};
  for (const auto& [name, into] : fields) {
    if (name == key) return into;
  }
  return nullptr;
}

void read_message_field(std::string_view key, ondemand::value value, NmsgLine& line) {
  if (!line.fault.empty() || read_set_field(key, value, line, line.own)) return;
  if (std::string_view* const into = text_field(key, line)) {
    text_into(value, *into);
  } else if (key == "count") {
    line.has_count = true;
    line.count = read_count(value);
  } else if (key == "query_port") {
    line.query_port = read_count(value);
  } else if (key == "response_port") {
    line.response_port = read_count(value);
  } else if (key == "response_time_sec") {
    line.response_time = first_number(value);
  } else if (key == "response_json") {
    if (!for_each_field(value, [&](std::string_view name, ondemand::value field) {
          if (line.fault.empty()) read_response_field(name, field, line);
        }))
      line.fault = kBadShape;
  }
}

std::string_view read_line(ondemand::parser& parser, std::string_view text, NmsgLine& line) {
  line.clear();
  return read_object(
      parser, text,
      [&](std::string_view key, ondemand::value value) -> std::optional<std::string_view> {
        if (key == "time") {
          text_into(value, line.time);
        } else if (key == "mname") {
          text_into(value, line.module);
        } else if (key == "message") {
          line.has_message =
              for_each_field(value, [&](std::string_view name, ondemand::value each) {
                read_message_field(name, each, line);
              });
          if (!line.has_message) return kBadShape;
        }
        if (!line.fault.empty()) return line.fault;
        return std::nullopt;
      });
}

/// A pair of times with what was counted between them.
struct Span {
  Sightings seen;
  How how = How::kSensor;
};

class NmsgTaker final : public LineTaker {
 public:
  explicit NmsgTaker(const TakerNeeds& needs)
      : sink_(needs.sink), outlet_(needs.sources, needs.sink) {}

  Status take(std::string_view text, Tally& tally) override {
    std::string_view fault = read_line(parser_, text, line_);
    if (fault.empty() && !line_.has_message) fault = kBadShape;
    if (!fault.empty()) {
      tally.reject(fault);
      return {};
    }
    if (line_.module == "dnsdedupe" || line_.module == "newdomain") return take_dedupe(tally);
    if (line_.module == "dns") return take_dns(tally);
    if (line_.module == "dnsqr") return take_query_response(tally);
    if (line_.module == "dnstap" || line_.module == "dnsobs") return take_sections(tally);
    tally.skip("message of a module that tells no records");
    return {};
  }

 private:
  /// An INSERTION opens what an EXPIRATION closes with the final count: it tells when, not how
  /// often.
  Status take_dedupe(Tally& tally) {
    if (line_.type == "CHAFF") {
      tally.skip("chaff");
      return {};
    }
    if (line_.has_count && !line_.count) {
      tally.reject("count is no whole number");
      return {};
    }
    const std::uint64_t count = line_.type == "INSERTION" ? 0 : line_.count.value_or(1);
    std::vector<Span>& spans = spans_;
    spans.clear();
    std::string_view fault = add_span(line_.time_first, line_.time_last, How::kSensor, count);
    if (fault.empty())
      fault = add_span(line_.zone_time_first, line_.zone_time_last, How::kZone, count);
    if (fault.empty() && spans.empty()) {
      const std::string_view when = line_.time_seen.empty() ? line_.time : line_.time_seen;
      fault = add_span(when, when, How::kSensor, count);
    }
    if (!fault.empty()) {
      tally.reject(fault);
      return {};
    }
    return take_own(tally);
  }
  Status take_dns(Tally& tally) {
    spans_.clear();
    const std::string_view fault = add_span(line_.time, line_.time, How::kSensor, 1);
    if (fault.empty()) return take_own(tally);
    tally.reject(fault);
    return {};
  }

  std::string_view add_span(std::string_view first, std::string_view last, How how,
                            std::uint64_t count) {
    if (first.empty() && last.empty()) return {};
    const auto begin = parse_time(first);
    const auto end = parse_time(last);
    if (!begin || !end) return "a pair of times is not whole";
    if (*begin > *end) return "first seen after last seen";
    spans_.push_back({Sightings::seen(*begin, *end, std::min(count, record::kMaxCount)), how});
    return {};
  }

  Status take_own(Tally& tally) {
    if (line_.own.klass != "IN" && !line_.own.klass.empty()) {
      tally.skip("class other than IN");
      return {};
    }
    if (line_.own.rdata_count == 0) {
      tally.skip("no answer");
      return {};
    }
    std::uint64_t records = 0;
    for (const Span& span : spans_) {
      SPOOR_CHECK(outlet_.begin(span.seen, span.how));
      outlet_.set_zone(line_.bailiwick);
      add_set(line_.own, tally);
      records += outlet_.records();
    }
    tally.accept(records);
    return {};
  }
  void add_set(const RecordSet& set, Tally& tally) {
    LoggedRecord record = set.record;
    for (std::size_t i = 0; i < set.rdata_count; ++i) {
      record.rdata = line_.rdata[set.rdata_at + i];
      outlet_.add(record, tally);
    }
  }

  /// Parsed sections beside the message.
  Status take_sections(Tally& tally) {
    if (line_.type.ends_with("_QUERY")) {
      tally.skip("no response");
      return {};
    }
    if (line_.rcode != "NOERROR" || line_.answers.empty()) {
      tally.skip(line_.rcode == "NOERROR" ? "no answer" : "response code other than NOERROR");
      return {};
    }
    const auto time = line_.response_time && *line_.response_time != 0 &&
                              *line_.response_time <= std::numeric_limits<std::uint32_t>::max()
                          ? std::optional(static_cast<std::uint32_t>(*line_.response_time))
                          : parse_time(line_.time);
    if (!time) {
      tally.reject("time is no time between 1970 and 2106");
      return {};
    }
    SPOOR_CHECK(outlet_.begin(*time));
    const std::string_view fault = outlet_.ask(line_.question);
    if (!fault.empty() || line_.question.empty()) {
      tally.reject("the question is no name");
      return {};
    }
    outlet_.set_zone(line_.zone);
    for (const RecordSet& set : line_.answers) {
      if (set.klass == "IN" || set.klass.empty()) {
        add_set(set, tally);
      } else {
        tally.skip("class other than IN");
      }
    }
    outlet_.end(tally);
    return {};
  }

  /// The message itself, through what hardens captures: nmsg saw its query.
  Status take_query_response(Tally& tally) {
    if (!line_.type.ends_with("_QUERY_RESPONSE")) {
      tally.skip("response without its query");
      return {};
    }
    const auto server = parse_ip_address(line_.response_ip);
    const auto client = parse_ip_address(line_.query_ip);
    if (!server || !decode_base64(line_.response, octets_)) {
      tally.reject(server ? "response is no message in base64" : "response_ip is no address");
      return {};
    }
    const auto time = line_.response_time ? line_.response_time : seconds_of_line();
    if (!time || *time == 0 || *time > std::numeric_limits<std::uint32_t>::max()) {
      tally.reject("response_time_sec is no time between 1970 and 2106");
      return {};
    }
    SPOOR_CHECK(outlet_.begin(static_cast<std::uint32_t>(*time)));
    harden::CapturedMessage message;
    message.time_us = *time * 1'000'000;
    message.source = *server;
    message.destination = client.value_or(IpAddress{});
    message.source_port = port_of(line_.response_port, kDnsPort);
    message.destination_port = port_of(line_.query_port, 0);
    message.transport = line_.proto == "TCP" ? harden::Transport::kTcp : harden::Transport::kUdp;
    message.payload = octets_;
    harden(message, tally);
    return {};
  }
  [[nodiscard]] std::optional<std::uint64_t> seconds_of_line() const {
    const auto time = parse_time(line_.time);
    return time ? std::optional<std::uint64_t>(*time) : std::nullopt;
  }
  static std::uint16_t port_of(std::optional<std::uint64_t> port, std::uint16_t otherwise) {
    return port && *port <= 65535 ? static_cast<std::uint16_t>(*port) : otherwise;
  }

  void harden(const harden::CapturedMessage& message, Tally& tally) {
    if (!hardener_) {
      harden::HardenOptions options;
      options.source = outlet_.source();
      options.unmatched = harden::Unmatched::kKeep;
      hardener_ = std::make_unique<harden::Hardener>(options, sink_);
    }
    const std::uint64_t records = hardener_->stats().records;
    const std::uint64_t responses = hardener_->stats().responses;
    hardener_->take(message);
    const std::uint64_t more = hardener_->stats().records - records;
    if (more > 0) return tally.accept(more);
    if (hardener_->stats().responses > responses) return tally.skip("no answer");
    tally.skip("response that hardening refuses");
  }

  record::ObservationSink& sink_;
  ondemand::parser parser_;
  NmsgLine line_;
  std::vector<Span> spans_;
  ResponseOutlet outlet_;
  std::vector<std::uint8_t> octets_;
  std::unique_ptr<harden::Hardener> hardener_;
};

}  // namespace

std::unique_ptr<LineTaker> make_nmsg_taker(const TakerNeeds& needs) {
  return std::make_unique<NmsgTaker>(needs);
}

bool looks_like_nmsg(const FeedHead& head) {
  return head.is_json && head.has_key("vname") && head.has_key("mname");
}

}  // namespace spoor::feed
