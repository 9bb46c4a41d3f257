// SPDX-License-Identifier: Apache-2.0
// dns/search/keyword and enrichment/subdomains: names alone, each once.
#include <memory>
#include <string>
#include <utility>

#include "api/passivetotal/readings.h"
#include "api/passivetotal/response.h"
#include "api/passivetotal/rows_stream.h"
#include "api/record_answer.h"
#include "dns/name.h"
#include "enrich/enrichment.h"
#include "feed/json_text.h"

namespace spoor::api::passivetotal {
namespace {

constexpr std::uint64_t kMostNames = 10'000;
constexpr unsigned kRowsInSlice = 4096;

/// How the names are told.
struct NamesForm {
  std::string_view head, tail;  // of each name
  std::string opening;          // before all
  std::string closing;          // behind all
  std::size_t suffix = 0;       // octets of wire form that are left out at the end
};

/// Owners in the order in which they come: rows of one owner stand together.
class NamesStream final : public RowsStream {
 public:
  NamesStream(std::unique_ptr<RecordAnswer> answer, NamesForm form)
      : RowsStream(std::move(answer), kRowsInSlice), form_(std::move(form)) {}

 private:
  bool take(std::string& out, const search::Row& row) override {
    const Bytes owner = row.owner;
    if (as_chars(owner) == last_ || owner.size() <= form_.suffix) return true;
    if (total_ == kMostNames) return false;
    last_ = as_chars(owner);
    begin(out, form_.opening);
    if (total_++ > 0) out += ',';
    out += form_.head;
    if (form_.suffix == 0) {
      append_name(out, owner);
    } else {  // the labels before it, as a name of their own
      std::string labels(as_chars(owner.first(owner.size() - form_.suffix)));
      labels += '\0';
      append_name(out, as_bytes(labels));
    }
    out += form_.tail;
    return true;
  }

  void finish(std::string& out, bool is_all) override {
    begin(out, form_.opening);
    out += form_.closing;
    feed::append_field(out, ",\"totalRecords\":", total_);
    out += is_all ? ",\"complete\":true}\n" : ",\"complete\":false}\n";
  }

  NamesForm form_;
  std::string last_;
  std::uint64_t total_ = 0;
};

http::Response names_of(const Ask& ask, const search::Query& query, NamesForm form) {
  search::SearchRequest request;
  request.query = query;
  request.grouping = search::Grouping::kMergeBailiwicks;
  request.limit = search::kNoLimit;
  auto rows = RecordAnswer::open(ask.call.services, *ask.call.caller, std::move(request));
  if (!rows) return refuse(rows.error());
  return answer(std::make_unique<NamesStream>(*std::move(rows), std::move(form)));
}

std::string name_text(Bytes wire) {
  std::string text = "";
  append_name(text, wire);
  return text;
}

}  // namespace

/// `word.*`: names that begin so; `*.word`: names that end so; a word alone is the former.
http::Response dns_keyword(const Ask& ask) {
  std::string text(ask.parameters.text("query"));
  if (text.find('*') == std::string::npos && !text.empty()) text += ".*";
  const auto subject = parse_subject(text);
  if (!subject || subject->kind == Kind::kAddress)
    return refuse(400, "expected query to be word.* or *.word");
  NamesForm form;
  form.head = "{\"focusPoint\":";
  form.tail = ",\"matchType\":\"domain\",\"fieldMatch\":\"domain\"}";
  form.opening = "{\"queryValue\":";
  feed::append_json_string(form.opening, ask.parameters.text("query"));
  form.opening += ",\"results\":[";
  form.closing = "]";
  return names_of(ask, subject->query, std::move(form));
}

/// `*.example.com`: labels before example.com. A host alone means its registered domain.
http::Response subdomains(const Ask& ask) {
  const auto subject = parse_subject(ask.parameters.text("query"));
  if (!subject || subject->kind == Kind::kAddress || subject->kind == Kind::kForward)
    return refuse(400, "expected query to be a domain or *.domain");
  search::Query query = subject->query;
  if (subject->kind == Kind::kDomain) {
    const auto known = ask.call.services.enrichment();
    const Bytes wire = query.name.wire();
    const auto at = known->registered_at(wire);
    if (const auto name = dns::name_from_wire(wire.subspan(at.value_or(0)))) query.name = *name;
    query.kind = search::QueryKind::kBelow;
  }
  NamesForm form;
  form.suffix = query.name.size();
  form.opening = "{\"queryValue\":";
  feed::append_json_string(form.opening, ask.parameters.text("query"));
  form.opening += ",\"primaryDomain\":" + name_text(query.name.wire());
  form.opening += ",\"success\":true,\"subdomains\":[";
  form.closing = "]";
  return names_of(ask, query, std::move(form));
}

}  // namespace spoor::api::passivetotal
