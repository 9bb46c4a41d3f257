// SPDX-License-Identifier: Apache-2.0
// The receiving end of one connection that carries a frame stream of dnstap: the handshake, and
// frames out of whatever pieces arrive. Knows no socket.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "capture/dnstap_decoder.h"
#include "capture/frame_stream.h"

namespace spoor::capture {

/// Both ways that are in use: with a handshake (READY, ACCEPT, START … STOP, FINISH), and one way
/// (START … STOP). Holds at most a frame that is not yet whole.
class FrameReceiver {
 public:
  /// `decoder` must outlive the receiver.
  explicit FrameReceiver(DnstapDecoder& decoder) noexcept : decoder_(decoder) {}

  /// Takes what arrived. Errors: kMalformed, with the frame's number and the offset in the
  /// connection; nothing that comes later can be understood.
  Status receive(Bytes octets);

  /// What is to be sent back, once.
  [[nodiscard]] std::vector<std::uint8_t> take_reply() noexcept {
    return std::exchange(reply_, {});
  }
  /// Frames of data may come.
  [[nodiscard]] bool is_started() const noexcept { return state_ == State::kStarted; }
  /// The sender has ended the stream.
  [[nodiscard]] bool is_over() const noexcept { return state_ == State::kOver; }
  /// Octets of a frame that is not yet whole.
  [[nodiscard]] std::size_t held_bytes() const noexcept { return held_.size(); }
  [[nodiscard]] std::uint64_t frames() const noexcept { return frames_; }

 private:
  enum class State : std::uint8_t { kNew, kAccepted, kStarted, kOver };

  Result<std::size_t> take_whole_frames(Bytes octets);
  Status control(const Frame& frame);
  Status ready(FrameContent content);
  Status start(FrameContent content);
  [[nodiscard]] Error broken(std::string_view what) const;

  DnstapDecoder& decoder_;
  State state_ = State::kNew;
  bool wants_finish_ = false;  // there was a handshake
  std::vector<std::uint8_t> held_;
  std::size_t needed_ = 0;  // octets from which on `held_` is worth looking at
  std::vector<std::uint8_t> reply_;
  std::uint64_t offset_ = 0;  // of the frame at hand in the connection
  std::uint64_t frames_ = 0;  // of data
};

}  // namespace spoor::capture
