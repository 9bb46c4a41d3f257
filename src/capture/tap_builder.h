// SPDX-License-Identifier: Apache-2.0
// For tests: dnstap payloads and frame streams, written octet by octet without any code that is
// under test.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spoor::capture::testing {

/// A Dnstap with its Message. What is empty is left out.
struct Tap {
  unsigned type = 4;  ///< RESOLVER_RESPONSE
  unsigned protocol = 1;
  std::string query_address;
  std::string response_address{"\xC6\x33\x64\x35", 4};
  unsigned query_port = 40'000;
  unsigned response_port = 53;
  std::optional<std::uint64_t> query_seconds;
  std::optional<std::uint32_t> query_nanos;
  std::optional<std::uint64_t> response_seconds = 1'600'000'000;
  std::optional<std::uint32_t> response_nanos = 250'000'000;
  std::string query_message;
  std::string query_zone;  ///< Wire form.
  std::string response_message;
};

std::string varint(std::uint64_t value);
std::string varint_field(unsigned number, std::uint64_t value);
std::string bytes_field(unsigned number, std::string_view octets);
std::string fixed32_field(unsigned number, std::uint32_t value);

/// The Message alone, and the whole payload with identity, version and extra around it.
std::string tap_message(const Tap& tap);
std::string tap_payload(const Tap& tap);
std::string around_message(std::string_view message);

std::string data_frame(std::string_view payload);
/// `content` is left out when it is empty.
std::string control_frame(unsigned type, std::string_view content = {});
inline constexpr std::string_view kTapContent = "protobuf:dnstap.Dnstap";
/// START, the payloads, STOP.
template <class Payloads>
std::string frame_stream(const Payloads& payloads) {
  std::string out = control_frame(2, kTapContent);
  for (const auto& payload : payloads) out += data_frame(payload);
  return out + control_frame(3);
}

}  // namespace spoor::capture::testing
