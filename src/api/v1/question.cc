// SPDX-License-Identifier: Apache-2.0
// Each part is read by search; what is added here is the name of the parameter that was wrong.
#include "api/v1/question.h"

#include "base/plain_text.h"
#include "dns/name.h"
#include "feed/json_text.h"

namespace spoor::api::v1 {
namespace {

using search::Grouping;
using search::Moment;
using search::QueryIn;

constexpr std::array<Word<QueryIn>, 4> kInWords{{{"auto", QueryIn::kAuto},
                                                 {"name", QueryIn::kName},
                                                 {"rdata", QueryIn::kRdata},
                                                 {"raw", QueryIn::kRaw}}};
constexpr std::array<Word<Grouping>, 3> kMergeWords{{{"none", Grouping::kPerSource},
                                                     {"sources", Grouping::kMergeSources},
                                                     {"bailiwicks", Grouping::kMergeBailiwicks}}};
constexpr std::array<Word<feed::TimeStyle>, 2> kTimesWords{
    {{"unix", feed::TimeStyle::kUnix}, {"iso", feed::TimeStyle::kIso}}};

std::string_view kind_text(search::QueryKind kind) {
  constexpr std::array<std::string_view, 8> kTexts{"",          "exact",   "below", "forward",
                                                   "addresses", "mailbox", "token", "raw"};
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
  if (!query) return parameters.refuse("q", *text, std::string(query.error().what));
  request.query = *std::move(query);
}

/// A fence, which two parameters may set.
void read_fence(ParameterReader& parameters, std::string_view name, std::uint32_t now_s,
                std::optional<Moment>& fence) {
  const std::string* text = parameters.find(name);
  if (text == nullptr) return;
  if (fence)
    return parameters.refuse(name, *text, "says again what another parameter said already");
  const auto moment = search::parse_time(*text, now_s);
  if (!moment) return parameters.refuse(name, *text, std::string(moment.error().what));
  fence = *moment;
}

void read_fences(ParameterReader& parameters, std::uint32_t now_s, search::TimeFences& fences) {
  read_fence(parameters, "first_after", now_s, fences.first_after);
  read_fence(parameters, "first_before", now_s, fences.first_before);
  read_fence(parameters, "last_after", now_s, fences.last_after);
  read_fence(parameters, "last_before", now_s, fences.last_before);
  read_fence(parameters, "since", now_s, fences.last_after);
  read_fence(parameters, "until", now_s, fences.first_before);
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
                                    std::uint32_t now_s) {
  search::SearchRequest request;
  read_query(parameters, request);
  parameters.each("type", [&](const std::string& text) {
    if (const Status added = request.filters.types.add(text, store); !added)
      parameters.refuse("type", added.error().where.empty() ? text : added.error().where,
                        std::string(added.error().what));
  });
  if (const std::string* text = parameters.find("bailiwick"); text != nullptr) {
    const auto zone = dns::parse_name(*text);
    if (zone) {
      request.filters.bailiwick = *zone;
    } else {
      parameters.refuse("bailiwick", *text, "expected the name of a zone");
    }
  }
  read_sources(parameters, "source", request.filters.sources);
  read_fences(parameters, now_s, request.filters.fences);
  request.grouping = parameters.word<Grouping>("merge", kMergeWords, Grouping::kPerSource);
  return request;
}

feed::TimeStyle read_times(ParameterReader& parameters) {
  return parameters.word<feed::TimeStyle>("times", kTimesWords, feed::TimeStyle::kUnix);
}

Problem to_question_problem(const Error& error) {
  Problem problem = to_problem(error);
  if (error.code == ErrorCode::kNotFound) {
    problem.parameter = "source";
    problem.value = error.where;
  } else if (error.code == ErrorCode::kInvalid) {
    problem.parameter = error.where == "offset" ? "offset" : "from";
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
