// SPDX-License-Identifier: Apache-2.0
// Each part is read by search; what is added here is the name of the parameter that was wrong.
#include "api/v1/question.h"

#include "base/plain_text.h"
#include "feed/json_text.h"
#include "search/filter_word.h"

namespace spoor::api::v1 {
namespace {

using search::QueryIn;

constexpr std::array<Word<QueryIn>, 4> kInWords{{{"auto", QueryIn::kAuto},
                                                 {"name", QueryIn::kName},
                                                 {"rdata", QueryIn::kRdata},
                                                 {"raw", QueryIn::kRaw}}};
constexpr std::array<Word<feed::TimeStyle>, 2> kTimesWords{
    {{"unix", feed::TimeStyle::kUnix}, {"iso", feed::TimeStyle::kIso}}};

std::string_view kind_text(search::QueryKind kind) {
  constexpr std::array<std::string_view, 9> kTexts{
      "", "exact", "below", "forward", "addresses", "mailbox", "token", "raw", "pattern"};
  return kTexts[static_cast<std::size_t>(kind)];
}

std::string_view in_text(QueryIn in) {
  return kInWords[static_cast<std::size_t>(in)].first;
}

void read_query(ParameterReader& parameters, search::SearchRequest& request) {
  const QueryIn in = parameters.word<QueryIn>("in", kInWords, QueryIn::kAuto);
  const std::string* text = parameters.find("q");
  if (text == nullptr) {
    return parameters.refuse("q", {},
                             "expected what is asked for: a name, an address, a mailbox, a text");
  }
  auto query = search::parse_query(*text, in);
  if (!query) return parameters.refuse_query("q", *text, query.error());
  request.query = *std::move(query);
}

/// Filters by their keys; where one is wrong, its parameter.
void read_filters(ParameterReader& parameters, const search::FilterContext& context,
                  search::SearchRequest& request) {
  for (std::size_t i = 0; i < search::kFilterKeys; ++i) {
    const auto key = static_cast<search::FilterKey>(i);
    if (key == search::FilterKey::kSort || key == search::FilterKey::kLimit) continue;  // a page's
    const std::string_view name = search::filter_parameter(key);
    if (parameters.find(name) == nullptr) continue;
    parameters.each(name, [&](const std::string& text) {
      const Status applied = search::apply_filter({key, text}, context, request);
      if (applied) return;
      const Error& error = applied.error();
      parameters.refuse(name, error.where.empty() ? text : error.where, std::string(error.what));
    });
  }
  if (const Status fine = search::check_filters(request.filters); !fine)
    parameters.refuse(fine.error().where, {}, std::string(fine.error().what));
}

/// What a pattern goes without is told here already, while its text is at hand.
void check_exclude(ParameterReader& parameters, const search::Query& query) {
  const Status fine = search::check_pattern(query);
  if (fine || parameters.find("exclude") == nullptr) return;
  const std::string& text = *parameters.find("exclude");
  if (query.kind == search::QueryKind::kPattern)
    return parameters.refuse_at("exclude", text, fine.error());
  parameters.refuse("exclude", text, std::string(fine.error().what));
}

}  // namespace

void read_sources(ParameterReader& parameters, std::string_view name,
                  std::vector<std::string>& sources) {
  parameters.each(name, [&](std::string_view text) {
    while (true) {
      const std::size_t comma = text.find(',');
      const std::string_view one = text.substr(0, comma);
      if (one.empty())
        return parameters.refuse(name, text, "expected the name of a source between commas");
      sources.emplace_back(one);
      if (comma == std::string_view::npos) return;
      text.remove_prefix(comma + 1);
    }
  });
}

search::SearchRequest read_question(ParameterReader& parameters, const record::RecordStore& store,
                                    const Services& services) {
  search::SearchRequest request;
  read_query(parameters, request);
  read_filters(parameters, {services.now(), &store}, request);
  check_exclude(parameters, request.query);
  request.filters.enrichment = services.enrichment();
  request.with_sources = true;
  return request;
}

feed::TimeStyle read_times(ParameterReader& parameters) {
  return parameters.word<feed::TimeStyle>("times", kTimesWords, feed::TimeStyle::kUnix);
}

feed::JsonOptions read_row_style(ParameterReader& parameters) {
  feed::JsonOptions style{read_times(parameters)};
  const std::string* text = parameters.find("details");
  if (text != nullptr && !feed::parse_details(*text, style))
    parameters.refuse("details", *text, "expected days, ttl or both, with a comma between");
  return style;
}

void read_order(ParameterReader& parameters, search::SearchRequest& request) {
  const std::string* text = parameters.find("sort");
  if (text == nullptr) return;
  const auto order = search::parse_order(*text);
  if (order) {
    request.order = *order;
  } else {
    parameters.refuse("sort", *text, std::string(order.error().what));
  }
}

Problem to_question_problem(const Error& error) {
  Problem problem = to_problem(error);
  if (error.code == ErrorCode::kNotFound) {
    problem.parameter = "source";
    problem.value = error.where;
  } else if (error.code == ErrorCode::kInvalid) {
    problem.parameter = error.where == "offset" || error.where == "exclude" ? error.where
                        : error.where == "pattern"                          ? "q"
                                                                            : "from";
  }
  return problem;
}

void append_query(std::string& out, const search::Query& query) {
  out += "{\"text\":";
  feed::append_json_string(out, search::query_text(query));
  out += ",\"in\":\"";
  out += in_text(query.in);
  out += "\",\"kind\":\"";
  out += kind_text(query.kind);
  out += "\"}";
}

void append_time(std::string& out, std::uint32_t unix_s, feed::TimeStyle style) {
  if (style == feed::TimeStyle::kUnix) return feed::append_number(out, unix_s);
  out += '"';
  append_iso_time(out, unix_s);
  out += '"';
}

}  // namespace spoor::api::v1
