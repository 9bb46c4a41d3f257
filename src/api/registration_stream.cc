// SPDX-License-Identifier: Apache-2.0
// Nothing is appended before all is found: a store that fails is told with a status of its own.
#include "api/registration_stream.h"

namespace spoor::api {
namespace {

/// One row of an index is looked at in some microseconds.
constexpr std::uint32_t kSliceRows = 512;

}  // namespace

http::Stream::State RegistrationStream::produce(std::string& out, std::size_t /*wanted*/) {
  const auto is_done = cursor_->advance(kSliceRows);
  if (!is_done) {
    services_.store.report(is_done.error());
    problem_ = to_problem(is_done.error());
    return State::kReplaced;
  }
  if (!*is_done) return State::kMore;
  write_(out, *cursor_);
  return State::kEnd;
}

}  // namespace spoor::api
