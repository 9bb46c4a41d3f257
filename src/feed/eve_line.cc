// SPDX-License-Identifier: Apache-2.0
// Suricata's EVE JSON: dns events of versions 1, 2 and 3 (docs/formats/feeds.md).
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "feed/json_value.h"
#include "feed/line_takers.h"
#include "feed/moment.h"
#include "feed/response_outlet.h"

namespace spoor::feed {
namespace {

constexpr std::string_view kBadShape = "a field of dns has the wrong shape";
constexpr std::size_t kMaxAnswers = 65536;

/// A record as the event tells it. What comes in pieces (soa, srv, sshfp) stands in `built` of the
/// event.
struct EveAnswer {
  LoggedRecord record;
  std::size_t built_at = 0, built_size = 0;
  bool is_cut = false;  // Suricata wrote a part of a name or of rdata only
  bool has_rdata = false;
};

/// An event, as views that live until the next one is parsed.
struct EveEvent {
  std::string_view timestamp, event_type;
  bool has_dns = false;
  std::optional<std::uint64_t> version, opcode;
  std::string_view type, rcode, question;
  bool has_question = false, has_answers = false, has_grouped = false;
  EveAnswer own;  // version 1: the event is the record
  std::vector<EveAnswer> answers;
  std::string built;
  std::string_view fault;

  void clear() {
    std::vector<EveAnswer> kept = std::move(answers);
    std::string text = std::move(built);
    kept.clear();
    text.clear();
    *this = EveEvent{};
    answers = std::move(kept);
    built = std::move(text);
  }
};

/// The pieces that an object must have, in the order of presentation form.
struct Pieces {
  std::array<std::string_view, 7> words;
  std::size_t wanted = 0, found = 0;
};

std::size_t place_in_soa(std::string_view key) {
  constexpr std::string_view kKeys[] = {"mname", "rname",  "serial", "refresh",
                                        "retry", "expire", "minimum"};
  for (std::size_t i = 0; i < std::size(kKeys); ++i) {
    if (kKeys[i] == key) return i;
  }
  return std::size(kKeys);
}

std::size_t place_in_srv(std::string_view key) {
  if (key == "target") return 3;
  constexpr std::string_view kKeys[] = {"priority", "weight", "port", "name"};
  for (std::size_t i = 0; i < std::size(kKeys); ++i) {
    if (kKeys[i] == key) return i;
  }
  return 7;
}

std::size_t place_in_sshfp(std::string_view key) {
  constexpr std::string_view kKeys[] = {"algo", "type", "fingerprint"};
  for (std::size_t i = 0; i < std::size(kKeys); ++i) {
    if (kKeys[i] == key) return i;
  }
  return 7;
}

/// Appends the pieces to `built`, with blanks between; false where one is missing or holds a blank.
bool build(const Pieces& pieces, EveEvent& event, EveAnswer& answer) {
  answer.built_at = event.built.size();
  for (std::size_t i = 0; i < pieces.wanted; ++i) {
    const std::string_view word = pieces.words[i];
    const bool is_name = pieces.wanted == 7 ? i < 2 : pieces.wanted == 4 && i == 3;
    if (word.empty() && !is_name) return false;
    if (word.find_first_of(" \t()\";") != std::string_view::npos) return false;
    if (i > 0) event.built += ' ';
    for (const char c : word.empty() ? std::string_view(".") : word) {
      if (c != ':' || pieces.wanted != 3) event.built += c;  // fingerprints have colons
    }
  }
  answer.built_size = event.built.size() - answer.built_at;
  answer.has_rdata = true;
  return true;
}

void read_pieces(ondemand::value value, std::size_t wanted, EveEvent& event, EveAnswer& answer) {
  Pieces pieces;
  pieces.wanted = wanted;
  const bool is_object = for_each_field(value, [&](std::string_view key, ondemand::value each) {
    const std::size_t place = wanted == 7   ? place_in_soa(key)
                              : wanted == 4 ? place_in_srv(key)
                                            : place_in_sshfp(key);
    if (place < wanted) pieces.words[place] = read_word(each);
  });
  if (!is_object || !build(pieces, event, answer)) answer.has_rdata = false;
}

bool is_true(ondemand::value value) {
  bool flag = false;
  return value.get_bool().get(flag) == simdjson::SUCCESS && flag;
}

void read_type(ondemand::value value, LoggedRecord& record) {
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return;
  if (type == ondemand::json_type::number) {
    record.type_number = read_count(value);
  } else if (!read_text(value, record.type_text)) {
    record.type_text = {};
  }
}

void read_answer_field(std::string_view key, ondemand::value value, EveEvent& event,
                       EveAnswer& answer) {
  if (key == "rrname") {
    if (!read_text(value, answer.record.owner)) answer.is_cut = true;
  } else if (key == "rrtype") {
    read_type(value, answer.record);
  } else if (key == "ttl") {
    answer.record.ttl_s = read_count(value);
  } else if (key == "rdata") {
    answer.has_rdata = read_text(value, answer.record.rdata);
  } else if (key == "soa") {
    read_pieces(value, 7, event, answer);
  } else if (key == "srv") {
    read_pieces(value, 4, event, answer);
  } else if (key == "sshfp") {
    read_pieces(value, 3, event, answer);
  } else if (key == "rrname_truncated" || key == "rdata_truncated") {
    answer.is_cut = answer.is_cut || is_true(value);
  }
}

void read_answers(ondemand::value value, EveEvent& event) {
  ondemand::array elements;
  event.has_answers = true;
  if (value.get_array().get(elements) != simdjson::SUCCESS) {
    event.fault = kBadShape;
    return;
  }
  for (auto element : elements) {
    ondemand::value each;
    if (element.get(each) != simdjson::SUCCESS || event.answers.size() == kMaxAnswers) {
      event.fault = kBadShape;
      return;
    }
    EveAnswer& answer = event.answers.emplace_back();
    if (!for_each_field(each, [&](std::string_view key, ondemand::value field) {
          read_answer_field(key, field, event, answer);
        }))
      event.fault = kBadShape;
    if (!event.fault.empty()) return;
  }
}

/// Version 3: the first question is the one that is answered.
void read_queries(ondemand::value value, EveEvent& event) {
  ondemand::array elements;
  if (value.get_array().get(elements) != simdjson::SUCCESS) {
    event.fault = kBadShape;
    return;
  }
  for (auto element : elements) {
    ondemand::value each;
    if (element.get(each) != simdjson::SUCCESS) {
      event.fault = kBadShape;
      return;
    }
    const bool is_first = !event.has_question;
    if (!for_each_field(each, [&](std::string_view key, ondemand::value field) {
          if (is_first && key == "rrname") event.has_question = read_text(field, event.question);
        }))
      event.fault = kBadShape;
    if (!event.fault.empty()) return;
  }
}

void read_dns_field(std::string_view key, ondemand::value value, EveEvent& event) {
  if (key == "version") {
    event.version = read_count(value);
  } else if (key == "type") {
    if (!read_text(value, event.type)) event.type = {};
  } else if (key == "rcode") {
    if (!read_text(value, event.rcode)) event.rcode = {};
  } else if (key == "opcode") {
    event.opcode = read_count(value);
  } else if (key == "answers") {
    read_answers(value, event);
  } else if (key == "queries") {
    read_queries(value, event);
  } else if (key == "grouped") {
    event.has_grouped = true;
  } else {
    read_answer_field(key, value, event, event.own);
  }
}

void read_field(std::string_view key, ondemand::value value, EveEvent& event) {
  if (key == "timestamp") {
    if (!read_text(value, event.timestamp)) event.timestamp = {};
  } else if (key == "event_type") {
    if (!read_text(value, event.event_type)) event.event_type = {};
  } else if (key == "dns") {
    event.has_dns = for_each_field(value, [&](std::string_view name, ondemand::value field) {
      if (event.fault.empty()) read_dns_field(name, field, event);
    });
    if (!event.has_dns) event.fault = kBadShape;
  }
}

/// Empty, or what is wrong with the line. Stops early at an event that tells no DNS.
std::string_view read_event(ondemand::parser& parser, std::string_view text, EveEvent& event) {
  event.clear();
  return read_object(
      parser, text,
      [&](std::string_view key, ondemand::value value) -> std::optional<std::string_view> {
        read_field(key, value, event);
        if (!event.fault.empty()) return event.fault;
        if (!event.event_type.empty() && event.event_type != "dns") return std::string_view();
        return std::nullopt;
      });
}

class EveTaker final : public LineTaker {
 public:
  explicit EveTaker(const TakerNeeds& needs) : outlet_(needs.sources, needs.sink) {}

  Status take(std::string_view text, Tally& tally) override {
    const std::string_view fault = read_event(parser_, text, event_);
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
    if (event_.event_type != "dns" || !event_.has_dns) return "event other than dns";
    if (event_.type == "query" || event_.type == "request") return "no response";
    if (event_.type != "answer" && event_.type != "response") return "event other than dns";
    if (event_.opcode.value_or(0) != 0) return "no query";
    if (event_.rcode != "NOERROR") return "response code other than NOERROR";
    if (is_single()) return event_.own.has_rdata ? std::string_view() : "no answer";
    if (event_.has_answers) return event_.answers.empty() ? "no answer" : std::string_view();
    return event_.has_grouped ? "grouped answers do not tell whose they are" : "no answer";
  }
  /// Version 1: each record is an event of its own, and the question is not told.
  [[nodiscard]] bool is_single() const { return !event_.version && !event_.has_answers; }

  Status take_response(Tally& tally) {
    const auto time = parse_moment(event_.timestamp);
    if (!time) {
      tally.reject("timestamp is no time between 1970 and 2106");
      return {};
    }
    SPOOR_CHECK(outlet_.begin(*time));
    if (is_single()) {
      take_answer(event_.own, tally);
    } else {
      const bool is_third = event_.has_question;
      const std::string_view fault =
          event_.own.is_cut && !is_third
              ? std::string_view("the question is cut off")
              : outlet_.ask(is_third ? event_.question : event_.own.record.owner);
      if (!fault.empty()) {
        tally.reject(fault);
        return {};
      }
      for (const EveAnswer& answer : event_.answers) take_answer(answer, tally);
    }
    outlet_.end(tally);
    return {};
  }

  void take_answer(const EveAnswer& answer, Tally& tally) {
    if (answer.is_cut) return tally.skip("record that the log cut off");
    if (!answer.has_rdata) return tally.skip("record whose rdata the log does not tell");
    LoggedRecord record = answer.record;
    record.form = RdataForm::kStrings;
    if (answer.built_size > 0)
      record.rdata = std::string_view(event_.built).substr(answer.built_at, answer.built_size);
    outlet_.add(record, tally);
  }

  ondemand::parser parser_;
  EveEvent event_;
  ResponseOutlet outlet_;
};

}  // namespace

std::unique_ptr<LineTaker> make_eve_taker(const TakerNeeds& needs) {
  return std::make_unique<EveTaker>(needs);
}

bool looks_like_eve(const FeedHead& head) {
  return head.is_json && head.has_key("event_type") && head.has_key("timestamp");
}

}  // namespace spoor::feed
