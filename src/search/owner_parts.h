// SPDX-License-Identifier: Apache-2.0
// What an owner's name is part of, found once for rows that follow each other. Inside the room
// only.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "base/bytes.h"
#include "dns/name.h"
#include "enrich/enrichment.h"

namespace spoor::search {

/// Views live until the next take().
class OwnerParts {
 public:
  /// `enrichment` must outlive it.
  explicit OwnerParts(const enrich::Enrichment& enrichment) : enrichment_(enrichment) {}

  /// `wire` is a valid lower-cased wire name.
  void take(Bytes wire) {
    if (wire.size() == size_ && std::equal(wire.begin(), wire.end(), wire_.begin())) return;
    std::copy(wire.begin(), wire.end(), wire_.begin());
    size_ = wire.size();
    labels_ = dns::count_labels(wire);
    tld_at_ = size_ - dns::ancestor(wire, labels_ == 0 ? 0 : 1).size();
    domain_at_ = enrichment_.registered_at(wire).value_or(size_);
    tags_ = enrichment_.tags(wire);
  }
  [[nodiscard]] std::size_t labels() const noexcept { return labels_; }
  /// The last label and the root, in wire form; empty for the root.
  [[nodiscard]] std::string_view tld() const noexcept {
    return labels_ == 0 ? std::string_view() : chars().substr(tld_at_);
  }
  /// The registered domain in wire form; empty when there is none.
  [[nodiscard]] std::string_view domain() const noexcept { return chars().substr(domain_at_); }
  [[nodiscard]] enrich::TagSet tags() const noexcept { return tags_; }

 private:
  [[nodiscard]] std::string_view chars() const noexcept {
    return as_chars(Bytes(wire_).first(size_));
  }

  const enrich::Enrichment& enrichment_;
  std::array<std::uint8_t, dns::kMaxNameOctets> wire_{};
  std::size_t size_ = 0;
  std::size_t labels_ = 0;
  std::size_t tld_at_ = 0;
  std::size_t domain_at_ = 0;
  enrich::TagSet tags_;
};

}  // namespace spoor::search
