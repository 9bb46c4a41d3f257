// SPDX-License-Identifier: Apache-2.0
// GET /api/v1/addresses/profile: who lives on an address, and what a block would take along.
#include <utility>

#include "api/v1/address_text.h"
#include "api/v1/handlers.h"
#include "api/v1/question.h"
#include "api/v1/rollup.h"

namespace spoor::api::v1 {
namespace {

constexpr Parameter kParameters[] = {{"q"},      {"at"},         {"sort"}, {"limit"},
                                     {"offset"}, {"name", true}, {"times"}};
constexpr std::uint64_t kSliceRecords = 1024;  // about a millisecond

/// Nothing until everything is known.
class ProfileStream final : public http::Stream {
 public:
  ProfileStream(Services& services, std::shared_ptr<record::RecordStore> store,
                std::shared_ptr<void> slot)
      : slot_(std::move(slot)),
        services_(services),
        store_(std::move(store)),
        deadline_(services.ticks() + services.settings.answer_time) {}

  Status open(analysis::HostingQuestion question, feed::TimeStyle times) {
    times_ = times;
    question_ = question;
    SPOOR_TRY(cursor_, analysis::HostingCursor::open(store_->snapshot(), std::move(question)));
    return {};
  }

  State produce(std::string& out, std::size_t /*wanted*/) override {
    const auto is_done = cursor_->advance(kSliceRecords);
    if (!is_done) {
      services_.store.report(is_done.error());
      problem_ = to_problem(is_done.error());
      return State::kReplaced;
    }
    if (!*is_done && services_.ticks() < deadline_) return State::kMore;
    if (!*is_done) cursor_->stop();
    append_profile(out, question_, cursor_->profile(), times_, *is_done);
    return State::kEnd;
  }
  http::Response replacement() override { return refuse(problem_); }

 private:
  std::shared_ptr<void> slot_;
  Services& services_;
  std::shared_ptr<record::RecordStore> store_;  // before the cursor: it must outlive it
  std::unique_ptr<analysis::HostingCursor> cursor_;
  analysis::HostingQuestion question_;
  feed::TimeStyle times_ = feed::TimeStyle::kUnix;
  std::chrono::steady_clock::time_point deadline_;
  Problem problem_;
};

void read_suspects(ParameterReader& parameters, std::vector<dns::Name>& suspects) {
  parameters.each("name", [&](const std::string& text) {
    const auto name = dns::parse_name(text);
    if (!name || name->is_root())
      return parameters.refuse("name", text, "expected a name that one would like to be rid of");
    if (suspects.size() == analysis::kMostSuspects)
      return parameters.refuse("name", text, "expected 20 names at most");
    suspects.push_back(*name);
  });
}

analysis::HostingQuestion read_question_of_address(ParameterReader& parameters,
                                                   std::uint32_t now_s) {
  analysis::HostingQuestion question;
  const auto text_of = [&](std::string_view name) {
    const std::string* text = parameters.find(name);
    return text == nullptr ? std::string_view() : std::string_view(*text);
  };
  if (const Status read = read_hosting(question, text_of("q"), text_of("at"), now_s); !read)
    parameters.refuse(read.error().where, text_of(read.error().where),
                      std::string(read.error().what));
  if (const std::string_view sort = text_of("sort"); !sort.empty()) {
    if (const auto order = parse_hosting_order(sort)) {
      question.order = *order;
    } else {
      parameters.refuse("sort", sort, std::string(order.error().what));
    }
  }
  question.limit = static_cast<std::uint32_t>(
      read_bounded(parameters, "limit", question.limit, {0, analysis::kMostHosted}));
  question.offset = static_cast<std::uint32_t>(
      read_bounded(parameters, "offset", 0, {0, analysis::kDeepestHosted}));
  read_suspects(parameters, question.suspects);
  return question;
}

}  // namespace

http::Response get_address_profile(const Call& call) {
  auto store = call.services.store.open_for(*call.caller);
  if (!store) return refuse(store.error());
  ParameterReader parameters(call.request, kParameters);
  analysis::HostingQuestion question = read_question_of_address(parameters, call.services.now());
  const feed::TimeStyle times = read_times(parameters);
  if (!parameters.is_fine()) return refuse(parameters.problem());
  question.enrichment = call.services.enrichment();
  std::shared_ptr<void> slot = call.services.profiling.take();
  if (!slot) return refuse(to_busy_problem());
  auto stream = std::make_unique<ProfileStream>(call.services, *std::move(store), std::move(slot));
  if (const Status opened = stream->open(std::move(question), times); !opened) {
    Problem problem = to_problem(opened.error());
    if (opened.error().code == ErrorCode::kInvalid) problem.parameter = "q";
    return refuse(problem);
  }
  http::Response response;
  response.content_type = "application/json";
  response.stream = std::move(stream);
  return response;
}

}  // namespace spoor::api::v1
