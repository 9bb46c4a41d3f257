// SPDX-License-Identifier: Apache-2.0
// Zeek's dns.log, as TSV and as JSON (docs/formats/feeds.md). It tells no owners and no types of
// answers: only what follows from the question beyond doubt is taken.
#include <array>
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

using dns::RrType;

constexpr std::size_t kMaxColumns = 1024;

/// The columns that count, by their names in the log.
enum class Column : std::uint8_t {
  kTime,
  kPort,
  kQuery,
  kClass,
  kType,
  kRcode,
  kOpcode,
  kAnswers,
  kTtls,
  kOther
};
constexpr std::size_t kColumns = static_cast<std::size_t>(Column::kOther);

Column column_of(std::string_view name) {
  constexpr std::pair<std::string_view, Column> kNames[] = {
      {"ts", Column::kTime},       {"id.resp_p", Column::kPort},  {"query", Column::kQuery},
      {"qclass", Column::kClass},  {"qtype", Column::kType},      {"rcode", Column::kRcode},
      {"opcode", Column::kOpcode}, {"answers", Column::kAnswers}, {"TTLs", Column::kTtls}};
  for (const auto& [text, column] : kNames) {
    if (text == name) return column;
  }
  return Column::kOther;
}

/// A line, as views. Empty where unset.
struct ZeekLine {
  std::array<std::string_view, kColumns> fields;
  std::vector<std::string_view> answers, ttls;

  void clear() {
    fields.fill({});
    answers.clear();
    ttls.clear();
  }
  [[nodiscard]] std::string_view operator[](Column column) const {
    return fields[static_cast<std::size_t>(column)];
  }
  std::string_view& field(Column column) { return fields[static_cast<std::size_t>(column)]; }
};

/// The octet that `\xHH` in a header stands for; the text itself when it is a single one.
std::optional<char> separator_of(std::string_view text) {
  if (text.size() == 1) return text[0];
  unsigned value = 0;
  if (text.size() != 4 || !text.starts_with("\\x")) return std::nullopt;
  const auto [end, error] = std::from_chars(text.data() + 2, text.data() + 4, value, 16);
  if (error != std::errc() || end != text.data() + 4) return std::nullopt;
  return static_cast<char>(value);
}

/// What the lines that begin with # say of those that do not.
class ZeekHeader {
 public:
  /// Takes a line that begins with #.
  void take(std::string_view line) {
    const auto value = [&](std::string_view name) -> std::optional<std::string_view> {
      if (!line.starts_with(name) || line.size() <= name.size()) return std::nullopt;
      return line.substr(name.size() + 1);
    };
    if (const auto text = value("#separator")) {
      separator_ = separator_of(*text).value_or(separator_);
    } else if (const auto set = value("#set_separator")) {
      set_separator_ = separator_of(*set).value_or(set_separator_);
    } else if (const auto empty = value("#empty_field")) {
      empty_.assign(*empty);
    } else if (const auto unset = value("#unset_field")) {
      unset_.assign(*unset);
    } else if (const auto fields = value("#fields")) {
      set_fields(*fields);
    }
  }
  void set_fields(std::string_view names) {
    columns_.clear();
    while (columns_.size() < kMaxColumns) {
      const std::size_t end = names.find(separator_);
      columns_.push_back(column_of(names.substr(0, end)));
      if (end == std::string_view::npos) return;
      names.remove_prefix(end + 1);
    }
  }
  [[nodiscard]] bool has_fields() const noexcept { return !columns_.empty(); }

  /// False when the line has fewer columns than the header.
  bool split(std::string_view text, ZeekLine& line) const {
    line.clear();
    for (std::size_t i = 0;; ++i) {
      const std::size_t end = text.find(separator_);
      const std::string_view field = text.substr(0, end);
      if (i < columns_.size() && columns_[i] != Column::kOther && !is_nothing(field))
        line.field(columns_[i]) = field;
      if (end == std::string_view::npos) {
        split_set(line[Column::kAnswers], line.answers);
        split_set(line[Column::kTtls], line.ttls);
        return i + 1 >= columns_.size();
      }
      text.remove_prefix(end + 1);
    }
  }

 private:
  [[nodiscard]] bool is_nothing(std::string_view field) const {
    return field == unset_ || field == empty_;
  }
  void split_set(std::string_view text, std::vector<std::string_view>& into) const {
    while (!text.empty()) {
      const std::size_t end = text.find(set_separator_);
      into.push_back(text.substr(0, end));
      if (end == std::string_view::npos) return;
      text.remove_prefix(end + 1);
    }
  }

  char separator_ = '\t', set_separator_ = ',';
  std::string empty_ = "(empty)", unset_ = "-";
  std::vector<Column> columns_;
};

bool read_array(ondemand::value value, std::vector<std::string_view>& into) {
  ondemand::json_type type{};
  if (value.type().get(type) != simdjson::SUCCESS) return false;
  if (type == ondemand::json_type::null) return true;
  ondemand::array elements;
  if (value.get_array().get(elements) != simdjson::SUCCESS) return false;
  for (auto element : elements) {
    ondemand::value each;
    if (element.get(each) != simdjson::SUCCESS) return false;
    into.push_back(read_word(each));  // numbers stay as their text
  }
  return true;
}

std::string_view read_json(ondemand::parser& parser, std::string_view text, ZeekLine& line) {
  line.clear();
  return read_object(
      parser, text,
      [&](std::string_view key, ondemand::value value) -> std::optional<std::string_view> {
        const Column column = column_of(key);
        if (column == Column::kAnswers || column == Column::kTtls) {
          if (!read_array(value, column == Column::kAnswers ? line.answers : line.ttls))
            return "answers or TTLs are no array";
        } else if (column != Column::kOther) {
          line.field(column) = read_word(value);
        }
        return std::nullopt;
      });
}

bool is_hex(char c) noexcept {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/// Presentation form of text in which Zeek wrote octets as \xHH; `text` itself where it has none.
std::string_view to_presentation(std::string_view text, std::string& buffer) {
  if (text.find('\\') == std::string_view::npos) return text;
  buffer.clear();
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_escape = text[i] == '\\' && i + 3 < text.size() && text[i + 1] == 'x' &&
                           is_hex(text[i + 2]) && is_hex(text[i + 3]);
    unsigned octet = static_cast<std::uint8_t>(text[i]);
    if (is_escape) {
      std::from_chars(text.data() + i + 2, text.data() + i + 4, octet, 16);
      i += 3;
    }
    if (!is_escape && text[i] != '\\') {
      buffer += text[i];
      continue;
    }
    buffer += '\\';
    buffer += static_cast<char>('0' + octet / 100);
    buffer += static_cast<char>('0' + octet / 10 % 10);
    buffer += static_cast<char>('0' + octet % 10);
  }
  return buffer;
}

/// "TXT 5 hello", "RRSIG 1 example.com", "<unknown type=65>", and NSEC alone: words that stand for
/// rdata of other types.
bool is_abbreviated(std::string_view answer) {
  if (answer.empty() || answer.front() == '<') return true;
  std::size_t i = 0;
  while (i < answer.size() && ((answer[i] >= 'A' && answer[i] <= 'Z') ||
                               (i > 0 && answer[i] >= '0' && answer[i] <= '9')))
    ++i;
  if (i > 1 && i < answer.size() && (answer[i] == ' ' || answer[i] == ':')) return true;
  return answer.find(' ') != std::string_view::npos || answer == "NSEC" || answer == "NSEC3" ||
         answer == "NSEC3PARAM";
}

bool is_signature(std::string_view answer) {
  return answer.starts_with("RRSIG ");
}

/// Whether the answers of that type are never written as a bare name, so that a name before them
/// can only be a CNAME's.
bool has_no_bare_names(std::uint64_t type) {
  switch (static_cast<RrType>(type)) {
    case RrType::kA:
    case RrType::kAaaa:
    case RrType::kTxt:
    case RrType::kSpf:
    case RrType::kSvcb:
    case RrType::kHttps:
      return true;
    default:
      return false;
  }
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool is_whole = end == text.data() + text.size() || *end == '.';
  if (error != std::errc() || !is_whole) return std::nullopt;
  return number;
}

class ZeekTaker final : public LineTaker {
 public:
  explicit ZeekTaker(const TakerNeeds& needs) : outlet_(needs.sources, needs.sink) {}

  Status take(std::string_view text, Tally& tally) override {
    if (text.ends_with('\r')) text.remove_suffix(1);
    if (text.starts_with('#')) {
      header_.take(text);
      tally.pass();
      return {};
    }
    if (text.starts_with("ts\t")) {  // a writer that heads its lines with bare names
      header_.set_fields(text);
      tally.pass();
      return {};
    }
    const std::string_view fault = read(text);
    if (!fault.empty()) {
      tally.reject(fault);
      return {};
    }
    return take_response(tally);
  }

 private:
  std::string_view read(std::string_view text) {
    if (text.starts_with('{')) return read_json(parser_, text, line_);
    if (!header_.has_fields()) return "no #fields before it";
    return header_.split(text, line_) ? std::string_view() : "fewer columns than #fields names";
  }

  /// Empty, or why there is nothing to take.
  std::string_view reason_to_skip() const {
    if (const auto opcode = line_[Column::kOpcode]; !opcode.empty() && opcode != "0")
      return "no query";
    if (line_[Column::kPort] != "53") return "port other than 53";
    if (line_[Column::kRcode].empty()) return "no response";
    if (line_[Column::kRcode] != "0") return "response code other than NOERROR";
    if (line_.answers.empty()) return "no answer";
    if (line_[Column::kType].empty()) return "response without its query";
    if (line_[Column::kClass] != "1") return "class other than IN";
    return {};
  }

  Status take_response(Tally& tally) {
    const std::string_view reason = reason_to_skip();
    if (!reason.empty()) {
      tally.skip(reason);
      return {};
    }
    const auto time = parse_time(line_[Column::kTime]);
    const auto type = number_of(line_[Column::kType]);
    if (!time || !type) {
      tally.reject(!time ? "ts is no time between 1970 and 2106" : "qtype is no number");
      return {};
    }
    SPOOR_CHECK(outlet_.begin(*time));
    const std::string_view fault = outlet_.ask(to_presentation(line_[Column::kQuery], buffer_));
    if (!fault.empty() || line_[Column::kQuery].empty()) {
      tally.reject("query is no name");
      return {};
    }
    if (has_no_bare_names(*type)) {
      take_chain(tally);
    } else {
      take_single(static_cast<RrType>(*type), tally);
    }
    outlet_.end(tally);
    return {};
  }

  std::optional<std::uint32_t> ttl_at(std::size_t i) const {
    return i < line_.ttls.size() ? to_ttl(number_of(line_.ttls[i])) : std::nullopt;
  }

  /// Leading names are a chain of CNAMEs as far as something else follows; addresses behind it
  /// belong to its end.
  void take_chain(Tally& tally) {
    bool has_addresses = false;
    for (std::size_t i = 0; i < line_.answers.size(); ++i) {
      const std::string_view answer = line_.answers[i];
      if (is_abbreviated(answer)) {
        tally.skip("answer that the log abbreviates");
      } else if (take_address(answer, ttl_at(i))) {
        has_addresses = true;
      } else if (has_addresses || !has_more(i + 1)) {
        tally.skip("answer whose type the log does not tell");
      } else if (!take_name(RrType::kCname, answer, ttl_at(i))) {
        return tally.reject("answer is neither an address nor a name");
      }
    }
  }
  [[nodiscard]] bool has_more(std::size_t from) const {
    for (std::size_t i = from; i < line_.answers.size(); ++i) {
      if (!is_signature(line_.answers[i])) return true;
    }
    return false;
  }

  bool take_address(std::string_view answer, std::optional<std::uint32_t> ttl) {
    const bool is_v6 = answer.find(':') != std::string_view::npos;
    const bool may_be_v4 = answer.back() >= '0' && answer.back() <= '9';
    if (!is_v6 && !may_be_v4) return false;
    return outlet_.add_to_last(is_v6 ? RrType::kAaaa : RrType::kA, answer, ttl);
  }
  bool take_name(RrType type, std::string_view name, std::optional<std::uint32_t> ttl) {
    return outlet_.add_to_last(type, to_presentation(name, buffer_), ttl);
  }

  /// A name alone is of the type that was asked for; of several the log does not tell which is
  /// what.
  void take_single(RrType type, Tally& tally) {
    std::optional<std::size_t> only;
    for (std::size_t i = 0; i < line_.answers.size(); ++i) {
      if (is_abbreviated(line_.answers[i])) {
        tally.skip("answer that the log abbreviates");
        continue;
      }
      if (only) return tally.skip("answers whose types the log does not tell");
      only = i;
    }
    const bool is_told = type == RrType::kCname || type == RrType::kPtr || type == RrType::kNs;
    if (!only) return;
    if (!is_told) return tally.skip("answer of which the log tells a part");
    if (!take_name(type, line_.answers[*only], ttl_at(*only)))
      tally.reject("answer is neither an address nor a name");
  }

  ondemand::parser parser_;
  ZeekHeader header_;
  ZeekLine line_;
  ResponseOutlet outlet_;
  std::string buffer_;
};

}  // namespace

std::unique_ptr<LineTaker> make_zeek_taker(const TakerNeeds& needs) {
  return std::make_unique<ZeekTaker>(needs);
}

bool looks_like_zeek(const FeedHead& head) {
  if (head.is_json)
    return head.has_key("ts") && (head.has_key("id.resp_p") || head.has_key("id.orig_h"));
  if (head.line.starts_with("ts\t")) return head.line.find("\tid.") != std::string_view::npos;
  std::string_view line = head.line;
  while (line.starts_with('#')) {
    if (line.starts_with("#separator ") || line.starts_with("#fields\t")) return true;
    line = next_line(head.text, line);
  }
  return false;
}

}  // namespace spoor::feed
