// SPDX-License-Identifier: Apache-2.0
// Fields one after the other: a tag octet, the length as a varint, the octets.
#include "registration/content.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace spoor::registration {
namespace {

enum Tag : std::uint8_t {
  kRegistrar = 1,
  kIanaId,
  kWhoisServer,
  kState,
  kNameServer,
  kRegistered,
  kUpdated,
  kExpires,
  kRaw,
  kContact = 0x20  // and 16 tags for each role from here on
};

enum ContactTag : std::uint8_t {
  kName = 0,
  kOrganization,
  kMailbox,
  kTelephone,
  kStreet,
  kCity,
  kState2,
  kPostalCode,
  kCountry
};
constexpr std::uint8_t kContactTags = 16;

void append(std::string& out, unsigned tag, std::string_view text) {
  if (text.empty()) return;
  out += static_cast<char>(tag);
  std::size_t size = text.size();
  for (; size >= 0x80; size >>= 7) out += static_cast<char>(0x80 | (size & 0x7F));
  out += static_cast<char>(size);
  out += text;
}

void append_time(std::string& out, unsigned tag, std::int64_t time) {
  if (time != 0) append(out, tag, std::to_string(time));
}

void append_contact(std::string& out, unsigned base, const Contact& contact) {
  append(out, base + kName, contact.name);
  append(out, base + kOrganization, contact.organization);
  for (const std::string& mailbox : contact.mailboxes) append(out, base + kMailbox, mailbox);
  append(out, base + kTelephone, contact.telephone);
  append(out, base + kStreet, contact.street);
  append(out, base + kCity, contact.city);
  append(out, base + kState2, contact.state);
  append(out, base + kPostalCode, contact.postal_code);
  append(out, base + kCountry, contact.country);
}

std::int64_t to_time(std::string_view text) {
  std::int64_t time = 0;
  std::from_chars(text.data(), text.data() + text.size(), time);
  return time;
}

void take_contact(Contact& contact, unsigned tag, std::string_view text) {
  switch (tag) {
    case kName:
      contact.name = text;
      break;
    case kOrganization:
      contact.organization = text;
      break;
    case kMailbox:
      contact.mailboxes.emplace_back(text);
      break;
    case kTelephone:
      contact.telephone = text;
      break;
    case kStreet:
      contact.street = text;
      break;
    case kCity:
      contact.city = text;
      break;
    case kState2:
      contact.state = text;
      break;
    case kPostalCode:
      contact.postal_code = text;
      break;
    case kCountry:
      contact.country = text;
      break;
    default:
      break;
  }
}

void take(Registration& registration, unsigned tag, std::string_view text) {
  if (tag >= kContact) {
    const std::size_t role = (tag - kContact) / kContactTags;
    if (role < kRoles)
      take_contact(registration.contacts[role], (tag - kContact) % kContactTags, text);
    return;
  }
  switch (tag) {
    case kRegistrar:
      registration.registrar = text;
      break;
    case kIanaId:
      registration.registrar_iana_id = text;
      break;
    case kWhoisServer:
      registration.whois_server = text;
      break;
    case kState:
      registration.states.emplace_back(text);
      break;
    case kNameServer:
      registration.name_servers.emplace_back(text);
      break;
    case kRegistered:
      registration.registered = to_time(text);
      break;
    case kUpdated:
      registration.updated = to_time(text);
      break;
    case kExpires:
      registration.expires = to_time(text);
      break;
    case kRaw:
      registration.raw = text;
      break;
    default:
      break;
  }
}

/// The varint at `at`, which moves behind it; nothing when it does not end within `octets`.
std::optional<std::size_t> read_size(Bytes octets, std::size_t& at) {
  std::size_t size = 0;
  for (unsigned shift = 0; shift < 28 && at < octets.size(); shift += 7) {
    const std::uint8_t octet = octets[at++];
    size |= static_cast<std::size_t>(octet & 0x7F) << shift;
    if (octet < 0x80) return size;
  }
  return std::nullopt;
}

}  // namespace

std::string encode_content(const Registration& registration) {
  std::string out;
  append(out, kRegistrar, registration.registrar);
  append(out, kIanaId, registration.registrar_iana_id);
  append(out, kWhoisServer, registration.whois_server);
  for (const std::string& state : registration.states) append(out, kState, state);
  for (const std::string& server : registration.name_servers) append(out, kNameServer, server);
  append_time(out, kRegistered, registration.registered);
  append_time(out, kUpdated, registration.updated);
  append_time(out, kExpires, registration.expires);
  for (std::size_t role = 0; role < kRoles; ++role) {
    append_contact(out, static_cast<unsigned>(kContact + role * kContactTags),
                   registration.contacts[role]);
  }
  append(out, kRaw, registration.raw);
  return out;
}

Result<Registration> decode_content(Bytes octets) {
  Registration registration;
  for (std::size_t at = 0; at < octets.size();) {
    const std::size_t begin = at;
    const unsigned tag = octets[at++];
    const auto size = read_size(octets, at);
    if (!size || *size > octets.size() - at)
      return Error{ErrorCode::kCorrupt, "a registration ends within a field", begin};
    take(registration, tag, as_chars(octets.subspan(at, *size)));
    at += *size;
  }
  return registration;
}

}  // namespace spoor::registration
