// SPDX-License-Identifier: Apache-2.0
// The key file, line by line. Errors name the line and what was expected there, never a word of it:
// any word might be a key that stands in the wrong place.
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "api/key_digest.h"
#include "api/keys.h"
#include "search/time_text.h"

namespace spoor::api {
namespace {

constexpr std::string_view kCertificate = "sha256:";
constexpr std::size_t kMinKey = 8;
constexpr std::size_t kMaxKey = 256;
constexpr std::size_t kMaxName = 64;
constexpr std::size_t kMaxSensor = 128;  // as any source
constexpr std::uint32_t kMaxWindow = 86400;

bool is_printable(char c) {
  return c > 0x20 && c < 0x7F;
}

bool is_key(std::string_view word) {
  return word.size() >= kMinKey && word.size() <= kMaxKey && word.front() != '#' &&
         std::all_of(word.begin(), word.end(), is_printable);
}

/// Takes the first word off `line`; empty at the end of the line or at a comment.
std::string_view take_word(std::string_view& line) {
  const std::size_t begin = std::min(line.find_first_not_of(" \t"), line.size());
  line.remove_prefix(begin);
  if (line.starts_with('#')) line = {};
  const std::string_view word = line.substr(0, line.find_first_of(" \t"));
  line.remove_prefix(word.size());
  return word;
}

std::optional<std::uint64_t> to_count(std::string_view text, std::uint64_t least) {
  std::uint64_t value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value < least ||
      value == kUnlimited)
    return std::nullopt;
  return value;
}

bool set_count(std::uint64_t& slot, std::string_view text, std::uint64_t least) {
  const auto value = to_count(text, least);
  if (value) slot = *value;
  return value.has_value();
}

bool set_burst(KeySpec& spec, std::string_view text) {
  const std::size_t slash = text.find('/');
  if (slash == std::string_view::npos) return false;
  const auto window = to_count(text.substr(slash + 1), 1);
  if (!window || *window > kMaxWindow) return false;
  spec.burst_window_s = static_cast<std::uint32_t>(*window);
  return set_count(spec.burst_size, text.substr(0, slash), 1);
}

bool set_expires(KeySpec& spec, std::string_view text) {
  if (text.empty() || text.front() < '0' || text.front() > '9') return false;  // never "now", "-7d"
  const auto moment = search::parse_time(text, 0);
  if (!moment) return false;
  spec.expires = moment->unix_s;
  return true;
}

bool set_clearance(KeySpec& spec, std::string_view text) {
  const auto tlp = record::parse_tlp(text);
  if (tlp) spec.clearance = *tlp;
  return tlp.has_value();
}

bool set_name(KeySpec& spec, std::string_view text) {
  spec.name = text;
  return !text.empty() && text.size() <= kMaxName &&
         std::all_of(text.begin(), text.end(), is_printable);
}

bool set_sensor(KeySpec& spec, std::string_view text) {
  spec.sensor = text;
  return !text.empty() && text.size() <= kMaxSensor &&
         std::all_of(text.begin(), text.end(), is_printable);
}

/// A word behind the key, what it takes, and what was expected of it.
struct Setting {
  std::string_view name;
  bool (*set)(KeySpec&, std::string_view);
  std::string_view expected;
};

constexpr Setting kSettings[] = {
    {"name", set_name, "expected name= and 1 to 64 printable characters"},
    {"sensor", set_sensor, "expected sensor= and the name of a source"},
    {"quota", [](KeySpec& spec, std::string_view text) { return set_count(spec.quota, text, 1); },
     "expected quota= and how many questions a day (1 or more)"},
    {"burst", set_burst, "expected burst= and QUESTIONS/SECONDS, as in burst=10/60"},
    {"results",
     [](KeySpec& spec, std::string_view text) { return set_count(spec.results_max, text, 1); },
     "expected results= and how many rows an answer may have (1 or more)"},
    {"offset",
     [](KeySpec& spec, std::string_view text) { return set_count(spec.offset_max, text, 0); },
     "expected offset= and how many rows may be skipped (0 or more)"},
    {"expires", set_expires, "expected expires= and a date, as in expires=2027-01-31"},
    {"tlp", set_clearance, "expected tlp= and clear, green, amber, amber+strict or red"},
};

/// The words of one line behind the key.
class WordReader {
 public:
  explicit WordReader(KeySpec& spec) : spec_(spec) {}

  /// Says what was expected instead of `word`; nothing when it is fine.
  std::string_view take(std::string_view word) {
    if (word == "read" || word == "import") {
      bool& flag = word == "read" ? may_read_ : may_import_;
      if (flag) return kTwice;
      flag = true;
      return {};
    }
    const std::size_t equals = word.find('=');
    for (std::size_t i = 0; i < std::size(kSettings); ++i) {
      if (equals == std::string_view::npos || word.substr(0, equals) != kSettings[i].name) continue;
      if (was_set_[i]) return kTwice;
      was_set_[i] = true;
      return kSettings[i].set(spec_, word.substr(equals + 1)) ? std::string_view()
                                                              : kSettings[i].expected;
    }
    return "expected read, import, sensor=, name=, quota=, burst=, results=, offset=, expires= or "
           "tlp= behind a key";
  }
  void finish() {
    spec_.may_read = may_read_ || (!may_import_ && spec_.sensor.empty());
    spec_.may_import = may_import_;
  }

 private:
  static constexpr std::string_view kTwice = "expected each word behind a key once";
  KeySpec& spec_;
  bool may_read_ = false;
  bool may_import_ = false;
  bool was_set_[std::size(kSettings)] = {};
};

Error fault_at(std::size_t line_number, std::string_view what) {
  return {ErrorCode::kMalformed, what, line_number, fmt::format("line {}", line_number)};
}

/// The digest of a certificate as a line begins with it; false when it is malformed.
bool read_certificate(std::string_view digits, KeySpec& spec) {
  spec.is_certificate = true;
  if (digits.size() != 2 * spec.digest.size()) return false;
  for (std::size_t i = 0; i < spec.digest.size(); ++i) {
    const char* const at = digits.data() + 2 * i;
    const auto [end, fault] = std::from_chars(at, at + 2, spec.digest[i], 16);
    if (fault != std::errc() || end != at + 2) return false;
  }
  return true;
}

std::string_view read_credential(std::string_view key, KeySpec& spec) {
  if (key.starts_with(kCertificate)) {
    key.remove_prefix(kCertificate.size());
    return read_certificate(key, spec)
               ? std::string_view()
               : "expected sha256: and the 64 hexadecimal digits of a certificate's digest";
  }
  if (!is_key(key)) return "expected a key of 8 to 256 printable characters without blanks";
  const auto digest = digest_key(key);
  if (!digest) return "cannot make a digest of the key: the library of digests does not work";
  spec.digest = *digest;
  return {};
}

/// What was expected instead of this line; nothing when it is fine.
std::string_view read_line(std::string_view line, std::string_view key, KeySpec& spec) {
  if (const std::string_view expected = read_credential(key, spec); !expected.empty())
    return expected;
  WordReader words(spec);
  for (std::string_view word = take_word(line); !word.empty(); word = take_word(line)) {
    if (const std::string_view expected = words.take(word); !expected.empty()) return expected;
  }
  words.finish();
  return {};
}

}  // namespace

Result<std::vector<KeySpec>> parse_key_file(std::string_view text) {
  std::vector<KeySpec> keys;
  for (std::size_t line_number = 1; !text.empty(); ++line_number) {
    std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    const std::string_view key = take_word(line);
    if (key.empty()) continue;
    KeySpec spec;
    if (const std::string_view expected = read_line(line, key, spec); !expected.empty())
      return fault_at(line_number, expected);
    if (std::any_of(keys.begin(), keys.end(),
                    [&](const KeySpec& other) { return other.digest == spec.digest; }))
      return fault_at(line_number, "expected another key: this one stands on an earlier line");
    if (spec.name.empty()) spec.name = fmt::format("key-{}", keys.size() + 1);
    keys.push_back(std::move(spec));
  }
  return keys;
}

Result<KeySpec> make_key(std::string_view key) {
  if (!is_key(key))
    return Error{ErrorCode::kInvalid,
                 "expected a key of 8 to 256 printable characters without blanks"};
  const auto digest = digest_key(key);
  if (!digest) return Error{ErrorCode::kIo, "the library of digests does not work"};
  KeySpec spec;
  spec.digest = *digest;
  spec.name = "key-1";
  spec.may_import = true;
  return spec;
}

}  // namespace spoor::api
