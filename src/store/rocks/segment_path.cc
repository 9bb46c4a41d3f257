// SPDX-License-Identifier: Apache-2.0
#include "store/rocks/segment_path.h"

#include <charconv>

#include <fmt/format.h>

namespace spoor::store {

std::string segment_directory(const std::string& store_directory) {
  return store_directory + "/segments";
}

std::string segment_path(const std::string& store_directory, std::uint32_t number) {
  return fmt::format("{}/{:08x}.seg", segment_directory(store_directory), number);
}

std::optional<std::uint32_t> segment_number(std::string_view file_name) {
  if (file_name.size() != 12 || !file_name.ends_with(".seg")) return std::nullopt;
  constexpr std::size_t kDigits = 8;
  const char* const end = file_name.data() + kDigits;
  std::uint32_t number = 0;
  const auto read = std::from_chars(&file_name.front(), end, number, 16);
  if (read.ec != std::errc() || read.ptr != end) return std::nullopt;
  return number;
}

}  // namespace spoor::store
