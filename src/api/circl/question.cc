// SPDX-License-Identifier: Apache-2.0
#include "api/circl/question.h"

#include <charconv>
#include <limits>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "search/query.h"

namespace spoor::api::circl {
namespace {

using search::QueryIn;
using search::QueryKind;

constexpr std::string_view kWrongQuery =
    "expected a name such as www.example.com, or an IPv4 or IPv6 address";

bool is_of_names(QueryKind kind) {
  return kind == QueryKind::kExact || kind == QueryKind::kBelow || kind == QueryKind::kForward;
}

/// A field that is a whole number of 1 … most. Errors: kInvalid.
Result<std::optional<std::uint64_t>> read_number(const http::Request& request,
                                                 std::string_view field, std::uint64_t most) {
  if (!request.has_field(field)) return std::optional<std::uint64_t>();
  const std::string_view text = request.field(field);
  std::uint64_t number = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (fault != std::errc() || end != text.data() + text.size() || number == 0 || number > most)
    return Error{ErrorCode::kInvalid, "expected a whole number from 1 on", 0, std::string(field)};
  return std::optional<std::uint64_t>(number);
}

}  // namespace

Result<std::vector<search::Query>> parse_queries(const std::string& text) {
  const auto wrong = [] { return Error{ErrorCode::kInvalid, kWrongQuery, 0, "query"}; };
  auto query = search::parse_query(text, QueryIn::kAuto);
  if (!query) return wrong();
  if (query->kind == QueryKind::kAddresses) return std::vector{*std::move(query)};
  if (query->in != QueryIn::kName || !is_of_names(query->kind)) return wrong();
  std::vector<search::Query> queries{*query};
  if (query->kind != QueryKind::kExact) return queries;
  auto holds = search::parse_query(search::query_text(*query), QueryIn::kRdata);
  if (holds) queries.push_back(*std::move(holds));
  return queries;
}

Result<Question> parse_question(const http::Request& request, const record::RecordStore& store) {
  SPOOR_TRY(auto queries, parse_queries(request.values.at(0)));
  Question question;
  SPOOR_TRY(question.page, read_number(request, "dribble-paginate-count", kMostInPage));
  SPOOR_TRY(question.cursor, read_number(request, "dribble-paginate-cursor",
                                         std::numeric_limits<std::uint64_t>::max()));
  if (queries.size() > 1) question.owner = as_chars(queries.front().name.wire());
  search::SearchRequest part;
  part.grouping = search::Grouping::kMergeBailiwicks;
  part.limit = search::kNoLimit;
  constexpr std::string_view kType = "dribble-filter-rrtype";
  if (request.has_field(kType)) {
    const Status added = part.filters.types.add(request.field(kType), store);
    if (!added) return Error{ErrorCode::kInvalid, added.error().what, 0, std::string(kType)};
  }
  for (search::Query& query : queries) {
    part.query = std::move(query);
    question.parts.push_back(part);
  }
  return question;
}

}  // namespace spoor::api::circl
