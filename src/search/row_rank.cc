// SPDX-License-Identifier: Apache-2.0
// Sort forms for names, escaped octets for texts, big-endian numbers.
#include "search/row_rank.h"

#include <algorithm>
#include <array>

#include "dns/name.h"
#include "dns/rdata.h"
#include "record/key.h"

namespace spoor::search {
namespace {

constexpr unsigned kOrderOctets = 8;

/// What rdata is, in the order in which it sorts. Begins a column, so it needs no end.
enum class RdataRank : std::uint8_t { kIpv4 = 1, kIpv6 = 2, kName = 3, kOther = 4 };

/// Octets of a column that is a number; 0 when it is none.
unsigned width_of(OrderKey key) noexcept {
  switch (key) {
    case OrderKey::kCount:
      return 8;
    case OrderKey::kFirstSeen:
    case OrderKey::kLastSeen:
    case OrderKey::kDaysSeen:
    case OrderKey::kTtl:
      return 4;
    default:
      return 0;
  }
}

std::uint64_t number_of(OrderKey key, const record::Sightings& s) noexcept {
  switch (key) {
    case OrderKey::kCount:
      return s.count();
    case OrderKey::kFirstSeen:
      return s.first;
    case OrderKey::kLastSeen:
      return s.last;
    case OrderKey::kDaysSeen:
      return record::count_confirmed_days(s);
    default:
      return s.has_ttl() ? s.ttl_max : 0;
  }
}

void append_text(std::string& out, std::string_view text) {
  record::append_escaped(out, text);
  out += '\0';
}

void append_number(std::string& out, std::uint64_t value, unsigned octets) {
  for (unsigned i = octets; i-- > 0;) out += static_cast<char>(value >> (i * 8));
}

/// Character-strings one after the other, without their lengths: what a person reads.
void append_strings(std::string& out, std::string_view rdata) {
  for (std::size_t at = 0; at < rdata.size();) {
    const std::size_t size = static_cast<std::uint8_t>(rdata[at++]);
    record::append_escaped(out, rdata.substr(at, size));
    at += std::min(size, rdata.size() - at);
  }
  out += '\0';
}

}  // namespace

RowRank::RowRank(const Order& order) {
  if (order.key == OrderKey::kKey) return;
  columns_.push_back({order.key, order.descending});
  columns_.insert(columns_.end(), order.then.begin(), order.then.end());
  unsigned octets = 0;
  for (const OrderColumn& column : columns_) {
    octets += width_of(column.key);
    if (width_of(column.key) == 0 || octets > kOrderOctets) is_number_ = false;
  }
}

void RowRank::take(const Row& row, std::string_view name_form) {
  if (is_number_) return take_numbers(row);
  bytes_.clear();
  for (const OrderColumn& column : columns_) {
    const std::size_t begin = bytes_.size();
    append(column, row, name_form);
    if (!column.descending) continue;
    for (std::size_t i = begin; i < bytes_.size(); ++i) bytes_[i] = static_cast<char>(~bytes_[i]);
  }
  order_ = 0;
  for (unsigned i = 0; i < kOrderOctets; ++i) {
    order_ <<= 8;
    if (i < bytes_.size()) order_ |= static_cast<std::uint8_t>(bytes_[i]);
  }
}

void RowRank::take_numbers(const Row& row) {
  order_ = 0;
  for (const OrderColumn& column : columns_) {
    const std::uint64_t number = number_of(column.key, *row.sightings);
    const bool is_whole = width_of(column.key) == kOrderOctets;
    const std::uint64_t value = column.descending ? ~number : number;
    order_ = is_whole ? value : order_ << 32 | (value & 0xFFFFFFFF);
  }
}

void RowRank::append(const OrderColumn& column, const Row& row, std::string_view name_form) {
  switch (column.key) {
    case OrderKey::kName:
      bytes_ += name_form;
      break;
    case OrderKey::kType:
      append_text(bytes_, row.type_text);
      break;
    case OrderKey::kRdata:
      append_rdata(row);
      break;
    case OrderKey::kSource:
      append_text(bytes_, row.source_name);
      break;
    case OrderKey::kBailiwick:
      if (row.bailiwick > dns::count_labels(row.owner)) {
        bytes_ += '\x02';
      } else {
        bytes_ += '\x01';
        dns::append_sort_form(bytes_, dns::ancestor(row.owner, row.bailiwick));
      }
      break;
    default:
      append_number(bytes_, number_of(column.key, *row.sightings), width_of(column.key));
      break;
  }
}

void RowRank::append_rdata(const Row& row) {
  const bool is_v4 = row.type == dns::RrType::kA && row.rdata.size() == 4;
  const bool is_v6 = row.type == dns::RrType::kAaaa && row.rdata.size() == 16;
  if (is_v4 || is_v6) {
    bytes_ += static_cast<char>(is_v4 ? RdataRank::kIpv4 : RdataRank::kIpv6);
    bytes_ += row.rdata;
    return;
  }
  std::array<dns::RdataName, 1> name;
  const Bytes rdata = as_bytes(row.rdata);
  if (dns::find_rdata_names(row.type, rdata, name.data(), name.size()) > 0) {
    bytes_ += static_cast<char>(RdataRank::kName);
    dns::append_sort_form(bytes_, rdata.subspan(name[0].offset, name[0].size));
    return append_text(bytes_, row.rdata);
  }
  bytes_ += static_cast<char>(RdataRank::kOther);
  if (row.type == dns::RrType::kTxt || row.type == dns::RrType::kSpf) {
    append_strings(bytes_, row.rdata);
    return append_text(bytes_, row.rdata);
  }
  append_text(bytes_, row.rdata);
  bytes_ += '\0';  // as many parts as a text has: no rank begins another
}

}  // namespace spoor::search
