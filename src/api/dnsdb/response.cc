// SPDX-License-Identifier: Apache-2.0
// Lines written by hand, and streams that hold nothing but the row they are at.
#include "api/dnsdb/response.h"

#include <algorithm>
#include <utility>

#include "api/problem.h"
#include "api/row_view.h"
#include "feed/dnsdb_writer.h"
#include "feed/json_text.h"

namespace spoor::api::dnsdb {
namespace {

constexpr std::string_view kBegin = "{\"cond\":\"begin\"}\n";
constexpr std::string_view kSucceeded = "{\"cond\":\"succeeded\"}\n";
constexpr std::string_view kRowsLimited =
    "{\"cond\":\"limited\",\"msg\":\"Result limit reached\"}\n";
constexpr std::string_view kCountLimited =
    "{\"cond\":\"limited\",\"msg\":\"Maximum count reached\"}\n";
constexpr std::string_view kTimeLimited = "{\"cond\":\"limited\",\"msg\":\"Time limit reached\"}\n";
constexpr std::string_view kTimeIsUp =
    "the answer took longer than this server allows; ask for less: a narrower name, a type, times";

std::string_view content_type(Version version) {
  return version == Version::k2 ? "application/x-ndjson" : "application/json";
}

void append_times(std::string& out, const search::TimeSpan& span, record::How how,
                  feed::TimeStyle style) {
  feed::append_dnsdb_times(out, span.first, span.last, how, style);
}

void widen(std::optional<search::TimeSpan>& span, const record::Sightings& sightings) {
  if (!span) {
    span = search::TimeSpan{sightings.first, sightings.last};
    return;
  }
  span->first = std::min(span->first, sightings.first);
  span->last = std::max(span->last, sightings.last);
}

/// What lookups and summaries share: how they end before anything was sent, and in the middle.
class AnswerStream : public http::Stream {
 public:
  AnswerStream(std::unique_ptr<RecordAnswer> answer, const AnswerForm& form,
               std::vector<http::Field> fields)
      : answer_(std::move(answer)), form_(form), fields_(std::move(fields)) {}

  http::Response replacement() override { return std::move(replacement_); }

 protected:
  [[nodiscard]] RecordAnswer& answer() noexcept { return *answer_; }
  [[nodiscard]] const AnswerForm& form() const noexcept { return form_; }
  [[nodiscard]] bool is_v2() const noexcept { return form_.version == Version::k2; }

  /// Before the first line. As late as it can be: until then an error still is an HTTP status.
  void begin(std::string& out) {
    if (has_begun_) return;
    has_begun_ = true;
    if (is_v2()) out += kBegin;
  }
  State end(std::string& out, std::string_view terminator) {
    begin(out);
    if (is_v2()) out += terminator;
    return State::kEnd;
  }
  State replace(const Problem& problem) {
    replacement_ = render_problem(problem, Dialect::kDnsdb);
    for (http::Field& field : fields_) replacement_.fields.push_back(std::move(field));
    return State::kReplaced;
  }
  State replace_with_nothing_found() {
    return replace({404, "no results", "no results found for query."});
  }
  State fail(std::string& out, const Problem& problem) {
    if (!has_begun_) return replace(problem);
    return is_v2() ? end_failed(out, problem.detail) : State::kBroken;
  }
  /// Time was up before there was anything to tell. v2 has a word for it; in v1 it is a status.
  State time_is_up(std::string& out) {
    const Problem problem{503, "time is up", std::string(kTimeIsUp)};
    return is_v2() ? end_failed(out, problem.detail) : fail(out, problem);
  }

 private:
  State end_failed(std::string& out, std::string_view sentence) {
    begin(out);
    out += "{\"cond\":\"failed\",\"msg\":";
    feed::append_json_string(out, sentence);
    out += "}\n";
    return State::kEnd;
  }

  std::unique_ptr<RecordAnswer> answer_;
  AnswerForm form_;
  std::vector<http::Field> fields_;
  http::Response replacement_;
  bool has_begun_ = false;
};

class LookupStream final : public AnswerStream {
 public:
  using AnswerStream::AnswerStream;

  State produce(std::string& out, std::size_t wanted) override {
    do {  // at least a step, however full `out` is
      const auto step = answer().next();
      if (!step) return fail(out, to_problem(step.error()));
      switch (*step) {
        case RecordAnswer::Step::kRow:
          begin(out);
          append_row(out, answer().row(), form());
          break;
        case RecordAnswer::Step::kPaused:
          return State::kMore;
        case RecordAnswer::Step::kEnd:
          if (!is_v2() && answer().given() == 0) return replace_with_nothing_found();
          return end(out, answer().has_more() ? kRowsLimited : kSucceeded);
        case RecordAnswer::Step::kTimeUp:
          if (answer().given() == 0) return time_is_up(out);
          return is_v2() ? end(out, kTimeLimited) : State::kBroken;
      }
    } while (out.size() < wanted);
    return State::kMore;
  }
};

class SummaryStream final : public AnswerStream {
 public:
  SummaryStream(std::unique_ptr<RecordAnswer> answer, const AnswerForm& form,
                std::vector<http::Field> fields, std::uint64_t max_count)
      : AnswerStream(std::move(answer), form, std::move(fields)), max_count_(max_count) {}

  State produce(std::string& out, std::size_t /*wanted*/) override {
    for (unsigned rows = 0; rows < kRowsInSlice; ++rows) {
      const auto step = answer().next();
      if (!step) return fail(out, to_problem(step.error()));
      switch (*step) {
        case RecordAnswer::Step::kRow:
          // The row behind the last one is looked at to know that there is one.
          if (totals_.count >= max_count_) return tell(out, kCountLimited);
          totals_.add(answer().row());
          break;
        case RecordAnswer::Step::kPaused:
          return State::kMore;
        case RecordAnswer::Step::kEnd:
          if (!is_v2() && totals_.rows == 0) return replace_with_nothing_found();
          return tell(out, answer().has_more() ? kRowsLimited : kSucceeded);
        case RecordAnswer::Step::kTimeUp:
          // v1 cannot say that totals are not the whole.
          if (totals_.rows == 0 || !is_v2()) return time_is_up(out);
          return tell(out, kTimeLimited);
      }
    }
    return State::kMore;
  }

 private:
  static constexpr unsigned kRowsInSlice = 4096;  // about a millisecond

  State tell(std::string& out, std::string_view terminator) {
    begin(out);
    if (totals_.rows > 0) append_totals(out, totals_, form());
    return end(out, terminator);
  }

  Totals totals_;
  std::uint64_t max_count_;
};

http::Response streamed(Version version, std::vector<http::Field> fields,
                        std::unique_ptr<http::Stream> stream) {
  http::Response response;
  response.content_type = content_type(version);
  response.fields = std::move(fields);
  response.stream = std::move(stream);
  return response;
}

}  // namespace

void append_row(std::string& out, const search::Row& row, const AnswerForm& form) {
  const bool is_v2 = form.version == Version::k2;
  if (is_v2) out += "{\"obj\":";
  feed::append_dnsdb(out, to_view(row), {form.times, !form.is_rdata, is_v2 || !form.is_rdata});
  out += is_v2 ? "}\n" : "\n";
}

void Totals::add(const search::Row& row) {
  ++rows;
  count = record::add_counts(count, row.sightings->count());
  widen(row.how == record::How::kZone ? zone_seen : seen, *row.sightings);
}

void append_totals(std::string& out, const Totals& totals, const AnswerForm& form) {
  const bool is_v2 = form.version == Version::k2;
  out += is_v2 ? "{\"obj\":{\"count\":" : "{\"count\":";
  feed::append_number(out, totals.count);
  feed::append_field(out, ",\"num_results\":", totals.rows);
  if (totals.seen) append_times(out, *totals.seen, record::How::kSensor, form.times);
  if (totals.zone_seen) append_times(out, *totals.zone_seen, record::How::kZone, form.times);
  out += is_v2 ? "}}\n" : "}\n";
}

http::Response lookup_response(std::unique_ptr<RecordAnswer> answer, const AnswerForm& form,
                               std::vector<http::Field> fields) {
  auto stream = std::make_unique<LookupStream>(std::move(answer), form, fields);
  return streamed(form.version, std::move(fields), std::move(stream));
}

http::Response summary_response(std::unique_ptr<RecordAnswer> answer, const AnswerForm& form,
                                std::vector<http::Field> fields, std::uint64_t max_count) {
  auto stream = std::make_unique<SummaryStream>(std::move(answer), form, fields, max_count);
  return streamed(form.version, std::move(fields), std::move(stream));
}

}  // namespace spoor::api::dnsdb
