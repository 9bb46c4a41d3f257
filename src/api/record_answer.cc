// SPDX-License-Identifier: Apache-2.0
// Slices of search, under a clock.
#include "api/record_answer.h"

#include <utility>

namespace spoor::api {
namespace {

/// Records that one slice looks at: about a millisecond.
constexpr std::uint64_t kSliceRecords = 2048;
/// Rows between two looks at the clock.
constexpr std::uint32_t kRowsPerLook = 256;

}  // namespace

void lend(const ServiceSettings& settings, search::SearchRequest& request) {
  request.sort_bytes = settings.sort_bytes;
  request.scratch_dir = settings.scratch_dir;
}

Error tell(Services& services, const Error& error) {
  if (error.code == ErrorCode::kIo || error.code == ErrorCode::kCorrupt ||
      error.code == ErrorCode::kDenied)
    services.store.report(error);
  return error;
}

Result<std::unique_ptr<RecordAnswer>> RecordAnswer::open(Services& services, const Caller& caller,
                                                         search::SearchRequest request) {
  std::unique_ptr<RecordAnswer> answer(new RecordAnswer);
  answer->services_ = &services;
  SPOOR_TRY(answer->store_, services.store.open_for(caller));
  lend(services.settings, request);
  auto rows = search::search(*answer->store_, request);
  if (!rows) return tell(services, rows.error());
  answer->rows_ = *std::move(rows);
  answer->deadline_ = services.ticks() + services.settings.answer_time;
  return answer;
}

Result<RecordAnswer::Step> RecordAnswer::next() {
  if (looked_ == kRowsPerLook) {
    looked_ = 0;
    if (services_->ticks() >= deadline_) return Step::kTimeUp;
  }
  const auto step = rows_->advance(kSliceRecords);
  if (!step) return tell(*services_, step.error());
  switch (*step) {
    case search::Step::kRow:
      ++given_;
      ++looked_;
      return Step::kRow;
    case search::Step::kEnd:
      return Step::kEnd;
    case search::Step::kPaused:
      break;
  }
  looked_ = kRowsPerLook;
  return Step::kPaused;
}

const search::Row& RecordAnswer::row() const {
  return rows_->row();
}

bool RecordAnswer::has_more() const {
  return rows_->more();
}

std::string RecordAnswer::token() const {
  return rows_->token();
}

std::optional<std::uint64_t> RecordAnswer::total() const {
  return rows_->total();
}

Result<std::unique_ptr<SummaryAnswer>> SummaryAnswer::open(Services& services, const Caller& caller,
                                                           const search::SearchRequest& request) {
  std::unique_ptr<SummaryAnswer> answer(new SummaryAnswer);
  answer->services_ = &services;
  SPOOR_TRY(answer->store_, services.store.open_for(caller));
  search::SearchRequest mine = request;
  lend(services.settings, mine);
  auto rows = search::open_summary(*answer->store_, mine);
  if (!rows) return tell(services, rows.error());
  answer->rows_ = *std::move(rows);
  answer->deadline_ = services.ticks() + services.settings.answer_time;
  return answer;
}

Result<SummaryAnswer::Step> SummaryAnswer::next() {
  const auto is_done = rows_->advance(kSliceRecords);
  if (!is_done) return tell(*services_, is_done.error());
  if (*is_done) return Step::kEnd;
  return services_->ticks() >= deadline_ ? Step::kTimeUp : Step::kPaused;
}

const search::Summary& SummaryAnswer::summary() const {
  return rows_->summary();
}

}  // namespace spoor::api
