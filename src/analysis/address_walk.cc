// SPDX-License-Identifier: Apache-2.0
#include "analysis/address_walk.h"

#include "base/bytes.h"
#include "record/key.h"

namespace spoor::analysis {
namespace {

std::string value_key(const IpAddress& address) {
  const auto kind = address.is_v6 ? record::ValueKind::kIpv6 : record::ValueKind::kIpv4;
  std::string key(1, static_cast<char>(kind));
  key += as_chars(address.bytes());
  return key;
}

}  // namespace

Result<AddressWalk> AddressWalk::open(std::shared_ptr<const record::Snapshot> snapshot,
                                      const IpAddress& low, const IpAddress& high,
                                      bool with_details) {
  record::RangeQuery query;
  query.index = record::Index::kByValue;
  query.lower = value_key(low);
  query.upper = record::after_prefix(value_key(high));
  query.with_details = with_details;
  SPOOR_TRY(auto records, snapshot->find(std::move(query)));
  return AddressWalk(std::move(snapshot), std::move(records));
}

Result<AddressWalk> AddressWalk::open_below(std::shared_ptr<const record::Snapshot> snapshot,
                                            const IpAddress& address, std::string_view sort_form) {
  record::RangeQuery query;
  query.index = record::Index::kByValue;
  query.lower = value_key(address);
  query.lower += sort_form.substr(0, sort_form.size() - 1);  // without its end: all below too
  query.upper = record::after_prefix(query.lower);
  query.with_details = true;
  SPOOR_TRY(auto records, snapshot->find(std::move(query)));
  return AddressWalk(std::move(snapshot), std::move(records));
}

IpAddress AddressWalk::address_of(const record::StoredRecord& found) noexcept {
  const bool is_v6 = found.key.head[0] == static_cast<char>(record::ValueKind::kIpv6);
  return to_address(found.key.head.substr(1, is_v6 ? 16 : 4));
}

IpAddress to_address(std::string_view rdata) noexcept {
  const Bytes octets = as_bytes(rdata);
  return octets.size() == 16 ? IpAddress::v6(octets) : IpAddress::v4(octets);
}

}  // namespace spoor::analysis
