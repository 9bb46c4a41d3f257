// SPDX-License-Identifier: Apache-2.0
// JSON of DNS-collector, nested and flat (docs/formats/feeds.md).
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "feed/json_value.h"
#include "feed/line_takers.h"
#include "feed/moment.h"
#include "feed/response_outlet.h"

namespace spoor::feed {
namespace {

constexpr std::string_view kBadShape = "a field has the wrong shape";
constexpr std::string_view kFlatAnswer = "dns.resource-records.an.";
constexpr std::size_t kMaxAnswers = 4096;

struct CollectorAnswer {
  LoggedRecord record;
  std::string_view klass;
};

struct CollectorLine {
  std::string_view operation, time, zone, question, question_class, rcode, opcode;
  bool is_response = false, is_malformed = false, has_question = false;
  std::vector<CollectorAnswer> answers;
  std::string_view fault;

  void clear() {
    auto kept = std::move(answers);
    kept.clear();
    *this = CollectorLine{};
    answers = std::move(kept);
  }
};

/// Text; a missing one is written as a dash.
void text_into(ondemand::value value, std::string_view& into) {
  if (!read_text(value, into) || into == "-") into = {};
}

/// true, "true", 1.
bool is_true(ondemand::value value) {
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  bool flag = false;
  std::string_view text;
  if (type == ondemand::json_type::boolean)
    return value.get_bool().get(flag) == simdjson::SUCCESS && flag;
  if (type == ondemand::json_type::string) return read_text(value, text) && text == "true";
  return read_count(value).value_or(0) != 0;
}

void read_answer_field(std::string_view key, ondemand::value value, CollectorAnswer& answer) {
  if (key == "name") {
    text_into(value, answer.record.owner);
  } else if (key == "rdatatype") {
    text_into(value, answer.record.type_text);
  } else if (key == "class") {
    text_into(value, answer.klass);
  } else if (key == "ttl") {
    answer.record.ttl_s = read_count(value);
  } else if (key == "rdata") {
    if (!read_text(value, answer.record.rdata)) answer.record.rdata = {};
  }
}

/// The fields that both forms have, by their dotted names.
void read_plain_field(std::string_view key, ondemand::value value, CollectorLine& line) {
  if (key == "dns.qname") {
    line.has_question = true;
    text_into(value, line.question);
  } else if (key == "dns.qclass") {
    text_into(value, line.question_class);
  } else if (key == "dns.rcode") {
    text_into(value, line.rcode);
  } else if (key == "dns.flags.qr") {
    line.is_response = line.is_response || is_true(value);
  } else if (key == "dns.malformed-packet") {
    line.is_malformed = is_true(value);
  } else if (key == "dnstap.operation") {
    text_into(value, line.operation);
    line.is_response = line.is_response || line.operation.ends_with("_RESPONSE");
  } else if (key == "dnstap.timestamp-rfc3339ns") {
    text_into(value, line.time);
  } else if (key == "dnstap.query-zone") {
    text_into(value, line.zone);
  }
}

/// "0.rdata" of a flat line.
void read_flat_answer(std::string_view rest, ondemand::value value, CollectorLine& line) {
  std::size_t index = 0;
  const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), index);
  if (error != std::errc() || end == rest.data() + rest.size() || *end != '.' ||
      index >= kMaxAnswers) {
    line.fault = kBadShape;
    return;
  }
  if (index >= line.answers.size()) line.answers.resize(index + 1);
  rest.remove_prefix(static_cast<std::size_t>(end - rest.data()) + 1);
  read_answer_field(rest, value, line.answers[index]);
}

void read_answers(ondemand::value value, CollectorLine& line) {
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS || type == ondemand::json_type::null) return;
  ondemand::array elements;
  if (value.get_array().get(elements) != simdjson::SUCCESS) {
    line.fault = kBadShape;
    return;
  }
  for (auto element : elements) {
    ondemand::value each;
    if (element.get(each) != simdjson::SUCCESS || line.answers.size() == kMaxAnswers) {
      line.fault = kBadShape;
      return;
    }
    CollectorAnswer& answer = line.answers.emplace_back();
    if (!for_each_field(each, [&](std::string_view key, ondemand::value field) {
          read_answer_field(key, field, answer);
        })) {
      line.fault = kBadShape;
      return;
    }
  }
}

void read_nested_dns(std::string_view key, ondemand::value value, CollectorLine& line) {
  if (key == "flags") {
    if (!for_each_field(value, [&](std::string_view name, ondemand::value field) {
          if (name == "qr") line.is_response = line.is_response || is_true(field);
        }))
      line.fault = kBadShape;
  } else if (key == "resource-records") {
    if (!for_each_field(value, [&](std::string_view name, ondemand::value field) {
          if (name == "an" && line.fault.empty()) read_answers(field, line);
        }))
      line.fault = kBadShape;
  } else if (key == "qname" || key == "qclass" || key == "rcode" || key == "malformed-packet") {
    read_plain_field(key == "qname"    ? "dns.qname"
                     : key == "qclass" ? "dns.qclass"
                     : key == "rcode"  ? "dns.rcode"
                                       : "dns.malformed-packet",
                     value, line);
  }
}

void read_nested_tap(std::string_view key, ondemand::value value, CollectorLine& line) {
  if (key == "operation") {
    read_plain_field("dnstap.operation", value, line);
  } else if (key == "timestamp-rfc3339ns") {
    read_plain_field("dnstap.timestamp-rfc3339ns", value, line);
  } else if (key == "query-zone") {
    read_plain_field("dnstap.query-zone", value, line);
  }
}

void read_field(std::string_view key, ondemand::value value, CollectorLine& line) {
  if (key == "dns") {
    if (!for_each_field(value, [&](std::string_view name, ondemand::value field) {
          if (line.fault.empty()) read_nested_dns(name, field, line);
        }))
      line.fault = kBadShape;
  } else if (key == "dnstap") {
    if (!for_each_field(value, [&](std::string_view name, ondemand::value field) {
          read_nested_tap(name, field, line);
        }))
      line.fault = kBadShape;
  } else if (key.starts_with(kFlatAnswer)) {
    read_flat_answer(key.substr(kFlatAnswer.size()), value, line);
  } else {
    read_plain_field(key, value, line);
  }
}

std::string_view read_line(ondemand::parser& parser, std::string_view text, CollectorLine& line) {
  line.clear();
  return read_object(
      parser, text,
      [&](std::string_view key, ondemand::value value) -> std::optional<std::string_view> {
        read_field(key, value, line);
        if (!line.fault.empty()) return line.fault;
        return std::nullopt;
      });
}

class CollectorTaker final : public LineTaker {
 public:
  explicit CollectorTaker(const TakerNeeds& needs) : outlet_(needs.sources, needs.sink) {}

  Status take(std::string_view text, Tally& tally) override {
    const std::string_view fault = read_line(parser_, text, line_);
    if (!fault.empty()) {
      tally.reject(fault);
      return {};
    }
    const std::string_view reason = reason_to_skip();
    if (!reason.empty()) {
      tally.skip(reason);
      return {};
    }
    return take_response(tally);
  }

 private:
  [[nodiscard]] std::string_view reason_to_skip() const {
    if (line_.operation.ends_with("_QUERY") || !line_.is_response) return "no response";
    if (line_.is_malformed) return "message that was malformed";
    if (line_.rcode != "NOERROR") return "response code other than NOERROR";
    if (line_.answers.empty()) return "no answer";
    if (!line_.question_class.empty() && line_.question_class != "IN") return "class other than IN";
    return {};
  }

  Status take_response(Tally& tally) {
    const auto time = parse_moment(line_.time);
    if (!time) {
      tally.reject("timestamp is no time between 1970 and 2106");
      return {};
    }
    SPOOR_CHECK(outlet_.begin(*time));
    const std::string_view fault =
        line_.has_question ? outlet_.ask(line_.question) : "the question is missing";
    if (!fault.empty()) {
      tally.reject(fault);
      return {};
    }
    outlet_.set_zone(line_.zone);
    for (const CollectorAnswer& answer : line_.answers) {
      if (answer.klass == "IN" || answer.klass.empty()) {
        outlet_.add(answer.record, tally);
      } else {
        tally.skip("class other than IN");
      }
    }
    outlet_.end(tally);
    return {};
  }

  ondemand::parser parser_;
  CollectorLine line_;
  ResponseOutlet outlet_;
};

}  // namespace

std::unique_ptr<LineTaker> make_collector_taker(const TakerNeeds& needs) {
  return std::make_unique<CollectorTaker>(needs);
}

bool looks_like_collector(const FeedHead& head) {
  return head.is_json && ((head.has_key("dns") && head.has_key("network")) ||
                          head.has_key("dns.qname") || head.has_key("dnstap.operation"));
}

}  // namespace spoor::feed
