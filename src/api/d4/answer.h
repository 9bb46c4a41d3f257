// SPDX-License-Identifier: Apache-2.0
// The lines of one answer, as they are found. Inside this dialect only.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "api/joined_record.h"
#include "api/problem.h"
#include "api/record_answer.h"
#include "api/services.h"
#include "http/message.h"

namespace spoor::api::d4 {

/// What is asked. Lines are joined over bailiwicks and sources.
struct Question {
  search::Query query;
  bool asks_holders = false;  ///< All records of the names that hold it; else those of the name.
};

/// This dialect has no pages and no word for an answer that is not whole: one that the caller's
/// bound cuts says so in `x-dribble-errors` behind it, as CIRCL's does; one whose time is over
/// breaks off.
class AnswerStream final : public http::Stream {
 public:
  AnswerStream(Services& services, std::shared_ptr<Caller> caller, Question question,
               std::string origin);

  State produce(std::string& out, std::size_t wanted) override;
  http::Response replacement() override;
  std::vector<http::Field> trailers() override;

 private:
  enum class Flow : std::uint8_t { kGoOn = 1, kPause, kFull, kTimeUp, kDone };

  Result<Flow> go_on(std::string& out);
  Result<std::unique_ptr<RecordAnswer>> open(const search::Query& query);
  Result<Flow> look_for_owner();
  Flow take(std::string& out, const search::Row& row);
  void write(std::string& out);

  Services& services_;
  std::shared_ptr<Caller> caller_;
  Question question_;
  std::string origin_;
  std::unique_ptr<RecordAnswer> holders_;  // rows that hold what is asked
  std::unique_ptr<RecordAnswer> rows_;     // rows that are told
  std::unordered_set<std::string> told_;   // owners, wire form
  JoinedRecord record_;
  std::uint64_t lines_ = 0;
  bool is_started_ = false, is_open_ = false, is_cut_ = false;
  std::optional<Problem> problem_;
};

}  // namespace spoor::api::d4
