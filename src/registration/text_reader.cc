// SPDX-License-Identifier: Apache-2.0
// Raw WHOIS text: "key: value" lines, sections of a contact, blocks of indented lines, contacts
// told once and named by their handles.
#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "registration/characters.h"
#include "registration/reader.h"
#include "registration/text_keys.h"
#include "registration/tidy.h"
#include "registration/time_text.h"

namespace spoor::registration {
namespace {

constexpr std::size_t kMaxLineBytes = 8U << 10;
constexpr std::size_t kMaxHandles = 64;

struct KeyValue {
  KeyMeaning meaning;
  std::string_view value;
  bool is_known = false;
};

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

/// "[Domain Name]  GOOGLE.JP": the Japanese registry.
std::optional<KeyValue> split_bracketed(std::string_view line) {
  const std::size_t end = line.find(']');
  if (line.front() != '[' || end == std::string_view::npos) return std::nullopt;
  const KeyMeaning meaning = meaning_of(line.substr(1, end - 1));
  return KeyValue{meaning, trimmed(line.substr(end + 1)), meaning.meaning != Meaning::kNothing};
}

/// "Domain-name     example.sk", "Record expires on 2020-01-02".
KeyValue split_without_colon(std::string_view line) {
  if (const std::size_t gap = line.find("  "); gap != std::string_view::npos) {
    const KeyMeaning meaning = meaning_of(line.substr(0, gap));
    if (meaning.meaning != Meaning::kNothing &&
        line.substr(0, gap).find('@') == std::string_view::npos)
      return {meaning, trimmed(line.substr(gap)), true};
  }
  const auto digit = std::find_if(line.begin(), line.end(), is_digit);
  const auto at = static_cast<std::size_t>(digit - line.begin());
  if (at > 8 && at < line.size() && lower(line.substr(0, 6)) == "record") {
    const KeyMeaning meaning = meaning_of(line.substr(0, at));
    if (meaning.meaning != Meaning::kNothing)
      return {meaning, line.substr(at, std::min(line.find(" (", at), line.size()) - at), true};
  }
  return {};
}

/// A trimmed line as key and value; is_known when the key is.
KeyValue split(std::string_view line) {
  if (auto bracketed = split_bracketed(line)) return *bracketed;
  const std::size_t colon = line.find(':');
  if (colon == std::string_view::npos) return split_without_colon(line);
  const KeyMeaning meaning = meaning_of(line.substr(0, colon));
  return {meaning, trimmed(line.substr(colon + 1)), meaning.meaning != Meaning::kNothing};
}

/// A line of a block that says by its look what it is.
void put_free_line(Contact& contact, std::string_view line) {
  while (line.find('@') != std::string_view::npos) {
    const std::size_t at = line.find('@');
    const std::size_t begin = line.find_last_of(" \t(<,", at) + 1;  // npos + 1 is 0
    const std::size_t end = std::min(line.find_first_of(" \t)>,", at), line.size());
    put(contact, Meaning::kMailbox, line.substr(begin, end - begin));
    if (contact.name.empty()) contact.name = trimmed(line.substr(0, begin));
    line.remove_prefix(end);
  }
  line = trimmed(line);
  if (line.empty()) return;
  const auto digits = std::count_if(line.begin(), line.end(), is_digit);
  const bool is_phone = (line.front() == '+' || line.front() == '(') && digits >= 7;
  if (is_phone) return put(contact, Meaning::kTelephone, line);
  if (contact.name.empty() && contact.organization.empty())
    return put(contact, Meaning::kName, line);
  put(contact, Meaning::kStreet, line);
}

class TextReader {
 public:
  TextReader(InputStream& in, Taker& taker) : in_(in), taker_(taker) {}

  Status read() {
    std::string line;
    read_.line = 1;
    for (std::uint64_t number = in_.line(); in_.read_line(line, kMaxLineBytes);
         number = in_.line()) {
      SPOOR_CHECK(take_line(line, number));
    }
    SPOOR_CHECK(in_.status());
    return end_record();
  }

 private:
  Status take_line(const std::string& line, std::uint64_t number) {
    const std::string_view text = trimmed(line);
    if (text.starts_with(">>>")) {
      read_.observed = parse_observed(text);
    } else if (text.empty()) {
      end_block();
    } else if (text.front() != '%' && text.front() != '#') {
      SPOOR_CHECK(take_text(text, line.front() == ' ' || line.front() == '\t', number));
    }
    if (read_.registration.raw.size() < kMaxRawBytes) {
      read_.registration.raw += line;
      read_.registration.raw += '\n';
    }
    return {};
  }

  static std::int64_t parse_observed(std::string_view text) {
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos) return 0;
    text.remove_prefix(colon + 1);
    return parse_time(text.substr(0, std::min(text.find("<<<"), text.size()))).value_or(0);
  }

  Status take_text(std::string_view text, bool is_indented, std::uint64_t number) {
    const KeyValue pair = split(text);
    if (!pair.is_known) {
      const bool looks_like_key = text.back() == ':' && text.find(' ') != std::string_view::npos;
      if (looks_like_key) {
        end_block();
      } else {
        take_free_line(text, is_indented);
      }
      return {};
    }
    // "Domain:" and below it "name: example.ee": the Estonian registry.
    const bool is_domain = last_ == Meaning::kDomain && read_.registration.domain.empty() &&
                           pair.meaning.meaning == Meaning::kName && !pair.meaning.role;
    last_ = is_domain ? Meaning::kDomain : pair.meaning.meaning;
    if (last_ == Meaning::kDomain) return take_domain(pair.value, number);
    if (last_ == Meaning::kObserved) {
      read_.observed = parse_time(pair.value).value_or(0);
    } else if (last_ == Meaning::kHandle) {
      handle_ = pair.value;
    } else if (last_ == Meaning::kRole) {
      begin_role(*pair.meaning.role, pair.value);
    } else if (last_ >= Meaning::kName && !pair.meaning.role) {
      put(section_ ? read_.registration.contact(*section_) : block_, last_, pair.value);
    } else {
      if (last_ == Meaning::kRegistrar) section_.reset();
      put(read_.registration, pair.meaning, pair.value);
    }
    return {};
  }

  /// "Registrant:" begins its section; "Registrant: Example" names it, and "tech-c: AB1-XX" says
  /// under which handle it follows.
  void begin_role(Role role, std::string_view value) {
    section_.reset();
    if (value.empty()) {
      section_ = role;
      return;
    }
    if (handles_.size() < kMaxHandles) handles_.emplace(std::string(value), role);
    Contact& contact = read_.registration.contact(role);
    if (contact.is_empty()) contact.name = value;
  }

  void take_free_line(std::string_view text, bool is_indented) {
    if (last_ == Meaning::kDomain) {
      if (read_.registration.domain.empty())
        read_.registration.domain = text.substr(0, text.find_first_of(" \t"));
      return;
    }
    // A key that we do not know, or a sentence.
    if ((!is_indented && !section_) || text.find(':') != std::string_view::npos) return;
    switch (last_) {
      case Meaning::kNameServer:
      case Meaning::kRegistrar:
      case Meaning::kState:
        put(read_.registration, {last_, {}}, text);
        return;
      case Meaning::kRole:
        if (section_) put_free_line(read_.registration.contact(*section_), text);
        return;
      default:
        return;
    }
  }

  Status take_domain(std::string_view value, std::uint64_t number) {
    std::string domain = lower(value.substr(0, std::min(value.find_first_of(" \t"), value.size())));
    if (domain.ends_with('.')) domain.pop_back();
    std::string& known = read_.registration.domain;
    if (!known.empty() && !domain.empty() && lower(known) != domain) {
      SPOOR_CHECK(end_record());
      read_.line = number;
    }
    section_.reset();
    if (read_.registration.domain.empty()) read_.registration.domain = std::move(domain);
    return {};
  }

  /// A blank line: what was told without a section belongs to the handle that was told with it.
  void end_block() {
    if (!handle_.empty()) {
      if (blocks_.size() < kMaxHandles) blocks_.emplace(std::move(handle_), std::move(block_));
    }
    block_ = {};
    handle_.clear();
    section_.reset();
    last_ = Meaning::kNothing;
  }

  void place_blocks() {
    for (const auto& [handle, role] : handles_) {
      const auto block = blocks_.find(handle);
      Contact& contact = read_.registration.contact(role);
      if (block != blocks_.end() && contact == named(handle)) contact = block->second;
    }
    handles_.clear();
    blocks_.clear();
  }

  static Contact named(const std::string& name) {
    Contact contact;
    contact.name = name;
    return contact;
  }

  Status end_record() {
    end_block();
    place_blocks();
    Read done = std::exchange(read_, {});
    if (trimmed(done.registration.raw).empty() && done.registration.domain.empty()) return {};
    if (done.registration.domain.empty()) {
      taker_.refuse(done.line, "no line tells the domain");
      return {};
    }
    if (!tidy(done.registration)) {
      taker_.refuse(done.line, "the domain is no name in ASCII");
      return {};
    }
    return taker_.take(std::move(done));
  }

  Characters in_;
  Taker& taker_;
  Read read_;
  Meaning last_ = Meaning::kNothing;  // of the last key: what lines without one belong to
  std::optional<Role> section_;
  Contact block_;       // told outside any section
  std::string handle_;  // of block_
  std::multimap<std::string, Role> handles_;
  std::map<std::string, Contact> blocks_;
};

}  // namespace

Status read_text(InputStream& in, Taker& taker) {
  return TextReader(in, taker).read();
}

}  // namespace spoor::registration
