// SPDX-License-Identifier: Apache-2.0
// Rows of a store in the form that was asked for.
#pragma once

#include <string>

#include "cli/session.h"
#include "cli/table.h"
#include "feed/cof_writer.h"
#include "feed/zone_writer.h"
#include "record/record_store.h"
#include "search/search.h"

namespace spoor::cli {

/// Appends to standard output's buffer. `session` and `store` must outlive it.
class RowOutput {
 public:
  RowOutput(const Session& session, const record::RecordStore& store);
  void add(const search::Row& row);
  /// What is held back.
  void finish();

 private:
  void add_native(const search::Row& row);

  Format format_;
  feed::JsonOptions style_;
  const record::RecordStore& store_;
  std::string& out_;
  TableWriter table_;
  feed::ZoneWriter zone_;
};

}  // namespace spoor::cli
