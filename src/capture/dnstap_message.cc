// SPDX-License-Identifier: Apache-2.0
#include "capture/dnstap_message.h"

#include <limits>

#include "capture/protobuf_reader.h"

namespace spoor::capture {
namespace {

constexpr std::uint64_t kDnstapMessage = 1;  // the one value of Dnstap.type
constexpr std::uint64_t kMicrosPerSecond = 1'000'000;
constexpr std::uint64_t kNanosPerSecond = 1'000'000'000;
constexpr std::uint64_t kNanosPerMicro = 1'000;
constexpr std::uint64_t kMaxPort = 65'535;

// Field numbers of Dnstap.
constexpr std::uint32_t kMessageField = 14;
constexpr std::uint32_t kTypeField = 15;

/// Field numbers of Message.
enum Field : std::uint32_t {
  kType = 1,
  kSocketProtocol = 3,
  kQueryAddress = 4,
  kResponseAddress = 5,
  kQueryPort = 6,
  kResponsePort = 7,
  kQuerySeconds = 8,
  kQueryNanos = 9,
  kQueryMessage = 10,
  kQueryZone = 11,
  kResponseSeconds = 12,
  kResponseNanos = 13,
  kResponseMessage = 14,
};

/// A time in its two halves.
struct TapTime {
  std::optional<std::uint64_t> seconds;
  std::uint64_t nanos = 0;

  [[nodiscard]] std::optional<std::uint64_t> microseconds() const noexcept {
    constexpr std::uint64_t kLast = std::numeric_limits<std::uint64_t>::max();
    if (!seconds) return std::nullopt;
    if (*seconds >= kLast / kMicrosPerSecond) return kLast;
    return *seconds * kMicrosPerSecond + nanos / kNanosPerMicro;
  }
};

ProtobufType type_of(std::uint32_t number) noexcept {
  switch (number) {
    case kQueryAddress:
    case kResponseAddress:
    case kQueryMessage:
    case kQueryZone:
    case kResponseMessage:
      return ProtobufType::kBytes;
    case kQueryNanos:
    case kResponseNanos:
      return ProtobufType::kFixed32;
    default:
      return ProtobufType::kVarint;
  }
}

bool is_stream(std::uint64_t protocol) noexcept {
  constexpr std::uint64_t kTcp = 2;
  constexpr std::uint64_t kDot = 3;
  constexpr std::uint64_t kDoh = 4;
  constexpr std::uint64_t kDnscryptTcp = 6;
  return protocol == kTcp || protocol == kDot || protocol == kDoh || protocol == kDnscryptTcp;
}

class MessageParser {
 public:
  explicit MessageParser(DnstapMessage& out) noexcept : out_(out) {}

  /// The reason for which the message is refused, kCount when there is none.
  Reason read(ProtobufReader& in) noexcept {
    ProtobufField field;
    while (in.next(field)) {
      if (field.number > kResponseMessage) continue;
      if (const Reason reason = take(field); reason != Reason::kCount) return reason;
    }
    if (!in.ok() || !has_type_) return Reason::kTapMalformed;
    out_.query_time_us = query_time_.microseconds();
    out_.response_time_us = response_time_.microseconds();
    return Reason::kCount;
  }

 private:
  Reason take(const ProtobufField& field) noexcept {
    if (field.type != type_of(field.number)) return Reason::kTapMalformed;
    switch (field.number) {
      case kType:
        has_type_ = true;
        out_.type = static_cast<DnstapType>(field.value);
        return field.value > 0xFFFF'FFFF ? Reason::kTapMalformed : Reason::kCount;
      case kSocketProtocol:
        out_.is_tcp = is_stream(field.value);
        return Reason::kCount;
      case kQueryMessage:
        out_.query_message = field.bytes;
        return Reason::kCount;
      case kQueryZone:
        out_.query_zone = field.bytes;
        return Reason::kCount;
      case kResponseMessage:
        out_.response_message = field.bytes;
        return Reason::kCount;
      default:
        return take_end_or_time(field);
    }
  }

  Reason take_end_or_time(const ProtobufField& field) noexcept {
    switch (field.number) {
      case kQueryAddress:
        return address(field.bytes, out_.query_address);
      case kResponseAddress:
        return address(field.bytes, out_.response_address);
      case kQueryPort:
        return port(field.value, out_.query_port);
      case kResponsePort:
        return port(field.value, out_.response_port);
      case kQuerySeconds:
        query_time_.seconds = field.value;
        return Reason::kCount;
      case kResponseSeconds:
        response_time_.seconds = field.value;
        return Reason::kCount;
      case kQueryNanos:
        return nanos(field.value, query_time_);
      case kResponseNanos:
        return nanos(field.value, response_time_);
      default:
        return Reason::kCount;
    }
  }

  static Reason address(Bytes octets, Bytes& out) noexcept {
    out = octets;
    const bool is_address = octets.empty() || octets.size() == 4 || octets.size() == 16;
    return is_address ? Reason::kCount : Reason::kTapBadAddress;
  }
  static Reason port(std::uint64_t number, std::uint16_t& out) noexcept {
    out = static_cast<std::uint16_t>(number);
    return number > kMaxPort ? Reason::kTapMalformed : Reason::kCount;
  }
  static Reason nanos(std::uint64_t number, TapTime& out) noexcept {
    out.nanos = number;
    return number >= kNanosPerSecond ? Reason::kTapNanoseconds : Reason::kCount;
  }

  DnstapMessage& out_;
  TapTime query_time_;
  TapTime response_time_;
  bool has_type_ = false;
};

}  // namespace

std::optional<DnstapFault> read_dnstap(Bytes frame, DnstapMessage& message) noexcept {
  message = {};
  ProtobufReader outer(frame);
  ProtobufField field;
  std::optional<std::uint64_t> kind;
  std::optional<Bytes> inner;
  while (outer.next(field)) {
    const bool is_kind = field.number == kTypeField;
    if (!is_kind && field.number != kMessageField) continue;
    if (field.type != (is_kind ? ProtobufType::kVarint : ProtobufType::kBytes))
      return DnstapFault{Reason::kTapMalformed, outer.pos()};
    if (is_kind) {
      kind = field.value;
    } else {
      inner = field.bytes;
    }
  }
  if (!outer.ok()) return DnstapFault{Reason::kTapMalformed, outer.pos()};
  if (kind != kDnstapMessage || !inner) return DnstapFault{Reason::kTapNotMessage, 0};
  ProtobufReader reader(*inner);
  const Reason reason = MessageParser(message).read(reader);
  if (reason == Reason::kCount) return std::nullopt;
  const auto before = static_cast<std::size_t>(inner->data() - frame.data());
  return DnstapFault{reason, before + reader.pos()};
}

}  // namespace spoor::capture
