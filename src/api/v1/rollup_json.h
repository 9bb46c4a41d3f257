// SPDX-License-Identifier: Apache-2.0
// Facets, groups and trees as JSON: what the server answers, and what the command line prints.
#pragma once

#include <string>
#include <string_view>

#include "feed/cof_writer.h"
#include "search/facets.h"
#include "search/groups.h"
#include "search/histogram.h"
#include "search/pivots.h"
#include "search/query.h"
#include "search/tree.h"

namespace spoor::api::v1 {

/// How an answer is told, besides what it says.
struct RollupStyle {
  const search::Query& query;
  feed::TimeStyle times = feed::TimeStyle::kUnix;
  bool is_complete = true;  ///< False: the time was up.
};

/// Each appends one object and an LF: `{"query":…, …,"complete":…}`.
void append_facets(std::string& out, const search::FacetAnswer& answer, const RollupStyle& style);
/// `offset` is the page's.
void append_groups(std::string& out, const search::GroupAnswer& answer, std::uint64_t offset,
                   const RollupStyle& style);
/// `tells_new`: with what is new in the time asked.
void append_tree(std::string& out, const search::TreeNode& root, bool tells_new,
                 const RollupStyle& style);

/// Times are told as days, whatever the style.
void append_histogram(std::string& out, const search::HistogramAnswer& answer,
                      const RollupStyle& style);

void append_pivots(std::string& out, const search::PivotAnswer& answer, const RollupStyle& style);

/// Presentation form of a name in sort form.
std::string text_of_form(std::string_view form);

}  // namespace spoor::api::v1
