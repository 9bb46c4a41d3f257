// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/registration, /api/v1/registration/search: who registered a domain, and which domains
// were registered with a value.
#include <memory>
#include <utility>

#include "api/registration_json.h"
#include "api/registration_stream.h"
#include "api/v1/handlers.h"
#include "api/v1/question.h"
#include "feed/json_text.h"
#include "registration/store.h"

namespace spoor::api::v1 {
namespace {

using registration::Field;
using registration::Match;

constexpr Parameter kHistoryParameters[] = {{"domain"}, {"limit"}, {"offset"}, {"times"}, {"raw"}};
constexpr Parameter kSearchParameters[] = {{"q"},      {"field"}, {"match"}, {"limit"},
                                           {"offset"}, {"times"}, {"raw"}};

constexpr std::array<Word<Field>, 8> kFieldWords{{{"domain", Field::kDomain},
                                                  {"mailbox", Field::kMailbox},
                                                  {"name", Field::kName},
                                                  {"organization", Field::kOrganization},
                                                  {"phone", Field::kPhone},
                                                  {"address", Field::kAddress},
                                                  {"registrar", Field::kRegistrar},
                                                  {"nameserver", Field::kNameServer}}};
constexpr std::array<Word<Match>, 2> kMatchWords{
    {{"exact", Match::kExact}, {"words", Match::kWords}}};

constexpr std::uint64_t kDefaultRows = 100;

std::uint64_t read_limit(ParameterReader& parameters) {
  const std::uint64_t limit = parameters.count("limit", kDefaultRows);
  if (limit == 0 || limit > kMostRegistrations)
    parameters.refuse("limit", *parameters.find("limit"), "expected 1 to 1000");
  return limit;
}

std::uint64_t read_offset(ParameterReader& parameters) {
  const std::uint64_t offset = parameters.count("offset", 0);
  if (offset > kMostRegistrationsSkipped)
    parameters.refuse("offset", *parameters.find("offset"), "expected at most 10000000");
  return offset;
}

RegistrationForm read_form(ParameterReader& parameters) {
  const feed::TimeStyle times = read_times(parameters);
  return {times, parameters.flag("raw")};
}

void append_found(std::string& out, const registration::SearchCursor& found,
                  const registration::SearchRequest& request, RegistrationForm form) {
  out += "{\"field\":\"";
  out += field_text(request.field);
  out += "\",\"value\":";
  feed::append_json_string(out, found.value());
  out += ',';
  append_search(out, found, request, form);
  out += "}\n";
}

}  // namespace

http::Response refuse_registration(Services& services, const Error& error,
                                   std::string_view parameter) {
  if (error.code != ErrorCode::kInvalid) {
    services.store.report(error);
    return refuse(error);
  }
  Problem problem = to_problem(error);
  problem.parameter = parameter;
  problem.value = error.where;
  return refuse(problem);
}

http::Response get_registration(const Call& call) {
  ParameterReader parameters(call.request, kHistoryParameters);
  const std::string* const found = parameters.find("domain");
  const std::string domain = found == nullptr ? std::string() : *found;
  if (found == nullptr) parameters.refuse("domain", {}, "expected a domain such as example.com");
  const std::uint64_t limit = read_limit(parameters);
  const std::uint64_t offset = read_offset(parameters);
  const RegistrationForm form = read_form(parameters);
  if (!parameters.is_fine()) return refuse(parameters.problem());
  const auto history = call.services.registrations.history(domain, limit, offset);
  if (!history) return refuse_registration(call.services, history.error(), "domain");
  http::Response response;
  response.content_type = "application/json";
  response.body = "{\"domain\":";
  feed::append_json_string(response.body, domain);
  response.body += ',';
  append_history(response.body, *history, offset, form);
  response.body += "}\n";
  return response;
}

http::Response get_registration_search(const Call& call) {
  ParameterReader parameters(call.request, kSearchParameters);
  registration::SearchRequest request;
  request.field = parameters.word<Field>("field", kFieldWords, Field::kMailbox);
  request.match = parameters.word<Match>("match", kMatchWords, Match::kExact);
  request.limit = read_limit(parameters);
  request.offset = read_offset(parameters);
  const RegistrationForm form = read_form(parameters);
  if (const std::string* text = parameters.find("q"); text != nullptr) {
    request.query = *text;
  } else {
    parameters.refuse("q", {}, "expected what is looked for: a mailbox, a name, a telephone …");
  }
  if (!parameters.is_fine()) return refuse(parameters.problem());
  auto cursor = call.services.registrations.search(request);
  if (!cursor) return refuse_registration(call.services, cursor.error(), "q");
  http::Response response;
  response.content_type = "application/json";
  response.stream = std::make_unique<RegistrationStream>(
      *std::move(cursor), call.services, Dialect::kNative,
      [request, form](std::string& out, const registration::SearchCursor& found) {
        append_found(out, found, request, form);
      });
  return response;
}

}  // namespace spoor::api::v1
