// SPDX-License-Identifier: Apache-2.0
// Records by their owner, rdata and bailiwick, each exactly. Inside the room only.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "enrich/enrichment.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::search {

/// Octet strings, to be asked whether one is among them.
class SortedOctets {
 public:
  void add(std::string octets);
  [[nodiscard]] bool has(std::string_view octets) const;
  [[nodiscard]] bool empty() const noexcept { return sorted_.empty(); }

 private:
  std::vector<std::string> sorted_;
};

/// What a request wants and refuses, as octets.
struct OctetChoice {
  SortedOctets wanted, refused;
  [[nodiscard]] bool is_open() const noexcept { return wanted.empty() && refused.empty(); }
  /// Of a value that there is; empty stands for none, which is never refused.
  [[nodiscard]] bool accepts(std::string_view octets) const {
    if (!wanted.empty() && !wanted.has(octets)) return false;
    return refused.empty() || !refused.has(octets);
  }
};

/// By the zone on whose authority a record was told.
class BailiwickFilter {
 public:
  explicit BailiwickFilter(const Choice<Zone>& choice);
  [[nodiscard]] bool is_open() const noexcept { return is_open_; }
  /// `labels` of the zone, and the sort form of the owner.
  [[nodiscard]] bool accepts(std::uint8_t labels, std::string_view name_form) const;

 private:
  OctetChoice zones_;  // sort forms without their ends
  bool wants_any_ = true;
  bool wants_unknown_ = false, refuses_unknown_ = false;
  bool is_open_ = true;
};

/// By the owner, its last label and its registered domain. Judges once where records of one owner
/// follow each other.
class OwnerFilter {
 public:
  explicit OwnerFilter(const Filters& filters);
  [[nodiscard]] bool is_open() const noexcept { return is_open_; }
  [[nodiscard]] bool accepts(std::string_view name_form);

 private:
  [[nodiscard]] bool judge(std::string_view name_form) const;
  [[nodiscard]] bool accepts_domain(std::string_view name_form) const;

  OctetChoice names_;           // sort forms
  OctetChoice tlds_, domains_;  // without their ends
  bool is_open_ = true;
  std::shared_ptr<const enrich::Enrichment> enrichment_;
  std::string last_form_;
  bool last_verdict_ = false;
};

/// By the whole rdata. A text is read for each type that is met: "192.0.2.1" is no host.
class RdataFilter {
 public:
  /// `choice` must outlive it.
  explicit RdataFilter(const Choice<std::string>& choice)
      : choice_(choice), is_open_(choice.is_open()) {}
  [[nodiscard]] bool is_open() const noexcept { return is_open_; }
  [[nodiscard]] bool accepts(dns::RrType type, std::string_view rdata);

 private:
  [[nodiscard]] OctetChoice read(dns::RrType type) const;

  const Choice<std::string>& choice_;
  bool is_open_;
  std::map<dns::RrType, OctetChoice> by_type_;
};

}  // namespace spoor::search
