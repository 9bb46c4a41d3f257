// SPDX-License-Identifier: Apache-2.0
// Makes small MaxMind DB files for tests: IPv4 tree, 24-bit records (maxmind.github.io/MaxMind-DB).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/ip_address.h"

namespace spoor::enrich {

/// Encoded data values.
namespace mmdb {
inline std::string control(unsigned type, std::size_t size) {
  std::string out;
  const bool is_extended = type > 7;
  const std::size_t stored = size < 29 ? size : 29;  // 29: one more octet of size
  out += static_cast<char>((is_extended ? 0U : type << 5U) | stored);
  if (is_extended) out += static_cast<char>(type - 7);
  if (stored == 29) out += static_cast<char>(size - 29);
  return out;
}
inline std::string text(std::string_view value) {
  return control(2, value.size()) + std::string(value);
}
inline std::string number(std::uint64_t value, unsigned type = 6) {
  std::string octets;
  for (; value > 0; value >>= 8) octets.insert(octets.begin(), static_cast<char>(value & 0xFF));
  return control(type, octets.size()) + octets;
}
inline std::string map(const std::vector<std::pair<std::string, std::string>>& members) {
  std::string out = control(7, members.size());
  for (const auto& [key, value] : members) out += text(key) + value;
  return out;
}
}  // namespace mmdb

class MmdbMaker {
 public:
  void add(const IpAddress& address, unsigned length, const std::string& value) {
    const std::uint32_t offset = static_cast<std::uint32_t>(data_.size());
    data_ += value;
    std::size_t node = 0;
    for (unsigned bit = 0; bit < length; ++bit) {
      const unsigned side = address.octets[bit / 8] >> (7 - bit % 8) & 1U;
      if (bit + 1 == length) {
        nodes_[node][side] = {true, offset};
      } else {
        if (nodes_[node][side].is_data || nodes_[node][side].value == 0) {
          nodes_[node][side] = {false, static_cast<std::uint32_t>(nodes_.size())};
          nodes_.emplace_back();
        }
        node = nodes_[node][side].value;
      }
    }
  }

  std::string finish(std::uint64_t built_s) const {
    std::string out;
    const auto count = static_cast<std::uint32_t>(nodes_.size());
    for (const auto& node : nodes_) {
      for (const Record& record : node) {
        const std::uint32_t value = record.is_data      ? count + 16 + record.value
                                    : record.value == 0 ? count
                                                        : record.value;
        for (int shift = 16; shift >= 0; shift -= 8) out += static_cast<char>(value >> shift);
      }
    }
    out += std::string(16, '\0') + data_ + "\xAB\xCD\xEFMaxMind.com";
    return out + mmdb::map({{"node_count", mmdb::number(count)},
                            {"record_size", mmdb::number(24, 5)},
                            {"ip_version", mmdb::number(4, 5)},
                            {"database_type", mmdb::text("Test")},
                            {"languages", mmdb::control(11, 0)},
                            {"binary_format_major_version", mmdb::number(2, 5)},
                            {"binary_format_minor_version", mmdb::number(0, 5)},
                            {"build_epoch", mmdb::number(built_s, 9)},
                            {"description", mmdb::map({})}});
  }

 private:
  struct Record {
    bool is_data = false;
    std::uint32_t value = 0;  // 0 of no data: empty
  };
  std::vector<std::array<Record, 2>> nodes_{1};
  std::string data_;
};

}  // namespace spoor::enrich
