// SPDX-License-Identifier: Apache-2.0
// Zone files (RFC 1035 section 5) and what dig prints of a transfer: each record was in the zone at
// the time of the file (docs/formats/feeds.md).
#include <algorithm>
#include <array>
#include <charconv>
#include <span>
#include <string>
#include <vector>

#include "dns/name.h"
#include "feed/line_takers.h"
#include "feed/moment.h"
#include "feed/rdata_reader.h"
#include "feed/type_names.h"
#include "feed/zone_entry.h"

namespace spoor::feed {
namespace {

using dns::RrType;
using record::Sightings;

constexpr std::uint32_t kMaxTtl = 0x7FFFFFFF;
constexpr std::size_t kSoaWords = 7;

char upper(char c) noexcept {
  return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
}
bool is_word(std::string_view text, std::string_view word) {
  return std::equal(text.begin(), text.end(), word.begin(), word.end(),
                    [](char a, char b) { return upper(a) == b; });
}

/// Seconds as digits, or with units: 1h30m.
std::optional<std::uint32_t> parse_ttl(std::string_view text) {
  std::uint64_t sum = 0;
  while (!text.empty()) {
    std::uint64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || number > kMaxTtl) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    std::uint64_t unit = 1;
    if (!text.empty()) {
      constexpr std::string_view kUnits = "SMHDW";
      constexpr std::array<std::uint64_t, 5> kSeconds{1, 60, 3600, 86400, 604800};
      const std::size_t at = kUnits.find(upper(text[0]));
      if (at == std::string_view::npos) return std::nullopt;
      unit = kSeconds[at];
      text.remove_prefix(1);
    }
    sum += number * unit;
    if (sum > kMaxTtl) return std::nullopt;
  }
  return static_cast<std::uint32_t>(sum);
}

bool is_class(std::string_view word) {
  return is_word(word, "IN") || is_word(word, "CH") || is_word(word, "HS") || is_word(word, "CS");
}

/// Which words of rdata are names, and so may be relative to the origin.
std::span<const std::size_t> name_words(RrType type) {
  static constexpr std::array<std::size_t, 1> kFirst{0}, kSecond{1}, kFourth{3}, kSixth{5},
      kEighth{7};
  static constexpr std::array<std::size_t, 2> kFirstTwo{0, 1}, kSecondThird{1, 2};
  switch (type) {
    case RrType::kNs:
    case RrType::kMd:
    case RrType::kMf:
    case RrType::kCname:
    case RrType::kMb:
    case RrType::kMg:
    case RrType::kMr:
    case RrType::kPtr:
    case RrType::kNsapPtr:
    case RrType::kDname:
    case RrType::kNsec:
    case RrType::kNxt:
      return kFirst;
    case RrType::kMx:
    case RrType::kAfsdb:
    case RrType::kRt:
    case RrType::kKx:
    case RrType::kSvcb:
    case RrType::kHttps:
    case RrType::kLp:
      return kSecond;
    case RrType::kSoa:
    case RrType::kRp:
    case RrType::kMinfo:
    case RrType::kTalink:
      return kFirstTwo;
    case RrType::kPx:
      return kSecondThird;
    case RrType::kSrv:
    case RrType::kIpseckey:
      return kFourth;
    case RrType::kNaptr:
      return kSixth;
    case RrType::kRrsig:
    case RrType::kSig:
      return kEighth;
    default:
      return {};
  }
}

/// 2018031200: the day that a serial names, where it names one.
std::optional<std::uint32_t> day_of_serial(std::string_view serial) {
  if (serial.size() != 10) return std::nullopt;
  std::string date(serial.substr(0, 4));
  date += '-';
  date += serial.substr(4, 2);
  date += '-';
  date += serial.substr(6, 2);
  return serial.substr(0, 4) < "1985" ? std::nullopt : parse_moment(date);
}

class ZoneTaker final : public LineTaker {
 public:
  explicit ZoneTaker(const TakerNeeds& needs)
      : sources_(needs.sources), sink_(needs.sink), origin_(needs.options.zone_origin) {
    if (needs.options.zone_time_s != 0) time_ = needs.options.zone_time_s;
  }

  Status take(std::string_view line, Tally& tally) override {
    const std::string_view fault = entry_.add_line(line);
    if (!fault.empty()) {
      tally.reject(fault);
      entry_.clear();
      return {};
    }
    if (!entry_.is_whole() || entry_.size() == 0) {
      tally.pass();
      if (entry_.is_whole()) entry_.clear();
      return {};
    }
    Status taken = take_entry(tally);
    entry_.clear();
    return taken;
  }

  [[nodiscard]] std::string_view fault_at_end() const override {
    return entry_.is_whole() ? std::string_view() : "the zone file ends within parentheses";
  }

 private:
  Status take_entry(Tally& tally) {
    if (entry_[0].starts_with('$') && !entry_.has_no_owner()) {
      take_directive(tally);
      return {};
    }
    record::RecordView record;
    const std::string_view fault = read_record(record, tally);
    if (fault == kOtherClass || fault == kSecondSoa) {
      tally.skip(fault);
      return {};
    }
    if (!fault.empty()) {
      tally.reject(fault);
      return {};
    }
    if (!time_) {
      return Error{ErrorCode::kInvalid,
                   "the zone file does not say when it was so: its first record is no SOA with a "
                   "date for a serial; name the time",
                   0, "zone-time"};
    }
    if (!source_) {
      SPOOR_TRY(source_, sources_.source_for({}));
    }
    const std::optional<std::uint32_t> ttl = ttl_ ? ttl_ : default_ttl_;
    sink_.add(record, *source_, record::How::kZone,
              ttl ? Sightings::seen_once(*time_, *ttl) : Sightings::seen(*time_, *time_, 1));
    tally.accept(1);
    return {};
  }

  void take_directive(Tally& tally) {
    if (is_word(entry_[0], "$ORIGIN") && entry_.size() > 1) {
      std::string origin;
      std::array<std::uint8_t, dns::kMaxNameOctets> name{};
      if (!complete(entry_[1], origin) || dns::parse_name_octets(origin, name.data()) == 0)
        return tally.reject("$ORIGIN is no name");
      origin_ = std::move(origin);
      return tally.pass();
    }
    if (is_word(entry_[0], "$TTL") && entry_.size() > 1) {
      default_ttl_ = parse_ttl(entry_[1]);
      return default_ttl_ ? tally.pass() : tally.reject("$TTL is no time to live");
    }
    if (is_word(entry_[0], "$INCLUDE")) return tally.reject("$INCLUDE: other files are not read");
    tally.reject("directive that is not read");
  }

  /// The absolute name that a word stands for; false when it is relative to nothing.
  bool complete(std::string_view word, std::string& into) const {
    into.clear();
    if (word == "@") {
      into = origin_;
      return !origin_.empty();
    }
    into += word;
    if (is_absolute(word)) return true;
    if (origin_.empty()) return false;
    if (origin_ != ".") into += '.';
    into += origin_;
    return true;
  }
  static bool is_absolute(std::string_view word) {
    if (!word.ends_with('.')) return false;
    std::size_t escapes = 0;
    while (escapes + 1 < word.size() && word[word.size() - 2 - escapes] == '\\') ++escapes;
    return escapes % 2 == 0;
  }

  /// Owner, TTL, class and type, in the orders that RFC 1035 allows; then the rdata.
  std::string_view read_record(record::RecordView& record, Tally& tally) {
    std::size_t at = 0;
    if (!entry_.has_no_owner()) {
      if (!complete(entry_[at++], name_)) return "relative name, and no $ORIGIN";
      owner_size_ = dns::parse_name_octets(name_, owner_.data());
      if (owner_size_ == 0) return "owner is no name";
    }
    if (owner_size_ == 0) return "owner is missing";
    std::string_view klass = "IN";
    std::optional<std::uint32_t> ttl;
    for (; at < entry_.size(); ++at) {
      if (is_class(entry_[at])) {
        klass = entry_[at];
      } else if (const auto seconds = parse_ttl(entry_[at]); seconds && !ttl) {
        ttl = seconds;
      } else {
        break;
      }
    }
    if (at >= entry_.size()) return "type is missing";
    if (ttl) ttl_ = ttl;
    if (!ttl && default_ttl_) ttl_.reset();
    if (!is_word(klass, "IN")) return kOtherClass;
    const TypeAnswer type = TypeNames::of_wire_text(entry_[at]);
    if (!type.fault.empty()) return type.fault;
    record.owner = {owner_.data(), owner_size_};
    record.type = type.type;
    std::string_view fault = read_rdata(type.type, at + 1);
    if (fault.empty() && type.type == RrType::kSoa) fault = begin_zone(at + 1, tally);
    record.rdata = rdata_.octets();
    record.bailiwick = record::kBailiwickUnknown;
    if (!fault.empty() || apex_size_ == 0) return fault;
    const Bytes apex(apex_.data(), apex_size_);
    if (!dns::is_at_or_below(record.owner, apex)) return "owner outside the zone";
    record.bailiwick = static_cast<std::uint8_t>(dns::count_labels(apex));
    return {};
  }

  std::string_view read_rdata(RrType type, std::size_t from) {
    text_.clear();
    const bool is_generic = from < entry_.size() && entry_[from] == "\\#";
    const std::span<const std::size_t> names =
        is_generic ? std::span<const std::size_t>() : name_words(type);
    for (std::size_t i = from; i < entry_.size(); ++i) {
      const std::size_t place = i - from;
      if (place > 0) text_ += ' ';
      if (std::find(names.begin(), names.end(), place) != names.end() &&
          !(type == RrType::kIpseckey && !is_gateway_name(from))) {
        if (!complete(entry_[i], name_)) return "relative name, and no $ORIGIN";
        text_ += name_;
      } else if (const auto seconds = time_of_soa(type, place, entry_[i])) {
        text_ += std::to_string(*seconds);
      } else {
        text_ += entry_[i];
      }
    }
    return rdata_.read_strictly(type, text_) ? std::string_view() : "rdata does not fit its type";
  }
  /// The times of an SOA may have units.
  static std::optional<std::uint32_t> time_of_soa(RrType type, std::size_t place,
                                                  std::string_view word) {
    if (type != RrType::kSoa || place < 3 || place >= kSoaWords) return std::nullopt;
    return parse_ttl(word);
  }
  [[nodiscard]] bool is_gateway_name(std::size_t from) const {
    return entry_.size() > from + 1 && entry_[from + 1] == "3";
  }

  /// The first SOA says of which zone, and when.
  std::string_view begin_zone(std::size_t rdata, Tally& tally) {
    const Bytes owner(owner_.data(), owner_size_);
    if (apex_size_ == owner_size_ && std::equal(owner.begin(), owner.end(), apex_.begin()))
      return kSecondSoa;
    if (apex_size_ != 0) return "SOA of another zone";
    apex_size_ = owner_size_;
    std::copy(owner.begin(), owner.end(), apex_.begin());
    if (!time_ && entry_.size() > rdata + 2) {
      time_ = day_of_serial(entry_[rdata + 2]);
      if (time_) tally.note("time of the zone: the day that its serial names");
    }
    return {};
  }

  static constexpr std::string_view kOtherClass = "class other than IN";
  static constexpr std::string_view kSecondSoa = "SOA that ends a transfer";

  FeedSources& sources_;
  record::ObservationSink& sink_;
  ZoneEntry entry_;
  std::string origin_;  // absolute; empty: not known
  std::optional<std::uint32_t> time_, default_ttl_, ttl_;
  std::optional<record::SourceId> source_;
  std::array<std::uint8_t, dns::kMaxNameOctets> owner_;
  std::array<std::uint8_t, dns::kMaxNameOctets> apex_;
  std::size_t owner_size_ = 0, apex_size_ = 0;
  std::string name_, text_;
  RdataReader rdata_;
};

}  // namespace

std::unique_ptr<LineTaker> make_zone_taker(const TakerNeeds& needs) {
  return std::make_unique<ZoneTaker>(needs);
}

Framing raw_framing(const FeedHead&) {
  return Framing::kRaw;
}

bool looks_like_zone(const FeedHead& head) {
  if (head.is_json) return false;
  std::string_view line = head.line;
  ZoneEntry entry;
  while (!line.empty()) {
    entry.clear();
    if (!entry.add_line(line).empty()) return false;
    if (entry.size() > 0) break;
    do {  // over lines that are empty
      line = next_line(head.text, line);
    } while (line.empty() && line.data() != nullptr);
  }
  if (entry.size() < 2) return false;
  if (is_word(entry[0], "$ORIGIN") || is_word(entry[0], "$TTL")) return true;
  for (std::size_t i = 1; i < std::min<std::size_t>(entry.size(), 4); ++i) {
    if (is_word(entry[i], "SOA")) return true;
    if (!is_class(entry[i]) && !parse_ttl(entry[i])) return false;
  }
  return false;
}

}  // namespace spoor::feed
