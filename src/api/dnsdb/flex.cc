// SPDX-License-Identifier: Apache-2.0
// A lookup by pattern whose repeated rows are left out.
#include "api/dnsdb/flex.h"

#include <algorithm>
#include <array>
#include <memory>
#include <string>
#include <utility>

#include <fmt/format.h>

#include "api/dnsdb/request.h"
#include "api/dnsdb/response.h"
#include "api/record_answer.h"
#include "dns/name.h"
#include "dns/rdata.h"
#include "dns/rr_type.h"
#include "feed/json_text.h"

namespace spoor::api::dnsdb {
namespace {

using search::PatternSyntax;
using search::QueryIn;

/// The types whose rdata Flexible Search looks at (FCRE and Glob reference guides); of the unknown
/// ones none has a text.
constexpr std::array kRdataTypes{dns::RrType::kCname, dns::RrType::kMx,  dns::RrType::kNs,
                                 dns::RrType::kPtr,   dns::RrType::kSoa, dns::RrType::kSrv,
                                 dns::RrType::kTxt};
constexpr std::array<std::uint32_t, 4> kOtherRdataTypes{13, 17, 35, 99};  // HINFO RP NAPTR SPF

bool is_rdata_type(dns::RrType type) {
  const std::uint32_t number = dns::to_number(type);
  return std::find(kRdataTypes.begin(), kRdataTypes.end(), type) != kRdataTypes.end() ||
         std::find(kOtherRdataTypes.begin(), kOtherRdataTypes.end(), number) !=
             kOtherRdataTypes.end();
}

/// Errors: kInvalid when a type is named that this list does not have.
Status choose_types(search::SearchRequest& request, std::string_view text,
                    const record::RecordStore& store) {
  if (text.find(',') != std::string_view::npos)
    return Error{ErrorCode::kInvalid, "expected one type; several types are several requests", 0,
                 "rrtype"};
  const bool is_any = text.empty() || dns::parse_rr_type(text) == dns::RrType::kAny;
  search::TypeFilter types;
  if (const auto added = types.add(is_any ? "ANY" : text, store); !added)
    return Error{ErrorCode::kInvalid, added.error().what, 0, "rrtype"};
  const auto& listed = types.only_listed();
  if (request.query.in == QueryIn::kName) {
    if (!is_any && (listed.size() != 1 || dns::is_dnssec_type(listed.front())))
      return Error{ErrorCode::kInvalid, "expected one type that is not of DNSSEC", 0, "rrtype"};
    request.filters.types = types;
    return {};
  }
  if (!is_any && (listed.size() != 1 || !is_rdata_type(listed.front()))) {
    return Error{ErrorCode::kInvalid,
                 "expected CNAME, HINFO, MX, NAPTR, NS, PTR, RP, SOA, SPF, SRV or TXT", 0,
                 "rrtype"};
  }
  if (!is_any) {
    request.filters.types = types;
    return {};
  }
  for (const dns::RrType type : kRdataTypes) request.filters.types.add(type);
  for (const std::uint32_t number : kOtherRdataTypes)
    request.filters.types.add(static_cast<dns::RrType>(number));
  return {};
}

/// A fault in a pattern, with its place.
Error in_pattern(const Error& error, std::string_view parameter) {
  return Error{error.code, error.what, 0,
               fmt::format("{}: character {}", parameter, error.offset + 1)};
}

Status read_patterns(const http::Request& request, search::Query& query) {
  query.pattern = request.values.empty() ? std::string() : request.values.front();
  if (const auto pattern = search::parse_pattern(query.pattern, query.syntax); !pattern)
    return in_pattern(pattern.error(), "pattern");
  for (const http::Field& field : request.query) {
    if (field.name != "exclude" || field.value.empty()) continue;
    query.exclude = field.value;
    if (const auto exclude = search::parse_pattern(query.exclude, query.syntax); !exclude)
      return in_pattern(exclude.error(), "exclude");
    break;
  }
  return {};
}

/// Rows that say something new, framed.
class FlexStream final : public http::Stream {
 public:
  FlexStream(std::unique_ptr<RecordAnswer> answer, std::uint64_t offset, std::uint64_t limit,
             bool is_rdata)
      : answer_(std::move(answer)), skip_(offset), left_(limit), is_rdata_(is_rdata) {}

  State produce(std::string& out, std::size_t wanted) override {
    if (!has_begun_) out += "{\"cond\":\"begin\"}\n";
    has_begun_ = true;
    do {
      const auto step = answer_->next();
      if (!step) return end(out, "failed", step.error().what);
      switch (*step) {
        case RecordAnswer::Step::kRow:
          if (!is_new(answer_->row())) break;
          if (skip_ > 0) {
            --skip_;
          } else if (left_ == 0) {
            return end(out, "limited", "Result limit reached");
          } else {
            --left_;
            append(out, answer_->row());
          }
          if (is_rdata_) answer_->leave_range();  // its other owners say nothing new
          break;
        case RecordAnswer::Step::kPaused:
          return State::kMore;
        case RecordAnswer::Step::kEnd:
          return end(out, "succeeded", {});
        case RecordAnswer::Step::kTimeUp:
          return end(out, "limited", "Time limit reached");
      }
    } while (out.size() < wanted);
    return State::kMore;
  }

 private:
  bool is_new(const search::Row& row) {
    const std::string_view text = is_rdata_ ? row.rdata : as_chars(row.owner);
    if (has_last_ && row.type == last_type_ && text == last_) return false;
    has_last_ = true;
    last_type_ = row.type;
    last_.assign(text);
    return true;
  }

  void append(std::string& out, const search::Row& row) {
    out += is_rdata_ ? "{\"obj\":{\"rdata\":" : "{\"obj\":{\"rrname\":";
    text_.clear();
    is_rdata_ ? dns::append_rdata_text(text_, row.type, as_bytes(row.rdata))
              : dns::append_name_text(text_, row.owner);
    feed::append_json_string(out, text_);
    out += ",\"rrtype\":";
    feed::append_json_string(out, row.type_text);
    if (is_rdata_) {
      out += ",\"raw_rdata\":\"";
      for (const char octet : row.rdata)
        fmt::format_to(std::back_inserter(out), "{:02X}", static_cast<std::uint8_t>(octet));
      out += '"';
    }
    out += "}}\n";
  }

  static State end(std::string& out, std::string_view cond, std::string_view message) {
    out += "{\"cond\":";
    feed::append_json_string(out, cond);
    if (!message.empty()) {
      out += ",\"msg\":";
      feed::append_json_string(out, message);
    }
    out += "}\n";
    return State::kEnd;
  }

  std::unique_ptr<RecordAnswer> answer_;
  std::uint64_t skip_, left_;
  bool is_rdata_;
  bool has_begun_ = false, has_last_ = false;
  dns::RrType last_type_{};
  std::string last_, text_;
};

Result<Question> read_question(const Call& call, PatternSyntax syntax, QueryIn in,
                               const record::RecordStore& store) {
  const KeySpec& key = call.caller->spec();
  SPOOR_TRY(Question question,
            parse_parameters(call.request, Verb::kLookup,
                             {store, key.results_max, key.offset_max, call.services.now()}));
  search::Query& query = question.search.query;
  query.kind = search::QueryKind::kPattern;
  query.in = in;
  query.syntax = syntax;
  SPOOR_CHECK(read_patterns(call.request, query));
  const auto& values = call.request.values;
  SPOOR_CHECK(choose_types(question.search, values.size() > 1 ? values[1] : std::string(), store));
  question.search.grouping = search::Grouping::kMergeSources;
  return question;
}

template <PatternSyntax syntax, QueryIn in>
http::Response answer(const Call& call) {
  if (!accepts_answers(call.request)) return refuse_type(call);
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse_question(call, store.error());
  auto question = read_question(call, syntax, in, **store);
  if (!question) return refuse_question(call, question.error());
  const std::uint64_t offset = std::exchange(question->search.offset, 0);
  const std::uint64_t limit = std::exchange(question->search.limit, search::kNoLimit);
  auto rows = RecordAnswer::open(call.services, *call.caller, std::move(question->search));
  if (!rows) return refuse_question(call, rows.error());
  http::Response response;
  response.content_type = "application/x-ndjson";
  response.fields = quota_fields(call);
  response.stream =
      std::make_unique<FlexStream>(*std::move(rows), offset, limit, in == QueryIn::kRdata);
  return response;
}

}  // namespace

std::vector<ApiRoute> flex_routes() {
  std::vector<ApiRoute> routes;
  const auto add = [&](std::string_view pattern, http::Response (*handler)(const Call&)) {
    ApiRoute route;
    route.pattern = pattern;
    route.dialect = Dialect::kDnsdb;
    route.handler = handler;
    routes.push_back(route);
  };
  add("/dnsdb/v2/regex/rrnames/{pattern}/{rrtype?}", answer<PatternSyntax::kFcre, QueryIn::kName>);
  add("/dnsdb/v2/regex/rdata/{pattern}/{rrtype?}", answer<PatternSyntax::kFcre, QueryIn::kRdata>);
  add("/dnsdb/v2/glob/rrnames/{pattern}/{rrtype?}",
      answer<PatternSyntax::kFlexGlob, QueryIn::kName>);
  add("/dnsdb/v2/glob/rdata/{pattern}/{rrtype?}",
      answer<PatternSyntax::kFlexGlob, QueryIn::kRdata>);
  return routes;
}

}  // namespace spoor::api::dnsdb
