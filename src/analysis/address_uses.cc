// SPDX-License-Identifier: Apache-2.0
#include "analysis/address_uses.h"

#include <algorithm>

#include "analysis/address_walk.h"

namespace spoor::analysis {

const NameAtAddress* NameGatherer::take() {
  if (!has_any_ || !seen_.is_any()) return nullptr;
  done_.address = address_;
  done_.size = dns::write_wire_from_sort_form(done_.octets.data(), name_);
  done_.seen = seen_;
  return done_.size == 0 ? nullptr : &done_;
}

const NameAtAddress* NameGatherer::add(const record::StoredRecord& found) {
  const IpAddress address = AddressWalk::address_of(found);
  const SeenBefore seen = seen_before(found.sightings, moment_s_);
  if (has_any_ && address == address_ && found.name == name_) {
    seen_.merge(seen);
    return nullptr;
  }
  const NameAtAddress* const ended = take();
  has_any_ = true;
  address_ = address;
  name_.assign(found.name);
  seen_ = seen;
  return ended;
}

const NameAtAddress* NameGatherer::finish() {
  const NameAtAddress* const ended = take();
  has_any_ = false;
  return ended;
}

// Names of one address come in order, those of a domain together.
void AddressUses::add(const NameAtAddress& name) {
  const Bytes wire = name.wire();
  const auto domain = as_chars(wire.subspan(enrichment_.registered_at(wire).value_or(0)));
  const bool is_new_address = uses_.empty() || !(uses_.back().address == name.address);
  if (is_new_address) {
    if (uses_.size() >= 4 * kMostListed) shorten();
    uses_.push_back({name.address, 0, 0, 0});
    ++addresses_;
  }
  AddressUse& use = uses_.back();
  ++use.names;
  if (is_new_address || domain != domain_) ++use.domains;
  use.last = std::max(use.last, name.seen.last);
  domain_.assign(domain);
}

void AddressUses::shorten() {
  const auto goes_before = [](const AddressUse& a, const AddressUse& b) {
    return a.names != b.names ? a.names > b.names : a.address < b.address;
  };
  std::sort(uses_.begin(), uses_.end(), goes_before);
  if (uses_.size() > kMostListed) uses_.resize(kMostListed);
}

std::vector<AddressUse> AddressUses::listed() {
  shorten();
  return std::move(uses_);
}

}  // namespace spoor::analysis
