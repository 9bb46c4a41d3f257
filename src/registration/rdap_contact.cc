// SPDX-License-Identifier: Apache-2.0
#include "registration/rdap_contact.h"

#include <array>
#include <utility>

#include "registration/tidy.h"

namespace spoor::registration {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

/// A text, or the texts of a list joined by ", ".
std::string joined(element value) {
  array list;
  if (value.get(list) != simdjson::SUCCESS) return text_of(value);
  std::string out;
  for (const element each : list) {
    const std::string text = text_of(each);
    if (trimmed(text).empty() || out.size() > kMaxValueBytes) continue;
    if (!out.empty()) out += ", ";
    out += text;
  }
  return out;
}

/// One property: [name, parameters, type, value …].
struct Property {
  std::string name;
  object parameters;
  bool has_parameters = false;
  element value;

  [[nodiscard]] std::string parameter(std::string_view key) const {
    element found;
    if (!has_parameters || parameters.at_key(key).get(found) != simdjson::SUCCESS) return {};
    return joined(found);
  }
};

bool read_property(element item, Property& property) {
  array parts;
  element name;
  if (item.get(parts) != simdjson::SUCCESS || parts.at(0).get(name) != simdjson::SUCCESS ||
      parts.at(3).get(property.value) != simdjson::SUCCESS) {
    return false;
  }
  property.name = lower(text_of(name));
  element parameters;
  property.has_parameters = parts.at(1).get(parameters) == simdjson::SUCCESS &&
                            parameters.get(property.parameters) == simdjson::SUCCESS;
  return true;
}

void put_first(std::string& target, std::string text) {
  if (trimmed(target).empty()) target = std::move(text);
}

/// RFC 6350 section 6.3.1: post box, extension, street, city, region, code, country.
void put_address(Contact& contact, const Property& property) {
  std::array<std::string, 7> parts;
  array list;
  if (property.value.get(list) == simdjson::SUCCESS) {
    std::size_t i = 0;
    for (const element part : list) {
      if (i < parts.size()) parts[i++] = joined(part);
    }
  }
  std::string street;
  for (std::size_t i = 0; i < 3; ++i) {
    if (trimmed(parts[i]).empty()) continue;
    if (!street.empty()) street += ", ";
    street += parts[i];
  }
  put_first(contact.street, street.empty() ? property.parameter("label") : std::move(street));
  put_first(contact.city, std::move(parts[3]));
  put_first(contact.state, std::move(parts[4]));
  put_first(contact.postal_code, std::move(parts[5]));
  put_first(contact.country, std::move(parts[6]));
  put_first(contact.country, property.parameter("cc"));
}

void put_telephone(Contact& contact, const Property& property) {
  const std::string kinds = lower(property.parameter("type"));
  const bool is_fax =
      kinds.find("fax") != std::string::npos && kinds.find("voice") == std::string::npos;
  if (is_fax) return;
  std::string text = joined(property.value);
  if (lower(text).starts_with("tel:")) text.erase(0, 4);
  put_first(contact.telephone, std::move(text));
}

}  // namespace

std::string text_of(element element) {
  std::string_view text;
  if (element.get(text) == simdjson::SUCCESS) return std::string(text);
  std::int64_t number = 0;
  if (element.get(number) == simdjson::SUCCESS) return std::to_string(number);
  return {};
}

void put_vcard(Contact& contact, element vcard_array) {
  array outer, properties;
  if (vcard_array.get(outer) != simdjson::SUCCESS ||
      outer.at(1).get(properties) != simdjson::SUCCESS) {
    return;
  }
  for (const element item : properties) {
    Property property;
    if (!read_property(item, property)) continue;
    if (property.name == "fn") {
      put_first(contact.name, joined(property.value));
    } else if (property.name == "org") {
      put_first(contact.organization, joined(property.value));
    } else if (property.name == "email") {
      const std::string text = joined(property.value);
      if (contact.mailboxes.size() < kMaxMailboxes) contact.mailboxes.push_back(text);
    } else if (property.name == "tel") {
      put_telephone(contact, property);
    } else if (property.name == "adr") {
      put_address(contact, property);
    }
  }
}

}  // namespace spoor::registration
