// SPDX-License-Identifier: Apache-2.0
#include "registration/tidy.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "registration/mailbox.h"

namespace spoor::registration {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";
constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

/// Octets of the well-formed UTF-8 character that `text` begins with; 0 when it begins with none.
std::size_t character_size(std::string_view text) {
  const auto octet = [&](std::size_t i) {
    return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
  };
  const auto follows = [&](std::size_t i) { return (octet(i) & 0xC0U) == 0x80U; };
  const unsigned first = octet(0);
  if (first < 0x80) return 1;
  if (first < 0xC2) return 0;
  if (first < 0xE0) return follows(1) ? 2 : 0;
  if (first < 0xF0) {
    const bool is_overlong = first == 0xE0 && octet(1) < 0xA0;
    const bool is_surrogate = first == 0xED && octet(1) >= 0xA0;
    return follows(1) && follows(2) && !is_overlong && !is_surrogate ? 3 : 0;
  }
  if (first > 0xF4) return 0;
  const bool is_overlong = first == 0xF0 && octet(1) < 0x90;
  const bool is_beyond = first == 0xF4 && octet(1) >= 0x90;
  return follows(1) && follows(2) && follows(3) && !is_overlong && !is_beyond ? 4 : 0;
}

/// Code points of two octets that have a lower case: Latin-1, Latin Extended-A, Greek, Cyrillic.
unsigned lower_of(unsigned c) {
  if (c >= 0xC0 && c <= 0xDE && c != 0xD7) return c + 0x20;
  if (c >= 0x100 && c <= 0x137 && c != 0x130) return c | 1U;
  if ((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17E)) return c + (c & 1U);
  if (c >= 0x14A && c <= 0x177) return c | 1U;
  if (c == 0x178) return 0xFF;
  if (c >= 0x391 && c <= 0x3A9 && c != 0x3A2) return c + 0x20;
  if (c >= 0x410 && c <= 0x42F) return c + 0x20;
  if (c >= 0x400 && c <= 0x40F) return c + 0x50;
  return c;
}

/// `keep`: the control characters that stay. The bound is of the result.
std::string cleaned(std::string_view text, std::string_view keep, std::size_t bound) {
  std::string out;
  text = trimmed(text);
  out.reserve(std::min(text.size(), bound));
  while (!text.empty()) {
    const std::size_t size = character_size(text);
    std::string_view piece = size == 0 ? kReplacement : text.substr(0, size);
    text.remove_prefix(std::max<std::size_t>(size, 1));
    const auto octet = static_cast<unsigned char>(piece.front());
    // C1 controls (U+0080 to U+009F) too: a terminal may obey them.
    const bool is_c1 = octet == 0xC2 && static_cast<unsigned char>(piece[1]) < 0xA0;
    const bool is_kept = keep.find(piece.front()) != std::string_view::npos;
    if (piece.front() == '\r' && !keep.empty()) continue;
    if ((octet <= 0x20 || octet == 0x7F || is_c1) && !is_kept) {
      const bool is_run = keep.empty() && !out.empty() && out.back() == ' ';
      piece = is_run ? std::string_view() : std::string_view(" ");
    }
    if (out.size() + piece.size() > bound) break;
    out += piece;
  }
  return std::string(trimmed(out));  // what was a control character may be a blank at an end now
}

void tidy_lines(std::vector<std::string>& lines, std::size_t most) {
  std::vector<std::string> kept;
  for (const std::string& line : lines) {
    std::string text = tidy_line(line);
    if (text.empty() || kept.size() == most) continue;
    if (std::find(kept.begin(), kept.end(), text) == kept.end()) kept.push_back(std::move(text));
  }
  lines = std::move(kept);
}

void tidy(Contact& contact) {
  for (std::string* text :
       {&contact.name, &contact.organization, &contact.telephone, &contact.street, &contact.city,
        &contact.state, &contact.postal_code, &contact.country}) {
    *text = tidy_line(*text);
  }
  tidy_lines(contact.mailboxes, kMaxMailboxes);
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
  text.remove_prefix(std::min(text.find_first_not_of(kBlanks), text.size()));
  return text.substr(0, text.find_last_not_of(kBlanks) + 1);
}

std::string lower(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto octet = static_cast<unsigned char>(text[i]);
    if (octet < 0x80) {
      out += static_cast<char>(octet >= 'A' && octet <= 'Z' ? octet + 32 : octet);
    } else if (octet < 0xE0 && character_size(text.substr(i)) == 2) {
      const unsigned second = static_cast<unsigned char>(text[++i]);
      const unsigned c = lower_of(((octet & 0x1FU) << 6) | (second & 0x3FU));
      out += static_cast<char>(0xC0U | (c >> 6));
      out += static_cast<char>(0x80U | (c & 0x3FU));
    } else {
      out += text[i];
    }
  }
  return out;
}

std::string tidy_line(std::string_view text) {
  return cleaned(text, {}, kMaxValueBytes);
}

std::string tidy_text(std::string_view text) {
  return cleaned(text, "\n\t", kMaxRawBytes);
}

std::string_view role_text(Role role) noexcept {
  constexpr std::array<std::string_view, kRoles> kTexts{"registrant", "admin", "tech", "billing",
                                                        "abuse"};
  return kTexts[static_cast<std::size_t>(role)];
}

bool Contact::is_empty() const noexcept {
  return *this == Contact{};
}

Status tidy(Registration& registration) {
  auto domain = parse_domain(registration.domain);
  if (!domain) return Error{ErrorCode::kMalformed, "the domain is no name in ASCII"};
  registration.domain = *std::move(domain);
  for (std::string* text :
       {&registration.registrar, &registration.registrar_iana_id, &registration.whois_server}) {
    *text = tidy_line(*text);
  }
  tidy_lines(registration.states, kMaxListed);
  std::vector<std::string> servers;
  for (const std::string& text : registration.name_servers) {
    if (auto server = parse_domain(text)) servers.push_back(*std::move(server));
  }
  tidy_lines(servers, kMaxListed);
  registration.name_servers = std::move(servers);
  for (Contact& contact : registration.contacts) tidy(contact);
  registration.raw = tidy_text(registration.raw);
  return {};
}

}  // namespace spoor::registration
