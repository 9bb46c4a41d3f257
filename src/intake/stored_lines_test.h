// SPDX-License-Identifier: Apache-2.0
// What a store holds, as lines that a test can compare.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "dns/name.h"
#include "dns/rdata.h"
#include "record/record_store.h"

namespace spoor::intake {

/// "name type source count rdata first", in the order of the index by name; only those of `name` if
/// it is given.
inline std::vector<std::string> lines_of(const record::RecordStore& store,
                                         std::string_view name = {}) {
  std::vector<std::string> lines;
  const auto snapshot = store.snapshot();
  auto cursor = snapshot->find({});
  while (cursor) {
    const auto record = (*cursor)->next();
    if (!record || *record == nullptr) break;
    const auto owner = dns::name_from_sort_form((*record)->name);
    std::string text = owner ? dns::name_to_text(*owner) : "?";
    if (text.ends_with('.')) text.pop_back();
    if (!name.empty() && text != name) continue;
    const std::string rdata = dns::rdata_text((*record)->type, as_bytes((*record)->key.rdata));
    for (const record::SourcedSightings& sourced : (*record)->sightings) {
      const auto source = store.source(sourced.source);
      lines.push_back(fmt::format("{} {} {} {} {} {}", text, store.type_text((*record)->type),
                                  source ? source->name : "?", sourced.sightings.count(), rdata,
                                  sourced.sightings.first));
    }
  }
  return lines;
}

}  // namespace spoor::intake
