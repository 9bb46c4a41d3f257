# SPDX-License-Identifier: Apache-2.0
# Writes OUT, a source file that holds the octets of IN: cmake -DIN=… -DOUT=… -P embed_text.cmake
file(READ "${IN}" octets HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," octets "${octets}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" octets "${octets}")
file(WRITE "${OUT}" "// Made by embed_text.cmake.
#include \"api/v1/openapi.h\"

namespace spoor::api::v1 {
namespace {

constexpr unsigned char kText[] = {
${octets}
};

}  // namespace

std::string_view openapi_text() noexcept {
  return {reinterpret_cast<const char*>(kText), sizeof(kText)};
}

}  // namespace spoor::api::v1
")
