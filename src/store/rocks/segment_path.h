// SPDX-License-Identifier: Apache-2.0
// Where segments lie in a store's directory: segments/0000002a.seg.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace spoor::store {

std::string segment_directory(const std::string& store_directory);
std::string segment_path(const std::string& store_directory, std::uint32_t number);
/// The number in a file name, empty when it is no segment's.
std::optional<std::uint32_t> segment_number(std::string_view file_name);

}  // namespace spoor::store
