// SPDX-License-Identifier: Apache-2.0
// One record after the other; the owner's tags are looked up once for its run of records.
#include "search/knowledge_filter.h"

#include <algorithm>
#include <array>
#include <optional>

namespace spoor::search {
namespace {

std::optional<IpAddress> address_of(const record::StoredRecord& record) {
  const Bytes rdata = as_bytes(record.key.rdata);
  if (record.type == dns::RrType::kA && rdata.size() == 4) return IpAddress::v4(rdata);
  if (record.type == dns::RrType::kAaaa && rdata.size() == 16) return IpAddress::v6(rdata);
  return std::nullopt;
}

template <class Value, class Is>
bool fits(const Choice<Value>& choice, const Is& is) {
  if (!choice.wanted.empty() && std::none_of(choice.wanted.begin(), choice.wanted.end(), is))
    return false;
  return std::none_of(choice.refused.begin(), choice.refused.end(), is);
}

}  // namespace

KnowledgeFilter::KnowledgeFilter(const Filters& filters)
    : filters_(filters),
      is_open_(filters.asns.is_open() && filters.countries.is_open() && filters.tags.is_open()) {
  if (is_open_) return;
  enrichment_ = filters.enrichment ? filters.enrichment : enrich::default_enrichment();
}

bool KnowledgeFilter::accepts_origin(const IpAddress& address) const {
  if (filters_.asns.is_open() && filters_.countries.is_open()) return true;
  const enrich::Origin origin = enrichment_->origin(address);
  return fits(filters_.asns, [&](std::uint32_t asn) { return origin.asn == asn; }) &&
         fits(filters_.countries,
              [&](const std::string& country) { return origin.country == country; });
}

enrich::TagSet KnowledgeFilter::owner_tags(std::string_view name_form) {
  if (name_form == name_form_) return name_tags_;
  std::array<std::uint8_t, dns::kMaxNameOctets> owner;
  const std::size_t size = dns::write_wire_from_sort_form(owner.data(), name_form);
  name_form_.assign(name_form);
  name_tags_ = size == 0 ? enrich::TagSet() : enrichment_->tags(Bytes(owner).first(size));
  return name_tags_;
}

bool KnowledgeFilter::accepts(const record::StoredRecord& record) {
  const std::optional<IpAddress> address = address_of(record);
  if (address) {
    if (!accepts_origin(*address)) return false;
  } else if (!filters_.asns.wanted.empty() || !filters_.countries.wanted.empty()) {
    return false;
  }
  if (filters_.tags.is_open()) return true;
  enrich::TagSet tags = owner_tags(record.name);
  if (address) tags.add(enrichment_->tags(*address));
  return fits(filters_.tags, [&](enrich::Tag tag) { return tags.has(tag); });
}

}  // namespace spoor::search
