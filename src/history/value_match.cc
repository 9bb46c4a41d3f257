// SPDX-License-Identifier: Apache-2.0
#include "history/value_match.h"

#include <algorithm>

#include "dns/name.h"

namespace spoor::history {
namespace {

using record::ValueKind;
using search::QueryKind;

std::string key_of(ValueKind kind, const dns::Name& name) {
  std::string key(1, static_cast<char>(kind));
  dns::append_sort_form(key, name.wire());
  return key;
}

std::string wanted_key(const search::Query& query) {
  std::string key;
  switch (query.kind) {
    case QueryKind::kExact:
      return key_of(ValueKind::kName, query.name);
    case QueryKind::kBelow:
      key = key_of(ValueKind::kName, query.name);
      key.pop_back();
      return key;
    case QueryKind::kForward:
      dns::append_forward_form(key, query.name.wire());
      key.pop_back();
      return key;
    case QueryKind::kMailbox:
      return key_of(ValueKind::kMailbox, query.name);
    case QueryKind::kToken:
      return record::token_value_key(query.octets);
    case QueryKind::kRaw:
      key += static_cast<char>(ValueKind::kRaw);
      record::append_escaped(key, query.octets);
      return key;
    default:
      return key;
  }
}

}  // namespace

ValueMatch::ValueMatch(const search::Query& query) : query_(query), wanted_(wanted_key(query)) {}

bool ValueMatch::is_in_range(dns::RrType type, std::string_view rdata) const {
  const bool is_v6 = type == dns::RrType::kAaaa;
  if ((!is_v6 && type != dns::RrType::kA) || is_v6 != query_.low.is_v6) return false;
  return record::compare_bytes(rdata, as_chars(query_.low.bytes())) >= 0 &&
         record::compare_bytes(rdata, as_chars(query_.high.bytes())) <= 0;
}

bool ValueMatch::is_wanted(std::string_view value) {
  switch (query_.kind) {
    case QueryKind::kBelow:
    case QueryKind::kRaw:
      return value.starts_with(wanted_);
    case QueryKind::kForward:
      if (value.front() != static_cast<char>(ValueKind::kName)) return false;
      form_.clear();
      dns::append_forward_from_sort_form(form_, value.substr(1));
      return form_.starts_with(wanted_);
    default:
      return value == wanted_;
  }
}

bool ValueMatch::matches(dns::RrType type, std::string_view rdata) {
  if (query_.kind == QueryKind::kAddresses) return is_in_range(type, rdata);
  if (query_.kind == QueryKind::kRaw && rdata == query_.octets) return true;
  const auto& values = finder_.find(type, rdata);
  return std::any_of(values.begin(), values.end(),
                     [this](std::string_view value) { return is_wanted(value); });
}

}  // namespace spoor::history
