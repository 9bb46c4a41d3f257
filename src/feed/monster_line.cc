// SPDX-License-Identifier: Apache-2.0
// JSON of dnsmonster: the message as the Go library writes it, and OCSF (docs/formats/feeds.md).
#include <algorithm>
#include <array>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "feed/json_value.h"
#include "feed/line_takers.h"
#include "feed/moment.h"
#include "feed/response_outlet.h"

namespace spoor::feed {
namespace {

using dns::RrType;

constexpr std::string_view kBadShape = "a field has the wrong shape";
constexpr std::size_t kMaxAnswers = 65536;

/// The library's names for the parts of rdata, each once.
enum class Part : std::uint8_t {
  kA,
  kAaaa,
  kTarget,
  kNs,
  kPtr,
  kPreference,
  kMx,
  kMbox,
  kSerial,
  kRefresh,
  kRetry,
  kExpire,
  kMinttl,
  kPriority,
  kWeight,
  kPort,
  kOther
};
constexpr std::size_t kParts = static_cast<std::size_t>(Part::kOther);

Part part_of(std::string_view key) {
  constexpr std::array<std::string_view, kParts> kNames{
      "A",      "AAAA",    "Target", "Ns",     "Ptr",    "Preference", "Mx",     "Mbox",
      "Serial", "Refresh", "Retry",  "Expire", "Minttl", "Priority",   "Weight", "Port"};
  for (std::size_t i = 0; i < kParts; ++i) {
    if (kNames[i] == key) return static_cast<Part>(i);
  }
  return Part::kOther;
}

constexpr std::array kOfA{Part::kA};
constexpr std::array kOfAaaa{Part::kAaaa};
constexpr std::array kOfTarget{Part::kTarget};
constexpr std::array kOfNs{Part::kNs};
constexpr std::array kOfPtr{Part::kPtr};
constexpr std::array kOfMx{Part::kPreference, Part::kMx};
constexpr std::array kOfSoa{Part::kNs,    Part::kMbox,   Part::kSerial, Part::kRefresh,
                            Part::kRetry, Part::kExpire, Part::kMinttl};
constexpr std::array kOfSrv{Part::kPriority, Part::kWeight, Part::kPort, Part::kTarget};

/// What rdata of a type is made of, in the order of presentation form; nothing where that is not
/// read.
std::span<const Part> parts_of(RrType type) {
  switch (type) {
    case RrType::kA:
      return kOfA;
    case RrType::kAaaa:
      return kOfAaaa;
    case RrType::kCname:
    case RrType::kDname:
      return kOfTarget;
    case RrType::kNs:
      return kOfNs;
    case RrType::kPtr:
      return kOfPtr;
    case RrType::kMx:
      return kOfMx;
    case RrType::kSoa:
      return kOfSoa;
    case RrType::kSrv:
      return kOfSrv;
    default:
      return {};
  }
}

struct MonsterAnswer {
  std::string_view name, line;  // `line`: all of it, of OCSF
  std::optional<std::uint64_t> type, klass, ttl;
  std::array<std::string_view, kParts> parts;
  std::size_t texts_at = 0, texts = 0;  // of TXT
};

struct MonsterLine {
  std::string_view time, question;
  std::optional<std::uint64_t> question_class, rcode, opcode;
  bool is_response = false, has_question = false, is_ocsf = false, has_dns = false;
  std::vector<MonsterAnswer> answers;
  std::vector<std::string_view> texts;
  std::string_view fault;

  void clear() {
    auto kept = std::move(answers);
    auto strings = std::move(texts);
    kept.clear();
    strings.clear();
    *this = MonsterLine{};
    answers = std::move(kept);
    texts = std::move(strings);
  }
};

/// Sections may be null.
template <class Take>
bool for_each_object(ondemand::value value, const Take& take) {
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  if (type == ondemand::json_type::null) return true;
  ondemand::array elements;
  if (value.get_array().get(elements) != simdjson::SUCCESS) return false;
  for (auto element : elements) {
    ondemand::value each;
    if (element.get(each) != simdjson::SUCCESS || !take(each)) return false;
  }
  return true;
}

bool read_header(ondemand::value value, MonsterAnswer& answer) {
  return for_each_field(value, [&](std::string_view key, ondemand::value field) {
    if (key == "Name") {
      answer.name = read_word(field);
    } else if (key == "Rrtype") {
      answer.type = read_count(field);
    } else if (key == "Class") {
      answer.klass = read_count(field);
    } else if (key == "Ttl") {
      answer.ttl = read_count(field);
    }
  });
}

bool read_texts(ondemand::value value, MonsterLine& line, MonsterAnswer& answer) {
  ondemand::array elements;
  answer.texts_at = line.texts.size();
  if (value.get_array().get(elements) != simdjson::SUCCESS) return false;
  for (auto element : elements) {
    std::string_view text;
    if (element.get_string().get(text) != simdjson::SUCCESS) return false;
    line.texts.push_back(text);
  }
  answer.texts = line.texts.size() - answer.texts_at;
  return true;
}

bool read_answer(ondemand::value value, MonsterLine& line) {
  if (line.answers.size() == kMaxAnswers) return false;
  MonsterAnswer& answer = line.answers.emplace_back();
  bool is_sound = true;
  const bool is_object = for_each_field(value, [&](std::string_view key, ondemand::value field) {
    if (key == "Hdr") {
      is_sound = read_header(field, answer) && is_sound;
    } else if (key == "Txt") {
      is_sound = read_texts(field, line, answer) && is_sound;
    } else if (key == "rdata") {
      answer.line = read_word(field);
    } else if (const Part part = part_of(key); part != Part::kOther) {
      answer.parts[static_cast<std::size_t>(part)] = read_word(field);
    }
  });
  return is_object && is_sound;
}

bool read_question(ondemand::value value, MonsterLine& line) {
  const bool is_first = !line.has_question;
  return for_each_field(value, [&](std::string_view key, ondemand::value field) {
    if (!is_first) return;
    if (key == "Name" || key == "hostname") {
      line.has_question = true;
      line.question = read_word(field);
    } else if (key == "Qclass") {
      line.question_class = read_count(field);
    }
  });
}

void read_dns_field(std::string_view key, ondemand::value value, MonsterLine& line) {
  bool is_sound = true;
  if (key == "Response") {
    is_sound = value.get_bool().get(line.is_response) == simdjson::SUCCESS;
  } else if (key == "Rcode") {
    line.rcode = read_count(value);
  } else if (key == "Opcode") {
    line.opcode = read_count(value);
  } else if (key == "Question") {
    is_sound =
        for_each_object(value, [&](ondemand::value each) { return read_question(each, line); });
  } else if (key == "Answer") {
    is_sound =
        for_each_object(value, [&](ondemand::value each) { return read_answer(each, line); });
  }
  if (!is_sound) line.fault = kBadShape;
}

void read_field(std::string_view key, ondemand::value value, MonsterLine& line) {
  bool is_sound = true;
  if (key == "Timestamp" || key == "time") {
    line.time = read_word(value);
  } else if (key == "class_uid") {
    line.is_ocsf = true;
  } else if (key == "DNS") {
    line.has_dns = true;
    is_sound = for_each_field(value, [&](std::string_view name, ondemand::value field) {
      if (line.fault.empty()) read_dns_field(name, field, line);
    });
  } else if (key == "query") {
    is_sound = read_question(value, line);
  } else if (key == "answers") {
    is_sound =
        for_each_object(value, [&](ondemand::value each) { return read_answer(each, line); });
  } else if (key == "rcode") {
    const std::string_view word = read_word(value);
    line.rcode = word == "0" || word == "NOERROR" || word == "NoError" ? 0U : 1U;
  } else if (key == "rcode_id") {
    line.rcode = read_count(value);
  }
  if (!is_sound) line.fault = kBadShape;
}

std::string_view read_line(ondemand::parser& parser, std::string_view text, MonsterLine& line) {
  line.clear();
  return read_object(
      parser, text,
      [&](std::string_view key, ondemand::value value) -> std::optional<std::string_view> {
        read_field(key, value, line);
        if (!line.fault.empty()) return line.fault;
        return std::nullopt;
      });
}

/// The next word of a record's text, behind blanks.
std::string_view take_word(std::string_view& text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  text.remove_prefix(begin);
  const std::string_view word = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(word.size());
  return word;
}

class MonsterTaker final : public LineTaker {
 public:
  explicit MonsterTaker(const TakerNeeds& needs) : outlet_(needs.sources, needs.sink) {}

  Status take(std::string_view text, Tally& tally) override {
    std::string_view fault = read_line(parser_, text, line_);
    if (fault.empty() && !line_.has_dns && !line_.is_ocsf) fault = "DNS is missing";
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
    if (!line_.is_ocsf && !line_.is_response) return "no response";
    if (line_.opcode.value_or(0) != 0) return "no query";
    if (line_.rcode.value_or(line_.is_ocsf ? 0 : 1) != 0) return "response code other than NOERROR";
    if (line_.question_class.value_or(1) != 1) return "class other than IN";
    return line_.answers.empty() ? "no answer" : std::string_view();
  }

  Status take_response(Tally& tally) {
    const auto time = parse_time(line_.time);
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
    for (const MonsterAnswer& answer : line_.answers) take_answer(answer, tally);
    outlet_.end(tally);
    return {};
  }

  void take_answer(const MonsterAnswer& answer, Tally& tally) {
    LoggedRecord record;
    if (!answer.line.empty()) {
      if (!read_text_line(answer.line, record)) return tally.skip("class other than IN");
    } else {
      if (answer.klass.value_or(1) != 1) return tally.skip("class other than IN");
      record.owner = answer.name;
      record.type_number = answer.type;
      record.ttl_s = answer.ttl;
      if (!answer.type) return tally.reject("rrtype is no type");
      if (!build(answer)) return tally.skip("record whose rdata is not read");
      record.rdata = rdata_;
    }
    outlet_.add(record, tally);
  }

  /// `www.example.com. 60 IN A 192.0.2.1`; false when it is of another class.
  static bool read_text_line(std::string_view text, LoggedRecord& record) {
    record.owner = take_word(text);
    const std::string_view ttl = take_word(text);
    std::uint64_t seconds = 0;
    for (const char c : ttl.substr(0, 10)) {
      if (c >= '0' && c <= '9') seconds = seconds * 10 + static_cast<std::uint64_t>(c - '0');
    }
    record.ttl_s = seconds;
    if (take_word(text) != "IN") return false;
    record.type_text = take_word(text);
    record.rdata = text.substr(std::min(text.find_first_not_of(" \t"), text.size()));
    return true;
  }

  /// Presentation form into rdata_, of the types whose parts are known.
  bool build(const MonsterAnswer& answer) {
    rdata_.clear();
    const auto type = static_cast<RrType>(*answer.type);
    if (type == RrType::kTxt || type == RrType::kSpf) return build_texts(answer);
    const std::span<const Part> parts = parts_of(type);
    for (const Part part : parts) {
      const std::string_view word = answer.parts[static_cast<std::size_t>(part)];
      if (word.empty() || word.find_first_of(" \t\"();") != std::string_view::npos) return false;
      if (!rdata_.empty()) rdata_ += ' ';
      rdata_ += word;
    }
    return !parts.empty();
  }
  /// The library's strings are in presentation form, without their quotes.
  bool build_texts(const MonsterAnswer& answer) {
    for (std::size_t i = 0; i < answer.texts; ++i) {
      if (i > 0) rdata_ += ' ';
      rdata_ += '"';
      bool is_escaped = false;
      for (const char c : line_.texts[answer.texts_at + i]) {
        if (c == '"' && !is_escaped) rdata_ += '\\';
        is_escaped = c == '\\' && !is_escaped;
        rdata_ += c;
      }
      rdata_ += '"';
    }
    return answer.texts > 0;
  }

  ondemand::parser parser_;
  MonsterLine line_;
  ResponseOutlet outlet_;
  std::string rdata_;
};

}  // namespace

std::unique_ptr<LineTaker> make_monster_taker(const TakerNeeds& needs) {
  return std::make_unique<MonsterTaker>(needs);
}

bool looks_like_monster(const FeedHead& head) {
  return head.is_json &&
         ((head.has_key("DNS") && head.has_key("Timestamp")) ||
          (head.has_key("class_uid") && head.has_key("query") && head.has_key("answers")));
}

}  // namespace spoor::feed
