// SPDX-License-Identifier: Apache-2.0
// Rules of retention as people write them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "record/record_store.h"
#include "record/retention.h"

namespace spoor::search {

/// `[type:T,T…] [source:NAME,NAME…] [kind:K] AGE`, with blanks between: what is older than AGE
/// (`400d`, `12h`, `8w`; before `now_s`) goes, `keep` keeps it for good. Sources as in a search:
/// `NAME/*` is every sensor of NAME; sources of `kind:` are added to those of `source:`. Errors:
/// kInvalid, kNotFound (a source), with the rule in `where`.
Result<record::RetentionRule> parse_retention(std::string_view text,
                                              const record::RecordStore& store,
                                              std::uint32_t now_s);

/// Several, with a semicolon between in a text. The first that speaks of a row counts. Errors:
/// likewise.
Result<std::vector<record::RetentionRule>> parse_retention(const std::vector<std::string>& texts,
                                                           const record::RecordStore& store,
                                                           std::uint32_t now_s);

/// The rules' texts, each by itself.
std::vector<std::string> split_retention(const std::vector<std::string>& texts);

}  // namespace spoor::search
