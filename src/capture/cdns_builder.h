// SPDX-License-Identifier: Apache-2.0
// For tests: CBOR and C-DNS files, written octet by octet without any code that is under test.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace spoor::capture::testing::cbor {

/// A head of a major type, as short as it may be.
std::string head(unsigned major, std::uint64_t value);
std::string number(std::int64_t value);
std::string octets(std::string_view content);
std::string text(std::string_view content);
std::string array(const std::vector<std::string>& items);
std::string map(const std::vector<std::pair<std::int64_t, std::string>>& fields);
/// The same of indefinite length.
std::string open_array(const std::vector<std::string>& items);

/// A whole file of one set of parameters.
std::string cdns_file(const std::vector<std::string>& blocks, std::uint64_t ticks_per_second);
/// A block with a fixed set of tables, which the tests know: see cdns_builder.cc.
std::string block(const std::vector<std::string>& items, std::uint64_t seconds = 1'600'000'000);
/// An item of the block: a query and its response, for www.example. A 192.0.2.80.
std::string exchange(std::uint64_t offset, std::int64_t delay);

}  // namespace spoor::capture::testing::cbor
