// SPDX-License-Identifier: Apache-2.0
#include "capture/dnstap_file.h"

#include <fmt/format.h>

namespace spoor::capture {
namespace {

bool begins_stream(Bytes head) noexcept {
  Frame frame;
  const auto size = read_frame(head, frame);
  if (!size || *size > head.size() || !frame.is_control) return false;
  const bool is_first =
      frame.control == ControlType::kStart || frame.control == ControlType::kReady;
  return is_first && content_of(frame) == FrameContent::kDnstap;
}

/// One payload and nothing else: its structure must be sound, its values may be wrong.
bool is_bare(Bytes head) noexcept {
  if (head.empty() || head.size() >= MessageFile::kHeadSize) return false;
  DnstapMessage message;
  const auto fault = read_dnstap(head, message);
  return !fault ||
         (fault->reason != Reason::kTapMalformed && fault->reason != Reason::kTapNotMessage);
}

}  // namespace

bool DnstapFile::recognises(Bytes head) noexcept {
  return begins_stream(head) || is_bare(head);
}

Error DnstapFile::error_here(ErrorCode code, std::string_view what, std::size_t offset) const {
  return {code, what, in_.offset() + offset, fmt::format("{}: frame {}", in_.path(), frames_ + 1)};
}

Result<bool> DnstapFile::step() {
  if (!is_begun_) {
    is_begun_ = true;
    SPOOR_TRY(window_, in_.fill(kHeadSize));
    if (!begins_stream(window_)) return take_bare();
  }
  Frame frame;
  for (;;) {
    const auto size = read_frame(window_, frame);
    if (!size) return error_here(size.error().code, size.error().what, size.error().offset);
    if (*size <= window_.size()) {
      if (frame.is_control) {
        SPOOR_CHECK(control(frame));
      } else if (is_started_) {
        data(frame, *size);
      } else {
        return error_here(ErrorCode::kMalformed, "data before a START frame");
      }
      in_.consume(*size);
      window_ = window_.subspan(*size);
      return true;
    }
    SPOOR_TRY(window_, in_.fill(*size));
    if (window_.size() < *size) return at_end();
  }
}

// The file holds one payload without a frame around it.
Result<bool> DnstapFile::take_bare() {
  if (window_.empty()) return false;
  ++frames_;
  decoder_.take(window_, {frames_, 0});
  in_.consume(window_.size());
  window_ = {};
  return true;
}

// Without STOP too: whoever wrote it may have been stopped, or write on.
Result<bool> DnstapFile::at_end() {
  if (!window_.empty()) {
    // Not consumed: when the file has grown, an importer comes by this offset again.
    window_ = {};
    SPOOR_CHECK(in_.fault());  // a broken compressed file says so itself
    return error_here(ErrorCode::kTruncated, "file ends in the middle of a frame");
  }
  if (frames_ == 0 || stats_.packets != 0) return false;
  const CaptureFault& first = stats_.faults.front();
  frames_ = 0;  // asked again, there is nothing more to say
  return Error{ErrorCode::kMalformed, reason_text(first.reason),
               static_cast<std::size_t>(first.offset),
               fmt::format("{}: not one frame could be read; frame {}", in_.path(), first.number)};
}

Status DnstapFile::control(const Frame& frame) {
  const FrameContent content = content_of(frame);
  if (content == FrameContent::kMalformed)
    return error_here(ErrorCode::kMalformed, "malformed control frame");
  switch (frame.control) {
    case ControlType::kStart:
      if (content == FrameContent::kOther)
        return error_here(ErrorCode::kMalformed, "a stream of something else than dnstap");
      is_started_ = true;
      break;
    case ControlType::kStop:
      is_started_ = false;
      break;
    default:  // READY, ACCEPT and FINISH of a dump; what is not known is stepped over
      break;
  }
  return {};
}

void DnstapFile::data(const Frame& frame, std::size_t whole) {
  ++frames_;
  decoder_.take(frame.payload, {frames_, in_.offset() + whole - frame.payload.size()});
}

}  // namespace spoor::capture
