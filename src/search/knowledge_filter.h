// SPDX-License-Identifier: Apache-2.0
// Records by what is known of their addresses and owners. Inside the room only.
#pragma once

#include <memory>
#include <string>

#include "enrich/enrichment.h"
#include "record/record_store.h"
#include "search/request.h"

namespace spoor::search {

/// ASN, country and tags of a record, against what a request wants and refuses.
class KnowledgeFilter {
 public:
  explicit KnowledgeFilter(const Filters& filters);

  [[nodiscard]] bool is_open() const noexcept { return is_open_; }
  /// Only when it is not open.
  [[nodiscard]] bool accepts(const record::StoredRecord& record);

 private:
  [[nodiscard]] bool accepts_origin(const IpAddress& address) const;
  [[nodiscard]] enrich::TagSet owner_tags(std::string_view name_form);

  const Filters& filters_;
  bool is_open_ = true;
  std::shared_ptr<const enrich::Enrichment> enrichment_;
  std::string name_form_;  // of the owner looked up last
  enrich::TagSet name_tags_;
};

}  // namespace spoor::search
