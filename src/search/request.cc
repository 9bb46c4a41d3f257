// SPDX-License-Identifier: Apache-2.0
// Types and orders as people write them.
#include "search/request.h"

#include <algorithm>

namespace spoor::search {
namespace {

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return dns::to_lower(static_cast<std::uint8_t>(x)) ==
           dns::to_lower(static_cast<std::uint8_t>(y));
  });
}

}  // namespace

Status TypeFilter::add(std::string_view text, const record::RecordStore& store) {
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view one = text.substr(0, comma);
    if (equals_ignoring_case(one, "ANY-DNSSEC")) {
      dnssec_ = true;
    } else if (const auto type = dns::parse_rr_type(one); type == dns::RrType::kAny) {
      plain_ = true;
    } else if (type) {
      add(*type);
    } else if (const auto label = store.find_type_label(one)) {
      add(*label);
    } else {
      return Error{ErrorCode::kInvalid,
                   "expected a type such as A, MX, TYPE65280, ANY or ANY-DNSSEC", 0,
                   std::string(one.substr(0, 40))};
    }
    if (comma == std::string_view::npos) return {};
    text.remove_prefix(comma + 1);
  }
}

void TypeFilter::add(dns::RrType type) {
  const auto at = std::lower_bound(listed_.begin(), listed_.end(), type);
  if (at == listed_.end() || *at != type) listed_.insert(at, type);
}

bool TypeFilter::accepts(dns::RrType type) const noexcept {
  if (is_open()) return true;
  if (plain_ || dnssec_) {
    if (dns::is_dnssec_type(type) ? dnssec_ : plain_) return true;
  }
  return std::find(listed_.begin(), listed_.end(), type) != listed_.end();
}

const std::vector<dns::RrType>& TypeFilter::only_listed() const noexcept {
  static const std::vector<dns::RrType> kNone;
  return plain_ || dnssec_ ? kNone : listed_;
}

std::string TypeFilter::text() const {
  std::string out;
  const auto part = [&](std::string_view more) {
    if (!out.empty()) out += ',';
    out += more;
  };
  for (const dns::RrType type : listed_) part(std::to_string(dns::to_number(type)));
  if (plain_) part("ANY");
  if (dnssec_) part("ANY-DNSSEC");
  return out;
}

Result<Order> parse_order(std::string_view text) {
  Order order;
  std::string_view key = text;
  if (key.starts_with('-')) {
    order.descending = true;
    key.remove_prefix(1);
  }
  if (key == "key") {
    order.key = OrderKey::kKey;
  } else if (key == "first_seen" || key == "first-seen") {
    order.key = OrderKey::kFirstSeen;
  } else if (key == "last_seen" || key == "last-seen") {
    order.key = OrderKey::kLastSeen;
  } else if (key == "count") {
    order.key = OrderKey::kCount;
  } else {
    return Error{ErrorCode::kInvalid,
                 "expected key, first_seen, last_seen or count, with '-' before it for descending",
                 0, std::string(text.substr(0, 40))};
  }
  return order;
}

}  // namespace spoor::search
