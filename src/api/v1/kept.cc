// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/records with keep=true, and GET /api/v1/answers/{answer}.
#include "api/v1/kept.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "api/record_answer.h"
#include "api/v1/handlers.h"
#include "api/v1/parameters.h"
#include "api/v1/question.h"
#include "search/kept_answer.h"
#include "search/row_details.h"

namespace spoor::api::v1 {
namespace {

constexpr Parameter kParameters[] = {{"offset"}, {"limit"},  {"format"},
                                     {"times"},  {"enrich"}, {"details"}};
constexpr unsigned kRowsPerStep = 2048;   // kept before others work
constexpr unsigned kLookUpsPerStep = 32;  // rows looked up for their details before others work

/// Rows of a page, and the ending that tells where the others are.
class PageTeller {
 public:
  PageTeller(RowWriter writer, std::uint64_t limit) : writer_(std::move(writer)), limit_(limit) {}

  /// Tells of a kept answer to `request` from `offset` on. Errors: as search::RowDetails::open().
  Status open(std::shared_ptr<const search::KeptAnswer> rows, const search::SearchRequest& request,
              std::shared_ptr<record::RecordStore> store, std::uint64_t offset) {
    if (writer_.needs_details() && !request.with_details) {
      SPOOR_TRY(details_, search::RowDetails::open(*store, request, store->snapshot()));
    }
    ending_.total = rows->rows();
    behind_ = offset;
    store_ = std::move(store);
    page_.emplace(std::move(rows), *store_, offset);
    return {};
  }
  [[nodiscard]] bool is_open() const noexcept { return page_.has_value(); }
  [[nodiscard]] Ending& ending() noexcept { return ending_; }

  http::Stream::State tell(std::string& out, std::size_t wanted) {
    for (unsigned looked_up = 0; out.size() < wanted && looked_up < kLookUpsPerStep;) {
      if (ending_.returned == limit_) return end(out);
      const auto has = page_->next();
      if (!has) return fail(out, has.error());
      if (!*has) return end(out);
      search::Row row = page_->row();
      if (details_) {
        const auto found = details_->find(row);
        if (!found) return fail(out, found.error());
        row.sightings = *found;
        ++looked_up;
      }
      writer_.add(out, row, *store_);
      ++ending_.returned;
    }
    return http::Stream::State::kMore;
  }
  http::Stream::State end(std::string& out) {
    if (ending_.reason.empty() && behind_ + ending_.returned < ending_.total.value_or(0))
      ending_.reason = "limit";
    writer_.end(out, ending_);
    return http::Stream::State::kEnd;
  }
  http::Stream::State fail(std::string& out, const Error& error) {
    ending_.reason = "failed";
    ending_.problem = to_problem(error);
    if (!writer_.has_begun()) return http::Stream::State::kReplaced;
    if (!writer_.can_tell_failure()) return http::Stream::State::kBroken;
    writer_.end(out, ending_);
    return http::Stream::State::kEnd;
  }

 private:
  RowWriter writer_;
  std::uint64_t limit_;
  std::uint64_t behind_ = 0;  // rows before the page
  Ending ending_;
  std::shared_ptr<record::RecordStore> store_;  // before the page: it must outlive it
  std::optional<search::KeptPage> page_;
  std::optional<search::RowDetails> details_;  // where they were not kept and are to be told
};

/// Makes, keeps, tells.
class KeepingStream final : public http::Stream {
 public:
  /// What is kept besides the rows.
  struct Order {
    ShelfOwner owner{};
    Shelved shelved;
    std::uint64_t offset = 0;
  };

  KeepingStream(Services& services, std::unique_ptr<RecordAnswer> answer,
                std::unique_ptr<search::KeptAnswerMaker> maker, PageTeller teller)
      : services_(services),
        answer_(std::move(answer)),
        maker_(std::move(maker)),
        teller_(std::move(teller)) {}

  void keep_as(Order order, std::shared_ptr<void> slot) {
    order_ = std::move(order);
    slot_ = std::move(slot);
  }

  State produce(std::string& out, std::size_t wanted) override {
    if (teller_.is_open()) return teller_.tell(out, wanted);
    for (unsigned i = 0; i < kRowsPerStep; ++i) {
      const auto step = answer_->next();
      if (!step) return teller_.fail(out, step.error());
      switch (*step) {
        case RecordAnswer::Step::kRow:
          if (const Status added = maker_->add(answer_->row()); !added)
            return teller_.fail(out, tell(services_, added.error()));
          break;
        case RecordAnswer::Step::kPaused:
          return State::kMore;
        case RecordAnswer::Step::kEnd:
          return shelve(out);
        case RecordAnswer::Step::kTimeUp:
          teller_.ending().reason = "time";
          return teller_.end(out);
      }
    }
    return State::kMore;
  }
  http::Response replacement() override { return refuse(*teller_.ending().problem); }
  std::vector<http::Field> trailers() override { return to_trailers(teller_.ending()); }

 private:
  State shelve(std::string& out) {
    auto kept = maker_->finish();
    if (!kept) return teller_.fail(out, tell(services_, kept.error()));
    order_.shelved.rows = *kept;
    const std::shared_ptr<const search::SearchRequest> request = order_.shelved.request;
    AnswerShelf& shelf = services_.shelf;
    teller_.ending().answer = shelf.put(order_.owner, std::move(order_.shelved), services_.ticks());
    teller_.ending().expires =
        services_.now() + static_cast<std::uint32_t>(shelf.bounds().lifetime.count());
    const Status opened =
        teller_.open(*std::move(kept), *request, answer_->shared_store(), order_.offset);
    if (!opened) return teller_.fail(out, tell(services_, opened.error()));
    maker_.reset();
    answer_.reset();
    slot_.reset();
    return State::kMore;
  }

  Services& services_;
  std::shared_ptr<void> slot_;
  std::unique_ptr<RecordAnswer> answer_;
  std::unique_ptr<search::KeptAnswerMaker> maker_;
  PageTeller teller_;
  Order order_;
};

/// A page of what was kept.
class KeptStream final : public http::Stream {
 public:
  explicit KeptStream(PageTeller teller) : teller_(std::move(teller)) {}
  State produce(std::string& out, std::size_t wanted) override { return teller_.tell(out, wanted); }
  http::Response replacement() override { return refuse(*teller_.ending().problem); }
  std::vector<http::Field> trailers() override { return to_trailers(teller_.ending()); }

 private:
  PageTeller teller_;
};

Problem gone(const Shelved& shelved) {
  Problem problem;
  problem.status = 410;
  problem.title = "answer gone";
  problem.again = shelved.question;
  problem.detail =
      shelved.question.empty()
          ? "no such answer is kept for this key: answers are kept for 15 minutes, or until there "
            "are too many; ask the question again, with keep=true"
          : "this answer was kept for 15 minutes, or until there were too many: ask its question "
            "again, which stands in again";
  return problem;
}

std::optional<Format> read_page_format(ParameterReader& parameters, const http::Request& request) {
  const auto format = read_format(parameters, request);
  if (format && grouping_of(*format))
    parameters.refuse("format", *parameters.find("format"),
                      "expected json, ndjson or csv: other forms are told when an answer is made");
  for (const std::string_view name : {"times", "enrich", "details"}) {
    const std::string* text = parameters.find(name);
    if (text != nullptr && format == Format::kCsv)
      parameters.refuse(name, *text, "goes with format=json and format=ndjson only");
  }
  return format;
}

}  // namespace

http::Response keep_answer(const Call& call, search::SearchRequest request, RowWriter writer,
                           std::shared_ptr<void> slot) {
  Services& services = call.services;
  KeepingStream::Order order;
  order.owner = call.caller->spec().digest;
  order.shelved.question = call.request.target;
  order.offset = std::exchange(request.offset, 0);
  const std::uint64_t limit = std::exchange(request.limit, search::kNoLimit);
  // Days and TTL of a whole answer are dear: they are looked up for the rows of a page.
  request.with_details = search::needs_details_early(request);
  search::SearchRequest kept = request;
  kept.filters.enrichment.reset();
  order.shelved.request = std::make_shared<const search::SearchRequest>(std::move(kept));
  auto maker = search::KeptAnswerMaker::create(services.settings.scratch_dir,
                                               services.shelf.bounds().bytes_of_one());
  if (!maker) return refuse(tell(services, maker.error()));
  auto answer = RecordAnswer::open(services, *call.caller, std::move(request));
  if (!answer) return refuse(to_question_problem(answer.error()));
  http::Response response;
  response.content_type = content_type_of(writer.format());
  auto stream = std::make_unique<KeepingStream>(services, *std::move(answer), *std::move(maker),
                                                PageTeller(std::move(writer), limit));
  stream->keep_as(std::move(order), std::move(slot));
  response.stream = std::move(stream);
  return response;
}

http::Response get_answer(const Call& call) {
  const auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  ParameterReader parameters(call.request, kParameters);
  const KeySpec& key = call.caller->spec();
  const std::uint64_t limit = parameters.count("limit", search::kDefaultLimit);
  const std::uint64_t offset = parameters.count("offset", 0);
  const feed::JsonOptions style = read_row_style(parameters);
  const auto format = read_page_format(parameters, call.request);
  const bool is_enriched = parameters.flag("enrich");
  const std::string& id = call.request.values.at(0);
  if (!AnswerShelf::is_id(id))
    parameters.refuse("answer", id, "expected the answer of an ending: 32 hex digits");
  if (!parameters.is_fine()) return refuse(parameters.problem());
  if (!format) return refuse(to_format_problem());
  Shelved shelved = call.services.shelf.find(key.digest, id, call.services.ticks());
  if (!shelved.rows) return refuse(gone(shelved));
  RowWriter writer(*format, style, shelved.request->query);
  if (is_enriched) writer.enrich_with(call.services.enrichment());
  PageTeller teller(std::move(writer),
                    limit == 0 ? key.results_max : std::min(limit, key.results_max));
  teller.ending().answer = id;
  const auto left =
      std::chrono::duration_cast<std::chrono::seconds>(shelved.until - call.services.ticks());
  teller.ending().expires =
      call.services.now() + static_cast<std::uint32_t>(std::max<std::int64_t>(left.count(), 0));
  const Status opened = teller.open(std::move(shelved.rows), *shelved.request, *store, offset);
  if (!opened) return refuse(tell(call.services, opened.error()));
  http::Response response;
  response.content_type = content_type_of(*format);
  response.stream = std::make_unique<KeptStream>(std::move(teller));
  return response;
}

}  // namespace spoor::api::v1
