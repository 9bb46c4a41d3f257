// SPDX-License-Identifier: Apache-2.0
// Rows taken one by one into an answer of this dialect. Inside this dialect only.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "api/problem.h"
#include "api/record_answer.h"
#include "http/message.h"

namespace spoor::api::passivetotal {

/// Hands rows on, in slices, until there are no more or whoever takes them has enough.
class RowsStream : public http::Stream {
 public:
  State produce(std::string& out, std::size_t wanted) final;
  http::Response replacement() final;

 protected:
  /// Looks at so many rows in a slice at the most.
  RowsStream(std::unique_ptr<RecordAnswer> answer, unsigned rows_in_slice)
      : answer_(std::move(answer)), rows_in_slice_(rows_in_slice) {}
  /// Appends what stands before everything else, once.
  void begin(std::string& out, std::string_view opening);

 private:
  /// False when there are enough.
  virtual bool take(std::string& out, const search::Row& row) = 0;
  /// What stands behind all rows; whether these were all.
  virtual void finish(std::string& out, bool is_all) = 0;

  std::unique_ptr<RecordAnswer> answer_;
  unsigned rows_in_slice_;
  bool has_begun_ = false;
  Problem problem_;
};

}  // namespace spoor::api::passivetotal
