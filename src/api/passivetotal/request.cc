// SPDX-License-Identifier: Apache-2.0
#include "api/passivetotal/request.h"

#include <algorithm>

#include <simdjson.h>

#include "dns/name.h"
#include "record/sightings.h"
#include "search/query.h"
#include "search/time_text.h"

namespace spoor::api::passivetotal {
namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

/// The text of a string, number or truth; nothing for null and for what has members.
std::optional<std::string> text_of(element value) {
  std::string_view text;
  if (value.get(text) == simdjson::SUCCESS) return std::string(text);
  bool truth = false;
  if (value.get(truth) == simdjson::SUCCESS) return truth ? "true" : "false";
  std::int64_t number = 0;
  if (value.get(number) == simdjson::SUCCESS) return std::to_string(number);
  return std::nullopt;
}

void take_member(std::vector<http::Field>& fields, std::string_view name, element value) {
  array list;
  if (value.get(list) != simdjson::SUCCESS) {
    if (auto text = text_of(value)) fields.push_back({std::string(name), *std::move(text)});
    return;
  }
  for (const element each : list) {
    if (auto text = text_of(each)) fields.push_back({std::string(name), *std::move(text)});
  }
}

bool is_blank(std::string_view text) {
  return text.find_first_not_of(" \t\r\n") == std::string_view::npos;
}

/// Without blanks at its ends, without a scheme's brackets: as typed, lower case, no final dot.
std::string tidied(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && (text.back() == ' ' || text.back() == '.')) text.remove_suffix(1);
  std::string out(text);
  for (char& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
  return out;
}

Subject of_address(const IpAddress& address) {
  Subject subject;
  subject.kind = Kind::kAddress;
  subject.address = address;
  append_ip_text(subject.text, address.bytes());
  subject.query.in = search::QueryIn::kRdata;
  subject.query.kind = search::QueryKind::kAddresses;
  subject.query.low = subject.query.high = address;
  return subject;
}

Kind kind_of(search::QueryKind kind) {
  if (kind == search::QueryKind::kBelow) return Kind::kBelow;
  return kind == search::QueryKind::kForward ? Kind::kForward : Kind::kDomain;
}

}  // namespace

Result<Parameters> Parameters::read(const http::Request& request) {
  Parameters parameters;
  parameters.fields_ = request.query;
  if (is_blank(request.body)) return parameters;
  simdjson::dom::parser parser;
  object members;
  if (parser.parse(request.body).get(members) != simdjson::SUCCESS)
    return Error{ErrorCode::kInvalid, "expected a JSON object as the body"};
  for (const auto [name, value] : members) take_member(parameters.fields_, name, value);
  return parameters;
}

std::string_view Parameters::text(std::string_view name) const noexcept {
  for (const http::Field& field : fields_) {
    if (field.name == name && !field.value.empty()) return field.value;
  }
  return {};
}

std::vector<std::string> Parameters::texts(std::string_view name) const {
  std::vector<std::string> found;
  for (const http::Field& field : fields_) {
    if (field.name != name) continue;
    for (std::size_t at = 0; at <= field.value.size();) {
      const std::size_t end = std::min(field.value.find(',', at), field.value.size());
      if (end > at) found.push_back(field.value.substr(at, end - at));
      at = end + 1;
    }
  }
  return found;
}

Result<Subject> parse_subject(std::string_view text) {
  const std::string tidy = tidied(text);
  if (const auto address = parse_ip_address(tidy)) return of_address(*address);
  auto query = search::parse_query(tidy, search::QueryIn::kName);
  if (!query || tidy.empty() || tidy.find('@') != std::string::npos)
    return Error{ErrorCode::kInvalid,
                 "expected query to be a domain, *.domain, a word.* or an address", 0,
                 std::string(text.substr(0, 80))};
  Subject subject;
  subject.text = tidy;
  subject.kind = kind_of(query->kind);
  subject.query = *std::move(query);
  return subject;
}

Result<search::TimeFences> read_fences(const Parameters& parameters, std::uint32_t now_s) {
  constexpr std::size_t kDateSize = 10;
  search::TimeFences fences;
  if (const std::string_view text = parameters.text("start"); !text.empty()) {
    SPOOR_TRY(fences.last_after, search::parse_time(text, now_s));
  }
  if (const std::string_view text = parameters.text("end"); !text.empty()) {
    SPOOR_TRY(search::Moment end, search::parse_time(text, now_s));
    const bool is_date = text.size() == kDateSize && text.find('-') != std::string_view::npos;
    if (is_date) end.unix_s += record::kSecondsPerDay - 1;
    fences.first_before = end;
  }
  return fences;
}

}  // namespace spoor::api::passivetotal
