// SPDX-License-Identifier: Apache-2.0
#include "registration/searched_values.h"

#include <algorithm>
#include <array>

#include "registration/mailbox.h"
#include "registration/tidy.h"

namespace spoor::registration {
namespace {

constexpr std::array<std::string_view, 8> kFields{"domain", "mailbox", "name",      "organization",
                                                  "phone",  "address", "registrar", "nameserver"};
constexpr std::size_t kMaxWords = 64;  // of one value

/// What stands alone in a value that says nothing.
constexpr std::array<std::string_view, 22> kNothings{"-",
                                                     ".",
                                                     "--",
                                                     "n/a",
                                                     "na",
                                                     "none",
                                                     "null",
                                                     "nil",
                                                     "unknown",
                                                     "hidden",
                                                     "private",
                                                     "masked",
                                                     "undisclosed",
                                                     "not applicable",
                                                     "no data",
                                                     "xxx",
                                                     "not provided",
                                                     "protected",
                                                     "withheld",
                                                     "statutory masking enabled",
                                                     "not shown",
                                                     "no name"};

/// What a value that says nothing holds somewhere.
constexpr std::array<std::string_view, 16> kPhrases{"redacted",
                                                    "gdpr",
                                                    "not disclosed",
                                                    "data protected",
                                                    "data privacy",
                                                    "not available from registry",
                                                    "query the rdds service",
                                                    "select contact domain holder",
                                                    "whois privacy",
                                                    "privacy protection",
                                                    "hidden upon user request",
                                                    "not displayed",
                                                    "non-public data",
                                                    "withheld for privacy",
                                                    "contact the registrar",
                                                    "visit www."};

bool is_word_octet(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return (octet >= '0' && octet <= '9') || (octet >= 'a' && octet <= 'z') || octet >= 0x80;
}

Result<std::string> to_phone(std::string_view text) {
  std::string number = lower(trimmed(text));
  if (number.starts_with("tel:")) number.erase(0, 4);
  // An extension is another telephone on the same desk.
  number.erase(std::min(number.find_first_of("x;"), number.size()));
  number.erase(std::min(number.find("ext"), number.size()));
  std::string digits;
  for (const char c : number) {
    if (c >= '0' && c <= '9') digits += c;
  }
  if (digits.starts_with("00")) digits.erase(0, 2);
  if (digits.size() < 5 || digits.find_first_not_of(digits[0]) == std::string::npos)
    return Error{ErrorCode::kInvalid, "expected a telephone number of five digits or more", 0,
                 std::string(text.substr(0, 80))};
  return digits;
}

/// Adds the values of one contact.
class Gatherer {
 public:
  void add(Field field, std::string_view text) {
    if (text.empty() || is_placeholder(text)) return;
    auto value = to_searched(field, text);
    if (value && !value->empty()) found_.push_back({field, *std::move(value)});
  }
  void add(const Contact& contact) {
    add(Field::kName, contact.name);
    add(Field::kOrganization, contact.organization);
    for (const std::string& mailbox : contact.mailboxes) add(Field::kMailbox, mailbox);
    add(Field::kPhone, contact.telephone);
    // A country or region alone is no address: where all else is redacted it is still told.
    if (says(contact.street) || says(contact.city) || says(contact.postal_code))
      add(Field::kAddress, address_text(contact));
  }
  std::vector<SearchedValue> take() {
    std::sort(found_.begin(), found_.end());
    found_.erase(std::unique(found_.begin(), found_.end()), found_.end());
    return std::move(found_);
  }

 private:
  static bool says(std::string_view text) { return !text.empty() && !is_placeholder(text); }

  std::vector<SearchedValue> found_;
};

}  // namespace

std::string_view field_text(Field field) noexcept {
  return kFields[static_cast<std::size_t>(field)];
}

std::optional<Field> parse_field(std::string_view text) noexcept {
  if (text == "email") return Field::kMailbox;
  if (text == "organisation") return Field::kOrganization;
  const auto at = std::find(kFields.begin(), kFields.end(), text);
  if (at == kFields.end()) return std::nullopt;
  return static_cast<Field>(at - kFields.begin());
}

bool has_words(Field field) noexcept {
  return field == Field::kDomain || field == Field::kName || field == Field::kOrganization ||
         field == Field::kAddress;
}

Result<std::string> to_searched(Field field, std::string_view text) {
  switch (field) {
    case Field::kDomain:
    case Field::kNameServer:
      return parse_domain(text);
    case Field::kMailbox:
      return parse_mailbox(text);
    case Field::kPhone:
      return to_phone(text);
    case Field::kName:
    case Field::kOrganization:
    case Field::kAddress:
    case Field::kRegistrar:
      break;
  }
  std::string value = lower(tidy_line(text));
  if (value.empty()) return Error{ErrorCode::kInvalid, "expected a text that is not empty"};
  return value;
}

std::vector<std::string> words_of(std::string_view text) {
  const std::string low = lower(text);
  std::vector<std::string> words;
  for (std::size_t at = 0; at < low.size() && words.size() < kMaxWords;) {
    const std::size_t begin = at;
    while (at < low.size() && is_word_octet(low[at])) ++at;
    if (at > begin) words.push_back(low.substr(begin, at - begin));
    ++at;
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

bool is_placeholder(std::string_view text) {
  const std::string low = lower(trimmed(text));
  if (low.starts_with("http://") || low.starts_with("https://")) return true;
  if (std::find(kNothings.begin(), kNothings.end(), low) != kNothings.end()) return true;
  return std::any_of(kPhrases.begin(), kPhrases.end(), [&](std::string_view phrase) {
    return low.find(phrase) != std::string::npos;
  });
}

std::string address_text(const Contact& contact) {
  std::string out;
  for (const std::string* text :
       {&contact.street, &contact.city, &contact.state, &contact.postal_code, &contact.country}) {
    if (text->empty() || is_placeholder(*text)) continue;
    if (!out.empty()) out += ", ";
    out += *text;
  }
  return out;
}

std::vector<SearchedValue> searched_values(const Registration& registration) {
  Gatherer gatherer;
  for (const Contact& contact : registration.contacts) gatherer.add(contact);
  gatherer.add(Field::kRegistrar, registration.registrar);
  for (const std::string& server : registration.name_servers)
    gatherer.add(Field::kNameServer, server);
  return gatherer.take();
}

std::vector<SearchedValue> searched_words(const Registration& registration) {
  std::vector<SearchedValue> found;
  for (std::string& word : words_of(registration.domain))
    found.push_back({Field::kDomain, std::move(word)});
  for (const SearchedValue& value : searched_values(registration)) {
    if (!has_words(value.field)) continue;
    for (std::string& word : words_of(value.value)) found.push_back({value.field, std::move(word)});
  }
  std::sort(found.begin(), found.end());
  found.erase(std::unique(found.begin(), found.end()), found.end());
  return found;
}

}  // namespace spoor::registration
