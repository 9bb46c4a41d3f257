// SPDX-License-Identifier: Apache-2.0
#include "capture/frame_stream.h"

#include "dns/wire_reader.h"

namespace spoor::capture {
namespace {

constexpr std::size_t kLength = 4;
constexpr std::size_t kControlHead = 3 * kLength;  // escape, length, type
constexpr std::uint32_t kContentTypeField = 1;
constexpr std::size_t kMaxContentType = 256;

Result<std::size_t> read_control(Bytes at, Frame& frame) {
  if (at.size() < kControlHead) return kControlHead;
  dns::WireReader reader(at);
  reader.skip(kLength);
  const std::uint32_t length = reader.u32();
  if (length < kLength || length > kMaxControlFrame)
    return Error{ErrorCode::kMalformed, "impossible length of a control frame", kLength};
  const std::size_t whole = 2 * kLength + length;
  if (at.size() < whole) return whole;
  frame.is_control = true;
  frame.control = static_cast<ControlType>(reader.u32());
  frame.payload = reader.bytes(length - kLength);
  return whole;
}

void append_u32(std::vector<std::uint8_t>& out, std::size_t value) {
  for (const unsigned shift : {24U, 16U, 8U, 0U})
    out.push_back(static_cast<std::uint8_t>(value >> shift));
}

}  // namespace

Result<std::size_t> read_frame(Bytes at, Frame& frame) {
  if (at.size() < kLength) return kLength;
  dns::WireReader reader(at);
  const std::uint32_t length = reader.u32();
  if (length == 0) return read_control(at, frame);
  if (length > kMaxDataFrame) return Error{ErrorCode::kMalformed, "a frame of more than 1 MiB"};
  const std::size_t whole = kLength + length;
  if (at.size() < whole) return whole;
  frame.is_control = false;
  frame.payload = reader.bytes(length);
  return whole;
}

FrameContent content_of(const Frame& control) noexcept {
  dns::WireReader fields(control.payload);
  FrameContent content = FrameContent::kNone;
  while (fields.left() > 0) {
    const std::uint32_t type = fields.u32();
    const std::uint32_t length = fields.u32();
    const Bytes value = fields.bytes(length);
    if (!fields.ok() || (type == kContentTypeField && length > kMaxContentType))
      return FrameContent::kMalformed;
    if (type != kContentTypeField || content == FrameContent::kDnstap) continue;
    content = as_chars(value) == kDnstapContent ? FrameContent::kDnstap : FrameContent::kOther;
  }
  return content;
}

std::vector<std::uint8_t> make_control_frame(ControlType type, bool names_content) {
  std::vector<std::uint8_t> out;
  append_u32(out, 0);
  append_u32(out, kLength + (names_content ? 2 * kLength + kDnstapContent.size() : 0));
  append_u32(out, static_cast<std::uint32_t>(type));
  if (names_content) {
    append_u32(out, kContentTypeField);
    append_u32(out, kDnstapContent.size());
    out.insert(out.end(), kDnstapContent.begin(), kDnstapContent.end());
  }
  return out;
}

}  // namespace spoor::capture
