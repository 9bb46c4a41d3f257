// SPDX-License-Identifier: Apache-2.0
// Keys are compared without anything but their letters: "Domain-Name.....:" is "domainname".
#include "registration/text_keys.h"

#include <algorithm>
#include <array>

#include "registration/tidy.h"
#include "registration/time_text.h"

namespace spoor::registration {
namespace {

struct Word {
  std::string_view text;
  Meaning meaning;
};

constexpr Word kRecordWords[] = {
    {"domain", Meaning::kDomain},
    {"domainname", Meaning::kDomain},
    {"dname", Meaning::kDomain},
    {"registrar", Meaning::kRegistrar},
    {"registrarname", Meaning::kRegistrar},
    {"sponsoringregistrar", Meaning::kRegistrar},
    {"registrarorganization", Meaning::kRegistrar},
    {"registrationserviceprovider", Meaning::kRegistrar},
    {"registrarianaid", Meaning::kIanaId},
    {"sponsoringregistrarianaid", Meaning::kIanaId},
    {"registrarwhoisserver", Meaning::kWhoisServer},
    {"whoisserver", Meaning::kWhoisServer},
    {"domainstatus", Meaning::kState},
    {"status", Meaning::kState},
    {"state", Meaning::kProvince},
    {"nameserver", Meaning::kNameServer},
    {"nameservers", Meaning::kNameServer},
    {"nserver", Meaning::kNameServer},
    {"nservers", Meaning::kNameServer},
    {"dns", Meaning::kNameServer},
    {"dnsname", Meaning::kNameServer},
    {"hostname", Meaning::kNameServer},
    {"domainservers", Meaning::kNameServer},
    {"domainserversinlistedorder", Meaning::kNameServer},
    {"domainnameservers", Meaning::kNameServer},
    {"creationdate", Meaning::kRegistered},
    {"createdate", Meaning::kRegistered},
    {"createddate", Meaning::kRegistered},
    {"standardregcreateddate", Meaning::kRegistered},
    {"created", Meaning::kRegistered},
    {"createdon", Meaning::kRegistered},
    {"registeredon", Meaning::kRegistered},
    {"registered", Meaning::kRegistered},
    {"registereddate", Meaning::kRegistered},
    {"dateregistered", Meaning::kRegistered},
    {"registrationdate", Meaning::kRegistered},
    {"registrationtime", Meaning::kRegistered},
    {"domainregistrationdate", Meaning::kRegistered},
    {"domaincreatedate", Meaning::kRegistered},
    {"recordcreated", Meaning::kRegistered},
    {"recordcreatedon", Meaning::kRegistered},
    {"updateddate", Meaning::kUpdated},
    {"updatedate", Meaning::kUpdated},
    {"standardregupdateddate", Meaning::kUpdated},
    {"updated", Meaning::kUpdated},
    {"lastupdate", Meaning::kUpdated},
    {"lastupdated", Meaning::kUpdated},
    {"lastupdatedon", Meaning::kUpdated},
    {"lastupdateddate", Meaning::kUpdated},
    {"lastmodified", Meaning::kUpdated},
    {"modified", Meaning::kUpdated},
    {"changed", Meaning::kUpdated},
    {"recordlastupdated", Meaning::kUpdated},
    {"domainlastupdateddate", Meaning::kUpdated},
    {"expirydate", Meaning::kExpires},
    {"expiresdate", Meaning::kExpires},
    {"standardregexpiresdate", Meaning::kExpires},
    {"expirationdate", Meaning::kExpires},
    {"expirationtime", Meaning::kExpires},
    {"expires", Meaning::kExpires},
    {"expire", Meaning::kExpires},
    {"expireson", Meaning::kExpires},
    {"expiry", Meaning::kExpires},
    {"validdate", Meaning::kExpires},
    {"validuntil", Meaning::kExpires},
    {"paidtill", Meaning::kExpires},
    {"renewaldate", Meaning::kExpires},
    {"registryexpirydate", Meaning::kExpires},
    {"registrarregistrationexpirationdate", Meaning::kExpires},
    {"domainexpirationdate", Meaning::kExpires},
    {"recordexpires", Meaning::kExpires},
    {"recordexpireson", Meaning::kExpires},
    {"auditauditupdateddate", Meaning::kObserved},
    {"lastupdateofwhoisdatabase", Meaning::kObserved},
    {"nichdl", Meaning::kHandle},
};

constexpr Word kContactWords[] = {
    {"", Meaning::kRole},
    {"c", Meaning::kRole},
    {"contact", Meaning::kRole},
    {"contacts", Meaning::kRole},
    {"contactname", Meaning::kName},
    {"name", Meaning::kName},
    {"fullname", Meaning::kName},
    {"person", Meaning::kName},
    {"organization", Meaning::kOrganization},
    {"organisation", Meaning::kOrganization},
    {"org", Meaning::kOrganization},
    {"company", Meaning::kOrganization},
    {"companyname", Meaning::kOrganization},
    {"email", Meaning::kMailbox},
    {"emailaddress", Meaning::kMailbox},
    {"mail", Meaning::kMailbox},
    {"phone", Meaning::kTelephone},
    {"phonenumber", Meaning::kTelephone},
    {"telephone", Meaning::kTelephone},
    {"tel", Meaning::kTelephone},
    {"voice", Meaning::kTelephone},
    {"street", Meaning::kStreet},
    {"streetaddress", Meaning::kStreet},
    {"address", Meaning::kStreet},
    {"addressline", Meaning::kStreet},
    {"postaladdress", Meaning::kStreet},
    {"city", Meaning::kCity},
    {"stateprovince", Meaning::kProvince},
    {"province", Meaning::kProvince},
    {"state", Meaning::kProvince},
    {"postalcode", Meaning::kPostalCode},
    {"postcode", Meaning::kPostalCode},
    {"zip", Meaning::kPostalCode},
    {"zipcode", Meaning::kPostalCode},
    {"country", Meaning::kCountry},
    {"countrycode", Meaning::kCountry},
};

struct RoleWord {
  std::string_view text;
  Role role;
};

// Longer ones first.
constexpr RoleWord kRoleWords[] = {
    {"administrativecontactac", Role::kAdmin},
    {"administrativecontact", Role::kAdmin},
    {"registrarabusecontact", Role::kAbuse},
    {"technicalcontact", Role::kTech},
    {"registrantcontact", Role::kRegistrant},
    {"administrative", Role::kAdmin},
    {"billingcontact", Role::kBilling},
    {"administrator", Role::kAdmin},
    {"domainholder", Role::kRegistrant},
    {"abusecontact", Role::kAbuse},
    {"admincontact", Role::kAdmin},
    {"techcontact", Role::kTech},
    {"registrant", Role::kRegistrant},
    {"technical", Role::kTech},
    {"billing", Role::kBilling},
    {"holder", Role::kRegistrant},
    {"owner", Role::kRegistrant},
    {"admin", Role::kAdmin},
    {"abuse", Role::kAbuse},
    {"tech", Role::kTech},
    {"ac", Role::kAdmin},
};

constexpr std::size_t kLongestKey = 64;  // octets

std::string letters_of(std::string_view key) {
  std::string letters;
  if (key.size() > kLongestKey) return letters;
  for (const char c : key) {
    if (c >= 'a' && c <= 'z') letters += c;
    if (c >= 'A' && c <= 'Z') letters += static_cast<char>(c + 32);
    if (static_cast<unsigned char>(c) >= 0x80) return {};
  }
  return letters;
}

template <std::size_t kSize>
Meaning find(const Word (&words)[kSize], std::string_view letters) {
  const auto found = std::find_if(std::begin(words), std::end(words),
                                  [&](const Word& word) { return word.text == letters; });
  return found == std::end(words) ? Meaning::kNothing : found->meaning;
}

void put_first(std::string& target, std::string_view value) {
  if (target.empty()) target = value;
}

void put_time(std::int64_t& target, std::string_view value) {
  if (target == 0) target = parse_time(value).value_or(0);
}

/// Name servers in one value: between '|', ',', ';' or blanks. What is no host name among them
/// (their addresses) is left out later.
void put_servers(Registration& registration, std::string_view value) {
  constexpr std::string_view kBetween = "|,; \t";
  while (!value.empty()) {
    const std::size_t end = std::min(value.find_first_of(kBetween), value.size());
    const std::string_view word = value.substr(0, end);
    const bool is_host = word.find_first_not_of("0123456789.:[]()") != std::string_view::npos &&
                         word.find('.') != std::string_view::npos &&
                         word.find(':') == std::string_view::npos;
    if (is_host && registration.name_servers.size() < kMaxListed)
      registration.name_servers.emplace_back(word);
    value.remove_prefix(std::min(end + 1, value.size()));
  }
}

/// A state without the address that explains it.
void put_state(Registration& registration, std::string_view value) {
  while (!value.empty() && registration.states.size() < kMaxListed) {
    const std::size_t end = std::min(value.find('|'), value.size());
    std::string_view state = value.substr(0, end);
    state = trimmed(state.substr(0, std::min(state.find("http"), state.size())));
    if (!state.empty() && state.back() == '(') state.remove_suffix(1);
    if (!state.empty()) registration.states.emplace_back(trimmed(state));
    value.remove_prefix(std::min(end + 1, value.size()));
  }
}

}  // namespace

KeyMeaning meaning_of(std::string_view key) {
  const std::string letters = letters_of(key);
  if (letters.empty()) return {};
  if (letters != "state") {
    if (const Meaning meaning = find(kRecordWords, letters); meaning != Meaning::kNothing)
      return {meaning, {}};
  }
  for (const RoleWord& role : kRoleWords) {
    if (!letters.starts_with(role.text)) continue;
    const Meaning meaning = find(kContactWords, std::string_view(letters).substr(role.text.size()));
    if (meaning != Meaning::kNothing) return {meaning, role.role};
  }
  const Meaning meaning = find(kContactWords, letters);
  return {meaning == Meaning::kRole ? Meaning::kName : meaning, {}};
}

void put(Contact& contact, Meaning meaning, std::string_view value) {
  value = trimmed(value);
  if (value.empty()) return;
  switch (meaning) {
    case Meaning::kName:
      return put_first(contact.name, value);
    case Meaning::kOrganization:
      return put_first(contact.organization, value);
    case Meaning::kMailbox:
      if (contact.mailboxes.size() < kMaxMailboxes) contact.mailboxes.emplace_back(value);
      return;
    case Meaning::kTelephone:
      return put_first(contact.telephone, value);
    case Meaning::kStreet:
      if (contact.street.size() > kMaxValueBytes) return;
      if (!contact.street.empty()) contact.street += ", ";
      contact.street += value;
      return;
    case Meaning::kCity:
      return put_first(contact.city, value);
    case Meaning::kProvince:
      return put_first(contact.state, value);
    case Meaning::kPostalCode:
      return put_first(contact.postal_code, value);
    case Meaning::kCountry:
      return put_first(contact.country, value);
    default:
      return;
  }
}

void put(Registration& registration, const KeyMeaning& meaning, std::string_view value) {
  value = trimmed(value);
  if (value.empty()) return;
  if (meaning.meaning >= Meaning::kName)
    return put(registration.contact(meaning.role.value_or(Role::kRegistrant)), meaning.meaning,
               value);
  switch (meaning.meaning) {
    case Meaning::kRegistrar:
      return put_first(registration.registrar, value);
    case Meaning::kIanaId:
      return put_first(registration.registrar_iana_id, value);
    case Meaning::kWhoisServer:
      return put_first(registration.whois_server, value);
    case Meaning::kState:
      return put_state(registration, value);
    case Meaning::kNameServer:
      return put_servers(registration, value);
    case Meaning::kRegistered:
      return put_time(registration.registered, value);
    case Meaning::kUpdated:
      return put_time(registration.updated, value);
    case Meaning::kExpires:
      return put_time(registration.expires, value);
    default:
      return;
  }
}

char csv_separator(std::string_view head) {
  char best = ',';
  for (const char separator : {';', '\t'}) {
    if (std::count(head.begin(), head.end(), separator) >
        std::count(head.begin(), head.end(), best))
      best = separator;
  }
  return best;
}

bool is_csv_head(std::string_view line) {
  const char separator = csv_separator(line);
  // A colon behind a key makes it raw text, whatever stands behind that.
  if (line.find(separator) == std::string_view::npos || line.find(':') != std::string_view::npos)
    return false;
  for (std::size_t at = 0; at <= line.size();) {
    const std::size_t end = std::min(line.find(separator, at), line.size());
    if (meaning_of(line.substr(at, end - at)).meaning == Meaning::kDomain) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace spoor::registration
