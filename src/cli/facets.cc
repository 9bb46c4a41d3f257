// SPDX-License-Identifier: Apache-2.0
// spoor facets: how the rows of a question spread.
#include "search/facets.h"

#include <fmt/format.h>

#include "cli/columns.h"
#include "cli/enrichment.h"
#include "cli/remote.h"
#include "cli/rollup.h"
#include "cli/text.h"

namespace spoor::cli {
namespace {

void append_lines(std::string& out, const search::FacetAnswer& answer, const Terminal& terminal) {
  out += fmt::format("Rows   {}\nCount  {}\n", grouped(answer.num_results), grouped(answer.count));
  for (const search::FacetCounts& facet : answer.facets) {
    if (facet.distinct == 0) continue;
    Columns table({{std::string(search::facet_text(facet.facet))}, {"Rows", true}});
    for (const search::FacetValue& value : facet.values) {
      std::string text = printable(value.value);
      if (!value.label.empty()) text += " " + printable(value.label);
      table.add({std::move(text), grouped(value.rows)});
    }
    out += '\n';
    table.write(out, terminal);
    const std::uint64_t hidden = facet.distinct - facet.values.size();
    if (hidden > 0) out += fmt::format("and {} more\n", grouped(hidden));
    if (facet.without > 0) out += fmt::format("none in {} rows\n", grouped(facet.without));
  }
}

}  // namespace

int run_facets(const Session& session) {
  const RollupOptions& o = session.command.rollup;
  if (is_remote(session.command))
    return run_remote_rollup(session, "facets",
                             {{"facets", o.facets}, {"top", std::to_string(o.top)}});
  search::FacetOptions options;
  options.top = o.top;
  if (!o.facets.empty()) {
    auto which = search::parse_facets(o.facets);
    if (!which) return fail_flag(which.error(), "--facets", o.facets);
    options.which = *std::move(which);
  }
  auto enrichment = open_enrichment(session.command);
  if (!enrichment) return fail(enrichment.error());
  options.enrichment = (*enrichment)->current();
  return run_rollup(
      session,
      [&](const record::RecordStore& store, const search::SearchRequest& request) {
        return search::open_facets(store, request, options);
      },
      [&](std::string& out, const search::FacetCursor& cursor, const api::v1::RollupStyle& style) {
        session.command.as_json ? api::v1::append_facets(out, cursor.answer(), style)
                                : append_lines(out, cursor.answer(), session.terminal);
      });
}

}  // namespace spoor::cli
