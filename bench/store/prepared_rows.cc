// SPDX-License-Identifier: Apache-2.0
// Text to canonical octets, with the parsers that feeds use.
#include "bench/store/prepared_rows.h"

#include <array>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "dns/name.h"
#include "dns/rdata.h"

namespace spoor::bench {
namespace {

Bytes as_bytes(std::string_view text) {
  return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()};
}
std::string_view as_text(const std::uint8_t* octets, std::size_t size) {
  return {reinterpret_cast<const char*>(octets), size};
}

}  // namespace

void PreparedRows::clear() {
  rows_.clear();
  arena_.clear();
}

void PreparedRows::add(const Record& record, std::uint32_t shift_s) {
  rdata_.resize(dns::kMaxCanonicalRdata);
  std::array<std::uint8_t, dns::kMaxNameOctets> owner{};
  const std::size_t owner_size = dns::parse_name_octets(record.name, owner.data());
  const auto type = static_cast<dns::RrType>(record.type);
  std::size_t rdata_size = 0;
  if (record.type == Type::kTxt) {  // unquoted: one character-string
    rdata_[0] = static_cast<std::uint8_t>(record.rdata.size());
    rdata_size = 1 + record.rdata.copy(reinterpret_cast<char*>(rdata_.data()) + 1, 255);
  } else if (const auto size = dns::parse_rdata_into(type, record.rdata, rdata_.data()); size) {
    rdata_size = *size;
  }
  if (owner_size == 0 || rdata_size == 0) {
    fmt::print(stderr, "bench: {} {} {} does not parse\n", record.name, type_text(record.type),
               record.rdata);
    std::exit(2);
  }
  PreparedRow row;
  row.record.owner = as_bytes(arena_.copy(as_text(owner.data(), owner_size)));
  row.record.type = type;
  row.record.rdata = as_bytes(arena_.copy(as_text(rdata_.data(), rdata_size)));
  row.sensor = record.sensor;
  row.sightings =
      record::Sightings::seen(record.first + shift_s, record.last + shift_s, record.count);
  rows_.push_back(std::move(row));
}

}  // namespace spoor::bench
