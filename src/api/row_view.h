// SPDX-License-Identifier: Apache-2.0
// A row of an answer as the writers of feed take it.
#pragma once

#include "feed/row_view.h"
#include "search/search.h"

namespace spoor::api {

/// Views into `row`.
inline feed::RowView to_view(const search::Row& row) {
  feed::RowView view;
  view.owner = row.owner;
  view.type = row.type;
  view.type_text = row.type_text;
  view.rdata = row.rdata;
  view.bailiwick = row.bailiwick;
  view.source = row.source_name;
  view.sources = row.sources.names;
  view.all_sources = row.sources.total;
  view.how = row.how;
  view.sightings = row.sightings;
  view.seen = search::presence_text(row.presence);
  return view;
}

}  // namespace spoor::api
