// SPDX-License-Identifier: Apache-2.0
#include "capture/tap_builder.h"

namespace spoor::capture::testing {
namespace {

std::string big(std::uint64_t value) {
  std::string out;
  for (const unsigned shift : {24U, 16U, 8U, 0U}) out += static_cast<char>(value >> shift);
  return out;
}

}  // namespace

std::string varint(std::uint64_t value) {
  std::string out;
  for (; value > 0x7F; value >>= 7) out += static_cast<char>(value | 0x80U);
  return out + static_cast<char>(value);
}
std::string varint_field(unsigned number, std::uint64_t value) {
  return varint(number << 3) + varint(value);
}
std::string bytes_field(unsigned number, std::string_view octets) {
  return varint(number << 3 | 2U) + varint(octets.size()) + std::string(octets);
}
std::string fixed32_field(unsigned number, std::uint32_t value) {
  std::string out = varint(number << 3 | 5U);
  for (const unsigned shift : {0U, 8U, 16U, 24U}) out += static_cast<char>(value >> shift);
  return out;
}

std::string tap_message(const Tap& tap) {
  std::string out = varint_field(1, tap.type) + varint_field(2, 1) + varint_field(3, tap.protocol);
  if (!tap.query_address.empty()) out += bytes_field(4, tap.query_address);
  if (!tap.response_address.empty()) out += bytes_field(5, tap.response_address);
  out += varint_field(6, tap.query_port) + varint_field(7, tap.response_port);
  if (tap.query_seconds) out += varint_field(8, *tap.query_seconds);
  if (tap.query_nanos) out += fixed32_field(9, *tap.query_nanos);
  if (!tap.query_message.empty()) out += bytes_field(10, tap.query_message);
  if (!tap.query_zone.empty()) out += bytes_field(11, tap.query_zone);
  if (tap.response_seconds) out += varint_field(12, *tap.response_seconds);
  if (tap.response_nanos) out += fixed32_field(13, *tap.response_nanos);
  if (!tap.response_message.empty()) out += bytes_field(14, tap.response_message);
  return out;
}
std::string around_message(std::string_view message) {
  return bytes_field(1, "resolver1") + bytes_field(2, "software 1.0") + bytes_field(3, "-") +
         bytes_field(14, message) + varint_field(15, 1);
}
std::string tap_payload(const Tap& tap) {
  return around_message(tap_message(tap));
}

std::string data_frame(std::string_view payload) {
  return big(payload.size()) + std::string(payload);
}
std::string control_frame(unsigned type, std::string_view content) {
  std::string fields;
  if (!content.empty()) fields = big(1) + big(content.size()) + std::string(content);
  return big(0) + big(4 + fields.size()) + big(type) + fields;
}

}  // namespace spoor::capture::testing
