// SPDX-License-Identifier: Apache-2.0
// Frame Streams (farsightsec/fstrm): data frames behind their length, and control frames that say
// what they are. Only frames here; who may send which when is for whoever reads them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"

namespace spoor::capture {

/// What dnstap writes into START, READY and ACCEPT.
inline constexpr std::string_view kDnstapContent = "protobuf:dnstap.Dnstap";
/// The longest data frame that is read: a query and a response of 64 KiB each, and much around.
inline constexpr std::size_t kMaxDataFrame = std::size_t{1} << 20;
/// The longest control frame, from its type on.
inline constexpr std::size_t kMaxControlFrame = 512;

/// On the wire: never renumber. Others are stepped over.
enum class ControlType : std::uint32_t {
  kAccept = 1,
  kStart = 2,
  kStop = 3,
  kReady = 4,
  kFinish = 5,
};

struct Frame {
  bool is_control = false;
  ControlType control{};
  /// Of data, the data; of a control frame, its fields. A view into what was looked at.
  Bytes payload;
};

/// Looks at what `at` begins with. The octets that the frame takes, at least one; when there are
/// fewer, `frame` is not filled, and with so many it will be, or they will tell that more are
/// needed. Errors: kMalformed with the offset in `at`.
Result<std::size_t> read_frame(Bytes at, Frame& frame);

/// Which content a control frame names.
enum class FrameContent : std::uint8_t { kNone, kDnstap, kOther, kMalformed };
/// Dnstap when at least one of the frame's content types is.
FrameContent content_of(const Frame& control) noexcept;

/// A control frame; with `names_content`, of dnstap.
std::vector<std::uint8_t> make_control_frame(ControlType type, bool names_content);

}  // namespace spoor::capture
