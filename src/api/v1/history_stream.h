// SPDX-License-Identifier: Apache-2.0
// A cursor of history, then a writer over it, in slices on the connection's thread. Inside the room
// only.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "api/problem.h"
#include "api/services.h"
#include "api/v1/handlers.h"
#include "http/message.h"
#include "record/record_store.h"

namespace spoor::api::v1 {

/// Runs the cursor to its end, or until its time is up, and then writes piece by piece.
template <class Cursor, class Writer>
class HistoryStream final : public http::Stream {
 public:
  /// Makes the writer once the cursor is done; told whether the time was up.
  using MakeWriter = std::function<Writer(const Cursor&, bool is_time_up)>;

  HistoryStream(Services& services, std::shared_ptr<record::RecordStore> store,
                std::unique_ptr<Cursor> cursor, MakeWriter make_writer)
      : services_(services),
        store_(std::move(store)),
        cursor_(std::move(cursor)),
        make_writer_(std::move(make_writer)),
        deadline_(services.ticks() + services.settings.answer_time) {}

  State produce(std::string& out, std::size_t wanted) override {
    if (!writer_) {
      const auto is_done = cursor_->advance(kSliceRecords);
      if (!is_done) {
        services_.store.report(is_done.error());
        problem_ = to_problem(is_done.error());
        return State::kReplaced;
      }
      const bool is_time_up = !*is_done && services_.ticks() >= deadline_;
      if (!*is_done && !is_time_up) return State::kMore;
      if (is_time_up) cursor_->stop();
      writer_.emplace(make_writer_(*cursor_, is_time_up));
      return State::kMore;
    }
    const std::size_t end = out.size() + wanted;
    do {
      if (!writer_->write(out)) return State::kEnd;
    } while (out.size() < end);
    return State::kMore;
  }
  http::Response replacement() override { return refuse(problem_); }

 private:
  static constexpr std::uint64_t kSliceRecords = 2048;  // about a millisecond

  Services& services_;
  std::shared_ptr<record::RecordStore> store_;  // before the cursor: it must outlive it
  std::unique_ptr<Cursor> cursor_;
  MakeWriter make_writer_;
  std::optional<Writer> writer_;
  std::chrono::steady_clock::time_point deadline_;
  Problem problem_;
};

}  // namespace spoor::api::v1
