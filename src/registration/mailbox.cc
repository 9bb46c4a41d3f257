// SPDX-License-Identifier: Apache-2.0
#include "registration/mailbox.h"

#include <algorithm>

#include "dns/name.h"
#include "registration/tidy.h"

namespace spoor::registration {
namespace {

constexpr std::size_t kMaxMailboxBytes = 320;

Error invalid(std::string_view what, std::string_view text) {
  return Error{ErrorCode::kInvalid, what, 0, std::string(text.substr(0, 80))};
}

bool may_stand_in_local(char c) {
  const auto octet = static_cast<unsigned char>(c);
  return octet > 0x20 && octet != 0x7F &&
         std::string_view("<>()[],;:\\\"@").find(c) == std::string_view::npos;
}

}  // namespace

Result<std::string> parse_domain(std::string_view text) {
  text = trimmed(text);
  const bool is_ascii =
      std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (!is_ascii || text.find('\\') != std::string_view::npos)
    return invalid("expected a domain in ASCII (an internationalised one in its xn-- form)", text);
  const auto name = dns::parse_name(text);
  if (!name || name->is_root()) return invalid("expected a domain such as example.com", text);
  std::string domain = dns::name_to_text(*name);
  domain.pop_back();
  // Other characters may stand in a name of the DNS, but nobody registers it.
  if (domain.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") != std::string::npos)
    return invalid("expected a domain such as example.com", text);
  return domain;
}

Result<std::string> parse_mailbox(std::string_view text) {
  constexpr std::string_view kExpected = "expected a mailbox such as hostmaster@example.com";
  text = trimmed(text);
  if (text.size() > 7 && lower(text.substr(0, 7)) == "mailto:") text.remove_prefix(7);
  if (text.size() > 2 && text.front() == '<' && text.back() == '>')
    text = text.substr(1, text.size() - 2);
  if (text.size() > kMaxMailboxBytes) return invalid(kExpected, text);
  const std::size_t at = text.rfind('@');
  if (at == std::string_view::npos) {
    const auto name = dns::parse_name(text);
    std::string mailbox = name ? mailbox_of_rname(name->wire()) : std::string();
    if (mailbox.empty()) return invalid(kExpected, text);
    return mailbox;
  }
  const std::string_view local = text.substr(0, at);
  if (local.empty() || !std::all_of(local.begin(), local.end(), may_stand_in_local))
    return invalid(kExpected, text);
  const auto domain = parse_domain(text.substr(at + 1));
  if (!domain) return invalid(kExpected, text);
  return lower(local) + '@' + *domain;
}

std::string mailbox_of_rname(Bytes wire) {
  if (wire.size() < 2 || dns::count_labels(wire) < 2) return {};
  const Bytes local = wire.subspan(1, wire[0]);
  const std::string_view text = as_chars(local);
  if (!std::all_of(text.begin(), text.end(), may_stand_in_local)) return {};
  std::string mailbox(text);
  mailbox += '@';
  dns::append_name_text(mailbox, wire.subspan(std::size_t{1} + wire[0]));
  mailbox.pop_back();
  return mailbox.find('\\') == std::string::npos ? mailbox : std::string();
}

std::string rname_of_mailbox(std::string_view mailbox) {
  const std::size_t at = mailbox.rfind('@');
  if (at == std::string_view::npos) return {};
  const auto domain = dns::parse_name(mailbox.substr(at + 1));
  if (!domain) return {};
  std::string wire(1, static_cast<char>(at));
  wire += mailbox.substr(0, at);
  wire += as_chars(domain->wire());
  if (at == 0 || at > dns::kMaxLabelOctets) return {};
  const auto name = dns::name_from_wire(as_bytes(wire));
  return name ? dns::name_to_text(*name) : std::string();
}

}  // namespace spoor::registration
