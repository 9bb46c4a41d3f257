// SPDX-License-Identifier: Apache-2.0
// Types and orders as people write them.
#include "search/request.h"

#include <algorithm>
#include <array>

#include "record/retention.h"

namespace spoor::search {
namespace {

bool equals_ignoring_case(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](char x, char y) {
    return dns::to_lower(static_cast<std::uint8_t>(x)) ==
           dns::to_lower(static_cast<std::uint8_t>(y));
  });
}

/// Of the same index as OrderKey.
constexpr std::array<std::string_view, 11> kColumnTexts{
    "key",   "first_seen", "last_seen", "count",     "name", "type",
    "rdata", "source",     "bailiwick", "days_seen", "ttl"};

std::optional<OrderColumn> parse_column(std::string_view text) {
  OrderColumn column;
  if (text.starts_with('-')) {
    column.descending = true;
    text.remove_prefix(1);
  }
  std::string word(text.substr(0, 16));
  std::replace(word.begin(), word.end(), '-', '_');
  const auto* const at = std::find(kColumnTexts.begin(), kColumnTexts.end(), word);
  if (at == kColumnTexts.end() || text.size() > word.size()) return std::nullopt;
  column.key = static_cast<OrderKey>(at - kColumnTexts.begin());
  return column;
}

}  // namespace

Status TypeFilter::add(std::string_view text, const record::RecordStore* store) {
  while (true) {
    const std::size_t comma = text.find(',');
    const std::string_view one = text.substr(0, comma);
    if (equals_ignoring_case(one, "ANY-DNSSEC")) {
      dnssec_ = true;
    } else if (const auto type = dns::parse_rr_type(one); type == dns::RrType::kAny) {
      plain_ = true;
    } else if (type) {
      add(*type);
    } else if (const auto label = store == nullptr ? std::nullopt : store->find_type_label(one)) {
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
    if (dns::is_dnssec_type(type) ? dnssec_ : plain_ && type != record::kFirstSeenType) return true;
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

bool Order::needs_details() const noexcept {
  const auto looks = [](OrderKey each) {
    return each == OrderKey::kDaysSeen || each == OrderKey::kTtl;
  };
  return looks(key) ||
         std::any_of(then.begin(), then.end(), [&](const OrderColumn& c) { return looks(c.key); });
}

Result<Order> parse_order(std::string_view text) {
  const auto refuse = [&](std::string_view what) {
    return Error{ErrorCode::kInvalid, what, 0, std::string(text.substr(0, 40))};
  };
  std::vector<OrderColumn> columns;
  for (std::string_view left = text;;) {
    const std::size_t comma = left.find(',');
    const auto column = parse_column(left.substr(0, comma));
    if (!column) {
      return refuse(
          "expected key, name, type, rdata, source, bailiwick, first_seen, last_seen, count, "
          "days_seen or ttl, with '-' before it for descending; several with commas between");
    }
    const bool is_known = std::any_of(columns.begin(), columns.end(),
                                      [&](const OrderColumn& c) { return c.key == column->key; });
    if (is_known) return refuse("expected each column once");
    columns.push_back(*column);
    if (comma == std::string_view::npos) break;
    left.remove_prefix(comma + 1);
  }
  const bool has_key = std::any_of(columns.begin(), columns.end(),
                                   [](const OrderColumn& c) { return c.key == OrderKey::kKey; });
  if (has_key && columns.size() > 1)
    return refuse("expected key alone: no two rows have the same key");
  return Order{columns[0].key, columns[0].descending, {columns.begin() + 1, columns.end()}};
}

std::string order_text(const Order& order) {
  std::string text;
  const auto add = [&](const OrderColumn& column) {
    if (!text.empty()) text += ',';
    if (column.descending) text += '-';
    text += kColumnTexts[static_cast<std::size_t>(column.key)];
  };
  add({order.key, order.descending});
  for (const OrderColumn& column : order.then) add(column);
  return text;
}

}  // namespace spoor::search
