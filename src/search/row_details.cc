// SPDX-License-Identifier: Apache-2.0
// A look-up by name for each row.
#include "search/row_details.h"

#include <utility>

#include "dns/name.h"
#include "record/key.h"
#include "search/record_scan.h"

namespace spoor::search {

bool needs_details_early(const SearchRequest& request) noexcept {
  return request.order.needs_details() || request.filters.fences.asks_days();
}

RowDetails::RowDetails(const SearchRequest& request, SourceChoice choice,
                       std::shared_ptr<const record::Snapshot> state)
    : grouping_(request.grouping),
      bailiwicks_(request.filters.bailiwicks),
      choice_(std::move(choice)),
      state_(std::move(state)) {}

Result<RowDetails> RowDetails::open(const record::RecordStore& store, const SearchRequest& request,
                                    std::shared_ptr<const record::Snapshot> state) {
  SPOOR_TRY(SourceChoice choice, SourceChoice::of(store, request.filters));
  return RowDetails(request, std::move(choice), std::move(state));
}

bool RowDetails::is_of_row(const record::StoredRecord& found, const Row& row) const {
  if (found.key.rdata != row.rdata) return false;
  if (grouping_ != Grouping::kMergeBailiwicks) return found.key.bailiwick == row.bailiwick;
  return bailiwicks_.accepts(found.key.bailiwick, found.name);
}

bool RowDetails::fold(const record::StoredRecord& found, const Row& row) {
  bool any = false;
  for (const record::SourcedSightings& each : found.sightings) {
    if (each.how != row.how) continue;
    if (row.source ? each.source != *row.source : !choice_.accepts(each.source)) continue;
    merge_told(sightings_, each.sightings);
    any = true;
  }
  return any;
}

Result<const record::Sightings*> RowDetails::find(const Row& row) {
  record::RangeQuery query;
  dns::append_sort_form(query.lower, row.owner);
  record::append_type(query.lower, row.type);
  query.upper = record::after_prefix(query.lower);
  query.with_details = true;
  // From just below the record: many may share its name and type.
  const bool is_merged = grouping_ == Grouping::kMergeBailiwicks;
  query.after = key_before(
      {query.lower, std::string(row.rdata), is_merged ? std::uint8_t{0} : row.bailiwick});
  SPOOR_TRY(const auto records, state_->find(std::move(query)));
  sightings_ = {};
  bool any = false;
  while (true) {
    SPOOR_TRY(const record::StoredRecord* const found, records->next());
    if (found == nullptr || record::compare_bytes(found->key.rdata, row.rdata) > 0) break;
    if (is_of_row(*found, row) && fold(*found, row)) any = true;
  }
  if (any) return &sightings_;
  return Error{ErrorCode::kCorrupt, "a row is not there any more", 0, {}};
}

}  // namespace spoor::search
