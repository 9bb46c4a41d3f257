// SPDX-License-Identifier: Apache-2.0
// One object for each question, one for each error.
#include "api/v1/ask_answer.h"

#include "api/v1/question.h"
#include "base/plain_text.h"
#include "feed/json_text.h"
#include "http/message.h"

namespace spoor::api::v1 {
namespace {

constexpr std::size_t kShownOctets = 200;

void append_member(std::string& out, std::string_view name, std::string_view text) {
  out += ",\"";
  out += name;
  out += "\":";
  feed::append_json_string(out, text);
}

void append_filters(std::string& out, const search::Understood& understood) {
  out += ",\"filters\":[";
  bool is_first = true;
  for (const search::FilterWord& word : *understood.words) {
    out += is_first ? "{\"parameter\":\"" : ",{\"parameter\":\"";
    out += search::filter_parameter(word.key);
    out += '"';
    append_member(out, "value", word.value);
    out += '}';
    is_first = false;
  }
  out += ']';
}

void append_understood(std::string& out, const search::Understood& understood) {
  out += "{\"kind\":\"";
  out += search::ask_kind_text(understood.kind);
  out += '"';
  append_member(out, "text", search::ask_text(understood));
  if (const std::string unicode = search::ask_unicode(understood); !unicode.empty())
    append_member(out, "unicode", unicode);
  append_member(out, "sentence", search::ask_sentence(understood));
  feed::append_field(out, ",\"line\":", understood.line);
  feed::append_field(out, ",\"offset\":", understood.offset);
  append_member(out, "asked", understood.asked.substr(0, kShownOctets));
  out += ",\"query\":";
  append_query(out, understood.query);
  append_filters(out, understood);
  out += ",\"links\":{\"records\":";
  feed::append_json_string(out, "/api/v1/records?" + records_query(understood));
  out += '}';
  out += '}';
}

void append_error(std::string& out, const search::AskError& each) {
  feed::append_field(out, "{\"line\":", each.line);
  feed::append_field(out, ",\"offset\":", each.error.offset);
  append_member(out, "detail", each.error.what);
  if (!each.error.where.empty())
    append_member(out, "value", each.error.where.substr(0, kShownOctets));
  out += '}';
}

}  // namespace

void append_asked(std::string& out, const search::Asked& asked) {
  out += "\"understood\":[";
  for (std::size_t i = 0; i < asked.questions.size(); ++i) {
    if (i > 0) out += ",\n";
    append_understood(out, asked.questions[i]);
  }
  out += "],\"errors\":[";
  for (std::size_t i = 0; i < asked.errors.size(); ++i) {
    if (i > 0) out += ",\n";
    append_error(out, asked.errors[i]);
  }
  out += ']';
}

std::string records_query(const search::Understood& understood) {
  std::string out = "q=";
  http::append_percent_encoded(out, search::query_text(understood.query));
  out += understood.query.in == search::QueryIn::kRaw    ? "&in=raw"
         : understood.query.in == search::QueryIn::kName ? "&in=name"
                                                         : "&in=rdata";
  for (const search::FilterWord& word : *understood.words) {
    out += '&';
    out += search::filter_parameter(word.key);
    out += '=';
    http::append_percent_encoded(out, word.value);
  }
  return out;
}

}  // namespace spoor::api::v1
