// SPDX-License-Identifier: Apache-2.0
#include "capture/frame_receiver.h"

#include <utility>

#include <fmt/format.h>

namespace spoor::capture {
namespace {

constexpr std::size_t kKeptCapacity = std::size_t{64} << 10;

}  // namespace

Error FrameReceiver::broken(std::string_view what) const {
  return {ErrorCode::kMalformed, what, static_cast<std::size_t>(offset_),
          fmt::format("frame {}", frames_ + 1)};
}

Status FrameReceiver::receive(Bytes octets) {
  if (held_.empty()) {
    SPOOR_TRY(const std::size_t taken, take_whole_frames(octets));
    held_.assign(octets.begin() + static_cast<std::ptrdiff_t>(taken), octets.end());
    return {};
  }
  held_.insert(held_.end(), octets.begin(), octets.end());
  if (held_.size() < needed_) return {};
  SPOOR_TRY(const std::size_t taken, take_whole_frames(held_));
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(taken));
  if (held_.empty() && held_.capacity() > kKeptCapacity) held_ = {};
  return {};
}

// The octets that whole frames took. What stands behind a stream's end is passed over.
Result<std::size_t> FrameReceiver::take_whole_frames(Bytes octets) {
  std::size_t taken = 0;
  Frame frame;
  while (!is_over()) {
    const Bytes left = octets.subspan(taken);
    const auto size = read_frame(left, frame);
    if (!size) return broken(size.error().what);
    needed_ = *size;
    if (*size > left.size()) return taken;
    if (frame.is_control) {
      SPOOR_CHECK(control(frame));
    } else if (is_started()) {
      ++frames_;
      decoder_.take(frame.payload, {frames_, offset_ + *size - frame.payload.size()});
    } else {
      return broken("data before a START frame");
    }
    taken += *size;
    offset_ += *size;
  }
  return octets.size();
}

Status FrameReceiver::control(const Frame& frame) {
  const FrameContent content = content_of(frame);
  if (content == FrameContent::kMalformed) return broken("malformed control frame");
  switch (frame.control) {
    case ControlType::kReady:
      return ready(content);
    case ControlType::kStart:
      return start(content);
    case ControlType::kStop:
      if (!is_started()) return broken("STOP before START");
      state_ = State::kOver;
      if (wants_finish_) reply_ = make_control_frame(ControlType::kFinish, false);
      return {};
    case ControlType::kAccept:
    case ControlType::kFinish:
      return broken("a control frame that only a receiver sends");
  }
  return {};  // of a later version: stepped over
}

Status FrameReceiver::ready(FrameContent content) {
  if (state_ != State::kNew) return broken("READY in the middle of a stream");
  if (content != FrameContent::kDnstap) return broken("a sender of something else than dnstap");
  state_ = State::kAccepted;
  wants_finish_ = true;
  reply_ = make_control_frame(ControlType::kAccept, true);
  return {};
}

Status FrameReceiver::start(FrameContent content) {
  if (is_started()) return broken("START in the middle of a stream");
  const bool was_agreed = state_ == State::kAccepted && content == FrameContent::kNone;
  if (content != FrameContent::kDnstap && !was_agreed)
    return broken("a stream of something else than dnstap");
  state_ = State::kStarted;
  return {};
}

}  // namespace spoor::capture
