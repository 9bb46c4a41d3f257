// SPDX-License-Identifier: Apache-2.0
// The lines of one answer: whole, or a page of it. Inside this dialect only.
#pragma once

#include <memory>
#include <string>

#include "api/answer_shelf.h"
#include "api/circl/question.h"
#include "api/joined_record.h"
#include "api/problem.h"
#include "api/record_answer.h"
#include "api/services.h"
#include "http/message.h"

namespace spoor::api::circl {

/// What an answer needs to know of its caller.
struct Asker {
  std::shared_ptr<Caller> caller;
  std::string origin;  ///< URI of this server.
};

/// Lines wait until there are kHeldLines of them or the answer ends: what is no longer than that
/// has all its fields before its body. The others have `x-dribble-errors` behind it.
class AnswerStream final : public http::Stream {
 public:
  static constexpr std::uint64_t kHeldLines = kMostInPage;

  /// Begins at the part and token of the page before; at the very beginning without them.
  AnswerStream(Services& services, Question question, Asker asker, std::size_t part,
               std::string token);

  State produce(std::string& out, std::size_t wanted) override;
  http::Response replacement() override;
  std::vector<http::Field> trailers() override;

 private:
  enum class Flow : std::uint8_t { kGoOn = 1, kPause, kFull, kDone };

  Result<Flow> go_on();
  Flow take(const search::Row& row);
  void write();
  [[nodiscard]] bool is_last_wanted() const noexcept;
  State finish(std::string& out, Flow flow);
  State fail(const Error& error);
  [[nodiscard]] std::uint64_t most_lines() const noexcept;

  Services& services_;
  Question question_;
  Asker asker_;
  std::size_t part_;
  std::string token_;  // where the part at hand begins
  std::unique_ptr<RecordAnswer> rows_;
  JoinedRecord record_;
  std::string held_;
  std::uint64_t lines_ = 0;
  bool is_open_ = false;  // lines were handed out
  bool is_cut_ = false;   // there are more lines than may be told
  bool is_late_ = false;
  std::size_t next_part_ = 0;  // where the next page begins
  std::string next_token_;
  std::optional<Problem> problem_;
};

}  // namespace spoor::api::circl
