// SPDX-License-Identifier: Apache-2.0
// Sorted octets: a look-up for each record, and none where the owner stays the same.
#include "search/record_filters.h"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "dns/name.h"
#include "dns/rdata.h"

namespace spoor::search {
namespace {

std::string sort_form(Bytes wire) {
  std::string form;
  dns::append_sort_form(form, wire);
  return form;
}

/// What the sort forms of a name and of all below it begin with.
std::string subtree_form(Bytes wire) {
  std::string form = sort_form(wire);
  form.pop_back();
  return form;
}

/// Where the label that begins at `at` of a sort form ends; `at` behind the last one.
std::size_t label_end(std::string_view form, std::size_t at) {
  return at + 1 >= form.size() ? at : form.find('\0', at) + 1;
}

template <class Value, class Make>
OctetChoice make_choice(const Choice<Value>& choice, const Make& make) {
  OctetChoice made;
  for (const Value& value : choice.wanted) made.wanted.add(make(value));
  for (const Value& value : choice.refused) made.refused.add(make(value));
  return made;
}

/// Whether rdata is shown in quotes where the text is: without them it may be read as a text too.
bool is_shown_so(dns::RrType type, const std::string& rdata, std::string_view text) {
  if (text.starts_with("\\#")) return true;
  return text.starts_with('"') == dns::rdata_text(type, as_bytes(rdata)).starts_with('"');
}

}  // namespace

void SortedOctets::add(std::string octets) {
  const auto at = std::lower_bound(sorted_.begin(), sorted_.end(), octets);
  if (at == sorted_.end() || *at != octets) sorted_.insert(at, std::move(octets));
}

bool SortedOctets::has(std::string_view octets) const {
  return std::binary_search(sorted_.begin(), sorted_.end(), octets, std::less<>());
}

BailiwickFilter::BailiwickFilter(const Choice<Zone>& choice) : wants_any_(choice.wanted.empty()) {
  for (const Zone& zone : choice.wanted) {
    if (zone) zones_.wanted.add(subtree_form(zone->wire()));
    wants_unknown_ |= !zone;
  }
  for (const Zone& zone : choice.refused) {
    if (zone) zones_.refused.add(subtree_form(zone->wire()));
    refuses_unknown_ |= !zone;
  }
  is_open_ = choice.is_open();
}

bool BailiwickFilter::accepts(std::uint8_t labels, std::string_view name_form) const {
  if (is_open()) return true;
  std::size_t end = 0;
  bool is_known = labels != record::kBailiwickUnknown;
  for (unsigned i = 0; is_known && i < labels; ++i) {
    const std::size_t next = label_end(name_form, end);
    is_known = next != end;
    end = next;
  }
  if (!is_known) return (wants_any_ || wants_unknown_) && !refuses_unknown_;
  const std::string_view zone = name_form.substr(0, end);
  return (wants_any_ || zones_.wanted.has(zone)) && !zones_.refused.has(zone);
}

OwnerFilter::OwnerFilter(const Filters& filters) {
  is_open_ = filters.names.is_open() && filters.tlds.is_open() && filters.domains.is_open();
  if (is_open_) return;
  const auto subtree = [](const dns::Name& name) { return subtree_form(name.wire()); };
  names_ = make_choice(filters.names, [](const dns::Name& name) { return sort_form(name.wire()); });
  tlds_ = make_choice(filters.tlds, subtree);
  domains_ = make_choice(filters.domains, subtree);
  enrichment_ = filters.enrichment ? filters.enrichment : enrich::default_enrichment();
}

bool OwnerFilter::accepts(std::string_view name_form) {
  if (name_form == last_form_) return last_verdict_;
  last_form_.assign(name_form);
  last_verdict_ = judge(name_form);
  return last_verdict_;
}

bool OwnerFilter::judge(std::string_view name_form) const {
  if (!names_.accepts(name_form)) return false;
  if (!tlds_.is_open() && !tlds_.accepts(name_form.substr(0, label_end(name_form, 0))))
    return false;
  return domains_.is_open() || accepts_domain(name_form);
}

/// Names under none of the domains that are asked for are told apart without the suffix list.
bool OwnerFilter::accepts_domain(std::string_view name_form) const {
  bool is_near = false;
  for (std::size_t end = label_end(name_form, 0), at = 0; end != at && !is_near;
       at = end, end = label_end(name_form, end)) {
    const std::string_view above = name_form.substr(0, end);
    is_near = domains_.wanted.has(above) || domains_.refused.has(above);
  }
  if (!is_near) return domains_.wanted.empty();
  std::array<std::uint8_t, dns::kMaxNameOctets> octets;
  const std::size_t size = dns::write_wire_from_sort_form(octets.data(), name_form);
  const Bytes wire = Bytes(octets).first(size);
  const auto at = size == 0 ? std::nullopt : enrichment_->registered_at(wire);
  if (!at) return domains_.wanted.empty();
  return domains_.accepts(subtree_form(wire.subspan(*at)));
}

OctetChoice RdataFilter::read(dns::RrType type) const {
  OctetChoice made;
  const auto add = [&](const std::vector<std::string>& texts, SortedOctets& to) {
    for (const std::string& text : texts) {
      auto octets = dns::parse_rdata(type, text);
      if (octets && is_shown_so(type, *octets, text)) to.add(*std::move(octets));
      if (dns::is_wire_type(type)) continue;
      to.add(text);  // a partner's free text is shown as it is, or as the octets of NULL
      if (auto raw = dns::parse_rdata(dns::RrType::kNull, text)) to.add(*std::move(raw));
    }
  };
  add(choice_.wanted, made.wanted);
  add(choice_.refused, made.refused);
  return made;
}

bool RdataFilter::accepts(dns::RrType type, std::string_view rdata) {
  const auto [at, is_new] = by_type_.try_emplace(type);
  if (is_new) at->second = read(type);
  const OctetChoice& choice = at->second;
  if (!choice_.wanted.empty() && !choice.wanted.has(rdata)) return false;
  return !choice.refused.has(rdata);
}

}  // namespace spoor::search
